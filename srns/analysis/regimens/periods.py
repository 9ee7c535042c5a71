"""Which regimen was each child on, from the last infusion to the end of follow-up, day by day?

Courses of single drugs become regimens by rules that stand in `RegimenRules` and can be changed.
What has no day is not placed in time, and the child is named with the reason.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from srns.analysis.groups import name_regimen
from srns.cohort.date_intervals import earliest, is_in_part, latest
from srns.cohort.tables import DAYS_PER_MONTH, Cohort

OFF = "none"
NOT_FOLLOWED = "not followed so long"
NOT_PLACED = "cannot be placed in time"
RENIN_BLOCKERS = ("enalapril", "lisinopril", "ramipril", "losartan")


@dataclass(frozen=True)
class RegimenRules:
    """How courses become regimens. The days are conventions of this software, not of a source.

    Attributes
    ----------
    bridge_days
        A gap of up to so many days between two courses of one drug is bridged.
    overlap_days
        Two drugs together for up to so many days, when one replaces the other, are a change from
        one to the other and no combination.
    lasting_days
        Drugs that act on after their last day, and how long; they are "on" until then.
    left_out
        Drugs that are no immunosuppression.
    purposes
        Courses of these purposes count; None is a course without one, from the last infusion on.
    """

    bridge_days: int = 30
    overlap_days: int = 30
    lasting_days: tuple[tuple[str, int], ...] = ()
    left_out: tuple[str, ...] = RENIN_BLOCKERS
    purposes: tuple[str | None, ...] = ("maintenance", "rescue", "concomitant", None)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Say the rules as a report prints them."""
        lasting = ", ".join(f"{drug} {days} days" for drug, days in self.lasting_days)
        return (
            f"A gap of up to {self.bridge_days} days between courses of one drug is bridged.",
            f"Two drugs together for up to {self.overlap_days} days, when one replaces the other, "
            "are a change and no combination; the days count for the new regimen.",
            "A course without a stop goes on to the end of follow-up; one without a start, or with "
            "a start or a stop known only in part, is not placed, and neither is its child.",
            f"After their last day act on: {lasting or 'no drug'}.",
            f"Not counted: {', '.join(self.left_out)}.",
        )


RULES = RegimenRules()


@dataclass(frozen=True)
class Periods:
    """Who was on what, when.

    Attributes
    ----------
    table
        One row per stretch of one regimen, the stretches of a child without a gap between them:
        `patient`, `regimen` ("none" off all drugs), `drugs` (a tuple), `start_day`, `stop_day`
        (both included), `days`, `bridged_days` (of them, gaps that were bridged).
    not_placed
        By child: why nothing can be said.
    last_infusion, last_day
        By child: the day before the first stretch, and the last day of the last one.
    """

    table: pd.DataFrame
    not_placed: Mapping[str, str]
    last_infusion: Mapping[str, float]
    last_day: Mapping[str, float]
    rules: RegimenRules


Stretch = tuple[int, int]  # first day, and the day after the last


def regimen_periods(cohort: Cohort, rules: RegimenRules = RULES) -> Periods:
    """Lay out each child's regimens from the day after the last infusion to the last known day."""
    last_infusion = _by_child(cohort.infusions.groupby("patient")["day"].max())
    last_day = last_known_days(cohort)
    courses = _courses(cohort, rules, last_infusion)
    by_child = {str(patient): mine for patient, mine in courses.groupby("patient", sort=False)}
    rows: list[tuple] = []
    not_placed: dict[str, str] = {}
    for patient in cohort.patients["patient"]:
        mine = by_child.get(patient)
        start, end = last_infusion.get(patient, np.nan), last_day.get(patient, np.nan)
        reason = _why_not(mine, start, end)
        if reason or mine is None:
            not_placed[patient] = reason
            continue
        span = (int(start) + 1, int(end) + 1)
        drugs, bridged = _drug_stretches(mine, span, rules)
        for drugs_then, (first, after) in _sweep(drugs, span, rules.overlap_days):
            gaps = sum(_overlap((first, after), gap) for gap in bridged)
            regimen = name_regimen(pd.Series(drugs_then, dtype=object))
            rows.append((patient, regimen, drugs_then, first, after - 1, after - first, gaps))
    columns = ["patient", "regimen", "drugs", "start_day", "stop_day", "days", "bridged_days"]
    table = pd.DataFrame(rows, columns=columns)
    return Periods(table, not_placed, last_infusion, last_day, rules)


