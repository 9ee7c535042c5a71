"""Frequent relapse and steroid dependence, as far as the data can tell.

By IPNA 2022 and KDIGO 2025, frequent relapse is two relapses within 6 months of the remission or
three within any 12 months; steroid dependence is two relapses in a row on steroids or within 14
days of stopping them.
"""

import math
import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from srns.cohort.date_intervals import earliest
from srns.cohort.tables import DAYS_PER_MONTH
from srns.cohort.terms import NONE, RELAPSED, UNKNOWN
from srns.languages.sentences import joined, sentence, term
from srns.rules.classification import Classification
from srns.rules.recorded_rows import RecordedCourse, courses_by_child, relapses_by_child
from srns.rules.three_valued import CANNOT_TELL, NO, YES, Answer, Reply, Typed, both

SOURCE = "IPNA 2022, KDIGO 2025"
FREQUENT = term("frequent relapse after treatment")
DEPENDENT = term("steroid dependence after treatment")
DAYS_AFTER_STEROIDS = 14
STEROIDS = ("prednisone", "prednisolone", "methylprednisolone")
_DEPENDENT = re.compile(r"(?<!not )(?<!non-)(?<!no )\bsteroid[\s-]*dependen(?:t|ce|cy)", re.I)

Days = tuple[list[int], list[int]]


class Relapses:
    """The relapses of every child after day 0, recorded or measured.

    A measured and a recorded relapse may be the same one, so the days of relapse are either
    certain or only possible. A recorded relapse with an incomplete date is neither; `undated`
    tells whether there is one.
    """

    def __init__(self, classification: Classification) -> None:
        self.outcomes = classification.outcomes.set_index("patient")
        changes = classification.course.changes
        patients = classification.cohort.patients["patient"].to_numpy()
        # The state is unknown while a relapse may have come. A change from unknown to relapsed is
        # only the last day on which it may have come, not the day of a relapse.
        same_child = np.zeros(len(changes.child), dtype=bool)
        same_child[1:] = changes.child[1:] == changes.child[:-1]
        after_unknown = np.zeros(len(changes.child), dtype=bool)
        after_unknown[1:] = same_child[1:] & (changes.state[:-1] == UNKNOWN)
        dated = ~(after_unknown & (changes.state == RELAPSED))
        self.changes: dict[str, list[tuple[int, str]]] = {}
        columns = (patients[changes.child], changes.day.tolist(), changes.state)
        for patient, day, state in zip(*(np.asarray(one)[dated] for one in columns), strict=True):
            self.changes.setdefault(patient, []).append((int(day), state))
        self.recorded = relapses_by_child(classification.cohort.events)
        self.courses = courses_by_child(classification.cohort.treatments)
        urine = classification.found.visits
        last = np.full(len(patients), -1)
        np.maximum.at(last, urine.child, urine.day)
        self.last_seen = dict(zip(patients, last, strict=True))
        if "last_follow_up_day" in classification.cohort.patients:
            follow_up = earliest(classification.cohort.patients, "last_follow_up_day")
            for patient, day in zip(patients, follow_up, strict=True):
                if not np.isnan(day):
                    self.last_seen[patient] = max(self.last_seen[patient], int(day))

    def days_of(self, patient: str) -> Days:
        """Return the certain and the possible days of relapse after day 0, each sorted.

        Certain are recorded relapses, and measured ones that cannot be the same as a recorded one;
        possible are all days that may be a separate relapse.
        """
        recorded = self.recorded.get(patient, ())
        typed = sorted({int(each.day) for each in recorded if each.day > 0})
        in_part = [(each.first, each.last) for each in recorded if each.in_part]
        changes = self.changes.get(patient, ())
        measured = [day for day, state in changes if state == RELAPSED]
        regained = [day for day, state in changes if state != RELAPSED]
        spans = [*((day, day) for day in typed), *in_part]
        apart = [day for day in measured if _is_apart(day, regained, spans)]
        return sorted([*typed, *apart]), sorted({*typed, *measured})

    def undated(self, patient: str) -> str:
        """Return why a recorded relapse may have come on an unknown day, or an empty text."""
        mine = self.recorded.get(patient, ())
        if any(math.isnan(each.last) for each in mine):
            return sentence("a recorded relapse has no date")
        # One that is certainly on day 0 or before does not count.
        late = any(each.in_part and each.last > 0 for each in mine)
        return sentence("a recorded relapse has an incomplete date") if late else ""

    def cells(self, patient: str) -> tuple[str, ...]:
        """Return the cells of the recorded relapses."""
        return tuple(each.cell for each in self.recorded.get(patient, ()) if each.cell)


