"""Exact unconditional comparison of two proportions: one test, inverted for both intervals.

The p-value, the interval of the difference and the interval of the ratio come from one one-sided
test in each direction, so that they cannot contradict each other.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, ndtr, xlog1py, xlogy

from srns.analysis.proportions.intervals import tail
from srns.analysis.proportions.two_groups import (
    Contrast,
    difference_score,
    ratio_score,
    risk_ratio,
    score_difference,
)
from srns.languages.messages import mark

LARGEST_EXACT = 60
"""Children in both groups together, up to which the exact test is computed."""
EXACT_TEST = mark("exact unconditional score test")
MID_P_TEST = mark("mid-p unconditional score test")
SCORE_TEST = mark("score test")

_TIE = 1e-7  # the roots of a cubic are no more exact than that
_STEPS = 32
_FINE_STEPS = 16
_NEARLY = 8
_CLOSE = 1e-10

Matrix: TypeAlias = NDArray[np.float64]


class TwoGroups(NamedTuple):
    """Two proportions compared: difference, ratio and the p-value that belongs to both.

    `p` is None if a group is empty. `method` names the test.
    """

    difference: Contrast
    ratio: Contrast
    p: float | None
    method: str


@lru_cache(maxsize=4096)
def compare_proportions(
    events: int,
    total: int,
    other_events: int,
    other_total: int,
    *,
    confidence: float = 0.95,
    mid_p: bool = False,
) -> TwoGroups:
    """Compare two proportions by an exact unconditional test and the intervals that it leaves.

    For a hypothesized difference (or ratio), a table counts as at least as extreme as the observed
    one if its score statistic is at least as large; its probability is maximized over all pairs of
    proportions that the hypothesis allows (Barnard). A limit is the first difference (or ratio)
    that the one-sided test does not reject at half of the level. The two hypotheses "difference 0"
    and "ratio 1" are the same, so both intervals exclude it exactly where `p` is at most one minus
    `confidence`.

    Parameters
    ----------
    events, total
        Children with the outcome in the first group, and its size.
    other_events, other_total
        The same for the group that is subtracted, and that is the denominator of the ratio.
    confidence
        Confidence level, between 0 and 1.
    mid_p
        Whether tables that tie with the observed one count by half: narrower, with nominal coverage
        on average rather than always.

    Returns
    -------
    TwoGroups
        The difference is from -1 to 1. `ratio.estimate` and `ratio.high` are None if the second
        group has no event, and all of `ratio` if neither has one. Above `LARGEST_EXACT` children
        the score test (Mee; Koopman) takes the place of the exact one.

    Notes
    -----
    The score statistic is that of Farrington & Manning. As the order of the tables changes with the
    hypothesis, the p-value need not rise towards the estimate; a hypothesis also counts as not
    rejected if one farther from the estimate is not, and if the same hypothesis worded as a ratio
    (or difference) is not. Both can only widen an interval, and raise `p` above Barnard's.

    References
    ----------
    Barnard (1947), Biometrika 34:123-138.
    Chan & Zhang (1999), Biometrics 55:1202-1209.
    Agresti & Min (2001), Biometrics 57:963-971.
    Farrington & Manning (1990), Statistics in Medicine 9:1447-1454.
    Fay & Hunsberger (2021), Statistics Surveys 15:72-110.

    Examples
    --------
    Remission in none of two children and in both of two others:

    >>> found = compare_proportions(0, 2, 2, 2)
    >>> round(found.p, 3)
    0.125
    >>> [round(limit, 3) for limit in found.difference[1:]]
    [-1.0, 0.205]
    """
    alpha = tail(confidence)
    if not (total and other_total):
        nothing = Contrast(None, None, None)
        return TwoGroups(nothing, nothing, None, EXACT_TEST)
    cells = (events, total, other_events, other_total)
    if total + other_total > LARGEST_EXACT:
        return _by_score(*cells, confidence=confidence)
    upper, lower = _both_sides(*cells, alpha, mid_p)
    difference = Contrast(
        events / total - other_events / other_total, upper.difference(), -lower.difference()
    )
    ratio = Contrast(None, None, None)
    if events + other_events:
        estimate = events * other_total / (other_events * total) if other_events else None
        turned = lower.ratio()
        ratio = Contrast(estimate, upper.ratio(), 1 / turned if turned else None)
    method = MID_P_TEST if mid_p else EXACT_TEST
    return TwoGroups(difference, ratio, _two_sided(upper, lower), method)


def p_value(
    events: int,
    total: int,
    other_events: int,
    other_total: int,
    *,
    confidence: float = 0.95,
    mid_p: bool = False,
) -> float | None:
    """Return the p-value of `compare_proportions` alone, without inverting the test.

    Examples
    --------
    >>> round(p_value(0, 2, 2, 2), 4), round(p_value(0, 2, 2, 2, mid_p=True), 4)
    (0.125, 0.0625)
    """
    if not (total and other_total):
        return None
    cells = (events, total, other_events, other_total)
    if total + other_total > LARGEST_EXACT:
        return _score_p(*cells)
    return _two_sided(*_both_sides(*cells, tail(confidence), mid_p))


def _by_score(
    events: int, total: int, other_events: int, other_total: int, *, confidence: float
) -> TwoGroups:
    cells = (events, total, other_events, other_total)
    return TwoGroups(
        score_difference(*cells, confidence=confidence),
        risk_ratio(*cells, confidence=confidence),
        _score_p(*cells),
        SCORE_TEST,
    )


def _score_p(events: int, total: int, other_events: int, other_total: int) -> float:
    score = float(difference_score(events, total, other_events, other_total, 0.0))
    return float(2 * ndtr(-abs(score)))


@dataclass(frozen=True)
class _Family:
    """A kind of hypothesis: its statistic, the proportions that it allows, and where it looks.

    `below` are hypotheses from the farthest up to no difference, `above` from there on.
    """

    score: Callable[..., Matrix]
    pairs: Callable[[float, Matrix], tuple[Matrix, Matrix]]
    below: tuple[float, ...]
    above: tuple[float, ...]


def _with_difference(difference: float, share: Matrix) -> tuple[Matrix, Matrix]:
    low, high = max(0.0, -difference), min(1.0, 1 - difference)
    other = low + (high - low) * share
    return np.clip(other + difference, 0.0, 1.0), other


def _with_ratio(ratio: float, share: Matrix) -> tuple[Matrix, Matrix]:
    other = share * min(1.0, 1 / ratio)
    return np.clip(ratio * other, 0.0, 1.0), other


_STEP = tuple(step / _STEPS for step in range(_STEPS + 1))
_DIFFERENCES = _Family(difference_score, _with_difference, tuple(s - 1 for s in _STEP), _STEP)
# Ratios from 1e-9 to 1e9, evenly spaced where a cohort can tell them apart.
_RATIOS = _Family(
    ratio_score,
    _with_ratio,
    (1e-9, *_STEP[1:]),
    (*(1 / s for s in _STEP[:0:-1]), 1e9),
)


class _Side:
    """The one-sided test of one observed table: is the first proportion larger?"""

    def __init__(
        self,
        events: int,
        total: int,
        other_events: int,
        other_total: int,
        alpha: float,
        mid_p: bool,
    ) -> None:
        self.observed, self.size = (events, other_events), (total, other_total)
        self.alpha, self.mid_p = alpha, mid_p
        self.counts = tuple(np.arange(n + 1.0) for n in self.size)
        self.ways = tuple(_ways(n) for n in self.size)
        points = 3 * sum(self.size) + 20
        # The extrema of a Chebyshev polynomial: a polynomial of this degree cannot rise between.
        self.share = (1 - np.cos(np.pi * np.arange(points + 1) / points)) / 2
        self.below = {
            family: list(self._scan(family, family.below)) for family in (_DIFFERENCES, _RATIOS)
        }
        self.p = max(p for scanned in self.below.values() for _, p in scanned)

    def _scan(
        self, family: _Family, hypotheses: tuple[float, ...]
    ) -> Iterator[tuple[float, float]]:
        """Return hypotheses in order with their p-value, closer together before the first limit."""
        past, passed = None, False
        for at in hypotheses:
            p = self.p_value(family, at)
            if past is not None and not passed and max(p, past[1]) > self.alpha / _NEARLY:
                for between in np.linspace(past[0], at, _FINE_STEPS + 1)[1:-1].tolist():
                    found = self.p_value(family, between)
                    passed |= found > self.alpha
                    yield between, found
            passed |= p > self.alpha
            past = at, p
            yield past

    def p_value(self, family: _Family, hypothesis: float) -> float:
        """Return the largest probability of a table at least as extreme under a hypothesis."""
        (x1, x2), (n1, n2) = self.counts, self.size
        score = family.score(x1[:, None], n1, x2[None, :], n2, hypothesis)
        observed = score[self.observed]
        if np.isfinite(observed):
            weight = (score >= observed - _TIE).astype(float)
            if self.mid_p:
                weight -= 0.5 * (abs(score - observed) <= _TIE)
        else:
            weight = (score >= observed).astype(float)
            if self.mid_p:
                weight -= 0.5 * (score == observed)

        def chance(share: Matrix) -> Matrix:
            p1, p2 = family.pairs(hypothesis, share)
            one, other = (
                np.exp(ways + xlogy(x, p[:, None]) + xlog1py(n - x, -p[:, None]))
                for ways, x, p, n in zip(self.ways, self.counts, (p1, p2), self.size, strict=True)
            )
            return ((one @ weight) * other).sum(axis=1)

        return _highest(chance, self.share)

    def difference(self) -> float:
        """Return the lower limit of the difference."""
        return self._limit(_DIFFERENCES, 0.0, lambda low, high: (low + high) / 2)

    def ratio(self) -> float:
        """Return the lower limit of the ratio; 0 without events in the first group."""
        if not self.observed[0]:
            return 0.0
        return self._limit(_RATIOS, 1.0, lambda low, high: math.sqrt(low * high))

    def _limit(
        self, family: _Family, equal: float, middle: Callable[[float, float], float]
    ) -> float:
        scanned = iter(self.below[family])
        if self.p <= self.alpha:
            scanned = self._scan(family, family.above)
        past = family.below[0] if self.p > self.alpha else equal
        for at, p in scanned:
            if p > self.alpha:
                return self._crossing(family, past, at, middle)
            past = at
        return equal if self.p > self.alpha else past

    def _crossing(
        self, family: _Family, low: float, high: float, middle: Callable[[float, float], float]
    ) -> float:
        while high - low > _CLOSE * max(1.0, high):
            at = middle(low, high)
            if self.p_value(family, at) > self.alpha:
                high = at
            else:
                low = at
        return low


def _both_sides(
    events: int, total: int, other_events: int, other_total: int, alpha: float, mid_p: bool
) -> tuple[_Side, _Side]:
    """Return the test that the first proportion is larger, and that the other is."""
    return (
        _Side(events, total, other_events, other_total, alpha, mid_p),
        _Side(other_events, other_total, events, total, alpha, mid_p),
    )


def _two_sided(upper: _Side, lower: _Side) -> float:
    return min(1.0, 2 * min(upper.p, lower.p))


def _ways(n: int) -> Matrix:
    counts = np.arange(n + 1.0)
    return gammaln(n + 1) - gammaln(counts + 1) - gammaln(n - counts + 1)


def _highest(chance: Callable[[Matrix], Matrix], share: Matrix) -> float:
    """Return the maximum of a smooth function on the unit interval, refined around the best."""
    values = chance(share)
    best = int(values.argmax())
    low, high = share[max(best - 1, 0)], share[min(best + 1, len(share) - 1)]
    return float(max(values[best], chance(np.linspace(low, high, 17)).max()))
