"""How are results summarised of which some are only known to lie below or above a number?

Nothing is put in the place of ``<1.0``. Each result is the interval that it may lie in, and so is
the median: with four of eight children at ``<1.0`` the median is known to lie below 1.15.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from srns.analysis.tables.printed_table import show_rounded
from srns.cohort.quantities import show_number


@dataclass(frozen=True)
class Bounded:
    """A number that is known, or known to lie within two ends.

    Attributes
    ----------
    low, high
        The ends; equal where the number is known, infinite where nothing bounds it.
    low_open, high_open
        Whether the end itself is excluded, as it is by ``>`` and ``<``.
    """

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    @property
    def known(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high

    def show(self, decimals: int | None, floor: float = 0.0) -> str:
        """Print it as a laboratory would; an end at the `floor` of what is measured says nothing.

        Without `decimals` it has those it needs: three where they are exact, else two.

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
    """Results as intervals, missing ones left out: one entry of each array is one result."""

    low: np.ndarray
    high: np.ndarray
    low_open: np.ndarray
    high_open: np.ndarray

    def __len__(self) -> int:
        return len(self.low)

    @property
    def censored(self) -> np.ndarray:
        """Whether each result is only known to lie below or above a number."""
        return self.low != self.high

    def __getitem__(self, chosen: np.ndarray) -> "Values":
        return Values(
            self.low[chosen], self.high[chosen], self.low_open[chosen], self.high_open[chosen]
        )


def bounded_values(values: Iterable[object], bounds: Iterable[str] | None = None) -> Values:
    """Turn numbers and their bounds into intervals; what is missing is left out.

    Parameters
    ----------
    values
        Numbers, 0 or more where a bound from above goes with them.
    bounds
        ``""``, ``"<"``, ``"<="``, ``">"`` or ``">="`` for each; all known without it.
    """
    number = pd.to_numeric(pd.Series(list(values), dtype=object)).to_numpy(float, na_value=np.nan)
    bound = np.full(len(number), "", dtype=object)
    if bounds is not None:
        bound[:] = list(bounds)
    below = np.isin(bound, ("<", "<="))
    above = np.isin(bound, (">", ">="))
    found = Values(
        np.where(below, np.minimum(0.0, number), number),
        np.where(above, np.inf, number),
        bound == ">",
        bound == "<",
    )
    return found[~np.isnan(number)]


def quantile(values: Values, share: float) -> Bounded | None:
    """Give a quantile as an interval; None of no values.

    Interpolated linearly between neighbours (type 7 of Hyndman & Fan). The ends are quantiles of
    the ends: moving every result to its lower end moves the quantile to its lower end.

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
    order = np.lexsort((~smaller, ends))  # of equal ends: "<1" is below 1, and 1 below ">1"
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
    """Median, range and quartiles of results of which some have bounds; None of no results."""

    n: int
    median: Bounded | None
    low: Bounded | None
    high: Bounded | None
    lower_quartile: Bounded | None
    upper_quartile: Bounded | None
    censored: tuple[tuple[str, float, int], ...]

    def show(self, decimals: int, *, quartiles: bool) -> str:
        """Print it: median, quartiles on request, range, and how many results have a bound."""
        if self.median is None or self.low is None or self.high is None:
            return "–"
        floor = self.low.high  # below the smallest result lies only what a bound leaves open
        middle = self.median.show(decimals, floor)
        if quartiles and self.lower_quartile and self.upper_quartile:
            lower = self.lower_quartile.show(decimals, floor)
            middle += f" [{lower}–{self.upper_quartile.show(decimals, floor)}]"
        ends = f"{self.low.show(decimals, floor)}–{self.high.show(decimals, floor)}"
        text = f"{middle} ({ends})"
        return "; ".join([text, *say_censored(self.censored, self.n, decimals)])


def summarise_bounded(values: Values) -> Summary:
    """Summarise results by median, range and quartiles, and count those with a bound."""
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


def say_censored(censored: Sequence[tuple[str, float, int]], of: int, decimals: int) -> list[str]:
    """Say how many results are only known to lie below or above a number.

    >>> say_censored((("below", 1.0, 4),), 8, 1)
    ['4 of 8 below 1.0']
    """
    return [f"{n} of {of} {word} {show_rounded(at, decimals)}" for word, at, n in censored]
