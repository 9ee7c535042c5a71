"""Fisher's exact test for r × c tables, on request only.

Below 20 children a p-value reflects the size of the cohort more than the groups, and the result
carries a caution that says so.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from srns.cohort.paper_numbers import with_decimals
from srns.cohort.wording import plural

NO_P_VALUE_UNDER = 20
TOO_MANY = (
    "Too many tables have these margins for all of them to be counted (within reach are a "
    "response in nine groups of 500 children together or in 15 of 200, 5 × 3 tables of 200 and "
    "4 × 4 tables of 100), and a simulated p-value would change from run to run: pool groups or "
    "outcomes, or compare two groups."
)
_MOST_WAYS = 4_000_000
_MOST_WORK = 100_000_000
_MOST_KEPT = 10_000_000
_CHUNK = 1_000_000
# Relative tolerance within which two tables count as equally probable.
_TIE = 1e-7


class ExactTest(NamedTuple):
    """Result of Fisher's exact test; `p` and `mid_p` are None where `words` gives the reason."""

    p: float | None
    mid_p: float | None
    n: int
    words: str


def fisher_exact(table: ArrayLike) -> ExactTest:
    """Test whether the rows of a table of counts differ (Fisher, Freeman & Halton).

    `p` is the probability, given both margins, of all tables that are no more probable than the
    observed one; `mid_p` counts tables of equal probability by half.

    Parameters
    ----------
    table
        Counts, one row per group and one column per response. Empty rows and columns are
        ignored.

    Returns
    -------
    ExactTest
        Without a p-value if fewer than two rows or two columns are non-empty, or if there are
        too many tables to count. One response (two columns) is counted in up to nine groups of 500
        children together and 15 of 200, 3 × 3 to 5 × 3 tables of 200, 4 × 4 tables of 100; larger
        ones only where the margins are uneven or the p-value is large.

    Notes
    -----
    Tables are not enumerated one by one: column by column, partial tables with the same remaining
    row sums and the same probability are merged, as in the network algorithm of Mehta & Patel. They
    are filled from both sides, and meet in the middle.

    References
    ----------
    Freeman & Halton (1951), Biometrika 38:141-149.
    Mehta & Patel (1983), Journal of the American Statistical Association 78:427-434.
    Lancaster (1961), Journal of the American Statistical Association 56:223-234 (mid-p).

    Examples
    --------
    The lady tasting tea (Fisher 1935):

    >>> round(fisher_exact([[3, 1], [1, 3]]).p, 4)
    0.4857
    """
    counts = _counted(table)
    n = int(counts.sum())
    if min(counts.shape, default=0) < 2:
        return ExactTest(None, None, n, "The test needs at least two groups and two outcomes.")
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    if len(rows) > len(columns):  # fewer row sums to track
        rows, columns, counts = columns, rows, counts.T
    stages = _stages(rows, columns)
    if stages is None:
        return ExactTest(None, None, n, TOO_MANY)
    observed = -float(gammaln(counts + 1).sum())
    shares = _shares(stages, observed)
    if shares is None:
        return ExactTest(None, None, n, TOO_MANY)
    less, same = shares
    return ExactTest(min(less + same, 1.0), less + same / 2, n, caution(n))


def caution(n: int) -> str:
    """Return the caution for a p-value from fewer than 20 children; empty from 20 children on.

    >>> caution(8)
    '8 children: too few for a p-value to be informative; rely on the intervals.'
    """
    if n >= NO_P_VALUE_UNDER:
        return ""
    who = plural(n, "child", "children")
    return f"{who}: too few for a p-value to be informative; rely on the intervals."


def show_p(p: float) -> str:
    """Return a p-value as it is printed.

    >>> show_p(0.0339), show_p(0.0004)
    ('p = 0.034', 'p < 0.001')
    """
    return "p < 0.001" if p < 0.0005 else f"p = {with_decimals(p, 3)}"


def fisher_of_responses(
    verdicts: pd.DataFrame, by: pd.Series, *, responses: Sequence[str]
) -> ExactTest:
    """Test whether these responses, versus all others pooled, differ between the groups.

    Parameters
    ----------
    verdicts
        One row per child; column `response`.
    by
        The group of each child, in the same order; children without a group are excluded.
    """
    known = by.notna().to_numpy()
    pooled = verdicts["response"].where(verdicts["response"].isin(list(responses)), "any other")
    table = pd.crosstab(by[known].astype(str).to_numpy(), pooled[known].to_numpy())
    return fisher_exact(table.to_numpy())


def _counted(table: ArrayLike) -> NDArray[np.int64]:
    given = np.asarray(table, dtype=float)
    if given.ndim != 2:
        raise ValueError("The table must have rows and columns.")
    if not np.isfinite(given).all() or (given < 0).any() or (given % 1 != 0).any():
        raise ValueError("Every cell of the table must be a whole number, 0 or more.")
    counts = given.astype(np.int64)
    counts = counts[counts.sum(axis=1) > 0]
    return counts[:, counts.sum(axis=0) > 0]