def _is_apart(day: int, regained: Sequence[int], recorded: Sequence[tuple[float, float]]) -> bool:
    """Return whether no recorded relapse may be the one that was measured on a day.

    From the remission that this relapse ended to the next one, it may be the same.
    """
    begins = max((other for other in regained if other <= day), default=0)
    ends = min((other for other in regained if other > day), default=np.inf)
    return not any(last >= begins and first < ends for first, last in recorded)


def frequent_relapse(relapses: Relapses, patient: str) -> Answer:
    """Answer whether the child relapsed frequently after the remission."""
    certain, possible = relapses.days_of(patient)
    onset = relapses.outcomes.loc[patient, "onset_day"]
    reply, reason = _frequent(relapses, patient, certain, possible, onset)
    found = _found(certain)
    return Answer(FREQUENT, reply, found, reason, relapses.cells(patient), SOURCE)


def _found(certain: Sequence[int]) -> str:
    return sentence("relapse on day {days}", days=joined(certain)) if certain else ""


def _frequent(
    relapses: Relapses, patient: str, certain: Sequence[int], possible: Sequence[int], onset: object
) -> tuple[Reply, str]:
    start = None if pd.isna(onset) else int(onset)  # pyright: ignore
    if _is_frequent(certain, start):
        return YES, sentence(
            "two relapses within 6 months of the remission, or three within 12 months"
        )
    if undated := relapses.undated(patient):
        return CANNOT_TELL, undated
    if _is_frequent(possible, start):
        return CANNOT_TELL, sentence("a measured and a recorded relapse may be the same one")
    if start is None:
        if relapses.outcomes.loc[patient, "response"] == NONE and not possible:
            return NO, sentence("never in remission, so no relapse")
        return CANNOT_TELL, sentence("no remission with a known onset")
    if relapses.last_seen[patient] - start < 12 * DAYS_PER_MONTH:
        return CANNOT_TELL, sentence("followed for less than 12 months after the remission")
    return NO, sentence("never two within 6 months of the remission, nor three within 12 months")


def _is_frequent(days: Sequence[int], onset: int | None) -> bool:
    early = [] if onset is None else [
        day for day in days if 0 < day - onset <= 6 * DAYS_PER_MONTH
    ]  # fmt: skip
    within_a_year = any(
        third - first <= 12 * DAYS_PER_MONTH for first, third in zip(days, days[2:], strict=False)
    )
    return len(early) >= 2 or within_a_year


def steroid_dependence(relapses: Relapses, patient: str, typed: Typed) -> Answer:
    """Answer whether two relapses in a row came on steroids or within 14 days of stopping.

    A recorded "steroid dependent" is accepted, since the data may not hold every relapse.
    """
    words = typed.text(patient, "recorded_outcome")
    if _DEPENDENT.search(words):
        _, cells = typed.as_typed(patient, "recorded_outcome")
        return Answer(
            DEPENDENT,
            YES,
            words,
            sentence("recorded as steroid-dependent"),
            cells,
            term("as recorded"),
        )
    certain, possible = relapses.days_of(patient)
    on_steroids: dict[int, Reply] = {
        day: _on_steroids(relapses.courses.get(patient, ()), day) for day in possible
    }
    if any(both([on_steroids[one], on_steroids[next_]]) == YES for one, next_ in pairwise(certain)):
        reply, reason = (
            YES,
            sentence("two relapses in a row on steroids or within 14 days of stopping"),
        )
    elif undated := relapses.undated(patient):
        reply, reason = CANNOT_TELL, undated
    elif relapses.outcomes.loc[patient, "response"] == "not evaluable":
        reply, reason = CANNOT_TELL, sentence("the response itself is not evaluable")
    elif len(possible) < 2:
        reply, reason = NO, sentence("fewer than two relapses after day 0")
    elif all(both([on_steroids[one], on_steroids[next_]]) == NO
             for one, next_ in pairwise(possible)):  # fmt: skip
        reply, reason = (
            NO,
            sentence("no two relapses in a row on steroids or within 14 days of stopping"),
        )
    else:
        reply, reason = CANNOT_TELL, sentence("the dates of steroid treatment are not recorded")
    found = _found(certain)
    return Answer(DEPENDENT, reply, found, reason, relapses.cells(patient), SOURCE)


def _on_steroids(courses: Sequence[RecordedCourse], day: int) -> Reply:
    reply: Reply = NO if courses else CANNOT_TELL
    for course in courses:
        # An ongoing course has no last day; one without a first day may have begun at any time.
        if (
            course.drug not in STEROIDS
            or course.last_stop + DAYS_AFTER_STEROIDS < day
            or course.first_start > day
        ):
            continue
        if course.last_start <= day and not course.first_stop + DAYS_AFTER_STEROIDS < day:
            return YES
        reply = CANNOT_TELL
    return reply
