"""One test for two proportions: p-value, difference and ratio, against an independent reading."""

import math
from itertools import product

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from srns.analysis.proportions.group_contrasts import compare_groups, exact_test_sentence
from srns.analysis.proportions.unconditional_test import (
    LARGEST_EXACT,
    compare_proportions,
    p_value,
)
from tests.analysis.proportions.coverage_of_two_groups import (
    comparisons,
    contradictions,
    lowest_coverage,
)

sizes = st.integers(1, 9)
two_groups = st.tuples(sizes, sizes).flatmap(
    lambda n: st.tuples(st.integers(0, n[0]), st.just(n[0]), st.integers(0, n[1]), st.just(n[1]))
)

# An independent reading: the likelihood is searched, and every table is visited by itself ---------


def score(x1, n1, x2, n2, pair):
    """Return the score statistic, given the pair of proportions that a share of its range gives."""

    def unlikely(share):
        p1, p2 = pair(share)
        return -scipy.stats.binom.logpmf(x1, n1, p1) - scipy.stats.binom.logpmf(x2, n2, p2)

    shares = np.linspace(1e-9, 1 - 1e-9, 401)
    near = shares[np.nanargmin([unlikely(share) for share in shares])]
    around = (max(near - 0.01, 0), min(near + 0.01, 1))
    best = minimize_scalar(unlikely, bounds=around, method="bounded", options={"xatol": 1e-12}).x
    p1, p2 = pair(best)
    return p1, p2


def chance_of_as_extreme(cells, statistic, pair):
    x1, n1, x2, n2 = cells
    tables = list(product(range(n1 + 1), range(n2 + 1)))
    values = {table: statistic(*table) for table in tables}
    extreme = [table for table in tables if values[table] >= values[x1, x2] - 1e-5]
    return max(
        sum(scipy.stats.binom.pmf(a, n1, p1) * scipy.stats.binom.pmf(b, n2, p2) for a, b in extreme)
        for p1, p2 in map(pair, np.linspace(0, 1, 201))
    )


def p_of_difference(cells, difference):
    _, n1, _, n2 = cells
    low, high = max(0.0, -difference), min(1.0, 1 - difference)

    def pair(share):
        p2 = low + share * (high - low)
        return min(max(p2 + difference, 0), 1), p2

    def statistic(a, b):
        p1, p2 = score(a, n1, b, n2, pair)
        spread = math.sqrt(max(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2, 1e-18))
        return (a / n1 - b / n2 - difference) / spread

    return chance_of_as_extreme(cells, statistic, pair)


def p_of_ratio(cells, ratio):
    _, n1, _, n2 = cells

    def pair(share):
        p2 = share * min(1.0, 1 / ratio)
        return min(p2 * ratio, 1), p2

    def statistic(a, b):
        p1, p2 = score(a, n1, b, n2, pair)
        spread = math.sqrt(max(p1 * (1 - p1) / n1 + ratio**2 * p2 * (1 - p2) / n2, 1e-18))
        return (a / n1 - ratio * b / n2) / spread

    return chance_of_as_extreme(cells, statistic, pair)


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param((2, 3, 1, 4), id="no extreme"),
        pytest.param((3, 3, 0, 2), id="all against none"),
        pytest.param((4, 4, 1, 3), id="all in one group"),
    ],
)
def test_the_limits_are_the_first_values_that_the_one_sided_test_does_not_reject(cells):
    found, step = compare_proportions(*cells), 1e-3
    assert found.p == pytest.approx(min(1, 2 * p_of_difference(cells, 0.0)), abs=1e-4)

    low = found.difference.low
    assert p_of_difference(cells, low - step) < 0.025 < p_of_difference(cells, low + step)
    low = found.ratio.low
    assert p_of_ratio(cells, low * (1 - step)) < 0.025 < p_of_ratio(cells, low * (1 + step))


@pytest.mark.parametrize("mid_p", [False, True])
@pytest.mark.parametrize("cells", [(0, 2, 2, 2), (3, 20, 9, 18), (0, 0, 1, 2), (30, 40, 20, 45)])
def test_the_p_value_alone_is_the_one_of_the_comparison(cells, mid_p):
    assert p_value(*cells, mid_p=mid_p) == compare_proportions(*cells, mid_p=mid_p).p


# References ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cells",
    [(0, 2, 2, 2), (12, 15, 5, 12), (1, 12, 6, 11), (9, 9, 4, 10), (3, 20, 9, 18)],
)
def test_the_p_value_is_twice_the_smaller_one_sided_barnard_test_of_scipy(cells):
    x1, n1, x2, n2 = cells
    table = [[x1, x2], [n1 - x1, n2 - x2]]
    one_sided = [
        scipy.stats.barnard_exact(table, alternative=way, n=128).pvalue
        for way in ("less", "greater")
    ]

    assert compare_proportions(*cells).p == pytest.approx(2 * min(one_sided), rel=1e-4)


