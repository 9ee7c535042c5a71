"""Milestones, restricted means, and the package greenwood as a second reference beside R."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from srns.analysis.proportions.intervals import exact_interval
from srns.analysis.time_to_event.curve_sentences import mean_difference_sentence, milestone_sentence
from srns.analysis.time_to_event.curves import curve_of, curves_of_groups
from srns.analysis.time_to_event.log_rank_and_gray import gray, log_rank
from srns.analysis.time_to_event.milestones import mean_differences, milestones, restricted_mean
from srns.cohort.tables import DAYS_PER_MONTH

REFERENCE = Path(__file__).parent / "reference"
GREENWOOD = pd.read_csv(REFERENCE / "greenwood_tests.csv").to_dict("records")
CURVES = pd.read_csv(REFERENCE / "greenwood_curves.csv")


def data_set(name):
    return pd.read_csv(REFERENCE / f"{name}_times.csv")


def by_group(data):
    groups = data["group"].astype(str).to_numpy()
    return curves_of_groups(
        data["month"].to_numpy(float), data["cause"].to_numpy(), groups, sorted(set(groups))
    )


@pytest.mark.parametrize("name", ["gehan", "gbsg", "colon", "cgd", "melanoma"])
def test_the_curve_is_the_one_of_greenwood(name):
    data = data_set(name)
    expected = CURVES[CURVES["name"] == name].set_index("month")["estimate"]

    table = curve_of("all", data["month"], data["cause"]).table.set_index("month")

    both = table.index.intersection(expected.index)
    assert len(both) >= table["events"].gt(0).sum()
    assert table.loc[both, "estimate"].to_numpy() == pytest.approx(
        expected[both].to_numpy(), abs=1e-9
    )


@pytest.mark.parametrize("expected", GREENWOOD, ids=lambda row: f"{row['name']} {row['test']}")
def test_the_test_is_the_one_of_greenwood(expected):
    data = data_set(expected["name"])
    if expected["test"] == "means":
        found = mean_differences(
            [restricted_mean(each, expected["freedom"]) for each in by_group(data)]
        )[0]
        # greenwood subtracts the second group from the first.
        assert abs(found.difference) == pytest.approx(abs(expected["statistic"]), rel=1e-9)
        assert found.p == pytest.approx(expected["p"], rel=1e-7)
        return
    test = {"log-rank": log_rank, "gray": gray}[expected["test"]]
    found = test(data["month"], data["cause"], data["group"])
    assert found.statistic == pytest.approx(expected["statistic"], rel=1e-9)
    assert found.p == pytest.approx(expected["p"], rel=1e-9)


def test_the_restricted_mean_and_its_error_are_those_of_r():
    """R 4.2.2, survival 3.5-3: summary(survfit(Surv(time, cens) ~ treat, gehan), rmean = 20)."""
    six_mp, control = (restricted_mean(curve, 20) for curve in by_group(data_set("gehan")))

    assert six_mp.mean == pytest.approx(16.11652661064426, rel=1e-12)
    assert six_mp.standard_error == pytest.approx(1.25156019600505, rel=1e-12)
    assert control.mean == pytest.approx(8.42857142857143, rel=1e-12)
    assert control.standard_error == pytest.approx(1.26808268250392, rel=1e-12)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=30), st.integers(1, 40))
def test_without_censoring_a_milestone_is_a_proportion_and_a_mean_is_a_mean(months, at):
    curve = curve_of("all", months, [1] * len(months))
    had = sum(month <= at for month in months)

    found = milestones([curve], [at])[0]
    mean = restricted_mean(curve, at)

    assert (found.events, found.at_risk) == (had, len(months) - had)
    assert found.estimate == pytest.approx(had / len(months))
    assert (found.low, found.high) == pytest.approx(exact_interval(had, len(months)), abs=1e-12)
    assert mean.mean == pytest.approx(np.minimum(months, at).mean())


def test_beyond_the_last_child_followed_nothing_is_known():
    curve = curve_of("all", [3, 5, 5], [1, 0, 0])

    found = milestones([curve], [4, 6])
    assert (found[0].estimate, found[1].estimate) == (pytest.approx(1 / 3), None)
    assert milestone_sentence(found[1], "relapse") == (
        "All: relapse by month 6 is not known, because no child was followed so far."
    )
    assert restricted_mean(curve, 6).mean is None
    assert mean_difference_sentence(
        mean_differences([restricted_mean(curve, 6)] * 2)[0], "relapse"
    ).endswith("not known, because a group was not followed to that month.")


@pytest.mark.parametrize(
    ("days", "cause", "estimate"),
    [
        pytest.param([100, 365], [1, 0], 0.5, id="last seen on the last whole day of month 12"),
        pytest.param([100, 366], [1, 0], 0.5, id="last seen on the day after"),
        pytest.param([100, 364], [1, 0], None, id="last seen on the day before"),
        pytest.param([100, 365], [1, 1], 1.0, id="the event on that day"),
        pytest.param([100, 366], [1, 1], 0.5, id="the event on the day after"),
        pytest.param([100, 200], [1, 1], 1.0, id="nobody is left"),
        pytest.param([100, 365], [0, 0], 0.0, id="no event, followed to that day"),
    ],
)
def test_a_milestone_is_known_to_the_last_day_on_which_a_child_was_seen(days, cause, estimate):
    curve = curve_of("all", [day / DAYS_PER_MONTH for day in days], cause)

    found = milestones([curve], [12])[0]

    assert found.estimate == estimate
    assert (found.low is None) == (found.high is None) == (estimate is None)


def test_a_mean_of_curves_with_competing_events_is_refused():
    with pytest.raises(ValueError, match=r"^A restricted mean needs a curve without competing"):
        restricted_mean(curve_of("all", [1, 2], [1, 2]), 2)
