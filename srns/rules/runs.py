"""Runs: stretches of successive visits that meet a test, and the first that is long enough."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np

from srns.cohort.child_keys import day_key, starts
from srns.cohort.tables import DAYS_PER_MONTH
from srns.rules.occasions import Visits

ABSENT = -1


@dataclass(frozen=True)
class Run:
    """The first run of each child that decides: places of visits, -1 where there is none."""

    first: np.ndarray
    decided: np.ndarray


class Repeats(Protocol):
    """How often something must be seen, and how far apart: of a response or a relapse."""

    @property
    def occasions(self) -> int | None:
        """How many visits; None where only days are counted."""
        ...

    @property
    def days(self) -> tuple[int, int] | None:
        """Of how many consecutive days (second) how many (first); None where none are counted."""
        ...

    @property
    def min_days_between(self) -> int:
        """Visits closer than this count once."""
        ...

    @property
    def max_days_between(self) -> int | None:
        """A longer silence starts afresh; None for no limit."""
        ...


@dataclass(frozen=True)
class Timing:
    """By when, or on which day, a response must be reached; in days from day 0.

    Attributes
    ----------
    by
        The last day on which it may be dated; None without a deadline.
    at
        The places of the only visits that are looked at; None where all are.
    """

    by: int | None = None
    at: np.ndarray | None = None


def first_run(
    visits: Visits,
    children: int,
    repeats: Repeats,
    in_run: np.ndarray,
    confirms: np.ndarray,
    *,
    dated_by: str = "first",
    timing: Timing | None = None,
    possible: bool = False,
) -> Run:
    """Find each child's first run that decides, and the visit that decides it.

    Parameters
    ----------
    in_run, confirms
        Whether each visit belongs to a run, and whether it may decide one.
    possible
        Whether what is unknown counts in favour: a diary's missing days, and relapses of which
        it is not sure that they came between two visits.
    """
    timing = timing or Timing()
    if timing.at is not None:
        decides = np.zeros(len(in_run), dtype=bool)
        decides[timing.at] = (in_run & confirms)[timing.at]
        decided = first_of_each_child(decides, visits.child, children)
        return Run(decided, decided)
    began, enough = runs(visits, in_run, repeats, possible=possible)
    decides = in_run & confirms & enough
    if timing.by is not None:
        dated = began if dated_by == "first" else np.arange(len(in_run))
        decides &= visits.day[dated] <= timing.by
    decided = first_of_each_child(decides, visits.child, children)
    first = np.where(decided >= 0, began[decided] if len(began) else ABSENT, ABSENT)
    return Run(first, decided)


def runs(
    visits: Visits, in_run: np.ndarray, repeats: Repeats, *, possible: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Return for every visit where its run starts, and whether the run is long enough there.

    Where enough days of so many hold (``3 of 5``) the run starts at the first of these that holds;
    where it is long enough by its visits too, at the earlier of the two.
    """
    began = run_starts(visits, in_run, repeats.max_days_between, possible=possible)
    enough = np.zeros(len(in_run), dtype=bool)
    if repeats.occasions is not None:
        enough = _enough_visits(visits, began, repeats)
    if repeats.days is None:
        return began, enough
    least, within = repeats.days
    if least == within:
        if not visits.diary.any() and not visits.has_days_in_a_row(within):
            return began, enough
        linked = _linked_start(visits, began, possible=possible)
        return began, enough | (visits.day - visits.day[linked] + 1 >= within)
    first, held = _days_that_hold(visits, in_run, within, possible=possible)
    by_days = in_run & (held >= least)
    both = by_days & enough
    return np.where(both, np.minimum(first, began), np.where(by_days, first, began)), (
        enough | by_days
    )


def run_starts(
    visits: Visits, in_run: np.ndarray, max_days_between: int | None, *, possible: bool = False
) -> np.ndarray:
    """Return, for every visit in a run, where its run starts."""
    fresh = starts(visits.child)
    if max_days_between is not None:
        fresh[1:] |= np.diff(visits.day) > max_days_between
    broken = visits.surely_broken if possible else visits.broken
    if len(broken):
        fresh |= broken
    begins = in_run.copy()
    begins[1:] &= fresh[1:] | ~in_run[:-1]
    return np.maximum.accumulate(np.where(begins, np.arange(len(in_run)), 0))


def _enough_visits(visits: Visits, began: np.ndarray, repeats: Repeats) -> np.ndarray:
    """Return whether enough clinic visits of the run have been counted at each visit."""
    count = np.arange(len(began))
    assert repeats.occasions is not None
    clinic = ~visits.diary if visits.diary.any() else None
    if not repeats.min_days_between:
        if clinic is None:
            return count - began + 1 >= repeats.occasions
        counted = np.cumsum(clinic)
        return counted - (counted - clinic)[began] >= repeats.occasions
    places = count if clinic is None else np.flatnonzero(clinic)
    key = day_key(visits.child, visits.day)[places]
    # From the first counted visit of the run to the next that is far enough, and so on.
    at = np.searchsorted(places, began) if clinic is not None else began
    for _ in range(repeats.occasions - 1):
        wanted = key[np.minimum(at, len(key) - 1)] + repeats.min_days_between if len(key) else at
        at = np.where(at < len(key), np.searchsorted(key, wanted), at)
    reached = np.full(len(began), len(began))
    known = at < len(key)
    reached[known] = places[at[known]]
    return count >= reached


def _linked_start(visits: Visits, began: np.ndarray, *, possible: bool) -> np.ndarray:
    """Return where the unbroken stretch of calendar days that ends at each visit starts.

    For what is possible, the missing days between two diary visits count as held.
    """
    count = np.arange(len(began))
    linked = np.zeros(len(began), dtype=bool)
    linked[1:] = (np.diff(visits.day) == 1) & (began[1:] < count[1:])
    if possible:
        linked[1:] |= visits.diary[1:] & visits.diary[:-1] & (began[1:] < count[1:])
    return np.maximum.accumulate(np.where(linked, 0, count))


def _days_that_hold(
    visits: Visits, in_run: np.ndarray, within: int, *, possible: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Count the days that hold among the last so many, at each visit; with the first that holds."""
    key = day_key(visits.child, visits.day)
    earliest = np.searchsorted(key, key - within, side="right")
    total = np.concatenate(([0], np.cumsum(in_run)))
    held = total[1:] - total[earliest]
    following = np.where(in_run, np.arange(len(in_run)), len(in_run))
    if not len(in_run):
        return following, held
    first = np.minimum.accumulate(following[::-1])[::-1][earliest]
    if possible and visits.diary.any():
        missing = np.zeros(len(key), dtype=np.int64)
        at_home = visits.diary[1:] & visits.diary[:-1] & ~starts(visits.child)[1:]
        missing[1:] = np.where(at_home, np.diff(visits.day) - 1, 0)
        passed = np.cumsum(missing)
        reach = np.maximum(visits.day[earliest] - (visits.day - within) - 1, 0)
        held = held + passed - passed[earliest] + np.minimum(missing[earliest], reach)
    return first, held


def first_of_each_child(marked: np.ndarray, child: np.ndarray, children: int) -> np.ndarray:
    """Return each child's first marked visit, -1 where none is marked."""
    first = np.full(children, ABSENT)
    hits = np.flatnonzero(marked)[::-1]
    first[child[hits]] = hits
    return first


def last_day(month: Fraction) -> int:
    """Return the last whole day of a month counted from day 0."""
    return int(month * Fraction(DAYS_PER_MONTH))
