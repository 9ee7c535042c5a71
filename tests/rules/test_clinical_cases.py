"""Clinical cases that a nephrologist can read, held against the software.

Every row of docs/clinical_cases.md was derived by hand from docs/verdicts.md.
"""

from collections import defaultdict

import pytest

from srns.cohort.terms import RESPONSES
from srns.rules.rescue import STRATEGIES
from tests.rules.clinical import (
    PAGE,
    ClinicalCase,
    differences,
    found_of,
    judge_children,
    read_page,
    renamed,
    together,
)

CASES = read_page(PAGE.read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.topic}: {case.name}")
def test_the_verdict_is_the_one_derived_by_hand(case: ClinicalCase) -> None:
    found = judge_children(together([case]), case.judged_by)

    assert not differences(case, found_of(found, case.name)), case.why


def test_the_cases_are_the_same_when_all_children_are_judged_together() -> None:
    """Nothing of one child reaches another."""
    alike = defaultdict(list)
    for case in CASES:
        alike[case.judged_by].append(case)

    for judged_by, cases in alike.items():
        found = judge_children(together(cases), judged_by)
        wrong = {case.name: differences(case, found_of(found, case.name)) for case in cases}
        assert not any(wrong.values()), (judged_by, wrong)


def test_there_are_at_least_eighty_cases_with_names_of_their_own_and_a_reason() -> None:
    assert len(CASES) >= 80
    assert len({(case.topic, case.name) for case in CASES}) == len(CASES)
    assert all(case.why for case in CASES)


def test_every_verdict_every_strategy_and_every_topic_has_cases() -> None:
    verdicts = {word for case in CASES for word in RESPONSES if case.verdict.startswith(word)}
    strategies = {word for case in CASES for word in STRATEGIES if word in case.judged_by}

    assert verdicts == set(RESPONSES)
    assert strategies == set(STRATEGIES)
    assert {case.topic for case in CASES} == {
        "The seven children",
        "Who can respond",
        "Until when",
        "Which treatment: day 0",
        "Which treatment: lines",
        "Which treatment: a rescue on the way",
        "Which urine test",
        "Endpoints",
    }


@pytest.mark.parametrize(
    "verdict",
    [
        "complete remission from day 30",
        "no response",
        "partial remission from day 30",
        "partial remission from day 60; status relapsed",
        "partial remission from day 60; at start yes",
        "partial remission from day 60; left open complete remission",
        "partial remission from day 60; relapse day 90",
        "partial remission from day 60; confirmed day 61",
        "partial remission from day 60; window ended by death",
        "partial remission from day 60; sustained no",
        'partial remission from day 60; says "dipstick"',
    ],
)
def test_a_wrong_verdict_is_noticed(verdict: str) -> None:
    """Otherwise every case would agree trivially."""
    right = ClinicalCase(
        "", "a", "day 0: Up/c 8 / albumin 1.8; day 60: Up/c 0.5 / albumin 3.0", "haddad_2021",
        "partial remission from day 60; status partial remission; at start no; no relapse; "
        "confirmed day 60; sustained yes", "made up",
    )  # fmt: skip
    found = found_of(judge_children(together([right]), right.judged_by), "a")

    assert not differences(right, found)
    assert differences(renamed(right, verdict=verdict), found)


@pytest.mark.parametrize(
    "verdict",
    [
        "tacrolimus: complete remission from day 60",
        "tacrolimus: no response, then rituximab: complete remission from day 61",
        "tacrolimus: no response, then ciclosporin: complete remission from day 60",
        "tacrolimus (alkylating agent): no response, then rituximab: complete remission from day "
        "60",
    ],
)
def test_a_wrong_line_is_noticed(verdict: str) -> None:
    [right] = [case for case in CASES if case.name == "rituximab after tacrolimus"]
    found = found_of(judge_children(together([right]), right.judged_by), right.name)

    assert differences(renamed(right, verdict=verdict), found)


@pytest.mark.parametrize(
    "child", ["dialisis on day 40", "day 30: Up/c low", "aspirin from day 3", "relapse on day x"]
)
def test_a_phrase_that_cannot_be_read_is_not_passed_over(child: str) -> None:
    with pytest.raises((AssertionError, ValueError)):
        judge_children([("a", child)], "haddad_2021")
