"""Regimen periods of each child, from the last infusion (else day 0) to the end of follow-up.

Courses of single drugs are combined into regimens by the rules in `RegimenRules`, which can be
changed. Children with undated courses are not placed in time and are listed with the reason.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from srns.analysis.follow_up import last_known_days
from srns.analysis.groups import name_regimen
from srns.cohort.date_intervals import is_in_part, latest
from srns.cohort.tables import DAYS_PER_MONTH, Cohort
from srns.languages.messages import mark
from srns.languages.sentences import joined, sentence, term
from srns.rules.window import Window, find_window

OFF = "none"
NOT_FOLLOWED = mark("follow-up too short")
NOT_PLACED = mark("cannot be placed in time")
RENIN_BLOCKERS = ("enalapril", "lisinopril", "ramipril", "losartan")


@dataclass(frozen=True)
class RegimenRules:
    """Rules that combine courses into regimens; the days are conventions of this software.

    Attributes
    ----------
    bridge_days
        Maximum gap in days between two courses of one drug that is bridged.
    overlap_days
        Maximum overlap in days of two drugs, when one replaces the other, that counts as a
        switch and not as a combination.
    lasting_days
        Drugs with an effect beyond their last day, and for how many days; they count as taken
        until then.
    left_out
        Drugs that are not immunosuppressants.
    purposes
        Purposes of the courses that count; None stands for a course without a purpose that starts
        after the last infusion.
    """

    bridge_days: int = 30
    overlap_days: int = 30
    lasting_days: tuple[tuple[str, int], ...] = ()
    left_out: tuple[str, ...] = RENIN_BLOCKERS
    purposes: tuple[str | None, ...] = ("maintenance", "rescue", "concomitant", None)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The rules in words, as printed in a report."""
        lasting = joined(
            sentence("{drug} {days} days", drug=drug, days=days) for drug, days in self.lasting_days
        )
        return (
            sentence(
                "Gaps of up to {days} days between courses of one drug are bridged.",
                days=self.bridge_days,
            ),
            sentence(
                "An overlap of up to {days} days when one drug replaces another is a switch, not a "
                "combination; these days count for the new regimen.",
                days=self.overlap_days,
            ),
            sentence(
                "A course without a stop continues to the end of follow-up. A child with a course "
                "that has no start, or a partial start or stop date, is not placed in time."
            ),
            sentence("Effect beyond the last day: {drugs}.", drugs=lasting or sentence("no drug")),
            sentence("Excluded: {drugs}.", drugs=joined(self.left_out)),
        )


RULES = RegimenRules()


@dataclass(frozen=True)
class Periods:
    """Regimen periods of a cohort.

    Attributes
    ----------
    table
        One row per period of one regimen, consecutive within a child: `patient`, `regimen` ("none"
        off all drugs), `drugs` (a tuple), `start_day`, `stop_day` (both included), `days`,
        `bridged_days` (the days among them that bridge a gap).
    not_placed
        By child: the reason.
    last_infusion, last_day
        By child: the day before the first period, and the last day of the last one.
    since
        What the day before the first period is, in words: the last infusion; day 0 in a cohort
        without any infusion.
    """

    table: pd.DataFrame
    not_placed: Mapping[str, str]
    last_infusion: Mapping[str, float]
    last_day: Mapping[str, float]
    rules: RegimenRules
    since: str = "the last infusion"

    def by_child(self) -> dict[str, list[dict[str, Any]]]:
        """Return each child's rows of the table, in the order of days."""
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self.table.to_dict("records"):
            named = {str(column): value for column, value in row.items()}
            found.setdefault(str(row["patient"]), []).append(named)
        return found


Stretch = tuple[int, int]  # first day, and the day after the last


class _Course(NamedTuple):
    """One course of one drug; the days are NaN where they are not recorded."""

    drug: str
    start_day: float
    stop_day: float
    in_part: bool


def regimen_periods(
    cohort: Cohort, rules: RegimenRules = RULES, window: Window | None = None
) -> Periods:
    """Return each child's regimens from the day after the last infusion to the end of its window.

    Parameters
    ----------
    window
        Until when the record counts: `Classification.found.window`, or by default what
        `srns.rules.window.find_window` finds. A child is followed to its last known day in it.
    """
    window = find_window(cohort) if window is None else window
    last_infusion = _by_child(cohort.infusions.groupby("patient")["day"].max())
    since = "the last infusion"
    if not last_infusion and len(cohort.patients):
        last_infusion = dict.fromkeys(cohort.patients["patient"].astype(str), 0.0)
        since = "day 0"
    last_day = last_known_days(cohort, window)
    courses = _courses(cohort, rules, last_infusion)
    rows: list[tuple] = []
    not_placed: dict[str, str] = {}
    for patient in cohort.patients["patient"]:
        own = courses.get(str(patient), [])
        start, end = last_infusion.get(patient, np.nan), last_day.get(patient, np.nan)
        reason = _why_not(own, start, end, since)
        if reason:
            not_placed[patient] = reason
            continue
        span = (int(start) + 1, int(end) + 1)
        drugs, bridged = _drug_stretches(own, span, rules)
        for drugs_then, (first, after) in _sweep(drugs, span, rules.overlap_days):
            gaps = sum(_overlap((first, after), gap) for gap in bridged)
            regimen = name_regimen(drugs_then)
            rows.append((patient, regimen, drugs_then, first, after - 1, after - first, gaps))
    columns = ["patient", "regimen", "drugs", "start_day", "stop_day", "days", "bridged_days"]
    table = pd.DataFrame(rows, columns=columns)
    return Periods(table, not_placed, last_infusion, last_day, rules, since)


