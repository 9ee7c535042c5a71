"""One row per infusion day."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from srns.cohort.tables import INFUSIONS
from srns.workbook.findings import Findings
from srns.workbook.template.chronology_checks import ask_about_days
from srns.workbook.template.column_values import read_column_numbers
from srns.workbook.template.day_columns import cells_of, whole
from srns.workbook.template.grid import Grid
from srns.workbook.template.patients import Children
from srns.workbook.template.study_days import When, settle_days


def read_infusions(
    grid: Grid,
    patients: Sequence[str],
    keep: np.ndarray,
    when: When,
    children: Children,
    findings: Findings,
) -> pd.DataFrame:
    """Read the sheet Infusions: one row per infusion day."""
    codes = children.codes(patients)
    days = settle_days(when, children.index_of(codes), findings)
    ask_about_days(when, days, codes, keep, children, findings, "an infusion")
    names = np.array([*children.rows, ""], dtype=object)
    seen: dict[tuple[int, float], int] = {}
    for row in np.flatnonzero((codes >= 0) & ~np.isnan(days)).tolist():
        first = seen.setdefault((int(codes[row]), float(days[row])), row)
        if first != row and when.place:
            findings.problems.append(
                when.place.error(
                    row,
                    f"a second infusion of patient {names[codes[row]]} on one day (first in "
                    f"{when.place.cell(first)})",
                    "one row for each infusion day",
                    "Bring the two rows together.",
                )
            )
    rows = np.flatnonzero((codes >= 0) & keep)
    table = {"patient": names[codes[rows]], "day": whole(days[rows])}
    for identity in INFUSIONS[2:4]:
        numbers = read_column_numbers(grid, identity, findings, keep)
        table[identity] = numbers.results[rows] if numbers else np.full(len(rows), np.nan)
    table["cell"] = pd.Series(cells_of(when.place, rows) if when.place else [], dtype=object)
    return pd.DataFrame(table)
