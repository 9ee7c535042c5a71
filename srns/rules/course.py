"""Course after the verdict: relapse, state at each visit, status at last follow-up.

A confirmed remission holds until a relapse or until a better response replaces it. After a relapse,
later visits may decide a new remission.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from srns.cohort.tables import Cohort
from srns.cohort.terms import (
    DEATH,
    ENDS_IN_KIDNEY_FAILURE,
    KIDNEY_FAILURE,
    NONE,
    NOT_IN_REMISSION,
    RELAPSED,
    UNKNOWN,
)
from srns.rules.definition import Definition, Relapse
from srns.rules.occasions import Occasions, Series, child_codes, day_key
from srns.rules.runs import first_of_each_child, first_run, is_long_enough, run_starts
from srns.rules.verdict import Judged

NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Changes:
    """Days on which a child's state changed, sorted by child and day."""

    child: np.ndarray
    day: np.ndarray
    state: np.ndarray


@dataclass(frozen=True)
class Course:
    """Course of every child after the verdict.

    Attributes
    ----------
    relapse_day
        The first relapse after the verdict's remission was confirmed; NaN without one.
    sustained
        True, False, or None if unknown or if there was no remission.
    relapse_between
        One row per child: the first and the last possible day of the first relapse if its day is
        not known, else NaN twice.
    known_in_part
        What is unknown because a relapse has an incomplete date, in words, by child.
    """

    relapse_day: np.ndarray
    sustained: np.ndarray
    status: np.ndarray
    changes: Changes
    relapse_between: np.ndarray
    known_in_part: Mapping[int, str] = field(default_factory=dict)


def follow_course(
    cohort: Cohort,
    occasions: Occasions,
    judged: Judged,
    definition: Definition,
    verdict: np.ndarray,
) -> Course:
    """Follow each child from the verdict to the end of the record.

    Parameters
    ----------
    verdict
        The response of each child in words.
    """
    recorded = _relapse_events(cohort)
    confirmed = _confirmed_day(occasions, judged)
    rule = definition.relapse
    everywhere = np.arange(len(occasions.urine))
    ending = _ending(occasions, rule, recorded, possible=False)
    certain = ending.first_after(confirmed, occasions.urine, everywhere)
    maybe = _ending(occasions, rule, recorded, possible=True)
    possible = maybe.first_after(confirmed, occasions.urine, everywhere)
    in_remission = judged.response >= 0
    undated = np.zeros(occasions.children, dtype=bool)
    undated[recorded[0][np.isnan(recorded[1])]] = True
    nobody_can_tell = (possible != NEVER) | undated | (rule is None)
    sustained = np.full(occasions.children, None, dtype=object)
    sustained[in_remission & ~nobody_can_tell] = True
    sustained[in_remission & (certain != NEVER)] = False
    changes = _changes(occasions, judged, definition, ending)
    return Course(
        np.where(certain == NEVER, np.nan, certain.astype(float)),
        sustained,
        _status(cohort, verdict, changes, undated & in_remission & (certain == NEVER)),
        changes,
        np.full((occasions.children, 2), np.nan),
    )


def states_at_visits(occasions: Occasions, changes: Changes, before: np.ndarray) -> np.ndarray:
    """Return the state at every visit; `before` is each child's state until its first change."""
    occasion_key = day_key(occasions.urine.child, occasions.urine.day)
    place = np.searchsorted(day_key(changes.child, changes.day), occasion_key, side="right") - 1
    found = before[occasions.urine.child].astype(object)
    if len(changes.child):
        of_child = (place >= 0) & (changes.child[place] == occasions.urine.child)
        found[of_child] = changes.state[place[of_child]]
    return found


def _relapse_events(cohort: Cohort) -> tuple[np.ndarray, np.ndarray]:
    """Return the child and the day (NaN if not known) of each recorded relapse."""
    rows = np.flatnonzero(cohort.events["event"].to_numpy() == "relapse")
    child = child_codes(cohort.patients["patient"], cohort.events["patient"])[rows]
    day = cohort.events["day"].to_numpy(dtype=float, na_value=np.nan)[rows]
    return child[child >= 0], day[child >= 0]


def _confirmed_day(occasions: Occasions, judged: Judged) -> np.ndarray:
    decided = judged.decided
    day = np.full(occasions.children, NEVER)
    day[decided >= 0] = occasions.urine.day[decided[decided >= 0]]
    return day


