"""Course of a child whose recorded relapse has an incomplete date.

A relapse "in June 2015" may have come before or after the remission was confirmed, before or after
a visit. The course is followed for every day that makes a difference: whatever is the same on all
of them holds, and everything else is unknown, with the reason in words.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from srns.cohort.child_keys import child_codes, order_by_day
from srns.cohort.date_intervals import is_in_part
from srns.cohort.tables import Cohort
from srns.cohort.terms import COMPLETE, PARTIAL, UNKNOWN
from srns.languages.sentences import list_and, sentence
from srns.rules.course import NEVER, Changes, Course, follow_course, followed_from
from srns.rules.definition import Definition
from srns.rules.occasions import Occasions, find_occasions
from srns.rules.verdict import Judged, judge

MOST = 1000
"""Most combinations of days followed for one child; beyond that its course is unknown."""


@dataclass(frozen=True)
class _Undated:
    """The relapses of one child whose dates are incomplete: rows of `events`, days, cells."""

    child: int
    rows: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    cells: tuple[str, ...]

    @property
    def words(self) -> str:
        """The relapses in words, with the days on which they may have come."""
        return list_and(
            _without_date(cell, *span) for cell, span in zip(self.cells, self.spans, strict=True)
        )


def _without_date(cell: str, first: float, last: float) -> str:
    days = {"first": f"{first:.0f}", "last": f"{last:.0f}"}
    if cell:
        return sentence(
            "the recorded relapse in {cell} has no exact date (day {first} to {last})",
            cell=cell,
            **days,
        )
    return sentence("the recorded relapse has no exact date (day {first} to {last})", **days)


@dataclass(frozen=True)
class _Settled:
    """Course of one child, as far as it is the same on every possible day of its relapses.

    Attributes
    ----------
    relapse_day, sustained, status
        As in `Course`, for this child.
    between
        The earliest and the latest first relapse where they differ; NaN twice where they do not.
    words
        What is unknown and why; empty where nothing is.
    """

    child: int
    relapse_day: float
    between: tuple[float, float]
    sustained: bool | None
    status: str
    words: str
    changes: Changes


def settle_course(
    cohort: Cohort,
    occasions: Occasions,
    definition: Definition,
    judged: Judged,
    verdict: np.ndarray,
    course: Course,
) -> Course:
    """Keep what holds of each course on every day on which a relapse may have come.

    Parameters
    ----------
    verdict
        The response of each child in words.
    course
        What `follow_course` returns, where a relapse with an incomplete date has no day.
    """
    rows = np.flatnonzero(
        (cohort.events["event"].to_numpy() == "relapse") & is_in_part(cohort.events, "day")
    )
    if not len(rows):
        return course
    confirmed = followed_from(occasions, judged)
    children = [each for each in _gather(cohort, rows) if confirmed[each.child] != NEVER]
    if not children:
        return course
    days = [_combinations(each, cohort, occasions) for each in children]
    copies = [
        (each, combination)
        for each, combinations in zip(children, days, strict=True)
        for combination in combinations
    ]
    followed = (
        _follow_copies(cohort, occasions, definition, (verdict, confirmed), copies)
        if copies
        else course
    )
    settled: list[_Settled] = []
    first = 0
    for each, combinations in zip(children, days, strict=True):
        mine = range(first, first + len(combinations))
        first = mine.stop
        one = _agree(followed, mine, each) if mine else _give_up(course, each)
        if verdict[each.child] not in (COMPLETE, PARTIAL):
            one = replace(one, sustained=None)
        settled.append(one)
    return _replace_children(course, settled)


def _agree(followed: Course, copies: range, undated: _Undated) -> _Settled:
    """Keep what all copies of a child have in common."""
    mine = slice(copies.start, copies.stop)
    relapse = followed.relapse_day[mine]
    sustained = set(followed.sustained[mine].tolist())
    status = set(followed.status[mine].tolist())
    always, same_day = not np.isnan(relapse).any(), len(np.unique(relapse)) == 1  # NaN is one value
    words = ""
    if len(sustained) > 1:
        words = sentence(
            "whether the remission was sustained is unknown, because {reason}",
            reason=undated.words,
        )
    elif not same_day:
        words = undated.words
    elif len(status) > 1:
        words = sentence(
            "the status at last follow-up is unknown, because {reason}", reason=undated.words
        )
    return _Settled(
        undated.child,
        relapse[0] if same_day else np.nan,
        (relapse.min(), relapse.max()) if always and not same_day else (np.nan, np.nan),
        sustained.pop() if len(sustained) == 1 else None,
        status.pop() if len(status) == 1 else UNKNOWN,
        words,
        _in_all(followed.changes, copies, undated.child),
    )


def _give_up(course: Course, undated: _Undated) -> _Settled:
    """Leave the course unknown from the first day on which a relapse may have come."""
    return _Settled(
        undated.child,
        np.nan,
        (np.nan, np.nan),
        course.sustained[undated.child],
        UNKNOWN,
        sentence("the course is unknown, because {reason}", reason=undated.words),
        _until(course.changes, undated),
    )


def _replace_children(course: Course, settled: Sequence[_Settled]) -> Course:
    """Put what was settled in place of these children's courses."""
    relapse, status = course.relapse_day.copy(), course.status.copy()
    sustained, between = course.sustained.copy(), course.relapse_between.copy()
    for each in settled:
        relapse[each.child], between[each.child] = each.relapse_day, each.between
        sustained[each.child], status[each.child] = each.sustained, each.status
    others = ~np.isin(course.changes.child, [each.child for each in settled])
    parts = [_chosen(course.changes, others), *(each.changes for each in settled)]
    child, day, state = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("child", "day", "state")
    )
    order = order_by_day(child, day)
    return replace(
        course,
        relapse_day=relapse,
        sustained=sustained,
        status=status,
        changes=Changes(child[order], day[order], state[order]),
        relapse_between=between,
        known_in_part={each.child: each.words for each in settled if each.words},
    )


