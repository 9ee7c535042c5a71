"""Coverage and agreement of the comparison of two proportions, computed for all small groups.

Run: python -m tests.analysis.proportions.coverage_of_two_groups [--largest 20] [--steps 50]

For every pair of groups of 1 to `largest` children and every pair of counts: does each interval
exclude no difference exactly where p < 0.05, and with which probability does each interval contain
the truth? The probability is summed over all tables, for every pair of true proportions on a grid;
nothing is simulated.
"""

import argparse
from collections.abc import Iterator

import numpy as np
from scipy.stats import binom

from srns.analysis.proportions.unconditional_test import TwoGroups, compare_proportions

_ROUNDING = 1e-8


def contradictions(found: TwoGroups, alpha: float = 0.05) -> list[str]:
    """Name what says something else than the p-value about "no difference"."""
    significant = found.p is not None and found.p < alpha
    contrasts = {"difference": (found.difference, 0.0), "ratio": (found.ratio, 1.0)}
    return [
        name
        for name, (contrast, equal) in contrasts.items()
        if contrast.low is not None
        and significant == (contrast.low <= equal <= (contrast.high or np.inf))
    ]


def comparisons(n1: int, n2: int, **options: float) -> Iterator[tuple[int, int, TwoGroups]]:
    """Compare every pair of counts of two groups."""
    for x1 in range(n1 + 1):
        for x2 in range(n2 + 1):
            yield x1, x2, compare_proportions(x1, n1, x2, n2, **options)


def lowest_coverage(n1: int, n2: int, steps: int, **options: float) -> tuple[float, float]:
    """Return the least probability that the interval holds the true difference, and the ratio."""
    truth = np.arange(steps + 1) / steps
    one, other = np.meshgrid(truth, truth, indexing="ij")
    difference = one - other
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = one / other  # infinite or undefined where nobody of the second group responds
    in_difference, in_ratio = np.zeros_like(one), np.zeros_like(one)
    for x1, x2, found in comparisons(n1, n2, **options):
        chance = binom.pmf(x1, n1, one) * binom.pmf(x2, n2, other)
        in_difference += chance * _holds(found.difference.low, found.difference.high, difference)
        in_ratio += chance * _holds(found.ratio.low, found.ratio.high, ratio)
    return float(in_difference.min()), float(in_ratio[other > 0].min())


def _holds(low: float | None, high: float | None, truth: np.ndarray) -> np.ndarray:
    low, high = low or (0.0 if low is None else low), np.inf if high is None else high
    if low == 0.0 and high == np.inf:
        return np.ones_like(truth)
    return (truth >= low - _ROUNDING) & (truth <= high + _ROUNDING)


def main(smallest: int, largest: int, steps: int) -> None:
    """Print the contradictions and the lowest coverage over all pairs of groups."""
    pairs, against, lowest = 0, 0, [1.0, 1.0]
    for n1 in range(smallest, largest + 1):
        for n2 in range(n1, largest + 1):
            # The groups the other way round are the same numbers turned over: see the tests.
            for x1, x2, found in comparisons(n1, n2):
                pairs += 1
                if wrong := contradictions(found):
                    against += 1
                    print(f"{x1} of {n1} and {x2} of {n2}: {', '.join(wrong)}; {found}")
            covered = lowest_coverage(n1, n2, steps)
            lowest = [min(pair) for pair in zip(lowest, covered, strict=True)]
            compare_proportions.cache_clear()
        print(
            f"{n1}: {pairs} pairs, {against} contradictions, lowest coverage {lowest}", flush=True
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=20)
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--smallest", type=int, default=1)
    given = parser.parse_args()
    main(given.smallest, given.largest, given.steps)
