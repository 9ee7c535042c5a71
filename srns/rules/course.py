"""What became of a remission: relapse, the state at each occasion, the status at the end?

After a remission is confirmed it holds until a relapse; a better response that follows replaces
it; after a relapse the occasions that follow may decide a remission anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from srns.cohort.child_keys import child_codes, day_key, last_of_each_child, order_by_day
from srns.cohort.quantities import ALBUMIN
from srns.cohort.tables import Cohort
from srns.cohort.terms import (
    ABOVE_LIMITS,
    DEATH,
    ENDS_IN_KIDNEY_FAILURE,
    KIDNEY_FAILURE,
    NONE,
    NOT_IN_REMISSION,
    RELAPSED,
    UNKNOWN,
)
from srns.rules.definition import Definition, Relapse
from srns.rules.occasions import Occasions, Visits
from srns.rules.runs import Run, Timing, first_of_each_child, first_run, runs
from srns.rules.truth import all_of
from srns.rules.urine_limits import urine_clauses
from srns.rules.verdict import Judged

NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Changes:
    """One row is a day on which a child's state changed, in the order of child and time."""

    child: np.ndarray
    day: np.ndarray
    state: np.ndarray


@dataclass(frozen=True)
class Course:
    """What followed the verdict.

    Attributes
    ----------
    relapse_day
        The first relapse after the verdict's remission was confirmed; NaN without one.
    sustained
        True, False, or None where nobody can tell or there was no remission.
    relapse_between
        Where the first relapse is known only to lie between two days: these; else NaN twice.
    known_in_part
        What cannot be told because a relapse is known only in part, in words, by child.
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
    confirmed: np.ndarray | None = None,
) -> Course:
    """Follow each child from the verdict to the end of the record.

    Parameters
    ----------
    verdict
        The response of each child in words.
    confirmed
        The day from which each child is followed, NEVER where it is not; by default `followed_from`
        what was judged.
    """
    recorded = _relapse_events(cohort)
    confirmed = followed_from(occasions, judged) if confirmed is None else confirmed
    rule = definition.relapse
    everywhere = np.arange(len(occasions.visits))
    ending = _ending(occasions, rule, recorded, possible=False)
    certain = ending.first_after(confirmed, occasions.visits, everywhere)
    maybe = _ending(occasions, rule, recorded, possible=True)
    possible = maybe.first_after(confirmed, occasions.visits, everywhere)
    in_remission = judged.response >= 0
    followed = in_remission | (judged.at_start >= 0)
    undated = np.zeros(occasions.children, dtype=bool)
    undated[recorded[0][np.isnan(recorded[1])]] = True
    nobody_can_tell = (possible != NEVER) | undated | (rule is None)
    sustained = np.full(occasions.children, None, dtype=object)
    sustained[in_remission & ~nobody_can_tell] = True
    sustained[in_remission & (certain != NEVER)] = False
    changes = _changes(occasions, judged, definition, ending)
    above = _above_limits(occasions, judged, definition, changes)
    return Course(
        np.where(certain == NEVER, np.nan, certain.astype(float)),
        sustained,
        _status(cohort, verdict, changes, above, undated & followed & (certain == NEVER)),
        changes,
        np.full((occasions.children, 2), np.nan),
    )


def states_at_visits(occasions: Occasions, changes: Changes, before: np.ndarray) -> np.ndarray:
    """Return the state at every visit; `before` is each child's state until its first change."""
    occasion_key = day_key(occasions.visits.child, occasions.visits.day)
    place = np.searchsorted(day_key(changes.child, changes.day), occasion_key, side="right") - 1
    found = before[occasions.visits.child].astype(object)
    if len(changes.child):
        of_child = (place >= 0) & (changes.child[place] == occasions.visits.child)
        found[of_child] = changes.state[place[of_child]]
    return found


