"""The cohort of a part whose tables are sheets of the template or a dialect: read as a workbook."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa

from srns.cohort.dictionary import SHEETS
from srns.cohort.errors import InputError
from srns.cohort.tables import Cohort
from srns.cohort.terms import fold
from srns.registry.birth_dates import is_birth_date, with_ages
from srns.registry.failed_rows import (
    children_kept,
    failed_rows,
    strangers,
    unknown_results,
    used_rows,
)
from srns.registry.given_tables import RESULTS, TABLES, child_column
from srns.registry.part_tables import (
    LEFT_OUT,
    ROW,
    PartCohort,
    PartTables,
    SetAside,
    decoded,
    headings_of_rows,
    name_row,
    plain_values,
    words_of,
)
from srns.workbook.files.cells import SheetCells, WorkbookCells
from srns.workbook.headings.heading import parse_heading
from srns.workbook.ledger import Block
from srns.workbook.read_workbook import Reading, read_workbook
from srns.workbook.results.dialect import recognize

_LABS = "Labs"
_ROW = re.compile(r"![A-Z]+(\d+)")
_ISO = re.compile(r"(\d{4}-\d{2}(-\d{2})?([T ].*)?|\d{8}|-?\d+(\.0)?|)", re.ASCII)
_NOT_DATES = ("collected_time",)
"""Of the times of a dialect, those beside a date: a clock time alone."""
_DATES = {
    f"{sheet.name}.{each.id}" for sheet in SHEETS for each in sheet.columns if each.kind == "date"
}
_COMMA = re.compile(r"\s*[<>=≤≥]*\s*\d+,\d+\s*")


def read_sheet_part(tables: PartTables, day_zero: str, child: str) -> PartCohort:
    """Return the cohort of a part, read as `srns.workbook.read_workbook` reads a workbook of it.

    What a workbook decides for a whole column is not decided anew in every part: a text date that
    is not written year, month, day leaves its row out, and a number with a comma is unreadable.
    Where no child of the part has day 0, or a urine result, each is one that nobody can judge.

    Parameters
    ----------
    child
        The column of the results that names the child: without patients, each that it names is one.

    Raises
    ------
    InputError
        Where the part as a whole cannot be read; the message is the first error of the reading.
    """
    sheets, aside, kept = [], [], {}
    for name, encoded in tables.items():
        table = decoded(encoded)
        plain, rows = _without_odd_texts(name, table, aside)
        tab = _tab_of(name, table.column_names)
        kept[tab] = (name, rows)
        sheets.append(_as_sheet(name, tab, plain))
    if "patients" not in tables:
        names = words_of(tables[RESULTS][child])
        there = sorted({names.categories[code] for code in names.codes.tolist() if code >= 0})
        rows = [["patient"], *([each] for each in there)]
        sheets.append(SheetCells(TABLES["patients"], rows, 0, 0, (), False, {}))
    reading = read_workbook(WorkbookCells(tuple(sheets), b""), day_zero=day_zero, whole=False)
    if reading.cohort is None:
        raise InputError(reading.errors[0].message if reading.errors else "found no table to judge")
    cohort = with_ages(_with_sources(reading.cohort, kept, tables), tables, aside)
    tab = next(each for each, (name, _) in kept.items() if name == RESULTS)
    labs_row = _places_of(reading.cohort.labs, kept[tab][1])
    for each, (name, places) in kept.items():
        _put_failed_aside(reading, reading.cohort, each, name, tables[name], places, aside)
    told = [each.rows for each in aside if each.table == RESULTS]
    lost = np.concatenate([np.zeros(0, dtype=np.int64), *told])
    aside += unknown_results(cohort.labs, labs_row, tables[RESULTS], lost)
    return PartCohort(cohort, labs_row, aside, _other_tests(reading, tab))


def _put_failed_aside(
    reading: Reading,
    cohort: Cohort,
    tab: str,
    name: str,
    table: pa.Table,
    places: np.ndarray,
    aside: list[SetAside],
) -> None:
    """Put aside the rows of one sheet that failed, and those of children who are no patients."""
    if name == "patients":
        judged = children_kept(table, places, cohort)
    else:
        frame = cohort.labs if name == RESULTS else getattr(cohort, name)
        judged = _places_of(frame, places) if "cell" in frame else places[:0]
        aside += strangers(name, table, cohort, used_rows(reading, tab, places), judged)
    left_out = [one for one in aside if one.table == name and one.effect == LEFT_OUT]
    told = {(row, "") for one in left_out for row in one.rows.tolist()}
    aside += failed_rows(reading, tab, name, places, judged, headings_of_rows(table), told)


def _with_sources(
    cohort: Cohort, kept: Mapping[str, tuple[str, np.ndarray]], tables: PartTables
) -> Cohort:
    """Return the cohort with the rows of its files in place of the cells of the part's sheets."""
    changed = {}
    for name, places in kept.values():
        if name in ("infusions", "treatments", "events"):
            frame = getattr(cohort, name)
            rows = tables[name][ROW].to_numpy()[_places_of(frame, places)].tolist()
            changed[name] = frame.assign(cell=[name_row(name, row) for row in rows])
    return replace(cohort, **changed)


