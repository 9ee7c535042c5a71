"""The template's sheet Labs, written from a laboratory list: one row is one result."""

from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import BinaryIO

import pandas as pd
from openpyxl import Workbook

from srns.cohort.dipstick import read_grade
from srns.cohort.quantities import QUANTITIES
from srns.workbook.results.results import LabResults

MOST_ROWS = 1_000_000
"""What one sheet of Excel holds, its header aside."""
_ASIDE = ("urine_protein", "urine_creatinine")
"""Parts of a ratio that was computed already."""


def labs_rows(results: LabResults) -> pd.DataFrame:
    """Lay out the results as the template's sheet Labs.

    Returns
    -------
    DataFrame
        One row is one result: `patient`, `date` or `day`, one column for each analyte and unit
        (``Up/c (mg/mg)``) of which one is filled, and `note` with the row of the source. A result
        with a sign keeps it (``<0.3``); one that is there but unknown stands as it was typed.
    """
    frame = results.frame[~results.frame["analyte"].isin(_ASIDE)].reset_index(drop=True)
    dated = frame["date"].notna().any()
    when = frame["date"] if dated else frame["day"]
    rows = pd.DataFrame({"patient": frame["patient"], "date" if dated else "day": when})
    headings = [
        _heading(str(analyte), str(unit))
        for analyte, unit in zip(frame["analyte"], frame["unit"], strict=True)
    ]
    shown = [_shown(row) for row in frame.to_dict("records")]
    wide = pd.DataFrame({"heading": headings, "shown": shown})
    for heading in dict.fromkeys(headings):
        rows[heading] = wide["shown"].where(wide["heading"] == heading)
    rows["note"] = [f"row {row}" for row in frame["row"]]
    return rows


def write_labs(results: LabResults, target: str | Path | BinaryIO) -> int:
    """Write the sheets Patients (the children of the list) and Labs; return the number of rows.

    Raises
    ------
    ValueError
        Where there are more results than a sheet holds: one sentence.
    """
    rows = labs_rows(results)
    if len(rows) > MOST_ROWS:
        raise ValueError(
            f"found {len(rows):,} results; expected at most {MOST_ROWS:,}, which one sheet holds. "
            "Export fewer children or tests at a time."
        )
    book = Workbook(write_only=True)
    patients = book.create_sheet("Patients")
    patients.append(["patient"])
    for patient in dict.fromkeys(rows["patient"]):
        patients.append([patient])
    labs = book.create_sheet("Labs")
    labs.append([str(name) for name in rows.columns])
    for row in rows.astype(object).where(rows.notna(), None).itertuples(index=False, name=None):
        labs.append(list(row))
    book.save(target)
    return len(rows)


def _heading(analyte: str, unit: str) -> str:
    quantity = QUANTITIES[analyte]
    return f"{quantity.label} ({unit})" if unit else quantity.label


def _shown(row: Mapping[Hashable, object]) -> object:
    text, value = str(row["text"]), row["value"]
    if row["analyte"] == "dipstick" and read_grade(text) is not None:
        return text
    if not isinstance(value, float) or value != value:
        return text or "unreadable"
    return f"{row['bound']}{value:.15g}" if row["bound"] else value
