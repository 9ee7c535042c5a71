"""Limits of small curves: against R's bpcp, Clopper–Pearson, and what they promise."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from srns.analysis.proportions.intervals import exact_interval, mid_p_interval
from srns.analysis.time_to_event.cumulative_incidence import cumulative_incidence
from srns.analysis.time_to_event.curve_limits import (
    BETA_PRODUCT,
    CHOICES,
    EFFECTIVE,
    EXACT_BELOW,
    LOG_LOG,
    MID_P,
    beta_product,
)
from srns.analysis.time_to_event.curve_sentences import curve_sentence
from srns.analysis.time_to_event.curves import curve_of, curves_of_groups

REFERENCE = Path(__file__).parent / "reference"
MEDIANS = pd.read_csv(REFERENCE / "beta_product_medians.csv")
SMALL = list(dict.fromkeys(MEDIANS["name"]))

children = st.lists(st.tuples(st.integers(1, 9), st.sampled_from([0, 1])), min_size=1, max_size=20)


def small(name):
    return pd.read_csv(REFERENCE / f"{name}_small.csv")


@pytest.mark.parametrize("midp", [0, 1])
@pytest.mark.parametrize("name", SMALL)
def test_the_beta_product_is_the_one_of_r(name, midp):
    """The script beside the numbers, reference/small.R, says how they were made."""
    expected = pd.read_csv(REFERENCE / f"{name}_beta_product.csv")
    expected = expected[expected["midp"] == midp].set_index("month")
    patients = small(name)

    table = cumulative_incidence(patients["month"], patients["cause"])
    low, high, at_start = beta_product(table, mid_p=bool(midp))

    # bpcp solves its mid-p to 1.2e-4 of the tail, which is up to 5e-4 of a limit.
    near = {"abs": 6e-4} if midp else {"rel": 1e-9, "abs": 1e-12}
    months = [month for month in table["month"] if month in expected.index]
    assert len(months) == len(expected) - 1
    chosen = table["month"].isin(months).to_numpy()
    assert low[chosen] == pytest.approx(1 - expected.loc[months, "high"].to_numpy(), **near)
    assert high[chosen] == pytest.approx(1 - expected.loc[months, "low"].to_numpy(), **near)
    assert at_start == pytest.approx(1 - expected.loc[0, "low"], **near)


@pytest.mark.parametrize("row", MEDIANS.to_dict("records"), ids=lambda row: row["name"])
def test_the_limits_of_the_median_are_those_of_r(row):
    patients = small(row["name"])
    method = MID_P if row["midp"] else BETA_PRODUCT

    curve = curve_of("all", patients["month"], patients["cause"], limits=method)

    assert curve.median_limits == (row["low"], None if np.isinf(row["high"]) else row["high"])


def test_the_printed_example_of_the_authors():
    """Four times (vignette of bpcp): before the first of them 0.3976 to 1, then as printed."""
    curve = curve_of("all", [3, 7, 8, 14], [1, 1, 1, 1])

    assert 1 - curve.limits.at_start == pytest.approx(0.3976, abs=5e-5)
    survival = np.column_stack((1 - curve.limits.high, 1 - curve.limits.low))
    assert survival == pytest.approx(
        np.array([[0.1941, 0.9937], [0.0676, 0.9324], [0.0063, 0.8059], [0, 0.6024]]), abs=5e-5
    )


@given(st.lists(st.integers(1, 12), min_size=1, max_size=49))
def test_without_censoring_they_are_clopper_and_pearsons(months):
    n, table = len(months), cumulative_incidence(months, [1] * len(months))
    for mid_p, interval in ((False, exact_interval), (True, mid_p_interval)):
        low, high, at_start = beta_product(table, mid_p=mid_p)
        expected = np.array([interval(int(had), n) for had in table["events"].cumsum()])
        assert low == pytest.approx(expected[:, 0], abs=1e-12)
        assert high == pytest.approx(expected[:, 1], abs=1e-12)
        assert at_start == pytest.approx(interval(0, n)[1], abs=1e-12)


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from([1, 2])), min_size=1, max_size=40))
def test_with_competing_events_but_no_censoring_they_are_clopper_and_pearsons(cohort):
    months, cause = map(list, zip(*cohort, strict=True))
    curve = curve_of("all", months, cause)
    if curve.competing:
        assert curve.limits.method == EFFECTIVE
    for had, low, high in zip(
        curve.table["events"].cumsum(), curve.limits.low, curve.limits.high, strict=True
    ):
        assert (low, high) == pytest.approx(exact_interval(int(had), len(cohort)), abs=1e-9)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 2)), min_size=1, max_size=30))
def test_the_limits_enclose_the_estimate_and_are_never_missing(cohort):
    months, cause = map(list, zip(*cohort, strict=True))
    for limits in ("automatic", LOG_LOG):
        curve = curve_of("all", months, cause, limits=limits)
        estimate = curve.table["estimate"].to_numpy()
        assert (curve.limits.low <= estimate + 1e-12).all()
        assert (estimate <= curve.limits.high + 1e-12).all()
        assert (curve.limits.low >= 0).all()
        assert (curve.limits.high <= 1).all()


@given(children)
def test_censoring_never_narrows_the_beta_product(cohort):
    """A child lost is a child of whom less is known."""
    months, cause = map(list, zip(*cohort, strict=True))
    low, high, _ = beta_product(cumulative_incidence(months, cause))
    events = np.array([month for month, had in cohort if had])
    at = np.unique(months)
    for place, month in enumerate(at):
        had = int((events <= month).sum())
        widest = exact_interval(had, had + sum(m > month for m in months) or 1)
        narrowest = exact_interval(had, len(cohort))
        assert low[place] >= narrowest[0] - 1e-9
        assert high[place] >= narrowest[1] - 1e-9
        assert high[place] <= max(widest[1], 1.0)


@pytest.mark.parametrize(
    ("months", "cause", "limits", "words"),
    [
        pytest.param([1, 2, 3], [1, 1, 1], (0.0, None), "no 95 % interval", id="3 of 3"),
        pytest.param([2] * 24, [1] * 24, (2.0, 2.0), "2.0 to 2.0", id="24 of 24 at once"),
        pytest.param(range(1, 25), [1] * 24, (7.0, 18.0), "7.0 to 18.0", id="24 of 24"),
    ],
)
def test_the_median_of_children_who_all_had_the_event(months, cause, limits, words):
    curve = curve_of("all", list(months), cause)

    assert curve.median_limits == limits
    assert words in curve_sentence(curve, "remission", "day 0")


@pytest.mark.parametrize(("n", "method"), [(EXACT_BELOW - 1, BETA_PRODUCT), (EXACT_BELOW, LOG_LOG)])
def test_the_choice_is_made_by_the_children_and_says_so(n, method):
    curve = curve_of("all", list(range(1, n + 1)), [1] * n)

    assert curve.limits.method == method
    assert curve.limits.reason.startswith(f"{method}: chosen by the number of children")
    assert curve.limits.high[-1] == 1.0


def test_curves_shown_together_have_limits_of_one_kind():
    many = [("a", month) for month in range(1, 81)] + [("b", month) for month in range(1, 6)]
    groups, months = map(np.array, zip(*many, strict=True))

    curves = curves_of_groups(months.astype(float), np.ones(85, int), groups, ["a", "b", "none"])

    assert {curve.limits.method for curve in curves} == {BETA_PRODUCT}


@pytest.mark.parametrize("limits", CHOICES)
@given(
    cohort=st.lists(
        st.tuples(st.integers(1, 9), st.integers(0, 2), st.sampled_from("ab")),
        min_size=1,
        max_size=30,
    )
)
def test_every_figure_has_one_method_and_one_kind_of_limits(limits, cohort):
    """Also where only one of the groups has a competing event, and where one is empty."""
    months, cause, groups = map(np.array, zip(*cohort, strict=True))

    curves = curves_of_groups(
        months.astype(float), cause, groups, ["a", "b", "none"], limits=limits
    )

    assert len({(curve.method, curve.limits.method) for curve in curves}) == 1
    if (cause > 1).any():
        assert curves[0].limits.method in (EFFECTIVE, LOG_LOG)
    assert (curves[2].limits.at_start, len(curves[2].limits.low)) == (1.0, 0)


def test_a_group_without_competing_events_has_the_limits_of_its_figure():
    months, cause = np.array([1.0, 2, 3, 1, 2]), np.array([1, 0, 1, 1, 2])
    groups = np.array(["a", "a", "a", "b", "b"])

    beside = curves_of_groups(months, cause, groups, ["a", "b"])[0]
    alone = curves_of_groups(months[:3], cause[:3], groups[:3], ["a"])[0]

    assert (beside.limits.method, alone.limits.method) == (EFFECTIVE, BETA_PRODUCT)
    assert beside.limits.low[-1] != pytest.approx(alone.limits.low[-1])


def test_limits_that_nobody_knows_are_refused():
    with pytest.raises(ValueError, match=r"^found the limits 'wide'; expected one of automatic"):
        curve_of("all", [1], [1], limits="wide")
