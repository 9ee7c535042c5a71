"""Runs of consecutive visits, and the visit at which a run is long enough.

A run ends at a visit that does not meet the limit, or where two visits are further apart than the
definition allows. Visits closer together than the definition asks count once.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from srns.cohort.tables import DAYS_PER_MONTH
from srns.rules.definition import Relapse, Response
from srns.rules.occasions import Series, day_key, starts

ABSENT = -1


@dataclass(frozen=True)
class Run:
    """Each child's first run that decides, as places of visits; -1 without one."""

    first: np.ndarray
    decided: np.ndarray


def first_run(
    urine: Series,
    children: int,
    asked: Response,
    in_run: np.ndarray,
    confirms: np.ndarray,
    dated_by: str,
) -> Run:
    """Return each child's first run that decides, with the visit that decides it.

    Parameters
    ----------
    in_run
        Whether each visit meets what a run needs.
    confirms
        Whether each visit also meets what the deciding visit needs.
    dated_by
        ``"first"`` or ``"last"``: the visit of the run that must be before the deadline.
    """
    run_start = run_starts(urine, in_run, asked.max_days_between)
    decides = in_run & confirms & is_long_enough(urine, run_start, asked)
    if asked.by_month is not None:
        dated = run_start if dated_by == "first" else np.arange(len(in_run))
        decides &= urine.day[dated] <= last_day(asked.by_month)
    decided = first_of_each_child(decides, urine.child, children)
    first = np.where(decided >= 0, run_start[decided] if len(run_start) else ABSENT, ABSENT)
    return Run(first, decided)


def last_day(month: Fraction) -> int:
    """Return the last whole day of a month counted from day 0."""
    return int(month * Fraction(DAYS_PER_MONTH))


def run_starts(urine: Series, in_run: np.ndarray, max_days_between: int | None) -> np.ndarray:
    """Return the place at which the run of each visit starts; meaningless outside a run."""
    new = starts(urine.child)
    if max_days_between is not None:
        new[1:] |= np.diff(urine.day) > max_days_between
    begins = in_run.copy()
    begins[1:] &= new[1:] | ~in_run[:-1]
    return np.maximum.accumulate(np.where(begins, np.arange(len(in_run)), 0))


def is_long_enough(urine: Series, run_start: np.ndarray, asked: Response | Relapse) -> np.ndarray:
    """Return whether the run is long enough at each visit."""
    if not asked.min_days_between:
        return np.arange(len(run_start)) - run_start + 1 >= asked.occasions
    key = day_key(urine.child, urine.day)
    enough = run_start
    for _ in range(asked.occasions - 1):  # the next visit far enough from the last one counted
        wanted = key[np.minimum(enough, len(key) - 1)] + asked.min_days_between
        enough = np.where(enough < len(key), np.searchsorted(key, wanted), enough)
    return np.arange(len(run_start)) >= enough


def first_of_each_child(marked: np.ndarray, child: np.ndarray, children: int) -> np.ndarray:
    """Return each child's first marked visit, -1 if none is marked."""
    first = np.full(children, ABSENT)
    hits = np.flatnonzero(marked)[::-1]
    first[child[hits]] = hits
    return first