def _relapse_events(cohort: Cohort) -> tuple[np.ndarray, np.ndarray]:
    """List the recorded relapses: the child and the day (NaN where none is known) of each."""
    rows = np.flatnonzero(cohort.events["event"].to_numpy() == "relapse")
    child = child_codes(cohort.patients["patient"], cohort.events["patient"])[rows]
    day = cohort.events["day"].to_numpy(dtype=float, na_value=np.nan)[rows]
    return child[child >= 0], day[child >= 0]


def followed_from(occasions: Occasions, judged: Judged) -> np.ndarray:
    """Return the day on which each remission was confirmed: day 0 for one at start, or NEVER."""
    decided = judged.decided
    day = np.full(occasions.children, NEVER)
    day[decided >= 0] = occasions.visits.day[decided[decided >= 0]]
    day[judged.at_start >= 0] = 0
    return day


@dataclass(frozen=True)
class _Ending:
    """What can end a remission: occasions that meet the relapse limit, and recorded relapses."""

    rule: Relapse | None
    possible: bool
    meets: np.ndarray
    recorded_child: np.ndarray
    recorded_day: np.ndarray

    def first_after(self, confirmed: np.ndarray, urine: Visits, at: np.ndarray) -> np.ndarray:
        """Return each child's first relapse after the day `confirmed`, or NEVER.

        `at` are the places of `urine` among all occasions.
        """
        found = np.full(len(confirmed), NEVER)
        if self.rule is not None:
            relapsing = (urine.day > confirmed[urine.child]) & self.meets[at]
            run_start, enough = runs(urine, relapsing, self.rule, possible=self.possible)
            decides = relapsing & enough
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
    meets = np.ones(len(occasions.visits), dtype=bool)
    if rule is not None:
        clauses = urine_clauses(occasions, rule)
        truth = all_of([each.truth for each in clauses], len(occasions.visits))
        meets = truth.possible if possible else truth.certain & occasions.visits.surely
    child, day = recorded
    window = occasions.window
    dated = ~np.isnan(day) & (day <= (window.last if possible else window.surely)[child])
    return _Ending(rule, possible, meets, child[dated], day[dated].astype(np.int64))


def _changes(
    occasions: Occasions, judged: Judged, definition: Definition, ending: _Ending
) -> Changes:
    """Walk from remission to relapse to remission, all children abreast."""
    children = occasions.children
    at = np.arange(len(occasions.visits))
    visits = occasions.visits
    reached = [
        _days_of(tested.deciding, visits, judged.at_start == number)
        for number, tested in enumerate(judged.tested)
    ]
    parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    while True:
        reached = _earliest_ways(reached, definition)
        earliest, best, best_onset = (np.full(children, NEVER) for _ in range(3))
        for onset, settled in reversed(reached):  # best first: the best overwrites
            known = settled != NEVER
            best, best_onset = np.where(known, settled, best), np.where(known, onset, best_onset)
            earliest = np.minimum(earliest, settled)
        # A lesser remission may be lost before the best one begins.
        relapse = ending.first_after(earliest, visits, at)
        relapse = np.where(relapse < best_onset, relapse, ending.first_after(best, visits, at))
        best_so_far = np.full(children, NEVER)
        for (onset, settled), response in zip(reached, definition.responses, strict=True):
            # Best first, so that a lesser response counts only where it came earlier.
            counts = np.flatnonzero((onset < best_so_far) & (settled < relapse))
            best_so_far[counts] = onset[counts]
            parts.append((counts, onset[counts], np.full(len(counts), response.name, dtype=object)))
        child = np.flatnonzero(relapse != NEVER)
        if not len(child):
            break
        parts.append((child, relapse[child], np.full(len(child), RELAPSED, dtype=object)))
        later = visits.day > relapse[visits.child]  # none where the child did not relapse: NEVER
        visits, at = visits[later], at[later]
        nobody = np.zeros(children, dtype=bool)
        reached = [
            _days_of(
                first_run(
                    visits,
                    children,
                    tested.response,
                    tested.met.certain[at],
                    tested.confirms.certain[at],
                    dated_by=definition.dated_by,
                    timing=_among(tested.timing, at),
                ),
                visits,
                nobody,
            )
            for tested in judged.tested
        ]
    child, day, state = (np.concatenate(column) for column in zip(*parts, strict=True))
    kept = judged.settled[child] == ""
    child, day, state = child[kept], day[kept], state[kept]
    order = order_by_day(child, day)
    return Changes(child[order], day[order], state[order])


