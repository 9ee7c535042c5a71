"""Censored results: medians and ranges of values such as ``<1.0`` without substitution.

Each result is the interval in which it may lie, and so is the median: with four of eight children
at ``<1.0`` the median is known to be below 1.15.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from srns.analysis.tables.printed_table import show_rounded
from srns.cohort.quantities import show_number


@dataclass(frozen=True)
class Bounded:
    """A number that is known exactly or only within limits.

    Attributes
    ----------
    low, high
        Limits; equal if the number is known, infinite if unbounded.
    low_open, high_open
        Whether the limit itself is excluded, as with ``>`` and ``<``.
    """

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    @property
    def known(self) -> bool:
        """Whether the number is known exactly."""
        return self.low == self.high

    def show(self, decimals: int | None, floor: float = 0.0) -> str:
        """Format the number as a laboratory would; a lower limit at `floor` is omitted.

        Without `decimals`, up to three decimals if exact, otherwise two.

        >>> Bounded(0.65, 1.15, high_open=True).show(1, floor=1)
        '<1.15'
        """

        def number(end: float) -> str:
            return _shortest(end) if decimals is None else show_rounded(end, decimals)

        if self.known:
            return number(self.low)
        upper = (
            "" if np.isinf(self.high) else f"{'<' if self.high_open else '≤'}{number(self.high)}"
        )
        if upper and self.low <= floor:
            return upper
        lower = f"{'>' if self.low_open else '≥'}{number(self.low)}"
        return f"{lower} and {upper}" if upper else lower


def _shortest(value: float) -> str:
    whole = round(value, 3)
    return show_number(whole if abs(value - whole) < 1e-9 else round(value, 2))


@dataclass(frozen=True)
class Values:
    """Results as intervals without missing ones; one array entry per result."""

    low: np.ndarray
    high: np.ndarray
    low_open: np.ndarray
    high_open: np.ndarray

    def __len__(self) -> int:
        return len(self.low)

    @property
    def censored(self) -> np.ndarray:
        """Whether each result is only known to be below or above a number."""
        return self.low != self.high

    def __getitem__(self, chosen: np.ndarray) -> "Values":
        return Values(
            self.low[chosen], self.high[chosen], self.low_open[chosen], self.high_open[chosen]
        )


def bounded_values(values: Iterable[object], bounds: Iterable[str] | None = None) -> Values:
    """Convert numbers and their bounds to intervals; missing numbers are dropped.

    Parameters
    ----------
    values
        Numbers; 0 or more where the bound is an upper one.
    bounds
        ``""``, ``"<"``, ``"<="``, ``">"`` or ``">="`` for each. None: all known exactly.
    """
    number = pd.to_numeric(pd.Series(list(values), dtype=object)).to_numpy(float, na_value=np.nan)
    bound = np.full(len(number), "", dtype=object)
    if bounds is not None:
        bound[:] = list(bounds)
    below = np.isin(bound, ("<", "<="))
    above = np.isin(bound, (">", ">="))
    intervals = Values(
        np.where(below, np.minimum(0.0, number), number),
        np.where(above, np.inf, number),
        bound == ">",
        bound == "<",
    )
    return intervals[~np.isnan(number)]


def quantile(values: Values, share: float) -> Bounded | None:
    """Return a quantile as an interval; None without values.

    Linear interpolation (type 7 of Hyndman & Fan). The limits are the quantiles of the lower and of
    the upper limits of the results.

    >>> signs = ["<", "<", "", "<", "", "", "", "<"]
    >>> quantile(bounded_values([1, 1, 1.3, 1, 1.7, 2.2, 1.8, 1], signs), 0.5)
    Bounded(low=0.65, high=1.15, low_open=False, high_open=True)
    """
    if not len(values):
        return None
    low, low_open = _quantile(values.low, values.low_open, ~values.low_open, share)
    high, high_open = _quantile(values.high, values.high_open, values.high_open, share)
    return Bounded(low, high, low_open, high_open) if low != high else Bounded(low, high)


def _quantile(
    ends: np.ndarray, is_open: np.ndarray, smaller: np.ndarray, share: float
) -> tuple[float, bool]:
    order = np.lexsort((~smaller, ends))  # ties: "<1" is below 1, and 1 below ">1"
    place = share * (len(ends) - 1)
    first = int(np.floor(place + 1e-9))
    weight = max(place - first, 0.0) if place - first > 1e-9 else 0.0
    here = order[first]
    if weight == 0:
        return float(ends[here]), bool(is_open[here])
    after = order[first + 1]
    value = ends[here] * (1 - weight) + ends[after] * weight
    return float(value), bool(is_open[here] or is_open[after])


@dataclass(frozen=True)
class Summary:
    """Median, range and quartiles of results, some of them bounded; None without results."""

    n: int
    median: Bounded | None
    low: Bounded | None
    high: Bounded | None
    lower_quartile: Bounded | None
    upper_quartile: Bounded | None
    censored: tuple[tuple[str, float, int], ...]


def summarize_bounded(values: Values) -> Summary:
    """Summarize results by median, range and quartiles, and count those with a bound."""
    if not len(values):
        return Summary(0, None, None, None, None, None, ())
    return Summary(
        len(values),
        quantile(values, 0.5),
        quantile(values, 0.0),
        quantile(values, 1.0),
        quantile(values, 0.25),
        quantile(values, 0.75),
        _count_censored(values),
    )


def _count_censored(values: Values) -> tuple[tuple[str, float, int], ...]:
    hit = values[values.censored]
    above = np.isinf(hit.high)
    limit = np.where(above, hit.low, hit.high)
    word = np.where(
        above,
        np.where(hit.low_open, "above", "at or above"),
        np.where(hit.high_open, "below", "at or below"),
    )
    counted = Counter(zip(word.tolist(), limit.tolist(), strict=True))
    return tuple((str(words), float(at), n) for (words, at), n in sorted(counted.items()))