@dataclass(frozen=True)
class _Ending:
    """Relapses that end a remission: visits that meet the relapse limit, and recorded ones."""

    rule: Relapse | None
    meets: np.ndarray
    recorded_child: np.ndarray
    recorded_day: np.ndarray

    def first_after(self, confirmed: np.ndarray, urine: Series, at: np.ndarray) -> np.ndarray:
        """Return each child's first relapse after the day `confirmed`, or NEVER.

        `at` holds the places of `urine` among all visits.
        """
        found = np.full(len(confirmed), NEVER)
        if self.rule is not None:
            relapsing = (urine.day > confirmed[urine.child]) & self.meets[at]
            run_start = run_starts(urine, relapsing, self.rule.max_days_between)
            decides = relapsing & is_long_enough(urine, run_start, self.rule)
            decided = first_of_each_child(decides, urine.child, len(confirmed))
            has_one = decided >= 0
            found[has_one] = urine.day[run_start[decided[has_one]]]
        later = self.recorded_day > confirmed[self.recorded_child]
        np.minimum.at(found, self.recorded_child[later], self.recorded_day[later])
        return found


def _ending(
    occasions: Occasions,
    rule: Relapse | None,
    recorded: tuple[np.ndarray, np.ndarray],
    *,
    possible: bool,
) -> _Ending:
    meets = np.ones(len(occasions.urine), dtype=bool)
    if rule is not None:
        results = occasions.urine.results()
        for edge in range(len(rule.upcr.edges)):
            meets &= rule.upcr.holds(results, edge)[1 if possible else 0]
    child, day = recorded
    dated = ~np.isnan(day)
    return _Ending(rule, meets, child[dated], day[dated].astype(np.int64))


def _changes(
    occasions: Occasions, judged: Judged, definition: Definition, ending: _Ending
) -> Changes:
    """Walk from remission to relapse to remission, all children at once."""
    children = occasions.children
    at = np.arange(len(occasions.urine))
    urine = occasions.urine
    runs = [tested.deciding for tested in judged.tested]
    parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    while True:
        earliest, best, best_onset = (np.full(children, NEVER) for _ in range(3))
        for run in reversed(runs):  # best first: the best overwrites
            child = np.flatnonzero(run.decided >= 0)
            best[child] = urine.day[run.decided[child]]
            best_onset[child] = urine.day[run.first[child]]
            earliest[child] = np.minimum(earliest[child], best[child])
        # A lesser remission may be lost before the best one begins; a relapse recorded within the
        # run that decides the best one ends nothing.
        relapse = ending.first_after(earliest, urine, at)
        relapse = np.where(relapse < best_onset, relapse, ending.first_after(best, urine, at))
        best_so_far = np.full(children, NEVER)
        for run, response in zip(runs, definition.responses, strict=True):
            # Best first, so that a lesser response counts only where it came earlier.
            child = np.flatnonzero(run.decided >= 0)
            onset, settled = urine.day[run.first[child]], urine.day[run.decided[child]]
            counts = (onset < best_so_far[child]) & (settled < relapse[child])
            child, onset = child[counts], onset[counts]
            best_so_far[child] = onset
            parts.append((child, onset, np.full(len(child), response.name, dtype=object)))
        child = np.flatnonzero(relapse != NEVER)
        if not len(child):
            break
        parts.append((child, relapse[child], np.full(len(child), RELAPSED, dtype=object)))
        later = urine.day > relapse[urine.child]  # none where the child did not relapse: NEVER
        urine, at = urine[later], at[later]
        runs = [
            first_run(
                urine,
                children,
                tested.response,
                tested.met.certain[at],
                tested.confirms.certain[at],
                definition.dated_by,
            )
            for tested in judged.tested
        ]
    child, day, state = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(day_key(child, day), kind="stable")
    return Changes(child[order], day[order], state[order])


def _status(
    cohort: Cohort, verdict: np.ndarray, changes: Changes, relapse_undated: np.ndarray
) -> np.ndarray:
    status = np.where(verdict == NONE, NOT_IN_REMISSION, UNKNOWN).astype(object)
    status[changes.child] = changes.state  # in the order of time: the last one stays
    status[relapse_undated] = UNKNOWN
    child = child_codes(cohort.patients["patient"], cohort.events["patient"])
    event = cohort.events["event"].to_numpy()
    for words, name in ((ENDS_IN_KIDNEY_FAILURE, KIDNEY_FAILURE), ((DEATH,), DEATH)):
        status[child[np.isin(event, words) & (child >= 0)]] = name
    return status
