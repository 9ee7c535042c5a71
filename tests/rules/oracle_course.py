"""The course after a remission in the reference implementation (docs/verdicts.md, 11)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TypeVar

from tests.rules.oracle_limits import LOWER, UPPER, Interval
from tests.rules.oracle_runs import Judged, Rule
from tests.rules.oracle_samples import Child, Event, Visit, Window

RELAPSED = "relapsed"
Change = tuple[int, str]
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Course:
    """What the course of one child is read from."""

    child: Child
    visits: Sequence[Visit]
    window: Window
    responses: Sequence[Rule]
    baselines: Sequence[Interval | None]
    relapse: Rule | None


@dataclass(frozen=True)
class After:
    """What followed a remission."""

    relapse_day: int | None
    sustained: bool | None
    status: str
    states: tuple[tuple[int, str], ...]


def follow(course: Course, rule: Rule, confirmed: int, onset: int | None) -> After:
    """Follow a child from the day a remission was confirmed.

    Without an onset the child was in remission at start. A recorded relapse known in part is tried
    on every day that it may have been; what is not always the same cannot be told.
    """
    recorded = [event for event in course.child.events if event.name == "relapse"]
    dated = [event for event in recorded if event.days is not None]
    tries = [list(_days_to_try(course, event)) for event in dated]
    found = {
        _follow(course, rule, confirmed, onset, sorted(day for day in days if day is not None))
        for days in product(*tries)
    }
    one = next(iter(found))
    if len(found) > 1:
        one = After(
            _agreed({each.relapse_day for each in found}, None),
            _agreed({each.sustained for each in found}, None),
            _agreed({each.status for each in found}, "unknown"),
            tuple(
                (states[0][0], _agreed({state for _, state in states}, "unknown"))
                for states in zip(*(each.states for each in found), strict=True)
            ),
        )
    undated = len(dated) < len(recorded)
    if undated and (one.relapse_day is None and one.sustained is not False):
        one = replace(one, sustained=None, status="unknown")
    return one if onset is not None else replace(one, sustained=None)


def _agreed(answers: set[Answer], otherwise: Answer) -> Answer:
    return answers.pop() if len(answers) == 1 else otherwise


def _days_to_try(course: Course, event: Event) -> Iterator[int | None]:
    """List the days of a relapse that make a difference; None: not within the window."""
    assert event.days is not None
    first, last = event.days
    near = {visit.day + beside for visit in course.visits for beside in (-1, 0, 1)}
    ends = {first, last, 0, 1}
    for other in course.child.events:
        if other.days is not None:
            ends |= {day + beside for day in other.days for beside in (-1, 0, 1)}
    window = course.window
    for end in (window.surely, window.last):
        if abs(end) < 10**6:
            ends |= {int(end), int(end) + 1}
    for day in sorted(near | ends):
        if first <= day <= last:
            if day > window.surely:
                yield None
            if day <= window.last:
                yield day


def _follow(
    course: Course, rule: Rule, confirmed: int, onset: int | None, relapses: Sequence[int]
) -> After:
    relapse_day = _relapse_after(course, confirmed, relapses, possible=False)
    if relapse_day is not None:
        sustained: bool | None = False
    elif course.relapse is None:
        sustained = None
    else:
        maybe = _relapse_after(course, confirmed, relapses, possible=True)
        sustained = True if maybe is None else None
    changes = list(_changes(course, rule if onset is None else None, relapses))
    status = changes[-1][1] if changes else "unknown"
    if _is_above(course, changes):
        status = "no relapse, above the limits"
    states = []
    for visit in course.visits:
        so_far = [state for day, state in changes if day <= visit.day]
        states.append((visit.day, so_far[-1] if so_far else "not in remission"))
    return After(relapse_day, sustained, status, tuple(states))


def _relapse_after(
    course: Course, confirmed: int, relapses: Sequence[int], *, possible: bool
) -> int | None:
    """Return the day of the first relapse after a day, measured or recorded."""
    days = [day for day in relapses if day > confirmed]
    if course.relapse is not None:
        recorded = [Event("relapse", (day, day)) for day in relapses]
        judged = Judged(course.relapse, course.visits, None, recorded, confirmed)
        run = judged.decide(possible, course.window)
        if run is not None:
            days.append(course.visits[run.first].day)
    return min(days, default=None)


def _changes(course: Course, start: Rule | None, relapses: Sequence[int]) -> list[Change]:
    """Walk from remission to relapse to remission until nothing more happens.

    A remission holds from its onset, if it is confirmed before a relapse; a better one takes its
    place from its own onset. After a relapse everything begins afresh.
    """
    changes: list[Change] = []
    after = 0
    while True:
        reached: list[tuple[int, int, str]] = []
        for rule, baseline in zip(course.responses, course.baselines, strict=True):
            if start is rule:
                reached.append((0, 0, rule.name))
                continue
            if (found := _reached(course, rule, baseline, relapses, after)) is not None:
                reached.append(found)
        reached = _earliest_ways(reached, course.responses[0].dated_by)
        if not reached:
            return changes
        best_onset, best_confirmed, _ = reached[0]
        first_confirmed = min(confirmed for _, confirmed, _ in reached)
        relapse = _relapse_after(course, first_confirmed, relapses, possible=False)
        if relapse is not None and relapse >= best_onset:
            relapse = _relapse_after(course, best_confirmed, relapses, possible=False)
        earliest_onset = None
        for onset, confirmed, name in reached:
            lost_before = relapse is not None and relapse <= confirmed
            if not lost_before and (earliest_onset is None or onset < earliest_onset):
                changes.append((onset, name))
                earliest_onset = onset
        changes.sort(key=lambda change: change[0])
        if relapse is None:
            return changes
        changes.append((relapse, RELAPSED))
        start, after = None, relapse


def _earliest_ways(
    reached: Sequence[tuple[int, int, str]], dated_by: str
) -> list[tuple[int, int, str]]:
    """Keep the earliest of the ways to each response, best response first."""

    def dated(way: tuple[int, int, str]) -> tuple[int, int]:
        return (way[0] if dated_by == "first" else way[1], way[1])

    names = dict.fromkeys(name for _, _, name in reached)
    return [min((way for way in reached if way[2] == name), key=dated) for name in names]


def _reached(
    course: Course, rule: Rule, baseline: Interval | None, relapses: Sequence[int], after: int
) -> tuple[int, int, str] | None:
    left = [visit for visit in course.visits if visit.day > after]
    recorded = [Event("relapse", (day, day)) for day in relapses]
    if rule.at is not None:
        place = Judged(rule, course.visits, baseline).at_visit()
        left = [visit for visit in left if place is not None and visit is course.visits[place]]
        if not left:
            return None
    run = Judged(rule, left, baseline, recorded).decide(False, course.window)
    return None if run is None else (left[run.first].day, left[run.decided].day, rule.name)


def _is_above(course: Course, changes: Sequence[Change]) -> bool:
    """Return whether the last visit surely fails the limits of the remission that still holds."""
    if not changes or not course.visits or changes[-1][1] == RELAPSED:
        return False
    last = course.visits[-1]
    name = changes[-1][1]
    ways = [
        (rule, baseline)
        for rule, baseline in zip(course.responses, course.baselines, strict=True)
        if rule.name == name
    ]
    limited = any(test in rule.arms for rule, _ in ways for test, _ in last.tests)
    return last.surely and all(_fails(*way, last, limited=limited) for way in ways)


def _fails(rule: Rule, baseline: Interval | None, visit: Visit, *, limited: bool) -> bool:
    """Return whether one way to a remission fails; `limited`: some way judges a test of the day."""
    asked = [(test, result) for test, result in visit.tests if test in rule.arms]
    urine = False if limited else None
    if asked:
        urine = rule.urine(replace(visit, tests=tuple(asked)), baseline, UPPER)
    return urine is False or rule.albumin_of(visit, LOWER) is False
