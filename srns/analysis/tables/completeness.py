"""Data completeness: what was measured in each visit window, and which rules it can decide."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from srns.analysis.tables.printed_table import PrintedTable
from srns.cohort.child_keys import child_codes
from srns.cohort.date_intervals import earliest
from srns.cohort.tables import DAYS_PER_MONTH, Cohort
from srns.rules.classification import Classification
from srns.rules.occasions import BASELINE_DAYS
from srns.rules.verdict import Tested

MEASURED = {"upcr": "Up/c", "albumin": "albumin", "creatinine": "creatinine", "height": "height",
            "weight": "weight"}  # fmt: skip


@dataclass(frozen=True)
class Visit:
    """A visit window in days from day 0, both ends included."""

    name: str
    first_day: int
    last_day: int


def visits(months: Sequence[int] = (1, 3, 6, 9, 12, 18, 24, 36, 60)) -> tuple[Visit, ...]:
    """Return the visit windows: baseline, then each month up to halfway to its neighbors.

    Windows do not overlap and leave no gaps between them.
    """
    days = [round(month * DAYS_PER_MONTH) for month in months]
    ends = [(here + after) // 2 for here, after in itertools.pairwise(days)]
    ends.append(days[-1] + (days[-1] - days[-2]) // 2 if len(days) > 1 else 2 * days[0])
    windows = [Visit("start", -BASELINE_DAYS, 0)]
    for month, last in zip(months, ends, strict=True):
        windows.append(Visit(f"month {month}", windows[-1].last_day + 1, last))
    return tuple(windows)


def completeness(
    cohort: Cohort, classification: Classification, chosen: Sequence[Visit] | None = None
) -> PrintedTable:
    """Count, per visit window, the children with each result and with each rule decidable.

    Returns
    -------
    PrintedTable
        One row per window: `visit`, `days`, `in follow-up` (children whose record reaches into
        it), one column per type of result, and one per response of the definition: the children
        with a visit at which its criteria can be decided yes or no, as "6 of 8". The last row is
        the whole record: the children for whom it is decidable whether they ever reached the
        response.
    """
    patients = cohort.patients["patient"]
    n = len(patients)
    labs = cohort.labs
    child = child_codes(patients, labs["patient"])
    day = labs["day"].astype(float).to_numpy(float, na_value=np.nan)
    analyte = labs["analyte"].astype(object).to_numpy()
    window = classification.found.window
    last = np.minimum(_last_known_day(cohort, child, day), window.last)
    with np.errstate(invalid="ignore"):
        counts = (child >= 0) & (day <= window.last[child])
    urine = classification.found.visits
    ways: dict[str, list[Tested]] = {}
    for tested in classification.judged.tested:
        ways.setdefault(tested.response.name, []).append(tested)
    decidable = {
        name: np.any([each.met.certain & each.confirms.certain for each in same], axis=0)
        | ~np.any([each.met.possible & each.confirms.possible for each in same], axis=0)
        for name, same in ways.items()
    }
    rows = []
    for visit in chosen or visits():
        followed = last >= visit.first_day
        of = int(followed.sum())
        within = (day >= visit.first_day) & (day <= visit.last_day) & counts
        row: dict[str, object] = {
            "visit": visit.name,
            "days": f"{visit.first_day} to {visit.last_day}",
            "in follow-up": of,
        }
        for name, label in MEASURED.items():
            row[label] = _share(child[within & (analyte == name)], n, of)
        seen = (urine.day >= visit.first_day) & (urine.day <= visit.last_day)
        for response, known in decidable.items():
            row[f"{response} decidable"] = (
                _share(urine.child[seen & known], n, of) if visit.last_day > 0 else "–"
            )
        rows.append(row)
    whole: dict[str, object] = {"visit": "whole record", "days": "", "in follow-up": n}
    for name, label in MEASURED.items():
        whole[label] = _share(child[(analyte == name) & counts], n, n)
    for name, same in ways.items():
        settled = np.any([each.deciding.decided >= 0 for each in same], axis=0)
        settled |= ~np.any([each.is_possible for each in same], axis=0)
        settled &= classification.judged.has_occasion
        whole[f"{name} decidable"] = f"{int(settled.sum())} of {n}"
    rows.append(whole)
    notes = (
        "A visit is the window of days in the second column, counted from day 0. The denominator "
        "is the children whose record reaches into the window. What was measured after the end of "
        "observation (kidney failure, transplant, death, last follow-up) does not count.",
        "Decidable: at one visit or more the criteria of the response can be decided yes or no, "
        "whichever the answer.",
    )
    return PrintedTable("completeness", "Data completeness by visit", pd.DataFrame(rows), notes)


def _share(children: np.ndarray, n: int, of: int) -> str:
    hit = np.zeros(n, dtype=bool)
    hit[children] = True
    return f"{int(hit.sum())} of {of}"


def _last_known_day(cohort: Cohort, child: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return the last day with any data for each child; -inf without data."""
    last = np.full(len(cohort.patients), -np.inf)
    known = (child >= 0) & ~np.isnan(day)
    np.maximum.at(last, child[known], day[known])
    # For a partially known follow-up date, the earliest possible day.
    return np.fmax(last, earliest(cohort.patients, "last_follow_up_day"))
