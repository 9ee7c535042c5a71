import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter
from scipy.special import ndtri

from srns.analysis.time_to_event.cumulative_incidence import (
    cumulative_incidence,
    median_month,
    summarize_values,
)

REFERENCE = Path(__file__).parent / "reference"

# Half months up to a year, so that several children often share one.
half_months = st.integers(0, 24).map(lambda halves: halves / 2)


def cohorts(causes=(0, 1, 2, 3), fewest=1):
    """Lists of children, each a month and a cause."""
    child = st.tuples(half_months, st.sampled_from(causes))
    return st.lists(child, min_size=fewest, max_size=25)


def curve_of(children, **options):
    months = np.array([month for month, _ in children], dtype=float)
    causes = np.array([cause for _, cause in children], dtype=int)
    return cumulative_incidence(months, causes, **options)


def standard_error(curve):
    """Work the standard error back out of the lower limit."""
    estimate, low = curve["estimate"], curve["low"]
    return np.log(np.log(low) / np.log(estimate)) * estimate * -np.log(estimate) / ndtri(0.975)


def kaplan_meier(curve, months, observed):
    """Lifelines' Kaplan-Meier at the months of the curve."""
    fitter = KaplanMeierFitter().fit(months, observed)
    return fitter.survival_function_at_times(curve["month"]).to_numpy()


# Published worked examples ------------------------------------------------------------------


def test_the_six_patients_of_lifelines_pull_request_1699():
    curve = cumulative_incidence([1, 2, 3, 4, 5, 6], [0, 1, 1, 2, 2, 0])
    other = cumulative_incidence([1, 2, 3, 4, 5, 6], [0, 2, 2, 1, 1, 0])

    assert curve["estimate"].to_numpy() == pytest.approx([0, 0.2, 0.4, 0.4, 0.4, 0.4])
    assert other["estimate"].to_numpy() == pytest.approx([0, 0, 0, 0.2, 0.4, 0.4])


def test_eight_children_with_ties_have_one_answer():
    """Breaking the ties at random gives 0.417, 0.425 or 0.500."""
    months, causes = np.array([4, 4, 4, 8, 8, 12, 12, 24]), np.array([1, 2, 0, 1, 2, 1, 0, 0])

    answers = {
        cumulative_incidence(months[order], causes[order])["estimate"].iloc[-1]
        for order in (np.random.default_rng(seed).permutation(8) for seed in range(50))
    }

    assert len(answers) == 1
    assert answers.pop() == pytest.approx(0.425)


def test_the_columns_of_the_eight_children_by_hand():
    curve = cumulative_incidence([4, 4, 4, 8, 8, 12, 12, 24], [1, 2, 0, 1, 2, 1, 0, 0])

    counts = curve[["month", "at_risk", "events", "competing", "censored"]].to_numpy().tolist()
    assert counts == [[4, 8, 1, 1, 1], [8, 5, 1, 1, 0], [12, 3, 1, 0, 1], [24, 1, 0, 0, 1]]
    assert curve["event_free"].to_numpy() == pytest.approx([0.75, 0.45, 0.3, 0.3])
    assert curve["estimate"].to_numpy() == pytest.approx([0.125, 0.275, 0.425, 0.425])


@pytest.mark.parametrize("name", ["mgus2", "transplant_ab"])
def test_estimate_and_limits_are_those_of_r_survival(name):
    """The script beside the numbers, reference/incidence.R, says how they were made."""
    patients = pd.read_csv(REFERENCE / f"{name}.csv")
    expected = pd.read_csv(REFERENCE / f"{name}_expected.csv").set_index("month")

    curve = cumulative_incidence(patients["month"], patients["cause"]).set_index("month")

    rises = curve[curve["events"] > 0]
    for column in ["estimate", "low", "high"]:
        assert rises[column].to_numpy() == pytest.approx(expected[column].to_numpy(), rel=1e-9)
    assert standard_error(rises).to_numpy() == pytest.approx(
        expected["standard_error"].to_numpy(), rel=1e-9
    )


