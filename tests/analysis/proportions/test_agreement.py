import re
from dataclasses import FrozenInstanceError

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from srns.analysis.proportions.agreement import cohen_kappa

RESPONSES = ["complete remission", "partial remission", "no response"]

pairs = st.lists(
    st.tuples(st.sampled_from(RESPONSES), st.sampled_from(RESPONSES)), min_size=1, max_size=25
)


def judged(counts):
    """Write a cross-table of counts out child by child: first judgement in rows."""
    children = [
        (str(row), str(column))
        for row, line in enumerate(counts)
        for column, count in enumerate(line)
        for _ in range(count)
    ]
    return [list(side) for side in zip(*children, strict=True)]


def kappa_of(shares):
    """Kappa of a table of shares, as in Cohen (1960)."""
    by_chance = shares.sum(axis=1) @ shares.sum(axis=0)
    return (np.trace(shares) - by_chance) / (1 - by_chance)


# Published worked examples: counts, kappa, standard error, limits ------------------------------


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param(
            [[75, 1, 4], [5, 4, 1], [0, 0, 10]],
            (0.6765, 0.0877, 0.5046, 0.8484),
            id="Fleiss 1981, Statistical Methods for Rates and Proportions, chapter 13",
        ),
        pytest.param(
            [[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]],
            (0.3449, 0.0724, 0.2030, 0.4868),
            id="SAS manual, PROC FREQ, agreement study of a skin condition",
        ),
    ],
)
def test_kappa_is_the_published_one(counts, expected):
    result = cohen_kappa(*judged(counts))

    found = (result.kappa, result.standard_error, result.low, result.high)
    assert found == pytest.approx(expected, abs=5e-5)
    assert result.why_missing == ""


def test_the_counts_of_the_example_of_fleiss():
    result = cohen_kappa(*judged([[75, 1, 4], [5, 4, 1], [0, 0, 10]]))

    assert (result.n, result.agree, result.percent) == (100, 89, 89.0)


# What must hold in any cohort ------------------------------------------------------------------


@given(pairs)
def test_the_standard_error_is_the_delta_method_worked_numerically(children):
    """An independent way to the same number: the slope of kappa in each cell of the table."""
    recorded, computed = zip(*children, strict=True)
    result = cohen_kappa(recorded, computed)
    assume(result.kappa is not None)
    shares = pd.crosstab(
        pd.Categorical(recorded, RESPONSES), pd.Categorical(computed, RESPONSES), dropna=False
    ).to_numpy() / len(children)
    slopes = np.zeros_like(shares)
    for cell in np.ndindex(shares.shape):
        step = np.zeros_like(shares)
        step[cell] = 1e-6
        slopes[cell] = (kappa_of(shares + step) - kappa_of(shares - step)) / 2e-6

    variance = ((shares * slopes**2).sum() - (shares * slopes).sum() ** 2) / len(children)

    assert result.kappa == pytest.approx(kappa_of(shares))
    assert result.standard_error**2 == pytest.approx(variance, abs=1e-6)


@given(pairs)
def test_it_does_not_matter_which_judgement_comes_first(children):
    recorded, computed = zip(*children, strict=True)

    one, other = cohen_kappa(recorded, computed), cohen_kappa(computed, recorded)

    assert (one.n, one.agree, one.why_missing) == (other.n, other.agree, other.why_missing)
    assert one.kappa == pytest.approx(other.kappa)
    assert one.standard_error == pytest.approx(other.standard_error)


@given(st.data(), pairs)
def test_the_order_of_the_children_does_not_matter(data, children):
    one = cohen_kappa(*zip(*children, strict=True))
    other = cohen_kappa(*zip(*data.draw(st.permutations(children)), strict=True))

    assert (one.n, one.agree, one.why_missing) == (other.n, other.agree, other.why_missing)
    assert one.kappa == pytest.approx(other.kappa)
    assert one.low == pytest.approx(other.low)


