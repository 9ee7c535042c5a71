"""Infusions of the sheet Infusions: one row per infusion day."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from srns.cohort.tables import INFUSIONS
from srns.languages.sentences import sentence
from srns.workbook.findings import Findings
from srns.workbook.template.chronology_checks import query_implausible_days
from srns.workbook.template.column_values import read_column_numbers
from srns.workbook.template.day_columns import cell_addresses, nullable_days
from srns.workbook.template.grid import Grid
from srns.workbook.template.patients import Children
from srns.workbook.template.study_days import RowDates, resolve_days


def read_infusions(
    grid: Grid,
    patients: Sequence[str],
    keep: np.ndarray,
    row_dates: RowDates,
    children: Children,
    findings: Findings,
) -> pd.DataFrame:
    """Read the sheet Infusions: one row per infusion day.

    A row of which the day cannot be read, or that repeats another, is left out, with its error.
    """
    codes = children.codes(patients)
    index = children.index_of(codes)
    days = resolve_days(row_dates, index, findings)
    dated = ~np.isnan(days) | (~np.isnan(row_dates.dates) & np.isnan(index))
    query_implausible_days(
        row_dates, days, codes, keep, children, findings, sentence("an infusion")
    )
    names = np.array([*children.rows, ""], dtype=object)
    seen: dict[tuple[int, float], int] = {}
    for row in np.flatnonzero((codes >= 0) & ~np.isnan(days)).tolist():
        first = seen.setdefault((int(codes[row]), float(days[row])), row)
        dated[row] &= first == row
        if first != row and row_dates.place:
            findings.problems.append(
                row_dates.place.error(
                    row,
                    sentence(
                        "a second infusion of patient {name} on the same day (first in {cell})",
                        name=str(names[codes[row]]),
                        cell=row_dates.place.cell(first),
                    ),
                    sentence("one row per infusion day"),
                    sentence("Combine the two rows."),
                )
            )
    _query_first_day(row_dates, days, codes, children, names, findings)
    rows = np.flatnonzero((codes >= 0) & keep & dated)
    table = {"patient": names[codes[rows]], "day": nullable_days(days[rows])}
    for identity in INFUSIONS[2:4]:
        numbers = read_column_numbers(grid, identity, findings, keep)
        table[identity] = numbers.results[rows] if numbers else np.full(len(rows), np.nan)
    table["cell"] = pd.Series(
        cell_addresses(row_dates.place, rows) if row_dates.place else [], dtype=object
    )
    return pd.DataFrame(table)


def _query_first_day(
    row_dates: RowDates,
    days: np.ndarray,
    codes: np.ndarray,
    children: Children,
    names: np.ndarray,
    findings: Findings,
) -> None:
    """Query typed days of a child without an index date of which the first is not day 0.

    Such days are counted from something, and it should be the first infusion.
    """
    place = row_dates.day_place
    if place is None:
        return
    typed = ~np.isnan(row_dates.days) & (codes >= 0)
    first: dict[int, int] = {}
    for row in np.flatnonzero(typed).tolist():
        child = int(codes[row])
        if child not in first or days[row] < days[first[child]]:
            first[child] = row
    for child, row in first.items():
        if days[row] != 0 and not children.has_index_date[child]:
            findings.problems.append(
                place.query(
                    row,
                    sentence(
                        "the first infusion of patient {name} on day {day:.0f}",
                        name=names[child],
                        day=days[row],
                    ),
                    sentence("day 0, as days are counted from the first infusion"),
                    sentence(
                        "If day 0 is another day, name it when the workbook is read, or "
                        "type the index date in the sheet Patients; else correct the days. "
                        "They are used as they stand."
                    ),
                )
            )
