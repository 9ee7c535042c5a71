"""Data completeness: what was measured in each visit window, and which rules it can decide."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from srns.analysis.results_data.rows import (
    WHOLE,
    Cells,
    Row,
    Stat,
    Subject,
    as_table,
    rows_about,
    statistics_of,
)
from srns.analysis.results_data.source_cells import cells_of_table, deciding_cells
from srns.analysis.tables.printed_table import PrintedTable
from srns.cohort.child_keys import child_codes
from srns.cohort.date_intervals import earliest
from srns.cohort.tables import DAYS_PER_MONTH, Cohort
from srns.languages.messages import Sentence, mark
from srns.languages.sentences import sentence, term
from srns.rules.classification import Classification
from srns.rules.occasions import BASELINE_DAYS
from srns.rules.verdict import Tested

MEASURED = {"upcr": "Up/c", "albumin": "albumin", "creatinine": "creatinine", "height": "height",
            "weight": "weight"}  # fmt: skip
WHOLE_RECORD = mark("whole record")


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
    windows = [Visit(mark("start"), -BASELINE_DAYS, 0)]
    for month, last in zip(months, ends, strict=True):
        name = sentence("month {month}", month=month)
        windows.append(Visit(name, windows[-1].last_day + 1, last))
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
    patients = cohort.patients["patient"].astype(str).to_numpy(dtype=object)
    labs = cohort.labs
    child = child_codes(cohort.patients["patient"], labs["patient"])
    day = labs["day"].astype(float).to_numpy(float, na_value=np.nan)
    analyte = labs["analyte"].astype(object).to_numpy()
    window = classification.found.window
    last = np.minimum(_last_known_day(cohort, child, day), window.last)
    with np.errstate(invalid="ignore"):
        counts = (child >= 0) & (day <= window.last[child])
    urine = classification.found.visits
    decided = deciding_cells(classification)
    windows, decidable = chosen or visits(), _decidable(classification)
    rows: list[Row] = []
    for visit in windows:
        followed = patients[last >= visit.first_day]
        within = (day >= visit.first_day) & (day <= visit.last_day) & counts
        for name, label in MEASURED.items():
            own = within & (analyte == name)
            rows += _counted(visit.name, label, patients[np.unique(child[own])], followed,
                             cells_of_table(labs[own]))  # fmt: skip
        if visit.last_day <= 0:
            continue
        seen = (urine.day >= visit.first_day) & (urine.day <= visit.last_day)
        for response, known in decidable.items():
            hit = patients[np.unique(urine.child[seen & known])]
            rows += _counted(visit.name, _decidable_words(response), hit, followed, decided)
    for name, label in MEASURED.items():
        own = (analyte == name) & counts
        rows += _counted(WHOLE_RECORD, label, patients[np.unique(child[own])], patients,
                         cells_of_table(labs[own]))  # fmt: skip
    for response, settled in _settled(classification).items():
        label = _decidable_words(response)
        rows += _counted(WHOLE_RECORD, label, patients[settled], patients, decided)
    return _printed(as_table(rows), windows)


def _ways(classification: Classification) -> dict[str, list[Tested]]:
    """Return the ways in which each response may be reached."""
    ways: dict[str, list[Tested]] = {}
    for tested in classification.judged.tested:
        ways.setdefault(tested.response.name, []).append(tested)
    return ways


def _decidable(classification: Classification) -> dict[str, NDArray[np.bool_]]:
    """Return, by response, at which visits its criteria can be decided yes or no."""
    return {
        name: np.any([each.met.certain & each.confirms.certain for each in same], axis=0)
        | ~np.any([each.met.possible & each.confirms.possible for each in same], axis=0)
        for name, same in _ways(classification).items()
    }


def _decidable_words(response: str) -> Sentence:
    return sentence("{response} decidable", response=term(response))


def _settled(classification: Classification) -> dict[str, NDArray[np.bool_]]:
    """Return, by response, of which children it can be decided whether they ever reached it."""
    return {
        name: classification.judged.has_occasion
        & (
            np.any([each.deciding.decided >= 0 for each in same], axis=0)
            | ~np.any([each.is_possible for each in same], axis=0)
        )
        for name, same in _ways(classification).items()
    }


def _counted(
    visit: str,
    what: str,
    hit: NDArray[np.object_],
    followed: NDArray[np.object_],
    cells: Cells,
) -> list[Row]:
    about = Subject("completeness", what, ("visit", visit))
    return [
        *rows_about(about, [Stat("n", len(hit), WHOLE)], hit, cells),
        *rows_about(about, [Stat("N", len(followed), WHOLE)], followed, {}),
    ]


def _printed(results: pd.DataFrame, windows: Sequence[Visit]) -> PrintedTable:
    """Return the counts as a table, each from its rows of analysis results data."""
    stats = statistics_of(results, "completeness")
    columns = list(dict.fromkeys(what for _, what in stats))
    days = {
        visit.name: sentence("{low} to {high}", low=visit.first_day, high=visit.last_day)
        for visit in windows
    }
    rows = []
    for visit in (*days, WHOLE_RECORD):
        found = {what: stats.get((visit, what)) for what in columns}
        of = next(each["N"].stat for each in found.values() if each)
        shown = {
            what: sentence("{n} of {of}", n=each["n"].text, of=each["N"].text) if each else "–"
            for what, each in found.items()
        }
        rows.append({"visit": visit, "days": days.get(visit, ""), "in follow-up": of, **shown})
    notes = (
        sentence(
            "A visit is the window of days in the second column, counted from day 0. The "
            "denominator is the children whose record reaches into the window. What was measured "
            "after the end of observation (kidney failure, transplant, death, last follow-up) does "
            "not count."
        ),
        sentence(
            "Decidable: at one visit or more the criteria of the response can be decided yes or "
            "no, whichever the answer."
        ),
    )
    title = sentence("Data completeness by visit")
    return PrintedTable("completeness", title, pd.DataFrame(rows), notes, results)


def _last_known_day(cohort: Cohort, child: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return the last day with any data for each child; -inf without data."""
    last = np.full(len(cohort.patients), -np.inf)
    known = (child >= 0) & ~np.isnan(day)
    np.maximum.at(last, child[known], day[known])
    # For a partially known follow-up date, the earliest possible day.
    return np.fmax(last, earliest(cohort.patients, "last_follow_up_day"))
