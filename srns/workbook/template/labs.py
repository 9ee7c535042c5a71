"""Lab results of the sheet Labs: one row per result, analyte by analyte."""

from collections.abc import Sequence

import numpy as np

from srns.cohort.quantities import UPCR, URINE_CREATININE, URINE_PROTEIN
from srns.cohort.terms import DIARY, DIARY_SPELLINGS, fold
from srns.languages.sentences import sentence, term
from srns.workbook.findings import Findings
from srns.workbook.template.chronology_checks import query_implausible_days
from srns.workbook.template.column_values import read_column_words
from srns.workbook.template.dipstick_column import read_dipsticks
from srns.workbook.template.grid import Grid, masked
from srns.workbook.template.neighboring_results import query_neighboring_results
from srns.workbook.template.patients import Children
from srns.workbook.template.sample_results import ColumnResults, SheetResults, results_of
from srns.workbook.template.study_days import RowDates, resolve_days
from srns.workbook.template.urine_ratio import compute_ratios, query_alone
from srns.workbook.values.numbers_and_words import read_numbers

_OF_URINE = (URINE_PROTEIN, URINE_CREATININE)


def read_labs(
    grid: Grid,
    patients: Sequence[str],
    keep: np.ndarray,
    row_dates: RowDates,
    children: Children,
    findings: Findings,
) -> SheetResults:
    """Read the sheet Labs, or the sheet Diary: every result with its row.

    A result that cannot be read stays as an unknown one (NaN) on its day, with its error; a row
    whose child or day cannot be read is left out, with its error. All results of the sheet Diary
    have the source ``diary``.

    Parameters
    ----------
    patients
        Patient of each row; empty where there is none.
    keep
        Whether each row is read.
    """
    codes = children.codes(patients)
    index = children.index_of(codes)
    days = resolve_days(row_dates, index, findings)
    at_home = grid.sheet.name == "Diary"
    what = sentence("a dipstick") if at_home else sentence("a result")
    query_implausible_days(row_dates, days, codes, keep, children, findings, what)
    names = np.array([*children.rows, ""], dtype=object)
    # A date of a child without a day 0 is read: its day is unknown, not missing.
    dated = ~np.isnan(days) | (~np.isnan(row_dates.dates) & np.isnan(index))
    columns = _read_columns(grid, keep, (codes >= 0) & dated, findings)
    for analyte in dict.fromkeys(one.analyte for one in columns):
        same = [one for one in columns if one.analyte == analyte]
        query_neighboring_results(same, codes, days, findings, names)
    source, specimen = _read_source(grid, findings, keep), None
    if grid.headers.get("specimen"):
        specimen = np.array(read_column_words(grid, "specimen", findings, keep), dtype=object)
    if at_home:
        source = np.full(len(codes), DIARY, dtype=object)
    return SheetResults(tuple(columns), names[codes], days, source, specimen)


def _read_columns(
    grid: Grid, keep: np.ndarray, readable_rows: np.ndarray, findings: Findings
) -> list[ColumnResults]:
    """Read every column of results, and compute the Up/c of what urine was measured apart."""
    columns: list[ColumnResults] = []
    of_urine: dict[str, ColumnResults] = {}
    table = grid.sheet.name.lower()
    for matched in grid.headers.matched:
        column, place = matched.column, grid.place(matched)
        if column.kind not in ("quantity", "dipstick"):
            continue
        values = masked(grid.values(matched), keep)
        if column.kind == "dipstick":
            numbers = read_dipsticks(values, place, findings, table)
        else:
            numbers = read_numbers(values, place, findings, table, censored=True)
        rows = results_of(numbers, readable_rows)
        one = ColumnResults(column.id, matched.unit, rows, numbers, place)
        if column.quantity in _OF_URINE:
            of_urine.setdefault(column.id, one)
        else:
            columns.append(one)
    reported = [one for one in columns if one.analyte == UPCR.analyte]
    protein, creatinine = (of_urine.get(each.analyte) for each in _OF_URINE)
    if protein and creatinine:
        columns.append(compute_ratios(protein, creatinine, reported, findings))
    elif alone := protein or creatinine:
        lacks = term((URINE_CREATININE if protein else URINE_PROTEIN).label)
        query_alone(alone, {row for one in reported for row in one.rows.tolist()}, lacks, findings)
    return columns


def _read_source(grid: Grid, findings: Findings, keep: np.ndarray) -> np.ndarray:
    """Return the source of each row as typed; every spelling of the family's diary is `diary`."""
    words = read_column_words(grid, "source", findings, keep)
    known = {word: DIARY if fold(word) in DIARY_SPELLINGS else word for word in set(words) if word}
    return np.array([known[word] if word else None for word in words], dtype=object)
