"""The engine agrees with the reference implementation, on random children.

SRNS_ORACLE_PATIENTS is how many children are drawn for each definition (400 unless set).
"""

import os
from dataclasses import fields

import pytest

from srns.rules.classify import classify
from srns.rules.load_definition import PUBLISHED, parse_definition
from tests.rules.made_up import MADE_UP
from tests.rules.oracle import Verdict, read_definition
from tests.rules.random_children import Child, draw_children, edges_of, gather, show
from tests.rules.table import as_plain

PATIENTS = int(os.environ.get("SRNS_ORACLE_PATIENTS", "400"))
BATCH = 5_000
COLUMNS = [field.name for field in fields(Verdict) if field.name != "states"]
TEXTS = {path.stem: path.read_text("utf-8") for path in sorted(PUBLISHED.glob("*.toml"))} | MADE_UP


def disagreements(text: str, children: list[Child]) -> list[str]:
    """Describe each child that the engine and the oracle judge differently."""
    oracle = read_definition(text)
    found = classify(gather(children), parse_definition(text, "test.toml"))
    answers = zip(*(found.outcomes[column] for column in COLUMNS), strict=True)
    courses: dict[str, list[tuple[int, str]]] = {name: [] for name in found.outcomes["patient"]}
    trace = found.occasions
    for name, day, state in zip(trace["patient"], trace["day"], trace["state"], strict=True):
        courses[name].append((int(day), state))
    described: list[str] = []
    for child, answer, course in zip(children, answers, courses.values(), strict=True):
        engine = Verdict(*(as_plain(value) for value in answer), states=tuple(course))  # pyright: ignore
        expected = oracle.judge(*child)
        if engine != expected:
            described.append(f"{show(child)}\nengine {engine}\noracle {expected}")
    return sorted(described, key=len)


@pytest.mark.parametrize("name", TEXTS)
def test_engine_and_oracle_agree(name: str) -> None:
    for start in range(0, PATIENTS, BATCH):
        edges = edges_of(TEXTS[name])
        children = draw_children(start + len(name), min(BATCH, PATIENTS - start), edges)

        different = disagreements(TEXTS[name], children)

        assert not different, f"{len(different)} differ, the shortest:\n{different[0]}"


@pytest.mark.parametrize("name", TEXTS)
def test_the_random_children_reach_every_verdict(name: str) -> None:
    oracle = read_definition(TEXTS[name])
    verdicts = [oracle.judge(*child) for child in draw_children(7, 600)]

    reached = {verdict.response for verdict in verdicts}
    named = {response.name for response in oracle.responses}
    assert {*named, "no response", "not evaluable"} <= reached
    assert any(verdict.left_open for verdict in verdicts)
    assert any(verdict.relapse_day for verdict in verdicts)