def _by_child(days: pd.Series) -> dict[str, float]:
    return {str(patient): float(day) for patient, day in days.astype(float).items()}


def _courses(
    cohort: Cohort, rules: RegimenRules, last_infusion: Mapping[str, float]
) -> dict[str, list[_Course]]:
    """Return the courses that count, by child, in the order of their starts."""
    rows = cohort.treatments
    purpose = rows["purpose"].where(rows["purpose"].notna(), None)
    chosen = purpose.isin([name for name in rules.purposes if name is not None])
    if None in rules.purposes:
        after = latest(rows, "start_day") >= rows["patient"].map(last_infusion).astype(float)
        chosen |= purpose.isna() & after
    rows = rows[chosen & ~rows["drug"].isin(rules.left_out)]
    in_part = is_in_part(rows, "start_day") | is_in_part(rows, "stop_day")
    days = rows[["start_day", "stop_day"]].astype(float)
    by_child: dict[str, list[_Course]] = {}
    for patient, *course in zip(
        rows["patient"], rows["drug"], days["start_day"], days["stop_day"], in_part, strict=True
    ):
        by_child.setdefault(str(patient), []).append(_Course(*course))
    return by_child


def _why_not(courses: Sequence[_Course], start: float, end: float, since: str) -> str:
    if np.isnan(start):
        return sentence("no infusion")
    if np.isnan(end) or end <= start:
        return sentence("no follow-up after {origin}", origin=term(since))
    if not courses:
        return sentence("no course recorded, nor that there was none")
    taken = [each for each in courses if each.drug != OFF]
    if in_part := [each.drug for each in taken if each.in_part]:
        return sentence("partial start or stop date: {drugs}", drugs=_list_drugs(in_part))
    if undated := [each.drug for each in taken if np.isnan(each.start_day)]:
        return sentence("no start day: {drugs}", drugs=_list_drugs(undated))
    return ""


def _list_drugs(drugs: Iterable[str]) -> str:
    return joined(dict.fromkeys(drugs))


def _drug_stretches(
    courses: Sequence[_Course], span: Stretch, rules: RegimenRules
) -> tuple[dict[str, list[Stretch]], list[Stretch]]:
    """Join the courses of each drug; return them with the gaps that were bridged."""
    found: dict[str, list[Stretch]] = {}
    bridged: list[Stretch] = []
    lasting = dict(rules.lasting_days)
    for course in sorted(courses, key=lambda each: each.start_day):
        if course.drug == OFF:
            continue
        stretches = found.setdefault(course.drug, [])
        first = int(course.start_day)
        after = span[1] if np.isnan(course.stop_day) else int(course.stop_day) + 1
        after += lasting.get(course.drug, 0)
        if stretches and first - stretches[-1][1] <= rules.bridge_days:
            if first > stretches[-1][1]:
                bridged.append((stretches[-1][1], first))
            stretches[-1] = (stretches[-1][0], max(after, stretches[-1][1]))
        else:
            stretches.append((first, after))
    return found, bridged


def _sweep(
    drugs: Mapping[str, Sequence[Stretch]], span: Stretch, overlap_days: int
) -> list[tuple[tuple[str, ...], Stretch]]:
    """Split time wherever a drug starts or stops; return the drugs taken in each interval."""
    edges = {day for stretches in drugs.values() for stretch in stretches for day in stretch}
    days = sorted({*span, *(day for day in edges if span[0] < day < span[1])})
    pieces = [
        (tuple(sorted(drug for drug, stretches in drugs.items()
                      if any(first <= day < after for first, after in stretches))), (day, until))
        for day, until in itertools.pairwise(days)
    ]  # fmt: skip
    return _join(_assign_switches(_join(pieces), overlap_days))


def _assign_switches(
    pieces: list[tuple[tuple[str, ...], Stretch]], overlap_days: int
) -> list[tuple[tuple[str, ...], Stretch]]:
    """Assign a short overlap of an old and a new drug to the new regimen."""
    settled = list(pieces)
    for place in range(1, len(pieces) - 1):
        before, (drugs, (first, after)), then = pieces[place - 1], pieces[place], pieces[place + 1]
        short = after - first <= overlap_days
        both = set(drugs) == set(before[0]) | set(then[0])
        if short and both and set(drugs) not in (set(before[0]), set(then[0])):
            settled[place] = (then[0], (first, after))
    return settled


def _join(
    pieces: list[tuple[tuple[str, ...], Stretch]],
) -> list[tuple[tuple[str, ...], Stretch]]:
    joined: list[tuple[tuple[str, ...], Stretch]] = []
    for drugs, (first, after) in pieces:
        if joined and joined[-1][0] == drugs:
            joined[-1] = (drugs, (joined[-1][1][0], after))
        else:
            joined.append((drugs, (first, after)))
    return joined


def _overlap(one: Stretch, other: Stretch) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def regimen_at(periods: Periods, patients: Sequence[str], months: float) -> pd.Series:
    """Return each child's regimen at a given number of months after the last infusion.

    Returns
    -------
    Series
        Indexed by child: the regimen, "follow-up too short", or "cannot be placed in time".
    """
    table = periods.table
    day = table["patient"].map(periods.last_infusion).astype(float)
    day += max(round(months * DAYS_PER_MONTH), 1)
    current = table[(table["start_day"] <= day) & (table["stop_day"] >= day)]
    regimen = current.drop_duplicates("patient").set_index("patient")["regimen"].to_dict()
    found = [
        NOT_PLACED if patient in periods.not_placed else str(regimen.get(patient, NOT_FOLLOWED))
        for patient in patients
    ]
    return pd.Series(found, index=pd.Index(list(patients), name="patient"), dtype=object)
