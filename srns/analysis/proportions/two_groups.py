"""Two-group contrasts of a proportion: score intervals for difference and ratio."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.special import ndtri

from srns.analysis.proportions.intervals import tail

_XTOL = 1e-14
_NO_VARIANCE = 1e-15
_FAR = 50.0  # log ratio beyond anything a cohort can show


class Contrast(NamedTuple):
    """A difference or ratio of two proportions with its interval; None where not estimable."""

    estimate: float | None
    low: float | None
    high: float | None


def score_difference(
    events: int,
    total: int,
    other_events: int,
    other_total: int,
    *,
    confidence: float = 0.95,
) -> Contrast:
    """Return the difference of two proportions with its score interval (Mee).

    The interval contains every difference that the score test does not reject, so it always lies
    between -1 and 1 and exists in groups of any size.

    Parameters
    ----------
    events, total
        Children with the outcome in the first group, and its size.
    other_events, other_total
        The same for the group that is subtracted.
    confidence
        Confidence level, between 0 and 1.

    Returns
    -------
    Contrast
        Fractions from -1 to 1. All None if either group is empty.

    References
    ----------
    Mee (1984), Biometrics 40:1175-1176.

    Examples
    --------
    Remission in 5 of 6 children with MCD and 0 of 2 with FSGS:

    >>> [round(100 * value, 1) for value in score_difference(5, 6, 0, 2)]
    [83.3, 5.2, 97.0]
    """
    limit = -float(ndtri(tail(confidence)))
    if not (total and other_total):
        return Contrast(None, None, None)
    estimate = events / total - other_events / other_total

    def excess(difference: float) -> float:
        return float(difference_score(events, total, other_events, other_total, difference))

    low = _root(lambda at: excess(at) - limit, -1.0, estimate)
    high = _root(lambda at: excess(at) + limit, estimate, 1.0)
    return Contrast(estimate, low, high)


def difference_score(
    x1: ArrayLike, n1: int, x2: ArrayLike, n2: int, difference: float
) -> NDArray[np.float64]:
    """Return the score statistic of a hypothesized difference, for every pair of counts.

    Infinite where the hypothesis rules out the counts.
    """
    x1, x2 = np.asarray(x1, dtype=float), np.asarray(x2, dtype=float)
    share2 = _share_given_difference(x1, n1, x2, n2, difference)
    share1 = np.clip(share2 + difference, 0.0, 1.0)
    variance = share1 * (1 - share1) / n1 + share2 * (1 - share2) / n2
    return _standardized(x1 / n1 - x2 / n2 - difference, variance)


def _standardized(gap: NDArray[np.float64], variance: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(divide="ignore", invalid="ignore"):
        score = gap / np.sqrt(variance)
    certain = np.where(abs(gap) < _XTOL, 0.0, np.copysign(np.inf, gap))
    return np.where(variance <= _NO_VARIANCE, certain, score)


def _share_given_difference(
    x1: NDArray[np.float64], n1: int, x2: NDArray[np.float64], n2: int, difference: float
) -> NDArray[np.float64]:
    """Return the restricted MLE of the second proportion: the middle root of a cubic."""
    whole, events = n1 + n2, x1 + x2
    if difference == 0:
        return events / whole  # the root is known, and tables that tie must tie exactly
    square = (n1 + 2 * n2) * difference - whole - events
    linear = n2 * difference**2 - (whole + 2 * x2) * difference + events
    constant = x2 * difference * (1 - difference)
    third = square / (3 * whole)
    half = third**3 - square * linear / (6 * whole**2) + constant / (2 * whole)
    width = np.copysign(np.sqrt(np.maximum(third**2 - linear / (3 * whole), 0.0)), half)
    with np.errstate(divide="ignore", invalid="ignore"):
        cosine = np.clip(half / width**3, -1.0, 1.0)
    angle = (np.pi + np.arccos(cosine)) / 3
    share = np.where(width == 0, -third, 2 * width * np.cos(angle) - third)
    return np.clip(share, max(0.0, -difference), min(1.0, 1 - difference))


def risk_ratio(
    events: int, total: int, other_events: int, other_total: int, *, confidence: float = 0.95
) -> Contrast:
    """Return the ratio of two proportions with its score interval (Koopman).

    Parameters
    ----------
    events, total
        Children with the outcome in the first group, and its size.
    other_events, other_total
        The same for the group in the denominator.
    confidence
        Confidence level, between 0 and 1.

    Returns
    -------
    Contrast
        `estimate` and `high` are None if the second group has no events: the ratio is then
        unbounded. `low` is 0 if the first group has no events. All are None if a group is
        empty or neither group has an event.

    References
    ----------
    Koopman (1984), Biometrics 40:513-517.

    Examples
    --------
    Koopman's own example:

    >>> [round(value, 2) for value in risk_ratio(36, 40, 16, 80)]
    [4.5, 2.94, 7.15]
    """
    limit = -float(ndtri(tail(confidence)))
    if not (total and other_total and events + other_events):
        return Contrast(None, None, None)
    estimate = events / total / (other_events / other_total) if other_events else None

    def excess(log_ratio: float) -> float:
        return float(ratio_score(events, total, other_events, other_total, math.exp(log_ratio)))

    middle = _middle(excess, events, other_events, estimate)
    low = 0.0
    if events:
        low = math.exp(_root(lambda at: excess(at) - limit, -_FAR, middle))
    high = None
    if other_events:
        high = math.exp(_root(lambda at: excess(at) + limit, middle, _FAR))
    return Contrast(estimate, low, high)


def _middle(
    excess: Callable[[float], float], events: int, other_events: int, estimate: float | None
) -> float:
    """Return a log ratio that the test certainly does not reject."""
    if estimate:
        return math.log(estimate)
    # With no events in one group, the evidence against a ratio only weakens towards that side.
    return _FAR if events and not other_events else -_FAR


def ratio_score(
    x1: ArrayLike, n1: int, x2: ArrayLike, n2: int, ratio: float
) -> NDArray[np.float64]:
    """Return the score statistic of a hypothesized ratio, for every pair of counts."""
    x1, x2 = np.asarray(x1, dtype=float), np.asarray(x2, dtype=float)
    if ratio == 1:
        share2 = (x1 + x2) / (n1 + n2)
    else:
        whole = (n1 + n2) * ratio
        linear = n1 * ratio + x1 + n2 + x2 * ratio
        # The smaller root, written to avoid cancellation of large terms.
        root = np.sqrt(np.maximum(linear**2 - 4 * whole * (x1 + x2), 0.0))
        share2 = np.minimum(2 * (x1 + x2) / (linear + root), min(1.0, 1 / ratio))
    share1 = np.minimum(ratio * share2, 1.0)
    variance = share1 * (1 - share1) / n1 + ratio**2 * share2 * (1 - share2) / n2
    return _standardized(x1 / n1 - ratio * x2 / n2, variance)


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    """Return where a decreasing function crosses 0, or the nearer end if it does not."""
    if low >= high or function(low) <= 0:
        return low
    if function(high) >= 0:
        return high

    # Infinite values at the ends would stop the search; only their sign matters.
    def bounded(at: float) -> float:
        return max(min(function(at), 1e6), -1e6)

    return float(brentq(bounded, low, high, xtol=_XTOL, rtol=1e-13, maxiter=500))