def last_known_days(cohort: Cohort) -> dict[str, float]:
    """Give the last day on which anything is known of each child.

    Of an event or a follow-up that is known only in part, the first day that it may have been.
    """
    days = [
        pd.DataFrame({"patient": table["patient"], "day": earliest(table, column)}).dropna()
        for table, column in (
            (cohort.labs, "day"),
            (cohort.events, "day"),
            (cohort.infusions, "day"),
            (cohort.patients, "last_follow_up_day"),
        )
    ]
    every = pd.concat([each.astype({"day": float}) for each in days if len(each)] or [days[0]])
    return _by_child(every.groupby("patient")["day"].max())


def _by_child(days: pd.Series) -> dict[str, float]:
    return {str(patient): float(day) for patient, day in days.astype(float).items()}


def _courses(
    cohort: Cohort, rules: RegimenRules, last_infusion: Mapping[str, float]
) -> pd.DataFrame:
    rows = cohort.treatments
    purpose = rows["purpose"].where(rows["purpose"].notna(), None)
    chosen = purpose.isin([each for each in rules.purposes if each is not None])
    if None in rules.purposes:
        after = latest(rows, "start_day") >= rows["patient"].map(last_infusion).astype(float)
        chosen |= purpose.isna() & after
    return rows[chosen & ~rows["drug"].isin(rules.left_out)]


def _why_not(courses: pd.DataFrame | None, start: float, end: float) -> str:
    if np.isnan(start):
        return "no infusion"
    if np.isnan(end) or end <= start:
        return "no follow-up after the last infusion"
    if courses is None or not len(courses):
        return "no course is recorded, nor that there was none"
    taken = courses[courses["drug"] != OFF]
    in_part = is_in_part(taken, "start_day") | is_in_part(taken, "stop_day")
    if in_part.any():
        return f"start or stop known only in part: {_each(taken.loc[in_part, 'drug'])}"
    undated = taken.loc[taken["start_day"].isna(), "drug"]
    if len(undated):
        return f"no start day: {_each(undated)}"
    return ""


def _each(drugs: pd.Series) -> str:
    return ", ".join(dict.fromkeys(drugs))


def _drug_stretches(
    courses: pd.DataFrame, span: Stretch, rules: RegimenRules
) -> tuple[dict[str, list[Stretch]], list[Stretch]]:
    """Join the courses of each drug, and give the gaps that were bridged."""
    found: dict[str, list[Stretch]] = {}
    bridged: list[Stretch] = []
    taken = courses[courses["drug"] != OFF].sort_values("start_day", kind="stable")
    for drug, mine in taken.groupby("drug", sort=False):
        stretches: list[Stretch] = []
        for first, stop in zip(mine["start_day"], mine["stop_day"], strict=True):
            after = span[1] if pd.isna(stop) else int(stop) + 1
            after += dict(rules.lasting_days).get(str(drug), 0)
            if stretches and int(first) - stretches[-1][1] <= rules.bridge_days:
                if int(first) > stretches[-1][1]:
                    bridged.append((stretches[-1][1], int(first)))
                stretches[-1] = (stretches[-1][0], max(after, stretches[-1][1]))
            else:
                stretches.append((int(first), after))
        found[str(drug)] = stretches
    return found, bridged


def _sweep(
    drugs: Mapping[str, Sequence[Stretch]], span: Stretch, overlap_days: int
) -> list[tuple[tuple[str, ...], Stretch]]:
    """Cut the time wherever a drug starts or stops, and name what was taken in between."""
    edges = {day for stretches in drugs.values() for stretch in stretches for day in stretch}
    days = sorted({*span, *(day for day in edges if span[0] < day < span[1])})
    pieces = [
        (tuple(sorted(drug for drug, stretches in drugs.items()
                      if any(first <= day < after for first, after in stretches))), (day, until))
        for day, until in itertools.pairwise(days)
    ]  # fmt: skip
    return _join(_changes_over(_join(pieces), overlap_days))


def _changes_over(
    pieces: list[tuple[tuple[str, ...], Stretch]], overlap_days: int
) -> list[tuple[tuple[str, ...], Stretch]]:
    """Give a short overlap of the old and the new drug to the new regimen."""
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
    """Give each child's regimen so many months after the last infusion.

    Returns
    -------
    Series
        Indexed by child: the regimen, "not followed so long", or "cannot be placed in time".
    """
    found = {}
    by_child = {str(patient): mine for patient, mine in periods.table.groupby("patient")}
    for patient in patients:
        if patient in periods.not_placed:
            found[patient] = NOT_PLACED
            continue
        day = periods.last_infusion[patient] + max(round(months * DAYS_PER_MONTH), 1)
        mine = by_child[patient]
        there = mine[(mine["start_day"] <= day) & (mine["stop_day"] >= day)]
        found[patient] = str(there["regimen"].iloc[0]) if len(there) else NOT_FOLLOWED
    return pd.Series(found, index=pd.Index(list(patients), name="patient"), dtype=object)
