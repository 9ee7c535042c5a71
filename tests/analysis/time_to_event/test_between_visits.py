"""Turnbull's estimate, against R, against what it must be at its peak, and where it is known."""

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import isotonic_regression

from srns.analysis.time_to_event.cumulative_incidence import cumulative_incidence
from srns.analysis.time_to_event.interval_censored import turnbull

REFERENCE = Path(__file__).parent / "reference"

visit = st.integers(0, 12).map(float)
intervals = st.lists(
    st.tuples(visit, visit | st.just(np.inf)).map(lambda ends: (min(ends), max(ends))),
    min_size=1,
    max_size=20,
)


@pytest.mark.parametrize("name", ["pbcseq_spiders", "pbcseq_ascites"])
def test_the_masses_are_those_of_self_consistency_run_on_in_r(name):
    visits = pd.read_csv(REFERENCE / f"{name}_visits.csv")
    expected = pd.read_csv(REFERENCE / f"{name}_turnbull.csv")

    found = turnbull(visits["after"], visits["until"].fillna(np.inf))

    assert found.n == len(visits)
    assert found.table["after"].tolist() == expected["after"].tolist()
    assert found.table["until"].tolist() == expected["until"].tolist()
    assert found.table["mass"].to_numpy() == pytest.approx(expected["mass"].to_numpy(), abs=1e-9)
    # R's own function stops when a step moves the curve by less than 5e-5.
    assert found.table["estimate"].to_numpy() == pytest.approx(
        expected["survfit_estimate"].to_numpy(), abs=2e-3
    )


def chances(table: pd.DataFrame, after: float, until: float) -> np.ndarray:
    """Whether each stretch lies within an interval."""
    exact = table["after"] == table["until"]
    begins = np.where(exact & (after < until), table["until"] > after, table["after"] >= after)
    return np.asarray(begins & (table["until"] <= until).to_numpy())


@settings(max_examples=60)
@given(intervals)
def test_at_the_peak_no_mass_anywhere_would_make_what_was_seen_likelier(cohort):
    """The condition of Gentleman & Geyer (1994), for every place where mass could lie."""
    after, until = np.array(cohort).T

    found = turnbull(after, until)

    table = found.table
    beyond = max(1 - table["mass"].sum(), 0.0)
    chance = np.array(
        [
            table["mass"].to_numpy() @ chances(table, one, other)
            + (beyond if np.isinf(other) else 0)
            for one, other in cohort
        ]
    )
    assert (chance > 0).all()
    ends = sorted({*after, *(end for end in until if np.isfinite(end))})
    places = [(at, at) for at in ends] + list(itertools.pairwise(ends))
    for one, other in places:
        middle = (one + other) / 2
        inside = ((after < middle) & (middle <= until)) | ((after == until) & (after == middle))
        assert (inside / chance).sum() <= len(cohort) * (1 + 1e-9)
    assert found.gap <= 1e-9 * len(cohort)


@given(st.lists(st.tuples(visit, st.booleans()), min_size=1, max_size=20))
def test_with_every_day_known_it_is_kaplan_meier(cohort):
    months, had_event = (np.array(each) for each in zip(*cohort, strict=True))

    found = turnbull(months, np.where(had_event, months, np.inf)).table

    curve = cumulative_incidence(months, had_event.astype(int))
    curve = curve[curve["events"] > 0]
    assert found["until"].tolist() == curve["month"].tolist()
    assert found["estimate"].to_numpy() == pytest.approx(curve["estimate"].to_numpy(), abs=1e-8)


@given(st.lists(st.tuples(st.integers(1, 8), st.booleans()), min_size=1, max_size=25))
def test_with_one_visit_each_it_is_the_isotonic_share(cohort):
    """Current status data, where the peak is known in closed form (Ayer et al. 1955)."""
    months, has = (np.array(each, dtype=float) for each in zip(*cohort, strict=True))

    found = turnbull(np.where(has > 0, 0, months), np.where(has > 0, months, np.inf)).table

    at, place = np.unique(months, return_inverse=True)
    shares = np.bincount(place, has) / np.bincount(place)
    expected = isotonic_regression(shares, weights=np.bincount(place)).x
    # Past the last visit with the event nothing is known.
    until = np.searchsorted(found["until"].to_numpy(), at, side="right")
    estimate = np.concatenate(([0.0], found["estimate"].to_numpy()))[until]
    assert estimate == pytest.approx(expected, abs=1e-7)


@given(intervals, st.data())
def test_the_order_of_the_children_does_not_matter(cohort, data):
    shuffled = data.draw(st.permutations(cohort))
    one, other = (turnbull(*np.array(each).T).table for each in (cohort, shuffled))

    pd.testing.assert_frame_equal(one, other)


def test_nobody_and_nobody_with_the_event_have_an_empty_table_and_no_median():
    for found in (turnbull([], []), turnbull([3, 4], [np.inf, np.inf])):
        assert found.table.empty
        assert found.median() is None


def test_one_child_and_two_children():
    assert turnbull([1], [2]).table.to_numpy().tolist() == [[1, 2, 1, 1]]
    assert turnbull([1], [2]).median() == (1, 2)
    assert turnbull([2], [2]).median() == (2, 2)
    # An interval that ends where the other opens shares no month with it.
    assert turnbull([0, 2], [2, 4]).table["mass"].tolist() == [0.5, 0.5]
    assert turnbull([0, 1], [2, 4]).table.to_numpy().tolist() == [[1, 2, 1, 1]]


@pytest.mark.parametrize(
    ("after", "until", "words"),
    [
        ([2], [1], "An interval cannot end before it begins."),
        ([-1], [1], "An interval cannot begin before time zero; one begins at -1."),
        ([np.nan], [1], "Each interval must begin at some month and end at one, or be unbounded."),
        ([1], [1, 2], "Each child must have one interval."),
    ],
)
def test_an_impossible_interval_is_refused_in_a_sentence(after, until, words):
    with pytest.raises(ValueError, match=f"^{words}$"):
        turnbull(after, until)