def _tab_of(name: str, columns: list[str]) -> str:
    if name != RESULTS:
        return TABLES[name]
    return TABLES[RESULTS] if recognize(columns) is not None else _LABS


def _without_odd_texts(
    name: str, table: pa.Table, aside: list[SetAside]
) -> tuple[pa.Table, np.ndarray]:
    """Leave out rows whose date may mean two days, and make numbers with a comma unreadable.

    Returns
    -------
    tuple of Table and array
        The rows that are left, and their places.
    """
    odd = np.zeros(table.num_rows, dtype=bool)
    texts = [each.name for each in table.schema if pa.types.is_string(each.type)]
    dates = _date_headings(table.column_names)
    for column in (each for each in texts if fold(each) in dates or says_date(each)):
        words = table[column].to_pylist()
        misfits = {word for word in set(words) if word and not _ISO.fullmatch(word.strip())}
        bad = np.array([word in misfits for word in words], dtype=bool) & ~odd
        rows = np.flatnonzero(bad)
        if len(rows):
            found = [words[row] for row in rows]
            aside.append(SetAside(name, rows, column, found, "a date such as 2005-06-17", LEFT_OUT))
            odd |= bad
    rows = np.flatnonzero(~odd)
    return _without_commas(table.take(pa.array(rows)) if odd.any() else table, texts), rows


def _date_headings(headings: Sequence[str]) -> set[str]:
    """Return the headings that hold dates in the dialect of a list, folded; none elsewhere."""
    dialect = recognize(list(headings))
    if dialect is None:
        return set()
    return {
        fold(each)
        for role, spelled in dialect.times.items()
        if role not in _NOT_DATES
        for each in spelled
    }


def says_date(heading: str) -> bool:
    """Return whether a heading says by all its words that dates stand below it.

    >>> [each for each in ("Data do exame", "laboratory data", "date note") if says_date(each)]
    ['Data do exame']
    """
    said = parse_heading(heading)
    if said.column is not None:
        return said.column in _DATES
    # An odd birth date costs a child its age, and not its verdict.
    dated = said.quantity.startswith("date") and not is_birth_date(heading)
    return dated and not said.unexplained


def _without_commas(table: pa.Table, texts: Sequence[str]) -> pa.Table:
    """Return a table in which a number with a comma is a text that nobody can read."""
    for column in texts:
        words = table[column].to_pylist()
        comma = {word for word in set(words) if word is not None and _COMMA.fullmatch(word)}
        if comma:
            words = [f"unreadable: {word}" if word in comma else word for word in words]
            place = table.column_names.index(column)
            table = table.set_column(place, column, pa.array(words, pa.string()))
    return table


def _as_sheet(name: str, tab: str, table: pa.Table) -> SheetCells:
    """Return a table as a sheet, its headings in the first row.

    A child that another table than the results calls in the words of a dialect is the template's.
    """
    names = headings_of_rows(table)
    child = child_column(name, names, tidy=False) if name != RESULTS else None
    columns = [_cells(table[each]) for each in names]
    heads = ["patient" if each == child else each for each in names]
    rows = [heads, *map(list, zip(*columns, strict=True))]
    return SheetCells(tab, rows, 0, 0, (), False, {})


def _cells(column: pa.ChunkedArray) -> list[object]:
    return ["" if _is_missing(value) else _cell(value) for value in plain_values(column)]


def _is_missing(value: object) -> bool:
    return value is None or value != value


def _cell(value: object) -> object:
    if isinstance(value, str | bool | int | float | datetime.date | datetime.time):
        return value
    return str(value)


def _places_of(frame: pd.DataFrame, places: np.ndarray) -> np.ndarray:
    """Return the place of each row of a cohort's table among those that were given."""
    return places[_row_numbers(frame["cell"]) - 2]


def _row_numbers(cells: pd.Series) -> np.ndarray:
    """Return the row of each cell of the sheet: the first, where a ratio has two."""
    found = [_ROW.search(str(cell)) for cell in cells]
    return np.array([int(each[1]) if each else 2 for each in found], dtype=np.int64)


def _other_tests(reading: Reading, tab: str) -> int:
    """Count the rows of a list that are tests of something else."""
    return max(
        (_others_in(block) for block in reading.ledger.blocks if block.sheet == tab), default=0
    )


def _others_in(block: Block) -> int:
    codes = [
        code
        for code, (outcome, why) in enumerate(block.fates)
        if outcome == "ignored" and why.startswith("another test")
    ]
    return int(np.isin(block.codes, codes).sum())