def test_barnards_own_example():
    """Three of three against none of three: 1 in 32 for both sides (Barnard 1945, Nature 156)."""
    assert compare_proportions(3, 3, 0, 3).p == pytest.approx(1 / 32)


@pytest.mark.parametrize("cells", [(3, 8, 7, 9), (2, 6, 5, 5), (6, 11, 1, 9)])
def test_it_is_less_cautious_than_the_test_that_fixes_both_margins(cells):
    x1, n1, x2, n2 = cells
    table = [[x1, x2], [n1 - x1, n2 - x2]]
    fisher = [scipy.stats.fisher_exact(table, way).pvalue for way in ("less", "greater")]

    assert compare_proportions(*cells).p < 2 * min(fisher)


# What must hold for any two groups ----------------------------------------------------------------


@pytest.mark.parametrize(("n1", "n2"), [(1, 1), (2, 2), (3, 3), (2, 7), (5, 6), (8, 3)])
def test_p_difference_and_ratio_never_contradict_each_other_and_cover(n1, n2):
    for _, _, found in comparisons(n1, n2):
        assert contradictions(found) == []
    assert min(lowest_coverage(n1, n2, 20)) >= 0.95


@settings(max_examples=40, deadline=None)
@given(two_groups, st.sampled_from([0.9, 0.95, 0.99]), st.booleans())
def test_they_agree_at_any_level_and_for_mid_p(cells, confidence, mid_p):
    found = compare_proportions(*cells, confidence=confidence, mid_p=mid_p)

    assert contradictions(found, 1 - confidence) == []
    assert found.difference.low <= found.difference.estimate <= found.difference.high


@settings(max_examples=40, deadline=None)
@given(two_groups)
def test_the_groups_the_other_way_round_are_the_same_numbers_turned_over(cells):
    x1, n1, x2, n2 = cells
    there, back = compare_proportions(x1, n1, x2, n2), compare_proportions(x2, n2, x1, n1)

    assert there.p == pytest.approx(back.p, rel=1e-9)
    assert there.difference.low == pytest.approx(-back.difference.high, abs=1e-8)
    if there.ratio.low and back.ratio.high:
        assert there.ratio.low * back.ratio.high == pytest.approx(1, rel=1e-8)
    assert (there.ratio.high is None) == (x2 == 0)


@settings(max_examples=25, deadline=None)
@given(two_groups)
def test_a_tie_counted_by_half_only_narrows(cells):
    whole, half = compare_proportions(*cells), compare_proportions(*cells, mid_p=True)

    assert half.p <= whole.p + 1e-12
    assert whole.difference.low <= half.difference.low + 1e-8
    assert half.difference.high <= whole.difference.high + 1e-8


@pytest.mark.parametrize(
    ("cells", "limits"),
    [
        pytest.param((0, 2, 2, 2), (-1.0, 0.2047), id="none against all, two each"),
        pytest.param((0, 10, 0, 10), (-0.3085, 0.3085), id="none in both: 0.975 ** (1/10) away"),
    ],
)
def test_limits_at_the_ends(cells, limits):
    found = compare_proportions(*cells)
    assert found.difference[1:] == pytest.approx(limits, abs=1e-4)
    assert found.ratio.low in (0.0, None)


def test_an_empty_group_has_nothing_to_compare():
    assert compare_proportions(0, 0, 1, 2)[:3] == ((None,) * 3, (None,) * 3, None)


@pytest.mark.parametrize("cells", [(40, 60, 20, 55), (70, 90, 60, 90), (0, 80, 6, 80)])
def test_in_large_groups_the_score_test_takes_over_and_still_agrees(cells):
    assert cells[1] + cells[3] > LARGEST_EXACT
    found = compare_proportions(*cells)

    assert found.method == "score test"
    assert contradictions(found) == []
    x1, n1, x2, n2 = cells
    table = [[x1, x2], [n1 - x1, n2 - x2]]
    assert found.p == pytest.approx(
        scipy.stats.chi2_contingency(table, correction=False).pvalue, rel=1e-9
    )


def test_two_groups_have_the_test_of_their_intervals_and_three_have_fishers():
    verdicts = pd.DataFrame({"patient": list("abcdef"), "response": ["CR"] * 2 + ["none"] * 4})
    two = pd.Series(pd.Categorical(list("xxyyyy")))
    three = pd.Series(pd.Categorical(list("xxyyzz")))

    pair = compare_groups(verdicts, two, ["CR"])
    more = compare_groups(verdicts, three, ["CR"])

    assert pair["tests"][0]["p"] == pair["pairs"][0]["p"] == compare_proportions(0, 4, 2, 2).p
    assert exact_test_sentence(pair["tests"][0]) == (
        "CR: exact unconditional score test p = 0.044 (6 children). 6 children: too few for a "
        "p-value to be informative; rely on the intervals."
    )
    assert more["tests"][0]["test"] == "Fisher's exact test"
    assert [row["p"] for row in more["pairs"]] == [
        compare_proportions(0, 2, 2, 2).p,
        compare_proportions(0, 2, 2, 2).p,
    ]
