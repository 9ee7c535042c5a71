"""What reasons say besides the verdict: restarts, what nobody asked, what does not count."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from srns.cohort.child_keys import child_codes, starts
from srns.cohort.terms import NONE
from srns.rules.definition import how_often
from srns.rules.judgement import Judgement
from srns.rules.occasions import Visits
from srns.rules.runs import first_of_each_child
from srns.rules.truth import all_of
from srns.rules.urine_limits import urine_clauses
from srns.rules.verdict import Tested, ranks


def first_restarts(judgement: Judgement) -> np.ndarray:
    """Return each child's first visit before which a relapse parts a run towards a better response.

    -1 for a child without such a visit, and where one visit is enough.
    """
    visits, judged = judgement.found.visits, judgement.judged
    rank = ranks(judgement.definition)
    parted = np.zeros(len(visits), dtype=bool)
    for number, tested in enumerate(judged.tested):
        if how_often(tested.response):
            met = tested.met.certain
            short = (rank[judged.response] > rank[number]) & (judged.at_start < 0)
            parted[1:] |= met[1:] & met[:-1] & short[visits.child[1:]]
    parted &= ~starts(visits.child)
    return first_of_each_child(
        parted & visits.surely_broken, visits.child, judgement.found.children
    )


class Unasked(NamedTuple):
    """Visits of which a response says nothing, because it limits no test that was done there.

    Attributes
    ----------
    response
        The name of the best such response.
    tests
        What was measured at these visits.
    visits
        How many they are.
    """

    response: str
    tests: tuple[str, ...]
    visits: int


def unasked_visits(judgement: Judgement) -> Mapping[int, Unasked]:
    """Return, by child without response, the visits at which nobody asked for a remission.

    A visit that surely is a relapse, or whose albumin is surely too low, was no remission; nor was
    a day of a home diary where the response counts visits alone.
    """
    found, judged, definition = judgement.found, judgement.judged, judgement.definition
    visits = found.visits
    open_ = (judgement.outcomes["response"] == NONE).to_numpy() & (judged.settled == "")
    open_ = open_[visits.child]
    if definition.relapse is not None:
        relapse = urine_clauses(found, definition.relapse)
        open_ &= ~all_of([each.truth for each in relapse], len(visits)).certain
    marks: dict[int, Unasked] = {}
    for name in reversed(definition.response_names):
        ways = [tested for tested in judged.tested if tested.response.name == name]
        silent = open_ & _silent(visits, ways)
        tested_by = {
            test: np.bincount(visits.child[silent & series.measured], minlength=found.children)
            for test, series in visits.of_test.items()
        }
        number = np.bincount(visits.child[silent], minlength=found.children)
        for child in np.flatnonzero(number).tolist():
            tests = tuple(test for test, count in tested_by.items() if count[child])
            marks[child] = Unasked(name, tests, int(number[child]))
    return marks


def _silent(visits: Visits, ways: Sequence[Tested]) -> np.ndarray:
    """Mark the visits with no test that a way to the response limits, and no albumin against it."""
    silent = np.ones(len(visits), dtype=bool)
    for test in {test for tested in ways for test in tested.response.arms} & visits.of_test.keys():
        silent &= ~visits.of_test[test].measured
    outer = [each for tested in ways for each in tested.clauses if each.outer and each.of_albumin]
    silent &= all_of([each.truth for each in outer], len(visits)).possible
    if not any(tested.response.days for tested in ways):
        silent &= ~visits.diary
    return silent


def without_days(judgement: Judgement) -> np.ndarray:
    """Mark the children who have results without a day, and none with one."""
    labs = judgement.cohort.labs
    patients = judgement.cohort.patients["patient"]
    dated = set(labs.loc[labs["day"].notna(), "patient"])
    undated = set(labs.loc[labs["day"].isna(), "patient"]) - dated
    return patients.isin(undated).to_numpy()


def results_after_window(judgement: Judgement) -> np.ndarray:
    """Count each child's urine results that a definition judges and that lie after the window."""
    found, labs = judgement.found, judgement.cohort.labs
    after = np.zeros(found.children, dtype=np.int64)
    if np.isinf(found.window.last).all():
        return after
    child = child_codes(judgement.cohort.patients["patient"], labs["patient"])
    day = labs["day"].to_numpy(dtype=float, na_value=np.nan)
    judged = (child >= 0) & labs["analyte"].isin(found.rules.tests).to_numpy()
    with np.errstate(invalid="ignore"):
        late = judged & (day > found.window.last[child]) & (day > 0)
    np.add.at(after, child[late], 1)
    return after