@pytest.mark.parametrize("name", ["mgus2", "transplant_ab"])
def test_r_cmprsk_has_the_same_estimate_and_a_larger_variance(name):
    patients = pd.read_csv(REFERENCE / f"{name}.csv")
    expected = pd.read_csv(REFERENCE / f"{name}_expected.csv")

    curve = cumulative_incidence(patients["month"], patients["cause"])

    rises = curve[curve["events"] > 0]
    estimate, variance = expected["cuminc_estimate"], expected["cuminc_variance"]
    assert rises["estimate"].to_numpy() == pytest.approx(estimate.to_numpy(), rel=1e-9)
    assert (variance.to_numpy() > standard_error(rises).to_numpy() ** 2).all()


# What must hold in any cohort ---------------------------------------------------------------


@given(cohorts())
def test_event_free_is_the_kaplan_meier_of_lifelines(children):
    months, causes = zip(*children, strict=True)

    curve = curve_of(children)

    trusted = kaplan_meier(curve, months, [cause > 0 for cause in causes])
    assert curve["event_free"].to_numpy() == pytest.approx(trusted, abs=1e-9)


@given(cohorts(causes=(0, 1)))
def test_without_competing_events_the_estimate_is_one_minus_kaplan_meier(children):
    months, causes = zip(*children, strict=True)

    curve = curve_of(children)

    assert (curve["estimate"] == 1 - curve["event_free"]).all()
    trusted = 1 - kaplan_meier(curve, months, causes)
    assert curve["estimate"].to_numpy() == pytest.approx(trusted, abs=1e-9)


@given(cohorts())
def test_every_child_is_event_free_or_has_had_one_cause(children):
    total = curve_of(children)["event_free"]

    for each in (1, 2, 3):
        own = [(month, 0 if not cause else 1 if cause == each else 2) for month, cause in children]
        total = total + curve_of(own)["estimate"]

    assert total.to_numpy() == pytest.approx(1)


@given(st.data(), cohorts())
def test_the_order_of_the_children_does_not_matter(data, children):
    shuffled = data.draw(st.permutations(children))

    pd.testing.assert_frame_equal(curve_of(shuffled), curve_of(children), check_exact=True)


@given(cohorts())
def test_which_competing_event_it_was_does_not_matter(children):
    merged = [(month, min(cause, 2)) for month, cause in children]

    pd.testing.assert_frame_equal(curve_of(merged), curve_of(children), check_exact=True)


@given(cohorts())
def test_every_child_is_counted_in_one_row(children):
    curve = curve_of(children)

    left = curve[["events", "competing", "censored"]].sum(axis=1)
    assert left.sum() == len(children) == curve["at_risk"].iloc[0]
    assert (left > 0).all()
    assert (curve["at_risk"].diff().iloc[1:] == -left.shift().iloc[1:]).all()
    assert curve["month"].is_monotonic_increasing


@given(cohorts())
def test_the_limits_surround_the_estimate_wherever_it_is_neither_0_nor_1(children):
    curve = curve_of(children)

    between = (curve["estimate"] > 0) & (curve["estimate"] < 1)
    inner, outer = curve[between], curve[~between]
    assert (inner["low"] > 0).all()
    assert (inner["low"] < inner["estimate"]).all()
    assert (inner["estimate"] < inner["high"]).all()
    assert (inner["high"] < 1).all()
    assert outer[["low", "high"]].isna().all(axis=None)


@given(cohorts(causes=(1, 2, 3)))
def test_without_censoring_the_variance_is_binomial(children):
    curve = curve_of(children)

    inner = curve[curve["low"].notna()]
    binomial = inner["estimate"] * (1 - inner["estimate"]) / len(children)
    assert (standard_error(inner) ** 2).to_numpy() == pytest.approx(binomial.to_numpy(), rel=1e-6)


@given(cohorts(causes=(0, 1)))
def test_without_competing_events_the_variance_is_greenwoods(children):
    curve = curve_of(children)

    inner = curve["low"].notna()
    left = (curve["at_risk"] - curve["events"]).where(inner)
    greenwood = curve["event_free"] ** 2 * (curve["events"] / (curve["at_risk"] * left)).cumsum()
    variance = standard_error(curve[inner]) ** 2
    before_first = curve["events"].cumsum() == 0
    assert not (inner & before_first).any()
    assert variance.to_numpy() == pytest.approx(greenwood[inner].to_numpy(), rel=1e-6)