def _gather(cohort: Cohort, rows: np.ndarray) -> list[_Undated]:
    events = cohort.events.iloc[rows]
    codes = child_codes(cohort.patients["patient"], events["patient"])
    found = []
    for child in sorted(set(codes[codes >= 0].tolist())):
        mine = np.flatnonzero(codes == child)
        spans = zip(
            events["day_earliest"].iloc[mine].astype(int),
            events["day_latest"].iloc[mine].astype(int),
            strict=True,
        )
        cells = tuple(str(cell or "") for cell in events["cell"].iloc[mine])
        found.append(_Undated(child, tuple(rows[mine].tolist()), tuple(spans), cells))
    return found


def _combinations(undated: _Undated, cohort: Cohort, occasions: Occasions) -> list[tuple[int, ...]]:
    """List the days that make a difference, for all relapses of a child at once.

    Between two days with a record it makes no difference on which day a relapse came, so each such
    day and the one after it stand for all, with both ends.

    Returns
    -------
    list
        One tuple per combination, a day for each relapse; empty where there are more than `MOST`.
    """
    patient = cohort.patients["patient"].iloc[undated.child]
    mine = cohort.events["patient"].to_numpy() == patient
    recorded = cohort.events["day"].to_numpy(dtype=float, na_value=np.nan)[mine]
    urine = occasions.visits
    matter = {*urine.day[urine.child == undated.child].tolist(), 0}
    matter |= {int(day) for day in recorded[~np.isnan(recorded)]}
    matter |= {day for span in undated.spans for day in span}
    every = sorted({*matter, *(day + 1 for day in matter)})
    listed = [[day for day in every if first <= day <= last] for first, last in undated.spans]
    if np.prod([float(len(days)) for days in listed]) > MOST:
        return []
    return list(itertools.product(*listed))


def _follow_copies(
    cohort: Cohort,
    occasions: Occasions,
    definition: Definition,
    found: tuple[np.ndarray, np.ndarray],
    copies: Sequence[tuple[_Undated, tuple[int, ...]]],
) -> Course:
    """Follow a copy of the child for each combination of days, as a child of its own.

    Parameters
    ----------
    found
        The verdict of each child in words, and the day on which it was confirmed.
    """
    child = np.array([undated.child for undated, _ in copies], dtype=np.int64)
    names = pd.DataFrame(
        {
            "patient": cohort.patients["patient"].iloc[child].to_numpy(dtype=object),
            "copy": pd.Series([str(number) for number in range(len(copies))], dtype=object),
        }
    )
    days = {
        (str(number), row): day
        for number, (undated, combination) in enumerate(copies)
        for row, day in zip(undated.rows, combination, strict=True)
    }
    events = _copied(cohort.events.assign(row=np.arange(len(cohort.events))), names)
    events["day"] = pd.array(
        [
            days.get((copy, row), day)
            for copy, row, day in zip(events["patient"], events["row"], events["day"], strict=True)
        ],
        dtype="Int64",
    )
    copied = Cohort(
        patients=pd.DataFrame({"patient": names["copy"]}),
        labs=_copied(cohort.labs, names),
        events=events.drop(columns=["row", "day_earliest", "day_latest"]),
    )
    verdict, confirmed = (column[child] for column in found)
    occasions = find_occasions(copied, definition.visit_rules, occasions.window[child])
    judged = judge(occasions, definition)
    return follow_course(copied, occasions, judged, definition, verdict, confirmed)


def _copied(table: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    mine = table[table["patient"].isin(names["patient"].unique())]
    merged = mine.assign(patient=mine["patient"].astype(object)).merge(names, on="patient")
    return merged.drop(columns="patient").rename(columns={"copy": "patient"})


def _chosen(changes: Changes, rows: np.ndarray) -> Changes:
    return Changes(changes.child[rows], changes.day[rows], changes.state[rows])


def _until(changes: Changes, undated: _Undated) -> Changes:
    """Return the changes before the first day on which a relapse may have come, then unknown."""
    mine = _chosen(changes, changes.child == undated.child)
    first = min(day for day, _ in undated.spans)
    before = mine.day < first
    if not len(mine.day):
        return mine
    return Changes(
        np.append(mine.child[before], undated.child),
        np.append(mine.day[before], first),
        np.append(mine.state[before], UNKNOWN),
    )


def _in_all(changes: Changes, copies: range, child: int) -> Changes:
    """Join the courses of one child's copies: the state of all of them, else unknown."""
    courses = [_chosen(changes, changes.child == copy) for copy in copies]
    rows: list[tuple[int, object]] = []
    for day in sorted({int(day) for course in courses for day in course.day}):
        states = {_state_on(course, day) for course in courses}
        state = states.pop() if len(states) == 1 else UNKNOWN
        if state is not None and (not rows or rows[-1][1] != state):
            rows.append((day, state))
    return Changes(
        np.full(len(rows), child),
        np.array([day for day, _ in rows], dtype=np.int64),
        np.array([state for _, state in rows], dtype=object),
    )


def _state_on(course: Changes, day: int) -> object:
    """Return the state on a day from one child's changes, None before the first."""
    place = int(np.searchsorted(course.day, day, side="right"))
    return course.state[place - 1] if place else None
