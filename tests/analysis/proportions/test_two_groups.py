"""Differences and ratios of two proportions, against published examples and by their meaning."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri

from srns.analysis.proportions.group_contrasts import (
    compare_groups,
    contrast_sentence,
    exact_test_sentence,
)
from srns.analysis.proportions.two_groups import risk_ratio, score_difference

EVERY_SMALL_PAIR = [
    (x1, n1, x2, n2)
    for n1 in (1, 2, 5)
    for n2 in (1, 3, 6)
    for x1 in range(n1 + 1)
    for x2 in range(n2 + 1)
]

sizes = st.integers(1, 40)
groups_of_two = st.tuples(sizes, sizes).flatmap(
    lambda n: st.tuples(st.integers(0, n[0]), st.just(n[0]), st.integers(0, n[1]), st.just(n[1]))
)


@pytest.mark.parametrize(
    ("cells", "score"),
    [
        # Newcombe 1998, Statistics in Medicine 17:873-890, table II: method 6.
        pytest.param((56, 70, 48, 80), (0.0528, 0.3382), id="a"),
        pytest.param((9, 10, 3, 10), (0.1700, 0.8406), id="b"),
        pytest.param((6, 7, 2, 7), (0.0342, 0.8534), id="c"),
        pytest.param((5, 56, 0, 29), (-0.0326, 0.1933), id="d"),
        pytest.param((0, 10, 0, 20), (-0.1658, 0.2844), id="e"),
        pytest.param((0, 10, 0, 10), (-0.2879, 0.2879), id="f"),
        pytest.param((10, 10, 0, 20), (0.7156, 1.0), id="g"),
        pytest.param((10, 10, 0, 10), (0.6636, 1.0), id="h"),
    ],
)
def test_the_differences_of_newcombes_table(cells, score):
    """Miettinen & Nurminen's, whose variance is N / (N - 1) times Mee's: the same, at a level."""
    n = cells[1] + cells[3]
    level = 1 - 2 * ndtr(ndtri(0.025) * math.sqrt(n / (n - 1)))

    found = score_difference(*cells, confidence=level)

    assert found[1:] == pytest.approx(score, abs=0.00006)


def test_the_ratio_of_koopmans_example():
    """36 of 40 against 16 of 80: 2.94 to 7.15."""
    assert risk_ratio(36, 40, 16, 80) == pytest.approx((4.5, 2.94, 7.15), abs=0.005)


def likelihood(x1: int, n1: int, x2: int, n2: int, p1: float, p2: float) -> float:
    """Give the logarithm of the likelihood of two proportions."""

    def part(x: int, n: int, p: float) -> float:
        return (x * math.log(p) if x else 0.0) + ((n - x) * math.log(1 - p) if n - x else 0.0)

    return part(x1, n1, p1) + part(x2, n2, p2)


def likeliest(cells: tuple[int, int, int, int], other) -> tuple[float, float]:
    """Search the likeliest pair of proportions that a difference or a ratio leaves."""
    steps = [place / 20_000 for place in range(1, 20_000)]
    pairs = [(other(p2), p2) for p2 in steps if 0 < other(p2) < 1]
    return max(pairs, key=lambda pair: likelihood(*cells, *pair))


@pytest.mark.parametrize("cells", [(5, 6, 1, 4), (2, 9, 3, 7)])
def test_at_the_limits_the_score_test_just_rejects(cells):
    """The restricted likelihood is searched here, where the code solves a cubic and a square."""
    x1, n1, x2, n2 = cells
    for limit in score_difference(*cells)[1:]:
        p1, p2 = likeliest(cells, lambda p2, limit=limit: p2 + limit)
        variance = p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2
        assert abs(x1 / n1 - x2 / n2 - limit) / math.sqrt(variance) == pytest.approx(1.96, abs=3e-3)
    for limit in risk_ratio(*cells)[1:]:
        p1, p2 = likeliest(cells, lambda p2, limit=limit: p2 * limit)
        square = (x1 - n1 * p1) ** 2 / (n1 * p1 * (1 - p1))
        square += (x2 - n2 * p2) ** 2 / (n2 * p2 * (1 - p2))
        assert math.sqrt(square) == pytest.approx(1.96, abs=3e-3)


@given(groups_of_two)
def test_the_difference_turns_its_sign_with_the_groups(cells):
    x1, n1, x2, n2 = cells
    there, back = score_difference(x1, n1, x2, n2), score_difference(x2, n2, x1, n1)
    assert there.low <= there.estimate <= there.high
    assert there.low + 1e-12 >= -1
    assert there.high <= 1 + 1e-12
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low), abs=1e-9)


@given(groups_of_two)
def test_the_ratio_turns_over_with_the_groups(cells):
    x1, n1, x2, n2 = cells
    there, back = risk_ratio(x1, n1, x2, n2), risk_ratio(x2, n2, x1, n1)
    if not x1 + x2:
        assert there == back == (None, None, None)
        return
    assert (there.high is None) == (x2 == 0) == (there.estimate is None)
    assert (there.low == 0) == (x1 == 0)
    if x1 and x2:
        assert there.low <= there.estimate <= there.high
        assert there.low * back.high == pytest.approx(1, rel=1e-9)
    elif x1:
        assert there.low * back.high == pytest.approx(1, rel=1e-9)


@pytest.mark.parametrize("cells", EVERY_SMALL_PAIR)
def test_the_smallest_groups_have_numbers_or_none_but_never_nan(cells):
    for method in (score_difference, risk_ratio):
        for value in method(*cells):
            assert value is None or math.isfinite(value)


@pytest.mark.parametrize("method", [score_difference, risk_ratio])
def test_an_empty_group_has_nothing_to_compare(method):
    assert method(0, 0, 1, 2) == method(1, 2, 0, 0) == (None, None, None)


def test_groups_are_set_against_the_first_and_the_unrecorded_stay_out():
    verdicts = pd.DataFrame(
        {
            "patient": list("abcdef"),
            "response": ["CR", "CR", "PR", "none", "none", "CR"],
        }
    )
    names = ["MCD", "MCD", "MCD", "FSGS", "FSGS", "not recorded"]
    groups = pd.Series(pd.Categorical(names, ["MCD", "FSGS", "not recorded"], ordered=True))

    found = compare_groups(verdicts, groups, ["CR", "PR"])

    assert found["reference"] == "MCD"
    assert [(row["response"], row["n"], row["of"]) for row in found["pairs"]] == [
        ("CR", 0, 2),
        ("CR or PR", 0, 2),
    ]
    assert found["pairs"][0]["difference"]["estimate"] == pytest.approx(-200 / 3)
    assert [test["n"] for test in found["tests"]] == [5, 5]
    assert "too few for a p-value" in exact_test_sentence(found["tests"][1])
    assert contrast_sentence(found["pairs"][1]).startswith(
        "CR or PR, FSGS 0 of 2 versus MCD 3 of 3: 100.0 percentage points fewer"
    )


def test_words_stand_where_a_ratio_or_a_difference_cannot():
    verdicts = pd.DataFrame({"patient": list("abc"), "response": ["none"] * 3})
    groups = pd.Series(pd.Categorical(["x", "y", "y"], ["x", "y", "z"]))

    pairs = compare_groups(verdicts, groups, ["CR"])["pairs"]

    assert contrast_sentence(pairs[0]).endswith(
        "neither group has an event, so the ratio is undefined; p = 1.000, exact unconditional "
        "score test."
    )
    assert contrast_sentence(pairs[1]) == "CR, z 0 of 0 versus x 0 of 1: no comparison is possible."
