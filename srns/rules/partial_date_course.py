"""What stays sure of a child's course where a recorded relapse is known only in part?

A relapse "in June 2015" may have come before the remission was confirmed or after it, before a
sample or after it. The course is followed for every day that makes a difference; what is the same
in all of them stands, and all else is unknown, with the reason in words.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from srns.cohort.date_intervals import is_in_part, show_span
from srns.cohort.tables import Cohort
from srns.cohort.terms import COMPLETE, PARTIAL, UNKNOWN
from srns.rules.child_keys import child_codes, day_key
from srns.rules.course import Changes, Course, follow
from srns.rules.definition import Definition
from srns.rules.occasions import Occasions, find_occasions
from srns.rules.verdict import judge
from srns.rules.window import Window

MOST = 1000
"""So many combinations of days are followed for one child; beyond that its course is unknown."""


@dataclass(frozen=True)
class _Known:
    """The relapses of one child that are known in part: rows of `events`, days, cells."""

    child: int
    rows: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    cells: tuple[str, ...]

    @property
    def words(self) -> str:
        """Say which relapses, and when."""
        told = [
            f"the recorded relapse{f' in {cell}' if cell else ''} is known only to lie on "
            f"{show_span(*span)}"
            for cell, span in zip(self.cells, self.spans, strict=True)
        ]
        return " and ".join(told)


def settle_course(
    cohort: Cohort,
    occasions: Occasions,
    definition: Definition,
    verdict: np.ndarray,
    course: Course,
) -> Course:
    """Leave of the course what is sure on every day that a relapse may have come.

    Parameters
    ----------
    verdict
        The response of each child in words.
    course
        The course as `follow` gives it, to which a relapse known in part has no day at all.
    """
    rows = np.flatnonzero(
        (cohort.events["event"].to_numpy() == "relapse") & is_in_part(cohort.events, "day")
    )
    if not len(rows):
        return course
    children = _gather(cohort, rows)
    days = {each.child: _combinations(each, cohort, occasions) for each in children}
    followed = course
    if any(days.values()):
        followed = _follow_all(cohort, definition, verdict, children, days, occasions.window)
    relapse, status = course.relapse_day.copy(), course.status.copy()
    sustained, spans = course.sustained.copy(), course.relapse_between.copy()
    said = dict(course.known_in_part)
    parts = [_without(course.changes, [each.child for each in children])]
    first = 0
    for each in children:
        some = slice(first, first + len(days[each.child]))
        first = some.stop
        mine = each.child
        if some.start == some.stop:  # too many days to follow
            relapse[mine], status[mine] = np.nan, UNKNOWN
            said[mine] = f"the course cannot be told, because {each.words}"
            parts.append(_until(course.changes, each))
            continue
        ended, lasted, state = (
            column[some] for column in (followed.relapse_day, followed.sustained, followed.status)
        )
        same_day = len(set(ended.tolist())) == 1 or bool(np.isnan(ended).all())
        relapse[mine] = ended[0] if same_day else np.nan
        if not same_day and not np.isnan(ended).any():
            spans[mine] = ended.min(), ended.max()
        sustained[mine] = lasted[0] if len(set(lasted.tolist())) == 1 else None
        if verdict[mine] not in (COMPLETE, PARTIAL):
            sustained[mine] = None
        status[mine] = state[0] if len(set(state.tolist())) == 1 else UNKNOWN
        if len(set(lasted.tolist())) > 1:
            said[mine] = f"whether it lasted cannot be told, because {each.words}"
        elif not same_day:
            said[mine] = each.words
        elif len(set(state.tolist())) > 1:
            said[mine] = f"the status at last follow-up cannot be told, because {each.words}"
        parts.append(_in_all(followed.changes, range(some.start, some.stop), mine))
    child, day, state = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("child", "day", "state")
    )
    order = np.argsort(day_key(child, day), kind="stable")
    return replace(
        course,
        relapse_day=relapse,
        sustained=sustained,
        status=status,
        changes=Changes(child[order], day[order], state[order]),
        relapse_between=spans,
        known_in_part=said,
    )


def _gather(cohort: Cohort, rows: np.ndarray) -> list[_Known]:
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
        found.append(_Known(child, tuple(rows[mine].tolist()), tuple(spans), cells))
    return found


def _combinations(known: _Known, cohort: Cohort, occasions: Occasions) -> list[tuple[int, ...]]:
    """List the days that make a difference, for all relapses of a child at once.

    Between two days on which something is known it does not matter on which day a relapse came, so
    each such day and the one after it stand for all, with both ends.
    """
    patient = cohort.patients["patient"].iloc[known.child]
    mine = cohort.events["patient"].to_numpy() == patient
    recorded = cohort.events["day"].to_numpy(dtype=float, na_value=np.nan)[mine]
    urine = occasions.visits
    matter = {*urine.day[urine.child == known.child].tolist(), 0}
    matter |= {int(day) for day in recorded[~np.isnan(recorded)]}
    matter |= {day for span in known.spans for day in span}
    every = sorted({*matter, *(day + 1 for day in matter)})
    listed = [[day for day in every if first <= day <= last] for first, last in known.spans]
    if np.prod([float(len(days)) for days in listed]) > MOST:
        return []
    return list(itertools.product(*listed))


def _follow_all(
    cohort: Cohort,
    definition: Definition,
    verdict: np.ndarray,
    children: Sequence[_Known],
    days: dict[int, list[tuple[int, ...]]],
    window: Window,
) -> Course:
    """Follow every child once for each combination, as if each were a child of its own."""
    copies = [
        (each.child, str(place))
        for place, each in enumerate(known for known in children for _ in days[known.child])
    ]
    patients = cohort.patients["patient"]
    names = pd.DataFrame(
        {
            "patient": pd.Series([patients.iloc[child] for child, _ in copies], dtype=object),
            "copy": pd.Series([name for _, name in copies], dtype=object),
        }
    )
    row = pd.Series(np.arange(len(cohort.events)))
    events = _copied(cohort.events.assign(row=row.to_numpy()), names)
    at = {
        (name, place): day
        for (child, name), combination in zip(
            copies, (each for known in children for each in days[known.child]), strict=True
        )
        for place, day in zip(
            next(known.rows for known in children if known.child == child),
            combination,
            strict=True,
        )
    }
    events["day"] = pd.array(
        [
            at.get((name, place), day)
            for name, place, day in zip(
                events["patient"], events["row"], events["day"], strict=True
            )
        ],
        dtype="Int64",
    )
    copied = Cohort(
        patients=pd.DataFrame({"patient": names["copy"]}),
        labs=_copied(cohort.labs, names),
        events=events.drop(columns=["row", "day_earliest", "day_latest"]),
    )
    of = np.array([child for child, _ in copies], dtype=np.int64)
    occasions = find_occasions(copied, definition.visit_rules, window[of])
    return follow(copied, occasions, judge(occasions, definition), definition, verdict[of])


def _copied(table: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    mine = table[table["patient"].isin(names["patient"].unique())]
    merged = mine.assign(patient=mine["patient"].astype(object)).merge(names, on="patient")
    return merged.drop(columns="patient").rename(columns={"copy": "patient"})


def _without(changes: Changes, children: Sequence[int]) -> Changes:
    kept = ~np.isin(changes.child, children)
    return Changes(changes.child[kept], changes.day[kept], changes.state[kept])


def _of(changes: Changes, child: int) -> Changes:
    mine = changes.child == child
    return Changes(changes.child[mine], changes.day[mine], changes.state[mine])


def _until(changes: Changes, known: _Known) -> Changes:
    """Give the changes before the first day that a relapse may have come; then all is unknown."""
    mine, first = _of(changes, known.child), min(day for day, _ in known.spans)
    before = mine.day < first
    if not len(mine.day):
        return mine
    return Changes(
        np.append(mine.child[before], known.child),
        np.append(mine.day[before], first),
        np.append(mine.state[before], UNKNOWN),
    )


def _in_all(changes: Changes, copies: range, child: int) -> Changes:
    """Join the courses of one child's copies: the state of all of them, else unknown."""
    courses = [_of(changes, copy) for copy in copies]
    rows: list[tuple[int, object]] = []
    for day in sorted({int(day) for course in courses for day in course.day}):
        states = {
            course.state[place - 1] if place else None
            for course in courses
            for place in [int(np.searchsorted(course.day, day, side="right"))]
        }
        state = states.pop() if len(states) == 1 else UNKNOWN
        if state is not None and (not rows or rows[-1][1] != state):
            rows.append((day, state))
    return Changes(
        np.full(len(rows), child),
        np.array([day for day, _ in rows], dtype=np.int64),
        np.array([state for _, state in rows], dtype=object),
    )
