"""Curves, their intervals and their tests, against R and against what must hold in any cohort."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import example, given
from hypothesis import strategies as st

from srns.analysis.time_to_event.cumulative_incidence import cumulative_incidence
from srns.analysis.time_to_event.curve_limits import LOG_LOG
from srns.analysis.time_to_event.curves import (
    AALEN_JOHANSEN,
    KAPLAN_MEIER,
    curve_of,
    curve_record,
    risk_table,
    tidy_months,
)
from srns.analysis.time_to_event.log_rank_and_gray import gray, log_rank

REFERENCE = Path(__file__).parent / "reference"
TESTS, MEDIANS = (
    pd.concat(
        [pd.read_csv(REFERENCE / f"{first}{name}.csv") for first in ("curve_", "further_")]
    ).to_dict("records")
    for name in ("tests", "medians")
)

half_months = st.integers(0, 12).map(lambda halves: halves / 2)
children = st.lists(
    st.tuples(half_months, st.sampled_from([0, 1, 2]), st.sampled_from("abc")), max_size=25
)


def data_set(name: str) -> pd.DataFrame:
    return pd.read_csv(REFERENCE / f"{name}_times.csv")


def columns(cohort: list) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    months, cause, groups = zip(*cohort, strict=True) if cohort else ((), (), ())
    return np.array(months, float), np.array(cause, int), np.array(groups, object)


# Reference ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["aml", "ovarian", "veteran", "lung", "gehan", "gbsg", "colon", "cgd"]
)
def test_kaplan_meier_and_its_limits_are_those_of_r_survival(name):
    patients = data_set(name)
    expected = pd.read_csv(REFERENCE / f"{name}_survival.csv")

    curve = curve_of(
        "all", patients["month"], (patients["cause"] == 1).astype(int), limits=LOG_LOG
    ).table

    curve = curve[curve["events"] > 0]
    assert len(curve) == len(expected)
    ours = curve.assign(
        survival=1 - curve["estimate"], low=1 - curve["high"], high=1 - curve["low"]
    )
    for column in ["month", "survival", "standard_error", "low", "high", "at_risk"]:
        # At the end, when nobody is left, R's error and limits are not numbers.
        known = expected[column].notna().to_numpy()
        assert (known | (expected["survival"] == 0).to_numpy()).all()
        assert ours[column].to_numpy()[known] == pytest.approx(
            expected[column].to_numpy()[known], rel=1e-9
        )


@pytest.mark.parametrize("name", ["pbc", "mgus", "transplant", "melanoma"])
def test_the_incidence_and_its_limits_are_those_of_r_survival(name):
    patients = data_set(name)
    expected = pd.read_csv(REFERENCE / f"{name}_incidence.csv")

    curve = curve_of("all", patients["month"], patients["cause"])

    assert curve.method == AALEN_JOHANSEN
    rises = curve.table[curve.table["events"] > 0]
    assert len(rises) == len(expected)
    for column in ["month", "estimate", "low", "high"]:
        assert rises[column].to_numpy() == pytest.approx(expected[column].to_numpy(), rel=1e-9)


@pytest.mark.parametrize("expected", MEDIANS, ids=[row["name"] for row in MEDIANS])
def test_the_median_and_its_interval_are_those_of_r_survival(expected):
    patients = data_set(expected["name"])

    curve = curve_of("all", patients["month"], patients["cause"], limits=LOG_LOG)

    assert curve.method == KAPLAN_MEIER
    ends = [None if math.isnan(expected[end]) else expected[end] for end in ("low", "high")]
    assert (curve.median, *curve.median_limits) == (expected["median"], *ends)


@pytest.mark.parametrize("expected", TESTS, ids=[f"{row['name']} {row['test']}" for row in TESTS])
def test_the_test_is_the_one_of_r(expected):
    patients = data_set(expected["name"])
    test = {"log-rank": log_rank, "gray": gray}[expected["test"]]

    found = test(patients["month"], patients["cause"], patients["group"])

    assert found.statistic == pytest.approx(expected["statistic"], rel=1e-9)
    assert found.p == pytest.approx(expected["p"], rel=1e-9)
    assert found.degrees_of_freedom == expected["freedom"]


# What must hold in any cohort -----------------------------------------------------------------


@given(children)
def test_all_causes_and_the_event_free_share_add_up_to_1(cohort):
    months, cause, _ = columns(cohort)

    curve = cumulative_incidence(months, cause)
    other = cumulative_incidence(months, np.where(cause > 0, 3 - cause, 0))

    total = curve["event_free"] + curve["estimate"] + other["estimate"]
    assert total.to_numpy() == pytest.approx(1, abs=1e-12)


@given(st.lists(st.tuples(half_months, st.booleans()), min_size=1, max_size=25))
def test_kaplan_meier_is_the_one_of_scipy(cohort):
    months, had_event = (np.array(each) for each in zip(*cohort, strict=True))
    trusted = scipy.stats.ecdf(
        scipy.stats.CensoredData(uncensored=months[had_event], right=months[~had_event])
    )

    curve = cumulative_incidence(months, had_event.astype(int))

    assert curve["event_free"].to_numpy() == pytest.approx(
        trusted.sf.evaluate(curve["month"].to_numpy()), abs=1e-12
    )


@given(st.lists(st.tuples(half_months, st.booleans(), st.booleans()), min_size=4, max_size=25))
def test_the_log_rank_test_of_two_groups_is_the_one_of_scipy(cohort):
    months, had_event, one = (np.array(each) for each in zip(*cohort, strict=True))
    found = log_rank(months, had_event.astype(int), one)
    if found.p is None:
        return

    sides = [
        scipy.stats.CensoredData(
            uncensored=months[side & had_event], right=months[side & ~had_event]
        )
        for side in (one, ~one)
    ]
    trusted = scipy.stats.logrank(*sides)
    assert found.statistic == pytest.approx(trusted.statistic**2, rel=1e-9)
    assert found.p == pytest.approx(trusted.pvalue, rel=1e-7)


@given(children, st.data())
def test_the_order_of_the_children_does_not_matter(cohort, data):
    shuffled = data.draw(st.permutations(cohort))

    for test in (log_rank, gray):
        there, back = test(*columns(cohort)), test(*columns(shuffled))
        assert there.words == back.words
        assert (there.statistic is None) == (back.statistic is None)
        if there.statistic is not None:
            assert there.statistic == pytest.approx(back.statistic, rel=1e-9, abs=1e-12)
    one, other = (curve_of("all", *columns(each)[:2]) for each in (cohort, shuffled))
    pd.testing.assert_frame_equal(one.table, other.table, check_exact=True)


@example([(0.0, 1, "b"), (0.0, 1, "b"), (0.5, 1, "a"), (1.0, 1, "a")])
@given(children)
def test_the_test_does_not_mind_what_the_groups_are_called(cohort):
    months, cause, groups = columns(cohort)
    renamed = np.array([{"a": "z", "b": "m", "c": "b"}[each] for each in groups], object)

    for test in (log_rank, gray):
        there, back = test(months, cause, groups), test(months, cause, renamed)
        assert (there.statistic is None) == (back.statistic is None)
        if there.statistic is not None:
            assert there.statistic == pytest.approx(back.statistic, rel=1e-6, abs=1e-9)


@given(children)
def test_who_stands_behind_a_curve_adds_up_to_all_children_at_any_month(cohort):
    months, cause, _ = columns(cohort)
    curve = curve_of("all", months, cause)

    counted = risk_table(curve, [0, 0.25, 2, 2.5, 6, 1000])

    sums = counted[["at_risk", "to_enter", "events", "competing", "censored"]].sum(axis=1)
    assert (sums == len(cohort)).all()
    assert counted["at_risk"].is_monotonic_decreasing
    assert counted["at_risk"].iloc[-1] == 0
    for row in counted.to_dict("records"):
        assert row["at_risk"] == (months > row["month"]).sum()
        assert row["events"] == ((months <= row["month"]) & (cause == 1)).sum()


@given(st.floats(0.01, 2000))
def test_the_months_to_count_at_reach_the_end_and_are_few(longest):
    months = tidy_months(longest)

    assert months[0] == 0
    assert months[-1] >= longest > months[-2] - 1e-6
    assert len(months) <= 10


# The smallest cohorts -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "cause"),
    [
        pytest.param([], [], id="nobody"),
        pytest.param([3], [1], id="one with the event"),
        pytest.param([3], [0], id="one without"),
        pytest.param([3], [2], id="one competing"),
        pytest.param([3, 3], [1, 1], id="two at once"),
        pytest.param([1, 2, 3], [1, 1, 1], id="all events"),
        pytest.param([1, 2, 3], [0, 0, 0], id="no events"),
    ],
)
def test_the_smallest_cohorts_have_a_median_or_none_and_a_test_or_words(months, cause):
    curve = curve_of("all", months, cause)

    record = curve_record(curve)
    assert record["n"] == len(months)
    for value in (record["median"], record["median_low"], record["median_high"]):
        assert value is None or math.isfinite(value)
    for test in (log_rank, gray):
        found = test(months, cause, list("abc")[: len(months)])
        assert found.statistic is None or math.isfinite(found.statistic)
        assert found.words


def test_groups_that_were_never_at_risk_together_are_not_compared():
    found = log_rank([1, 2, 5, 6], [1, 0, 1, 0], ["a", "a", "b", "b"])
    assert found.p is not None

    alone = log_rank([1, 1, 5, 6], [0, 0, 1, 0], ["a", "a", "b", "b"])
    assert alone.p is None
    assert alone.words == (
        "Left out, because nobody in it was at risk when a child had the event: a. The test needs "
        "at least two groups."
    )


@pytest.mark.parametrize("test", [log_rank, gray])
def test_a_group_that_was_gone_before_the_first_event_is_left_out_by_name(test):
    month, cause = [1, 2, 3, 5, 6, 7, 8, 9, 10, 11], [0, 0, 0, 1, 1, 0, 1, 2, 0, 1]
    groups = np.array(["early"] * 3 + ["b"] * 3 + ["c"] * 4)
    rest = groups != "early"

    found = test(month, cause, groups)
    others = test(np.array(month)[rest], np.array(cause)[rest], groups[rest])

    assert found[1:4] == others[1:4]
    assert found.degrees_of_freedom == 1
    assert found.n == others.n == 7
    assert found.words.startswith(
        "Left out, because nobody in it was at risk when a child had the event: early."
    )
