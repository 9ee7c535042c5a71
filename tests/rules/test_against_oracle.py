"""The engine agrees with the reference implementation, on random children.

SRNS_ORACLE_PATIENTS is how many children are drawn for each definition (400 unless set).
"""

import os
from dataclasses import fields, replace

import pytest

from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.load_definition import PUBLISHED, parse_definition
from srns.rules.rescue import STRATEGIES
from tests.rules.made_up import MADE_UP
from tests.rules.oracle import Child, Verdict, read_definition
from tests.rules.random_children import draw_children, edges_of, gather, show
from tests.rules.table import as_plain

PATIENTS = int(os.environ.get("SRNS_ORACLE_PATIENTS", "400"))
BATCH = 5_000
COLUMNS = [field.name for field in fields(Verdict) if field.compare and field.name != "states"]
TEXTS = {path.stem: path.read_text("utf-8") for path in sorted(PUBLISHED.glob("*.toml"))} | MADE_UP


def answers_of(found: Classification) -> list[Verdict]:
    """Return the verdict of each child as the engine found it."""
    courses: dict[str, list[tuple[int, str]]] = {name: [] for name in found.outcomes["patient"]}
    trace = found.occasions
    for name, day, state in zip(trace["patient"], trace["day"], trace["state"], strict=True):
        courses[name].append((int(day), state))
    rows = zip(*(found.outcomes[column] for column in COLUMNS), strict=True)
    return [
        Verdict(*(as_plain(value) for value in row), states=tuple(course))  # pyright: ignore
        for row, course in zip(rows, courses.values(), strict=True)
    ]


def disagreements(text: str, children: list[Child], strategy: str = STRATEGIES[0]) -> list[str]:
    """Describe each child that the engine and the oracle judge differently."""
    oracle = read_definition(text)
    definition = parse_definition(text, "test.toml")
    found = answers_of(classify(gather(children), definition, strategy=strategy))
    described: list[str] = []
    for child, engine in zip(children, found, strict=True):
        described += differences(child, engine, oracle.judge(child, strategy))
    return sorted(described, key=len)


def differences(child: Child, engine: Verdict, expected: Verdict) -> list[str]:
    if expected.states is None:  # judged two ways: no single course
        engine = replace(engine, states=None)
    elif expected.window_surely is not None:  # no state where a visit may not count
        engine, expected = (
            replace(each, states=tuple(
                state for state in each.states or () if state[0] <= expected.window_surely))
            for each in (engine, expected)
        )  # fmt: skip
    if engine == expected:
        return []
    return [f"{show(child)}\nengine {engine}\noracle {expected}"]


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("name", TEXTS)
def test_engine_and_oracle_agree(name: str, strategy: str) -> None:
    patients = PATIENTS if strategy == STRATEGIES[0] else PATIENTS // 4
    for start in range(0, patients, BATCH):
        edges = edges_of(TEXTS[name])
        children = draw_children(start + len(name), min(BATCH, patients - start), edges)

        different = disagreements(TEXTS[name], children, strategy)

        assert not different, f"{len(different)} differ, the shortest:\n{different[0]}"
