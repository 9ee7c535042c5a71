"""Tables of counts with given margins: how probable all those are that are no more so than one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

_MOST_WAYS = 4_000_000
_MOST_WORK = 100_000_000
_MOST_KEPT = 10_000_000
_CHUNK = 1_000_000
# Relative tolerance within which two tables count as equally probable.
_TIE = 1e-7


def share_of_rarer(
    rows: NDArray[np.int64], columns: NDArray[np.int64], observed: float
) -> tuple[float, float] | None:
    """Return the probability of all tables rarer than the observed one, and of equally rare ones.

    Parameters
    ----------
    rows, columns
        The margins: row and column sums, each above 0, with no more rows than columns.
    observed
        Logarithm of the observed table's probability, but for what all tables share.

    Returns
    -------
    tuple or None
        None where there are too many tables to count.
    """
    stages = _stages(rows, columns)
    return None if stages is None else _shares(stages, observed)


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