@given(pairs)
def test_the_limits_surround_kappa_and_stay_within_its_range(children):
    result = cohen_kappa(*zip(*children, strict=True))

    assert (result.low is None) == (result.high is None) == (result.why_missing != "")
    if result.low is not None:
        assert -1 <= result.low < result.kappa < result.high <= 1


def test_a_higher_confidence_gives_wider_limits():
    two = judged([[10, 4], [3, 8]])

    narrow, wide = cohen_kappa(*two, confidence=0.8), cohen_kappa(*two, confidence=0.99)

    assert wide.low < narrow.low < narrow.kappa < narrow.high < wide.high


# The smallest cohorts and the edges --------------------------------------------------------------


def test_no_children_have_no_agreement_and_a_sentence():
    result = cohen_kappa([], [])

    assert (result.n, result.agree, result.percent, result.kappa) == (0, 0, None, None)
    assert result.why_missing == "There are no children to compare."


@pytest.mark.parametrize("children", [1, 2, 8])
def test_kappa_is_undefined_when_one_response_is_all_there_is(children):
    result = cohen_kappa(["no response"] * children, ["no response"] * children)

    assert (result.agree, result.percent) == (children, 100)
    assert (result.kappa, result.standard_error, result.low, result.high) == (None,) * 4
    assert result.why_missing == (
        "Every child has the response 'no response' both times, so agreement by chance is "
        "complete and kappa is undefined."
    )


def test_one_child_judged_differently_agrees_as_badly_as_chance():
    result = cohen_kappa(["no response"], ["complete remission"])

    assert (result.n, result.agree, result.percent, result.kappa) == (1, 0, 0, 0)
    assert result.low is None


@pytest.mark.parametrize("counts", [[[1, 0], [0, 1]], [[4, 0, 0], [0, 1, 0], [0, 0, 3]]])
def test_complete_agreement_has_kappa_1_and_claims_no_certainty(counts):
    result = cohen_kappa(*judged(counts))

    assert result.kappa == pytest.approx(1)
    assert (result.standard_error, result.low, result.high) == (0, None, None)
    assert result.why_missing == (
        "The large-sample standard error is 0, which would imply that kappa is known "
        "without error, so no interval is given."
    )


def test_complete_disagreement_of_two_is_below_chance():
    assert cohen_kappa(["a", "b"], ["b", "a"]).kappa == pytest.approx(-1)


def test_a_judgement_that_is_always_the_same_agrees_as_chance_does():
    result = cohen_kappa(["a", "b", "b", "a"], ["a", "a", "a", "a"])

    assert (result.percent, result.kappa) == (50, 0)


@pytest.mark.parametrize("counts", [[[0, 0], [1, 4]], [[0, 3], [0, 4]]])
def test_rounding_does_not_pass_for_a_standard_error(counts):
    result = cohen_kappa(*judged(counts))

    assert (result.standard_error, result.low, result.high) == (0, None, None)


def test_the_limits_are_cut_at_the_ends_of_the_scale_of_kappa():
    assert cohen_kappa(*judged([[5, 0], [1, 2]])).high == 1
    assert cohen_kappa(*judged([[0, 2], [4, 1]])).low == -1


def test_series_are_compared_by_position():
    recorded = pd.Series(["a", "b", "b"], index=[5, 6, 7])
    computed = pd.Series(["a", "b", "a"], index=[7, 6, 5])

    assert cohen_kappa(recorded, computed).agree == 2


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT])
def test_a_missing_response_is_refused_in_a_sentence(missing):
    words = "Each child must have both responses; leave out children without."

    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        cohen_kappa(["a", "b"], ["a", missing])


def test_unequal_lengths_are_refused_in_a_sentence():
    words = "Each child must be classified twice; 2 responses are recorded and 1 computed."

    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        cohen_kappa(["a", "b"], ["a"])


def test_the_result_can_not_be_changed():
    result = cohen_kappa(["a", "b"], ["a", "a"])

    with pytest.raises(FrozenInstanceError):
        result.kappa = 1.0