@dataclass(frozen=True)
class _Stage:
    """All ways to fill one column, from each state of the remaining row sums.

    Attributes
    ----------
    start, end
        The state before and after each way of filling; `rarity` is the logarithm of its factor
        of the table's probability. Sorted by `start`.
    total, highest, lowest
        For each state after this column: the total probability of all completions, and the
        rarity of the most and of the least probable completion.
    """

    start: NDArray[np.intp]
    end: NDArray[np.intp]
    rarity: NDArray[np.float64]
    total: NDArray[np.float64]
    highest: NDArray[np.float64]
    lowest: NDArray[np.float64]


def _stages(rows: NDArray[np.int64], columns: NDArray[np.int64]) -> list[_Stage] | None:
    """Enumerate the ways to fill the columns, largest column first; None if too many."""
    forward = []
    states = rows[None, :]
    for column in np.sort(columns)[::-1]:
        ways = _fill(states, int(column))
        if ways is None:
            return None
        start, rarity, left = ways
        # Completions do not depend on which row has which remaining sum.
        left = np.sort(left, axis=1)
        states, end = np.unique(left, axis=0, return_inverse=True)
        forward.append((start, end.reshape(-1), rarity))
    # Nothing is left after the last column, so there is exactly one completion.
    total, highest, lowest = np.zeros(1), np.zeros(1), np.zeros(1)
    stages = []
    for start, end, rarity in reversed(forward):
        stages.append(_Stage(start, end, rarity, total, highest, lowest))
        first = np.flatnonzero(np.diff(start, prepend=-1))
        highest = np.maximum.reduceat(rarity + highest[end], first)
        lowest = np.minimum.reduceat(rarity + lowest[end], first)
        total = np.logaddexp.reduceat(rarity + total[end], first)
    return stages[::-1]


def _fill(
    states: NDArray[np.int64], column: int
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.int64]] | None:
    """Fill one column from every state, cell by cell; None if there are too many ways."""
    start, left = np.arange(len(states)), states
    wanted, rarity = np.full(len(states), column), np.zeros(len(states))
    for place in range(states.shape[1]):
        later = left[:, place + 1 :].sum(axis=1)
        fewest = np.maximum(wanted - later, 0)
        choices = np.minimum(left[:, place], wanted) - fewest + 1
        if choices.sum() > _MOST_WAYS:
            return None
        way = np.repeat(np.arange(len(left)), choices)
        cell = np.arange(len(way)) - np.repeat(choices.cumsum() - choices, choices) + fewest[way]
        left = left[way]
        left[:, place] -= cell
        start, wanted = start[way], wanted[way] - cell
        rarity = rarity[way] - gammaln(cell + 1)
    return start, rarity, left


_Partial = tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]
"""Partial tables, merged: the state at which they end (or begin), their rarity and how many."""


def _shares(stages: list[_Stage], observed: float) -> tuple[float, float] | None:
    """Return the probability of tables rarer than the observed one, and of equally rare ones.

    Columns are filled from the left and from the right, whichever has fewer ways next. Where one
    column is left, each way to fill it is looked up among the partial tables on the right, so that
    no whole table is enumerated. None if even the partial ones are too many.
    """
    first = stages[0]
    whole = float(np.logaddexp.reduce(first.rarity + first.total[first.end]))
    left: _Partial = (np.zeros(1, dtype=np.intp), np.zeros(1), np.ones(1))
    right: _Partial = (np.zeros(1, dtype=np.intp), np.zeros(1), np.ones(1))
    low, high, less, same, work = 0, len(stages), 0.0, 0.0, 0
    while True:
        next_ways, last_ways = _ways(stages[low], left), _ways_back(stages[high - 1], right)
        is_last = high - low == 1
        work += next_ways if is_last else min(next_ways, last_ways)
        if work > _MOST_WORK:
            return None
        if is_last:
            break
        if next_ways <= last_ways:
            shares: list[float] = []
            grown = _merge_all(_keep(_fill_next(stages[low], left, observed, whole), shares))
            low, less = low + 1, less + sum(shares)
        else:
            high -= 1
            grown = _merge_all(_fill_last(stages[high], right))
        if grown is None:
            return None
        left, right = (grown, right) if next_ways <= last_ways else (left, grown)
    endings = _Endings(right)
    for partial, rarer in _fill_next(stages[low], left, observed, whole):
        found = endings.shares(partial, observed, whole)
        less, same = less + rarer + found[0], same + found[1]
    return less, same


def _ways(stage: _Stage, partial: _Partial) -> int:
    """Return how many ways there are to fill the next column of partial tables on the left."""
    return int(np.bincount(stage.start)[partial[0]].sum())


def _ways_back(stage: _Stage, partial: _Partial) -> int:
    """Return how many ways there are to fill the column before partial tables on the right."""
    return int(np.bincount(stage.end)[partial[0]].sum())


