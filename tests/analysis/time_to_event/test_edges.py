"""Curves at their edges: nobody, everybody at once, deaths alone, late entry after the event."""

import numpy as np
import pytest

from srns.analysis.time_to_event.curve_sentences import curve_sentence, curve_test_sentence
from srns.analysis.time_to_event.curves import curve_of
from srns.analysis.time_to_event.log_rank_and_gray import gray, log_rank
from srns.analysis.time_to_event.milestones import milestones, restricted_mean
from srns.analysis.time_to_event.occupancy import occupancy, occupancy_sentences
from srns.analysis.time_to_event.time_analysis import TimeQuestion, times
from tests.analysis.cohorts import first_children, judged


@pytest.mark.parametrize(
    ("months", "cause", "groups", "why"),
    [
        pytest.param([1, 1, 1, 1], [1, 1, 1, 1], "aabb", "all children at risk had the event",
                     id="everybody at once"),
        pytest.param([1, 2, 3, 4], [1, 0, 0, 0], "abbb", None, id="one group of one"),
        pytest.param([1, 2], [0, 0], "ab", "No child had the event", id="no event"),
        pytest.param([], [], "", "There are no children to compare", id="nobody"),
    ],
)  # fmt: skip
def test_a_test_that_cannot_be_made_says_why(months, cause, groups, why):
    found = log_rank(months, cause, list(groups))

    assert (found.p is None) == (why is not None)
    assert (why or "p =") in curve_test_sentence(found)


@pytest.mark.parametrize(
    ("small", "words"),
    [
        pytest.param(1, "One group has 1 child: too few", id="one against forty"),
        pytest.param(4, "One group has 4 children: too few", id="four against forty"),
        pytest.param(5, "", id="five against forty"),
    ],
)
@pytest.mark.parametrize("test", [log_rank, gray])
def test_a_small_group_among_many_children_is_warned_of(test, small, words):
    """The one child of a group had the event first: chi-squared 40, and p < 0.001 of nothing."""
    months = [1.0] * small + [2.0 + 0.1 * place for place in range(40)]

    found = test(months, [1] * len(months), ["a"] * small + ["b"] * 40)

    assert found.p is not None
    assert found.words.startswith(words)
    assert bool(found.words) == bool(words)


def test_deaths_are_named_where_no_child_had_the_event():
    said = curve_sentence(curve_of("all", [0, 2, 3], [2, 2, 0]), "remission", "day 0")

    assert said == (
        "All: no remission in 3 children followed up to month 3.0 from day 0, kidney failure or "
        "death first in 2."
    )


@pytest.mark.parametrize("month", [6.0, 12.0])
def test_nothing_is_known_before_the_first_child_enters(month):
    late = curve_of("all", [13, 14, 20], [1, 0, 1], entry=[12, 12, 13])

    milestone = milestones([late], [month])[0]
    assert milestone.estimate is milestone.low is milestone.high is None
    assert restricted_mean(late, month).mean is None


def test_a_share_is_known_once_the_first_child_has_entered():
    late = curve_of("all", [13, 14, 20], [1, 0, 1], entry=[12, 12, 13])

    assert milestones([late], [13.0])[0].estimate == pytest.approx(0.5)


def test_states_of_nobody_are_said_so_in_one_sentence():
    cohort = first_children(0)

    found = occupancy(cohort, judged(cohort))
    assert occupancy_sentences(found, 0.0) == ["No child could be followed."]


def test_the_state_on_the_last_day_of_follow_up_is_that_of_the_children_seen_then():
    cohort = first_children(1)

    found = occupancy(cohort, judged(cohort))
    last = found.table[found.table["month"] == found.last_month].set_index("state")
    assert last.loc["complete remission", ["estimate", "low"]].round(3).tolist() == [1.0, 0.025]


@pytest.mark.parametrize("n", [0, 1, 2])
@pytest.mark.parametrize("late", [False, True])
def test_times_of_nobody_and_of_one_child_are_made(n, late):
    cohort = first_children(n)
    asked = TimeQuestion(origin="diagnosis", by="histology", test=True, horizon=12, late_entry=late)

    found = times(cohort, judged(cohort), asked)
    assert np.isfinite(found.at_risk.table["month"]).all()
    assert all(test.p is None for test in found.response_curves.tests)