def _earliest_ways(
    reached: list[tuple[np.ndarray, np.ndarray]], definition: Definition
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Keep, of the ways to one response, each child's earliest; the others were never reached."""
    if len(definition.response_names) == len(definition.responses):
        return reached
    kept = list(reached)
    for later in range(1, len(kept)):
        for before in range(later):
            if definition.responses[before].name != definition.responses[later].name:
                continue
            (onset, settled), (other_onset, other_settled) = kept[before], kept[later]
            one, other = onset, other_onset
            if definition.dated_by == "last":
                one, other = settled, other_settled
            first = (one < other) | ((one == other) & (settled <= other_settled))
            kept[before] = np.where(first, onset, NEVER), np.where(first, settled, NEVER)
            kept[later] = np.where(first, NEVER, other_onset), np.where(first, NEVER, other_settled)
    return kept


def _days_of(run: Run, visits: Visits, at_start: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the days on which each child's run began and decided; day 0 for one at start."""
    onset, settled = (np.full(len(run.decided), NEVER) for _ in range(2))
    child = np.flatnonzero(run.decided >= 0)
    onset[child] = visits.day[run.first[child]]
    settled[child] = visits.day[run.decided[child]]
    return np.where(at_start, 0, onset), np.where(at_start, 0, settled)


def _among(timing: Timing, at: np.ndarray) -> Timing:
    """Return the timing for some of the visits, of which `at` are the places."""
    if timing.at is None:
        return timing
    return Timing(at=np.flatnonzero(np.isin(at, timing.at)))


def _above_limits(
    occasions: Occasions, judged: Judged, definition: Definition, changes: Changes
) -> np.ndarray:
    """Mark the children in remission whose last visit surely fails the limits of that remission."""
    children = occasions.children
    last_state = np.full(children, None, dtype=object)
    last_state[changes.child] = changes.state
    last_change = np.full(children, NEVER)
    last_change[changes.child] = changes.day
    visits = occasions.visits
    last = last_of_each_child(visits.child, children)
    above = np.zeros(children, dtype=bool)
    for name in definition.response_names:
        child = np.flatnonzero((last_state == name) & (last >= 0))
        child = child[visits.day[last[child]] > last_change[child]]
        child = child[visits.surely[last[child]]]
        may_hold = np.zeros(len(child), dtype=bool)
        ways = [tested for tested in judged.tested if tested.response.name == name]
        # A test for which the remission prints no limit, in none of its ways, lies above none.
        limited = {ALBUMIN.analyte, *(test for tested in ways for test in tested.response.arms)}
        for tested in ways:
            outer = [each.truth for each in tested.clauses if each.outer and each.test in limited]
            may_hold |= all_of(outer, len(visits)).possible[last[child]]
        above[child[~may_hold]] = True
    return above


def _status(
    cohort: Cohort,
    verdict: np.ndarray,
    changes: Changes,
    above: np.ndarray,
    relapse_undated: np.ndarray,
) -> np.ndarray:
    status = np.where(verdict == NONE, NOT_IN_REMISSION, UNKNOWN).astype(object)
    status[changes.child] = changes.state  # in the order of time: the last one stays
    status[above] = ABOVE_LIMITS
    status[relapse_undated] = UNKNOWN
    child = child_codes(cohort.patients["patient"], cohort.events["patient"])
    event = cohort.events["event"].to_numpy()
    for words, name in ((ENDS_IN_KIDNEY_FAILURE, KIDNEY_FAILURE), ((DEATH,), DEATH)):
        status[child[np.isin(event, words) & (child >= 0)]] = name
    return status
