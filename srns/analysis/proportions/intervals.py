"""How sure can a cohort of this size be of one proportion?"""

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol

from scipy.optimize import brentq
from scipy.special import betainc, betaincinv, ndtri


class Interval(NamedTuple):
    """The two ends of a confidence interval, as fractions from 0 to 1."""

    low: float
    high: float


class Method(Protocol):
    """A way to make an interval of a proportion."""

    def __call__(self, events: int, total: int, *, confidence: float = 0.95) -> Interval:
        """Give the interval of `events` children among `total`."""
        ...


def tail(confidence: float) -> float:
    """Give the share a two-sided interval leaves out on each side: 0.025 for a coverage of 0.95."""
    if not 0 < confidence < 1:
        raise ValueError(f"The confidence must lie between 0 and 1, not be {confidence}.")
    return (1 - confidence) / 2


def exact_interval(events: int, total: int, *, confidence: float = 0.95) -> Interval:
    """Give the Clopper-Pearson interval of a proportion.

    It keeps its coverage in a cohort of any size, a handful of children included,
    at the price of being wide.

    Parameters
    ----------
    events, total
        Children with the outcome, and all children; ``0 <= events <= total``.
    confidence
        The coverage wanted, between 0 and 1.

    Returns
    -------
    Interval
        Fractions from 0 to 1. The low end is exactly 0 when nobody has the outcome, and the
        high end exactly 1 when everybody has.

    Raises
    ------
    ValueError
        If there are no children, if a count is negative, or if there are more events than children.

    References
    ----------
    Clopper & Pearson (1934), Biometrika 26:404-413.

    Examples
    --------
    Four of the eight children of Haddad et al. (2021) went into complete remission:

    >>> low, high = exact_interval(4, 8)
    >>> f"{low:.1%} to {high:.1%}"
    '15.7% to 84.3%'
    """
    _require_possible(events, total)
    left_out = tail(confidence)

    # The beta distribution degenerates at both ends, where the limit is the end itself.
    low = 0.0 if events == 0 else float(betaincinv(events, total - events + 1, left_out))
    high = 1.0 if events == total else float(betaincinv(events + 1, total - events, 1 - left_out))
    return Interval(low, high)


def wilson_interval(events: int, total: int, *, confidence: float = 0.95) -> Interval:
    """Give Wilson's score interval of a proportion, without continuity correction.

    It is narrower than the exact one and right on average; for a single proportion it may cover
    less often than it says. Parameters, errors and ends are those of `exact_interval`.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22:209-212.

    Examples
    --------
    >>> low, high = wilson_interval(4, 8)
    >>> f"{low:.1%} to {high:.1%}"
    '21.5% to 78.5%'
    """
    _require_possible(events, total)
    square = float(ndtri(tail(confidence))) ** 2

    share = events / total
    middle = (share + square / (2 * total)) / (1 + square / total)
    spread = math.sqrt(square * (share * (1 - share) / total + square / (4 * total**2)))
    reach = spread / (1 + square / total)
    low = 0.0 if events == 0 else middle - reach
    high = 1.0 if events == total else middle + reach
    return Interval(low, high)


def mid_p_interval(events: int, total: int, *, confidence: float = 0.95) -> Interval:
    """Give the mid-p interval of a proportion.

    It is the exact one with only half of the probability of the observed count in each tail:
    narrower, and covering what it says on average instead of always. Parameters, errors and ends
    are those of `exact_interval`.

    References
    ----------
    Lancaster (1961), Journal of the American Statistical Association 56:223-234.
    Vollset (1993), Statistics in Medicine 12:809-824.

    Examples
    --------
    >>> low, high = mid_p_interval(4, 8)
    >>> f"{low:.1%} to {high:.1%}"
    '18.4% to 81.6%'
    """
    _require_possible(events, total)
    left_out = tail(confidence)

    # The upper limit is the lower one with the children without the outcome counted instead.
    return Interval(
        _mid_p_low(events, total, left_out), 1 - _mid_p_low(total - events, total, left_out)
    )


def _mid_p_low(events: int, total: int, left_out: float) -> float:
    """Find the proportion under which so many events or more are as rare as the tail."""
    if events == 0:
        return 0.0
    return float(brentq(lambda truth: _mid_tail(events, total, truth) - left_out, 0, 1, xtol=1e-14))


def _mid_tail(events: int, total: int, truth: float) -> float:
    """Give the chance of more than these events, and half of that of exactly these."""
    at_least = betainc(events, total - events + 1, truth)
    more = betainc(events + 1, total - events, truth) if events < total else 0.0
    return float(at_least + more) / 2


EXACT = "exact"
METHODS: Mapping[str, Method] = MappingProxyType(
    {EXACT: exact_interval, "wilson": wilson_interval, "mid-p": mid_p_interval}
)
METHOD_NAMES: Mapping[str, str] = MappingProxyType(
    {EXACT: "exact (Clopper–Pearson)", "wilson": "Wilson score", "mid-p": "mid-p"}
)
METHOD_WORDS: Mapping[str, str] = MappingProxyType(
    {EXACT: "exact", "wilson": "Wilson score", "mid-p": "mid-p"}
)
"""As they stand in a sentence: "exact 95 % interval"."""


def _require_possible(events: int, total: int) -> None:
    if total == 0:
        raise ValueError("A proportion of 0 children has no interval.")
    if not 0 <= events <= total:
        raise ValueError(f"The events must number from 0 to the {total} children, not {events}.")
