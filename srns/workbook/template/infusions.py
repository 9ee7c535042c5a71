"""Infusions of the sheet Infusions: one row per infusion day."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from srns.cohort.tables import INFUSIONS
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
    """Read the sheet Infusions: one row per infusion day."""
    codes = children.codes(patients)
    days = resolve_days(row_dates, children.index_of(codes), findings)
    query_implausible_days(row_dates, days, codes, keep, children, findings, "an infusion")
    names = np.array([*children.rows, ""], dtype=object)
    seen: dict[tuple[int, float], int] = {}
    for row in np.flatnonzero((codes >= 0) & ~np.isnan(days)).tolist():
        first = seen.setdefault((int(codes[row]), float(days[row])), row)
        if first != row and row_dates.place:
            findings.problems.append(
                row_dates.place.error(
                    row,
                    f"a second infusion of patient {names[codes[row]]} on the same day (first in "
                    f"{row_dates.place.cell(first)})",
                    "one row per infusion day",
                    "Combine the two rows.",
                )
            )
    rows = np.flatnonzero((codes >= 0) & keep)
    table = {"patient": names[codes[rows]], "day": nullable_days(days[rows])}
    for identity in INFUSIONS[2:4]:
        numbers = read_column_numbers(grid, identity, findings, keep)
        table[identity] = numbers.results[rows] if numbers else np.full(len(rows), np.nan)
    table["cell"] = pd.Series(
        cell_addresses(row_dates.place, rows) if row_dates.place else [], dtype=object
    )
    return pd.DataFrame(table)
