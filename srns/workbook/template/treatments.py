"""Treatments of the sheet Treatments: one row per course of one drug."""

import datetime
from collections.abc import Sequence

import numpy as np
import pandas as pd

from srns.cohort.tables import TREATMENTS, empty_table
from srns.languages.sentences import sentence
from srns.workbook.findings import Findings
from srns.workbook.problems import and_so_many_more
from srns.workbook.template.column_values import read_column_numbers, read_column_words, read_drugs
from srns.workbook.template.day_columns import cell_addresses, nullable_days, span_columns
from srns.workbook.template.grid import Grid
from srns.workbook.template.patients import Children
from srns.workbook.template.study_days import (
    RowDates,
    read_row_dates,
    resolve_days,
    resolve_spans,
)
from srns.workbook.values.dates import show_date


def _query_unplaced(
    dates: RowDates, index: np.ndarray, keep: np.ndarray, findings: Findings
) -> None:
    """Query the dates of courses that no date of day 0 turns into days; one query a column."""
    unplaced = ~np.isnan(dates.dates) & np.isnan(index) & np.isnan(dates.days) & keep
    rows = np.flatnonzero(unplaced).tolist()
    if not rows or dates.date_place is None:
        return
    date = and_so_many_more(show_date(dates.dates[rows[0]]), len(rows) - 1)
    findings.problems.append(
        dates.date_place.query(
            rows[0],
            sentence("{date}, and no date of day 0", date=date),
            sentence("an index date to count days from"),
            sentence(
                "Type the index date in the sheet Patients; until then the day of "
                "the course is unknown."
            ),
        )
    )


def _refuse_drugless(grid: Grid, keep: np.ndarray, findings: Findings) -> None:
    """Report courses of which no column names the drug; a recipe may lack that column."""
    rows = np.flatnonzero(keep & grid.filled).tolist()
    columns = [one for one in grid.headers.matched if one.column.kind != "patient"]
    if rows and columns:
        place = grid.place(columns[0])
        findings.problems.append(
            place.error(
                rows[0],
                and_so_many_more(sentence("a course without a drug"), len(rows) - 1),
                sentence("a column with the drug of each course"),
                sentence("Add a column 'drug', or let one mean 'Treatments.drug' in the recipe."),
            )
        )


def read_treatments(
    grid: Grid,
    patients: Sequence[str],
    keep: np.ndarray,
    children: Children,
    findings: Findings,
    today: datetime.date | None,
) -> pd.DataFrame:
    """Read the sheet Treatments: one row per course of one drug.

    A row without a drug that can be read is left out; where the stop is before the start, neither
    is known. Both have their error.
    """
    codes = children.codes(patients)
    index = children.index_of(codes)
    names = np.array([*children.rows, ""], dtype=object)
    start = read_row_dates(grid, "start_", findings, keep, today, allow_partial=True)
    stop = read_row_dates(grid, "stop_", findings, keep, today, allow_partial=True)
    starts, stops = resolve_days(start, index, findings), resolve_days(stop, index, findings)
    began, ended = resolve_spans(start, index, findings), resolve_spans(stop, index, findings)
    for dates in (start, stop):
        _query_unplaced(dates, index, keep & (codes >= 0), findings)
    with np.errstate(invalid="ignore"):
        wrong = (np.fmax(stops, ended[1]) < np.fmax(starts, began[0])) | (stop.dates < start.dates)
    for row in np.flatnonzero(wrong).tolist():
        if stop.place and start.place:
            findings.problems.append(
                stop.place.error(
                    row,
                    sentence("a stop before the start"),
                    sentence("a day on or after the start ({cell})", cell=start.place.cell(row)),
                    sentence("Correct whichever of the two is wrong."),
                )
            )
    for unknown in (starts, stops, *began, *ended):
        unknown[wrong] = np.nan
    drugs, typed = read_drugs(grid, findings, keep)
    matched = grid.headers.get("drug")
    if matched is None:
        _refuse_drugless(grid, keep, findings)
        return empty_table(TREATMENTS)
    named = np.array([drug is not None for drug in drugs], dtype=bool)
    rows = np.flatnonzero((codes >= 0) & keep & named)
    doses = read_column_numbers(grid, "dose", findings, keep)
    table: dict[str, object] = {
        "patient": names[codes[rows]],
        "drug": pd.Series([drugs[row] for row in rows], dtype=object),
        "start_day": nullable_days(starts[rows]),
        "stop_day": nullable_days(stops[rows]),
        "dose": doses.results[rows] if doses else np.full(len(rows), np.nan),
    }
    for identity in ("dose_unit", "frequency", "purpose"):
        words = read_column_words(grid, identity, findings, keep)
        table[identity] = pd.Series([words[row] for row in rows], dtype=object)
    table["cell"] = pd.Series(cell_addresses(grid.place(matched), rows), dtype=object)
    table["drug_typed"] = pd.Series([typed[row] for row in rows], dtype=object)
    table |= span_columns("start_day", began, start.typed, rows)
    table |= span_columns("stop_day", ended, stop.typed, rows)
    return pd.DataFrame(table)