@given(cohorts())
def test_the_multiplied_out_variance_is_the_formula_as_printed(children):
    curve = curve_of(children)
    at_risk, own = curve["at_risk"].to_numpy(), curve["events"].to_numpy()
    every = own + curve["competing"].to_numpy()
    estimate = curve["estimate"].to_numpy()
    before = np.concatenate(([1.0], curve["event_free"].to_numpy()))[:-1]

    for now in np.flatnonzero(curve["low"].notna()):
        printed = 0.0
        for then in range(now + 1):
            gain, n = estimate[now] - estimate[then], at_risk[then]
            if every[then] < n:
                printed += gain**2 * every[then] / (n * (n - every[then]))
            printed += before[then] ** 2 * (n - own[then]) * own[then] / n**3
            printed -= 2 * gain * before[then] * own[then] / n**2

        assert standard_error(curve).iloc[now] ** 2 == pytest.approx(printed, rel=1e-6)


@given(cohorts())
def test_a_higher_confidence_gives_wider_limits(children):
    narrow, wide = curve_of(children, confidence=0.8), curve_of(children, confidence=0.99)

    known = narrow["low"].notna()
    assert (wide["low"] < narrow["low"])[known].all()
    assert (wide["high"] > narrow["high"])[known].all()


# The smallest cohorts and the edges ---------------------------------------------------------


def test_no_children_have_an_empty_curve():
    curve = cumulative_incidence(np.array([]), np.array([], dtype=int))

    assert len(curve) == 0
    assert list(curve) == list(cumulative_incidence([1], [1]))
    assert median_month(curve) is None


@pytest.mark.parametrize(
    ("cause", "event_free", "estimate"),
    [
        pytest.param(0, 1, 0, id="censored"),
        pytest.param(1, 0, 1, id="the event"),
        pytest.param(2, 0, 0, id="competing"),
    ],
)
def test_one_child_gives_a_curve_without_limits(cause, event_free, estimate):
    curve = cumulative_incidence([3], [cause])

    assert curve[["month", "at_risk", "event_free", "estimate"]].to_numpy().tolist() == [
        [3, 1, event_free, estimate]
    ]
    assert curve[["low", "high"]].isna().all(axis=None)


def test_two_children_with_one_event_have_half_with_wide_limits():
    curve = cumulative_incidence([2, 5], [1, 0])

    assert curve["estimate"].tolist() == [0.5, 0.5]
    # The variance is 1/8: the standard error, on the scale of log(-log), is sqrt(1/2) / log(2).
    reach = np.exp(1.959964 * np.sqrt(1 / 2) / np.log(2))
    assert curve["low"].to_numpy() == pytest.approx([0.5**reach] * 2, rel=1e-5)
    assert curve["high"].to_numpy() == pytest.approx([0.5 ** (1 / reach)] * 2, rel=1e-5)


@pytest.mark.parametrize("children", [2, 3, 7, 49, 1000])
def test_when_every_child_has_the_event_the_estimate_ends_at_exactly_1(children):
    curve = cumulative_incidence(np.arange(children), np.ones(children, dtype=int))

    last = curve.iloc[-1]
    assert (last["event_free"], last["estimate"]) == (0, 1)
    assert np.isnan(last["low"])


def test_when_no_child_has_the_event_the_estimate_stays_at_0():
    curve = cumulative_incidence([1, 2, 2, 3], [0, 2, 0, 2])

    assert (curve["estimate"] == 0).all()
    assert curve["low"].isna().all()
    assert curve["event_free"].iloc[-1] == 0


def test_a_child_censored_in_the_month_of_an_event_is_at_risk_for_it():
    curve = cumulative_incidence([6, 6], [1, 0])

    assert curve["estimate"].tolist() == [0.5]


def test_an_event_at_time_zero_counts():
    curve = cumulative_incidence([0, 1, 2, 3], [1, 0, 0, 0])

    assert curve["estimate"].tolist() == [0.25] * 4


