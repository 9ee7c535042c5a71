"""The engine agrees with the reference implementation, on random children.

SRNS_ORACLE_PATIENTS is how many children are drawn for each definition (400 unless set).
"""

import os
from collections.abc import Sequence
from dataclasses import fields, replace

import pytest

from srns.cohort.day_zero import with_day_zero
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.lines import as_cohort, find_lines
from srns.rules.load_definition import PUBLISHED, parse_definition
from srns.rules.rescue import STRATEGIES
from tests.rules import oracle_rescue
from tests.rules.made_up import MADE_UP
from tests.rules.oracle import Child, Verdict, read_definition
from tests.rules.oracle_rescue import find_origin
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


def disagreements(text: str, children: Sequence[Child], strategy: str = STRATEGIES[0]) -> list[str]:
    """Describe each child that the engine and the oracle judge differently."""
    oracle = read_definition(text)
    definition = parse_definition(text, "test.toml")
    found = answers_of(classify(gather(children), definition, strategy=strategy))
    judged = [oracle.judge(child, strategy) for child in children]
    return different(children, found, judged)


def disagreements_of_lines(text: str, children: Sequence[Child]) -> list[str]:
    """Describe each line of treatment that the two judge differently."""
    oracle = read_definition(text)
    lines = find_lines(gather(children))
    cohort = as_cohort(gather(children), lines)
    found = answers_of(classify(cohort, parse_definition(text, "test.toml")))
    drawn = [(child, line) for child in children for line in oracle_rescue.find_lines(child)]
    table = lines.table[["drug", "mechanism", "start_day"]]
    named = [(line.name, line.mechanism, line.start) for _, line in drawn]
    assert list(table.itertuples(index=False, name=None)) == named
    moved = [oracle_rescue.as_child(child, line) for child, line in drawn]
    judged = [oracle.judge(child, window=until) for child, until in moved]
    return different([child for child, _ in moved], found, judged)


def disagreements_from(text: str, children: Sequence[Child], origin: str) -> list[str]:
    """Describe each child that the two judge differently where day 0 is a named origin."""
    oracle = read_definition(text)
    cohort = with_day_zero(gather(children), origin)
    found = answers_of(classify(cohort, parse_definition(text, "test.toml")))
    moved = [child.counted_from(find_origin(child, origin)) for child in children]
    return different(moved, found, [oracle.judge(child) for child in moved])


def different(
    children: Sequence[Child], found: Sequence[Verdict], judged: Sequence[Verdict]
) -> list[str]:
    """Describe the children of whom the engine and the oracle say different things."""
    described = [
        f"{show(child)}\nengine {engine}\noracle {expected}"
        for child, engine, expected in zip(children, found, judged, strict=True)
        if _as_comparable(engine, expected) != _as_comparable(expected, expected)
    ]
    return sorted(described, key=len)


def _as_comparable(verdict: Verdict, expected: Verdict) -> Verdict:
    """Leave out the states of visits that may not count, and of a child judged two ways."""
    states = verdict.states
    if expected.states is None:
        states = None
    elif expected.window_surely is not None:
        states = tuple(each for each in states or () if each[0] <= expected.window_surely)
    return replace(verdict, states=states)


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("name", TEXTS)
def test_engine_and_oracle_agree(name: str, strategy: str) -> None:
    patients = PATIENTS if strategy == STRATEGIES[0] else PATIENTS // 4
    for start in range(0, patients, BATCH):
        edges = edges_of(TEXTS[name])
        children = draw_children(start + len(name), min(BATCH, patients - start), edges)

        differing = disagreements(TEXTS[name], children, strategy)

        assert not differing, f"{len(differing)} differ, the shortest:\n{differing[0]}"


@pytest.mark.parametrize("name", TEXTS)
def test_they_agree_on_every_line_of_treatment(name: str) -> None:
    children = draw_children(len(name), PATIENTS // 4, edges_of(TEXTS[name]))

    differing = disagreements_of_lines(TEXTS[name], children)

    assert not differing, f"{len(differing)} differ, the shortest:\n{differing[0]}"


@pytest.mark.parametrize(
    "origin", ["first infusion", "first tacrolimus", "first calcineurin inhibitor", "first biopsy"]
)
@pytest.mark.parametrize("name", ["haddad_2021", "ipna_2022", "arms", "times"])
def test_they_agree_whatever_day_0_is(name: str, origin: str) -> None:
    children = draw_children(len(name), PATIENTS // 2, edges_of(TEXTS[name]))

    differing = disagreements_from(TEXTS[name], children, origin)

    assert not differing, f"{len(differing)} differ, the shortest:\n{differing[0]}"


@pytest.mark.parametrize("name", TEXTS)
def test_the_random_children_reach_every_verdict(name: str) -> None:
    """Else the agreement would say little."""
    oracle, edges = read_definition(TEXTS[name]), edges_of(TEXTS[name])
    wanted: set[object] = {"no response", "not evaluable", "left open", "relapse"}
    wanted |= {response.name for response in oracle.responses}
    wanted |= {"perhaps in remission at start", "an end known in part"}
    if any(response.fall is None for response in oracle.responses):
        wanted.add("in remission at start")
    for seed in range(100):
        for verdict in map(oracle.judge, draw_children(seed, 100, edges)):
            wanted.discard(verdict.response)
            wanted.discard("left open" if verdict.left_open else None)
            wanted.discard("relapse" if verdict.relapse_day else None)
            wanted.discard(
                "perhaps in remission at start" if verdict.remission_at_start is None else None
            )
            wanted.discard("an end known in part" if verdict.window_surely is not None else None)
        if not wanted:
            break
    assert not wanted