def _pairs(
    places: NDArray[np.intp], state: NDArray[np.intp]
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Return, in pieces, each partial table with each way to extend it: both as positions.

    Parameters
    ----------
    places
        The state of each way at which it can be joined, sorted.
    """
    opens = np.searchsorted(places, state)
    many = np.searchsorted(places, state, side="right") - opens
    ends = many.cumsum()
    cuts = np.searchsorted(ends, np.arange(_CHUNK, ends[-1] if len(ends) else 0, _CHUNK))
    for part in np.split(np.arange(len(state)), cuts):
        own = many[part]
        past = np.repeat(part, own)
        yield past, np.arange(len(past)) - np.repeat(own.cumsum() - own, own) + opens[past]


def _fill_next(
    stage: _Stage, partial: _Partial, observed: float, whole: float
) -> Iterator[tuple[_Partial, float]]:
    """Fill the next column from the left; return, in pieces, what is undecided and what is rarer.

    Partial tables that can only end up rarer are counted at once; those that cannot are dropped.
    """
    state, rarity, weight = partial
    for past, way in _pairs(stage.start, state):
        end, grown = stage.end[way], rarity[past] + stage.rarity[way]
        rarer = grown + stage.highest[end] < observed - _TIE
        chance = np.exp(grown[rarer] + stage.total[end[rarer]] - whole)
        less = float((weight[past[rarer]] * chance).sum())
        undecided = ~rarer & (grown + stage.lowest[end] <= observed + _TIE)
        yield _merge(end[undecided], grown[undecided], weight[past[undecided]]), less


def _keep(pieces: Iterable[tuple[_Partial, float]], shares: list[float]) -> Iterator[_Partial]:
    """Return what is undecided, and add the shares of what is rarer to `shares`."""
    for partial, rarer in pieces:
        shares.append(rarer)
        yield partial


def _fill_last(stage: _Stage, partial: _Partial) -> Iterator[_Partial]:
    """Fill the column before those on the right, in pieces."""
    state, rarity, weight = partial
    order = np.argsort(stage.end, kind="stable")
    for past, way in _pairs(stage.end[order], state):
        at = order[way]
        yield _merge(stage.start[at], rarity[past] + stage.rarity[at], weight[past])


class _Endings:
    """Partial tables on the right by state, to look up how many are rarer than a limit."""

    def __init__(self, right: _Partial) -> None:
        state, self.rarity, weight = right
        self.shift = float(self.rarity.max())  # their probabilities lie far beyond a float
        chance = weight * np.exp(self.rarity - self.shift)
        self.bounds = np.searchsorted(state, np.arange(int(state[-1]) + 2))
        self.shares_until = [
            np.concatenate(([0.0], chance[low:high].cumsum()))
            for low, high in pairwise(self.bounds)
        ]

    def shares(self, left: _Partial, observed: float, whole: float) -> tuple[float, float]:
        """Return the shares of tables rarer than the observed one, and as rare, of these parts."""
        state, rarity, weight = left
        less, same = 0.0, 0.0
        starts = np.flatnonzero(np.diff(state, prepend=-1, append=-1))
        for low, high in pairwise(starts):
            place, past = int(state[low]), rarity[low:high]
            own = self.rarity[self.bounds[place] : self.bounds[place + 1]]
            until = self.shares_until[place]
            rarer = until[np.searchsorted(own, observed - _TIE - past)]
            as_rare = until[np.searchsorted(own, observed + _TIE - past, side="right")] - rarer
            factor = weight[low:high] * np.exp(past - whole + self.shift)
            less += float((factor * rarer).sum())
            same += float((factor * as_rare).sum())
        return less, same


def _merge_all(pieces: Iterable[_Partial]) -> _Partial | None:
    """Merge partial tables of several pieces; None if too many remain.

    They are merged each time their number has doubled, so that memory holds no more than twice
    `_MOST_KEPT` of them.
    """
    waiting: list[_Partial] = []
    many, limit = 0, _CHUNK
    for piece in pieces:
        waiting.append(piece)
        many += len(piece[0])
        if many > 2 * limit:
            waiting = [_joined(waiting)]
            many = limit = max(len(waiting[0][0]), _CHUNK)
        if many > 2 * _MOST_KEPT:
            return None
    merged = _joined(waiting)
    return merged if len(merged[0]) <= _MOST_KEPT else None


def _joined(parts: list[_Partial]) -> _Partial:
    if len(parts) == 1:
        return parts[0]
    state, rarity, weight = (np.concatenate(column) for column in zip(*parts, strict=True))
    return _merge(state, rarity, weight)


def _merge(
    state: NDArray[np.intp], rarity: NDArray[np.float64], weight: NDArray[np.float64]
) -> _Partial:
    """Merge partial tables with the same state and rarity."""
    order = np.lexsort((rarity, state))
    state, rarity, weight = state[order], rarity[order], weight[order]
    fresh = np.ones(len(rarity), dtype=bool)
    fresh[1:] = (state[1:] != state[:-1]) | (np.diff(rarity) > _TIE / 1000)
    first = np.flatnonzero(fresh)
    merged = np.add.reduceat(weight, first) if len(first) else weight
    return state[first], rarity[first], merged