@pytest.mark.parametrize(
    ("months", "causes", "words"),
    [
        ([1, -0.5], [1, 0], "Follow-up cannot end before time zero; one ends at -0.5."),
        (
            [1, None],
            [1, 0],
            "Each child must have a month in which follow-up ended; one is missing.",
        ),
        ([1, np.inf], [1, 0], "Each follow-up must end in some month; one is infinite."),
        ([1, 2], [1], "Each child must have one month and one cause."),
        ([[1, 2]], [[1, 0]], "Each child must have one month and one cause."),
    ],
)
def test_an_impossible_follow_up_is_refused_in_a_sentence(months, causes, words):
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        cumulative_incidence(months, causes)


@pytest.mark.parametrize("cause", [-1, 0.5, np.nan, np.inf])
def test_a_cause_is_a_whole_number_from_0_on(cause):
    with pytest.raises(
        ValueError, match=r"must be 0 \(censored\), 1 \(the event\), or 2 and above"
    ):
        cumulative_incidence([1, 2], [1, cause])


def test_the_input_is_left_as_it_was():
    months, causes = np.array([3.0, 1.0, 2.0]), np.array([1, 0, 2])

    cumulative_incidence(months, causes)

    assert months.tolist() == [3, 1, 2]
    assert causes.tolist() == [1, 0, 2]


# The median ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("causes", "expected"),
    [
        pytest.param([1, 1, 1, 1], 2.5, id="reached by two of four: flat until the third"),
        pytest.param([1, 1, 0, 0], 2, id="reached by two of four, and nobody after"),
        pytest.param([1, 2, 1, 0], 3, id="reached exactly, past a competing event"),
        pytest.param([1, 2, 2, 0], None, id="never reached"),
        pytest.param([0, 0, 0, 0], None, id="no events"),
    ],
)
def test_the_median_is_where_half_had_the_event(causes, expected):
    assert median_month(cumulative_incidence([1, 2, 3, 4], causes)) == expected


@pytest.mark.parametrize("pairs", range(1, 60))
def test_rounding_does_not_delay_the_median(pairs):
    """Half of the children is half, however the fractions of each month add up."""
    months = np.arange(1, 2 * pairs + 1)
    late_competitor = np.ones(2 * pairs, dtype=int)
    late_competitor[-1] = 2
    early_competitor = np.ones(2 * pairs + 2, dtype=int)
    early_competitor[0] = 2

    # The curve is flat at one half until the next event: the middle, as in R.
    assert median_month(cumulative_incidence(months, np.ones_like(months))) == pairs + 0.5
    later = pairs + 0.5 if pairs > 1 else pairs  # nothing ends the flat stretch of the first pair
    assert median_month(cumulative_incidence(months, late_competitor)) == later
    curve = cumulative_incidence(np.arange(2 * pairs + 2), early_competitor)
    assert median_month(curve) == pairs + 1.5


# Medians and ranges of values -----------------------------------------------------------------


def test_time_to_complete_remission_of_haddad_2021():
    """Median 6.5 months (0.5 to 8) in the paper."""
    assert summarize_values([8, 0.5, 6.5]) == (3, 6.5, 0.5, 8, None, None)


@pytest.mark.parametrize("values", [[], [None], [np.nan, pd.NA]])
def test_no_value_has_no_spread(values):
    assert summarize_values(values) == (0, None, None, None, None, None)


def test_one_value_is_all_of_its_spread():
    assert summarize_values([4]) == (1, 4, 4, 4, None, None)


def test_missing_values_are_left_out_and_not_counted():
    assert summarize_values([1, None, 3, np.nan, pd.NA]) == (2, 2, 1, 3, None, None)


def test_quartiles_come_with_the_twentieth_value():
    assert summarize_values(range(19))[4:] == (None, None)
    assert summarize_values(range(20))[4:] == (4.75, 14.25)


def test_a_missing_value_does_not_make_twenty():
    assert summarize_values([*range(19), None])[4:] == (None, None)


@given(st.data(), st.lists(half_months, min_size=1, max_size=30))
def test_the_order_of_values_does_not_matter(data, values):
    assert summarize_values(data.draw(st.permutations(values))) == summarize_values(values)


@pytest.mark.parametrize("make", [list, tuple, np.array, pd.Series, iter])
def test_values_may_come_in_any_container(make):
    assert summarize_values(make([1.0, 2.0, 4.0]))[:4] == (3, 2, 1, 4)
