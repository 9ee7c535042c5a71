"""Wilson and mid-p beside the exact interval, and how often each holds the truth."""

import re

import numpy as np
import pytest
from scipy.stats import binom, binomtest

from srns.analysis.proportions.intervals import METHOD_NAMES, METHODS, exact_interval

COUNTS = [(events, total) for total in (1, 2, 8, 29, 60) for events in range(total + 1)]


@pytest.mark.parametrize(
    ("method", "events", "total", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:857-872, table I.
        ("wilson", 81, 263, 0.2553, 0.3662),
        ("wilson", 15, 148, 0.0624, 0.1605),
        ("wilson", 0, 20, 0.0000, 0.1611),
        ("wilson", 1, 29, 0.0061, 0.1718),
        ("mid-p", 81, 263, 0.2544, 0.3658),
        ("mid-p", 15, 148, 0.0601, 0.1581),
        ("mid-p", 0, 20, 0.0000, 0.1391),
        ("mid-p", 1, 29, 0.0017, 0.1585),
        ("exact", 81, 263, 0.2527, 0.3676),
        ("exact", 15, 148, 0.0578, 0.1617),
    ],
)
def test_each_interval_is_the_published_one(method, events, total, low, high):
    assert METHODS[method](events, total) == pytest.approx((low, high), abs=0.00005)


def test_wilson_is_the_one_of_scipy():
    for events, total in COUNTS:
        trusted = binomtest(events, total).proportion_ci(0.9, method="wilson")
        found = METHODS["wilson"](events, total, confidence=0.9)
        assert found == pytest.approx((trusted.low, trusted.high), abs=1e-12)


def test_at_the_limits_of_mid_p_the_tail_with_half_of_the_count_is_what_was_asked():
    for events, total in COUNTS:
        low, high = METHODS["mid-p"](events, total)
        if events:
            assert binom.sf(events, total, low) + binom.pmf(events, total, low) / 2 == (
                pytest.approx(0.025, abs=1e-11)
            )
        if events < total:
            assert binom.cdf(events, total, high) - binom.pmf(events, total, high) / 2 == (
                pytest.approx(0.025, abs=1e-11)
            )


@pytest.mark.parametrize("method", METHODS)
def test_nobody_starts_at_0_everybody_ends_at_1_and_the_two_mirror_each_other(method):
    for events, total in COUNTS:
        low, high = METHODS[method](events, total)
        mirrored = METHODS[method](total - events, total)
        assert (low == 0) == (events == 0)
        assert (high == 1) == (events == total)
        assert low <= events / total <= high
        assert (1 - high, 1 - low) == pytest.approx(tuple(mirrored), abs=1e-12)


def coverage(method: str, total: int) -> np.ndarray:
    """How often the interval holds the truth, just beside every limit, where it is worst."""
    counts = np.arange(total + 1)
    ends = np.array([METHODS[method](int(count), total) for count in counts])
    truth = np.concatenate([ends.ravel() - 1e-9, ends.ravel() + 1e-9, np.linspace(0, 1, 101)])
    truth = truth[(truth >= 0) & (truth <= 1)]
    holds = (ends[:, :1] <= truth) & (truth <= ends[:, 1:])
    return (binom.pmf(counts[:, None], total, truth) * holds).sum(axis=0)


@pytest.mark.parametrize("total", range(1, 61))
def test_the_exact_interval_covers_at_least_what_it_says(total):
    assert coverage("exact", total).min() >= 0.95


@pytest.mark.parametrize("method", ["wilson", "mid-p"])
def test_the_narrower_intervals_cover_less_than_they_say_somewhere_and_enough_on_average(method):
    lowest = min(coverage(method, total).min() for total in range(5, 61, 5))
    average = np.mean([coverage(method, total)[-101:].mean() for total in range(5, 61, 5)])

    assert 0.80 < lowest < 0.95
    assert average > 0.95


def test_mid_p_lies_within_the_exact_interval():
    for events, total in COUNTS:
        exact, narrower = exact_interval(events, total), METHODS["mid-p"](events, total)
        assert exact.low <= narrower.low <= narrower.high <= exact.high


@pytest.mark.parametrize("method", METHODS)
def test_every_interval_has_a_name_and_refuses_impossible_counts(method):
    assert METHOD_NAMES[method]
    with pytest.raises(ValueError, match=r"^A proportion of 0 children has no interval\.$"):
        METHODS[method](0, 0)
    with pytest.raises(ValueError, match=re.escape("from 0 to 8, not 9.")):
        METHODS[method](9, 8)
