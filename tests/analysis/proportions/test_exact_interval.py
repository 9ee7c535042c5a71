"""The Clopper-Pearson interval: published values, scipy, its own definition, its coverage."""

import re

import numpy as np
import pytest
from scipy.stats import binom, binomtest

from srns.analysis.proportions.intervals import exact_interval


@pytest.mark.parametrize(
    ("events", "total", "low", "high"),
    [
        pytest.param(4, 8, 15.7, 84.3, id="complete remission in Haddad et al. 2021"),
        pytest.param(0, 2, 0.0, 84.2, id="none of two"),
        pytest.param(2, 2, 15.8, 100.0, id="both of two"),
        pytest.param(3, 4, 19.4, 99.4, id="three of four"),
        pytest.param(81, 263, 25.27, 36.76, id="Newcombe 1998, Stat Med 17:857, 81 of 263"),
        pytest.param(15, 148, 5.78, 16.17, id="Newcombe 1998, 15 of 148"),
        pytest.param(0, 20, 0.0, 16.84, id="Newcombe 1998, none of 20"),
        pytest.param(1, 29, 0.09, 17.76, id="Newcombe 1998, 1 of 29"),
    ],
)
def test_the_exact_interval_is_the_published_one(events, total, low, high):
    interval = exact_interval(events, total)

    assert 100 * interval.low == pytest.approx(low, abs=0.05 if total < 9 else 0.005)
    assert 100 * interval.high == pytest.approx(high, abs=0.05 if total < 9 else 0.005)


@pytest.mark.parametrize("total", [1, 2, 8, 20, 1000])
def test_nobody_and_everybody_have_closed_forms(total):
    nobody, everybody = exact_interval(0, total), exact_interval(total, total)

    assert nobody.low == 0
    assert nobody.high == pytest.approx(1 - 0.025 ** (1 / total), rel=1e-12)
    assert everybody.low == pytest.approx(0.025 ** (1 / total), rel=1e-12)
    assert everybody.high == 1


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_the_exact_interval_is_the_one_of_scipy(confidence):
    for total in (1, 2, 3, 8, 30, 263):
        for events in range(total + 1):
            trusted = binomtest(events, total).proportion_ci(confidence, method="exact")

            interval = exact_interval(events, total, confidence=confidence)

            assert interval == pytest.approx((trusted.low, trusted.high), abs=1e-12)


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_at_the_ends_of_the_exact_interval_the_count_is_just_unlikely_enough(confidence):
    """Clopper and Pearson's own words, for every count up to 30."""
    counts = np.array([(events, total) for total in range(1, 31) for events in range(total + 1)])
    events, total = counts.T
    intervals = [exact_interval(int(e), int(t), confidence=confidence) for e, t in counts]
    low, high = np.transpose(intervals)
    some, not_all = events > 0, events < total

    so_many_or_more = binom.sf(events - 1, total, low)
    so_many_or_fewer = binom.cdf(events, total, high)

    assert so_many_or_more[some] == pytest.approx((1 - confidence) / 2, rel=1e-9)
    assert so_many_or_fewer[not_all] == pytest.approx((1 - confidence) / 2, rel=1e-9)
    assert (low[~some] == 0).all()
    assert (high[~not_all] == 1).all()


@pytest.mark.parametrize("total", range(1, 21))
def test_the_exact_interval_covers_every_proportion_at_least_as_often_as_it_says(total):
    truth = np.linspace(0, 1, 201)
    counts = np.arange(total + 1)
    low, high = np.transpose([exact_interval(int(events), total) for events in counts])

    holds = (low[:, None] <= truth) & (truth <= high[:, None])
    coverage = (binom.pmf(counts[:, None], total, truth) * holds).sum(axis=0)

    assert coverage.min() >= 0.95


@pytest.mark.parametrize(
    ("events", "total", "words"),
    [
        (0, 0, "A proportion of 0 children has no interval."),
        (9, 8, "The number of events must be from 0 to 8, not 9."),
        (-1, 8, "The number of events must be from 0 to 8, not -1."),
        (0, -1, "The number of events must be from 0 to -1, not 0."),
    ],
)
def test_impossible_counts_are_refused_in_a_sentence(events, total, words):
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        exact_interval(events, total)


@pytest.mark.parametrize("confidence", [0, 1, 95, float("nan")])
def test_a_confidence_is_a_fraction(confidence):
    with pytest.raises(ValueError, match="must lie between 0 and 1"):
        exact_interval(4, 8, confidence=confidence)
