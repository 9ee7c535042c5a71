"""Rows of one part of a registry, with the file and the row that each comes from."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from srns.cohort.child_keys import stable_order
from srns.cohort.tables import Cohort
from srns.workbook.values.dates import read_fixed_date

FILE, ROW = "source_file", "source_row"
"""The place of the file among its table's files, and the row in it, counted from 1."""
PLACE = "source_place"
"""Which of several rows that come from one: of the components of one Observation, say."""
PROBLEM = "source_problem"
"""Why nothing can be read from a row, as "found; expected": only where files are made of others."""
SOURCES = (FILE, ROW, PLACE, PROBLEM)
"""The columns that are no data."""
PART = "srns_part"
"""The number of a row's part, where an engine writes it beside the row."""
LEFT_OUT, UNKNOWN = "left out", "unknown on its day"

_EPOCH = datetime.date(1970, 1, 1).toordinal()
_NO_DAY = np.iinfo(np.int64).min

PartTables = Mapping[str, pa.Table]
"""The rows of some children, whole, by table; each with the columns `FILE` and `ROW`."""


@dataclass(frozen=True)
class SetAside:
    """Rows that could not be used as they stand.

    Attributes
    ----------
    rows
        Places among the rows of the table.
    effect
        `LEFT_OUT`, or `UNKNOWN` where the result counts as one that nobody can read.
    """

    table: str
    rows: np.ndarray
    column: str
    found: list[str]
    expected: str
    effect: str


@dataclass(frozen=True)
class PartCohort:
    """The cohort of one part, and where its results come from.

    Attributes
    ----------
    labs_row
        For each row of `cohort.labs` its place among the rows of the results.
    other_rows
        How many results are of other tests, which no definition judges.
    """

    cohort: Cohort
    labs_row: np.ndarray
    set_aside: list[SetAside] = field(default_factory=list)
    other_rows: int = 0


def name_row(table: str, row: int) -> str:
    """Return what a row of a table is called where a cell would stand.

    >>> name_row("treatments", 17)
    'treatments row 17'
    """
    return f"{table} row {row}"


def in_order(table: pa.Table) -> pa.Table:
    """Return the rows in the order of their files: which of two comes first can decide."""
    if PLACE in table.column_names:
        table = table.take(pa.array(stable_order(table[PLACE].to_numpy().astype(np.int64))))
    key = table[FILE].to_numpy().astype(np.int64) << 40
    key = key + table[ROW].to_numpy().astype(np.int64)
    if (key[1:] > key[:-1]).all():
        return table
    return table.take(pa.array(stable_order(key)))


def rows_read(table: pa.Table) -> pa.Table:
    """Return the rows that something can be read from."""
    if PROBLEM not in table.column_names:
        return table
    return table.filter(table[PROBLEM].is_null()).drop_columns([PROBLEM])


def rows_unread(name: str, table: pa.Table) -> Iterator[SetAside]:
    """Yield the other rows, which are left out, by what was expected of them."""
    problems = table[PROBLEM].to_pylist() if PROBLEM in table.column_names else []
    told: dict[str, list[tuple[int, str]]] = {}
    for row, problem in enumerate(problems):
        if problem is not None:
            found, _, expected = problem.rpartition("; expected ")
            told.setdefault(expected, []).append((row, found))
    for expected, pairs in told.items():
        rows, found = np.array([row for row, _ in pairs]), [found for _, found in pairs]
        yield SetAside(name, rows, "", found, expected, LEFT_OUT)


def headings_of_rows(table: pa.Table) -> list[str]:
    """Return the columns of a table as the headings of a sheet."""
    return [each for each in table.column_names if each not in SOURCES]


def decoded(table: pa.Table) -> pa.Table:
    """Return a table whose texts are plain ones, each in its row."""
    plain = [
        pa.field(
            each.name, each.type.value_type if pa.types.is_dictionary(each.type) else each.type
        )
        for each in table.schema
    ]
    return table.cast(pa.schema(plain))


def plain_values(column: pa.ChunkedArray | pa.Array) -> list[object]:
    """Return the values of a column; a day that no calendar of Python has is a text."""
    try:
        return column.to_pylist()
    except (OverflowError, ValueError):
        return column.cast(pa.string()).to_pylist()


def words_of(column: pa.ChunkedArray) -> pd.Categorical:
    """Return a column as categories of stripped texts; missing where it is null."""
    if not len(column) or pa.types.is_null(column.type):
        return pd.Categorical.from_codes(np.full(len(column), -1), pd.Index([], dtype=object))
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    whole = encoded.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0)
    codes = whole.indices.to_numpy(zero_copy_only=False)
    codes = (
        np.where(np.isnan(codes), -1, codes).astype(np.int64) if codes.dtype.kind == "f" else codes
    )
    # The dictionary of a part may be that of the whole file: only what is there is looked at.
    there = np.zeros(len(whole.dictionary) + 1, dtype=bool)
    there[codes] = True
    used = np.flatnonzero(there[:-1])
    texts = _stripped(whole.dictionary.take(pa.array(used))).dictionary_encode()
    distinct = texts.dictionary.to_pylist()
    table = np.full(len(there), -1, dtype=np.int32)
    table[used] = texts.indices.to_numpy(zero_copy_only=False)
    empty = np.array([not each for each in distinct], dtype=bool)
    if empty.any():  # a text of blanks is none
        kept = np.where(empty, -1, np.cumsum(~empty) - 1)
        table = np.append(kept, -1)[table]
        distinct = [each for each in distinct if each]
    return pd.Categorical.from_codes(table[codes], pd.Index(distinct, dtype=object))


def _stripped(values: pa.Array) -> pa.Array:
    """Return values as texts without blanks around them."""
    if not (pa.types.is_string(values.type) or pa.types.is_large_string(values.type)):
        values = pa.array([_plain(value) or "" for value in plain_values(values)], pa.string())
    return pc.call_function("utf8_trim_whitespace", [values])


def _plain(value: object) -> str | None:
    if value is None or value != value:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip() or None


def dates_in(texts: Sequence[str]) -> np.ndarray:
    """Return texts as days; missing where one is no date that can mean one day alone.

    >>> dates_in(["2005-06-17T10:00:00", "20050617", "17/06/2005"]).astype(str).tolist()
    ['2005-06-17', '2005-06-17', 'NaT']
    """
    found = [read_fixed_date(text) for text in texts]
    days = np.array([_NO_DAY if each is None else each - _EPOCH for each in found], np.int64)
    return days.astype("datetime64[D]")


def numbers_of(column: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    """Return a column as numbers, and which of them stand there but are none."""
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        return column.to_numpy().astype(float), np.zeros(len(column), dtype=bool)
    words = words_of(column)
    numbers = np.append(
        pd.to_numeric(pd.Series(words.categories, dtype=object), errors="coerce"), np.nan
    )
    found = numbers[words.codes]
    return found, np.isnan(found) & (words.codes >= 0)
