"""Tables with one visit a row, read column by column: the kind that long files have."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from srns.workbook.files.cells import find_filled, is_blank, kinds_of
from srns.workbook.recipe.apply_column import ColumnReader
from srns.workbook.recipe.region import Region
from srns.workbook.recipe.whole_columns import Key, WholeColumns
from srns.workbook.template.grid import masked

_SHEETS = ("Labs", "Diary", "Infusions")
_NUMBERS, _DATES = frozenset((float, int)), frozenset((datetime.date, datetime.datetime))


def read_whole_columns(
    region: Region,
    readers: Mapping[int, ColumnReader],
    identity: int | None,
    patient: str,
    spell: Callable[[object], object] | None,
) -> WholeColumns | None:
    """Read a table column by column; None where its rows hold more than one visit of a child.

    That is where a row has several dates or visits, drugs or notes, two columns of one meaning, or
    results of more than one sheet.

    Parameters
    ----------
    readers
        By column of the region, those that are read.
    identity, patient
        The column that names the child, or the name of the child that all rows are about.
    spell
        Return a child's number as it is spelt first; None where none is spelt in several ways.
    """
    when = _find_day(readers)
    results = [n for n in readers if n not in (when, identity)]
    sheets = {readers[n].sheet for n in results}
    one_sheet = len(sheets) == 1 and sheets <= {*_SHEETS}
    if identity is None or patient or when is None or not (one_sheet and region.rows):
        return None
    names = region.column(identity)
    columns: dict[Key, Sequence[object]] = {("patient", ""): _map(names, spell) if spell else names}
    offsets: dict[Key, int] = {("patient", ""): identity}
    reader = readers[when]
    key = (reader.means, reader.kind.unit)
    columns[key] = _read_days(region.column(when), reader)
    offsets[key] = when
    filled = np.zeros(len(region.rows), dtype=bool)
    for number in results:
        values = region.column(number)
        found = _read(values, readers[number])
        if found is None or found.keys() & columns.keys():
            return None
        columns |= found
        offsets |= dict.fromkeys(found, number)
        filled[find_filled(values)] = True
    columns["patient", ""] = masked(columns["patient", ""], filled)
    read = _without_blank(columns, np.flatnonzero(filled).tolist())
    if key not in read:  # no result has a day
        return None
    return WholeColumns(sheets.pop(), region, read, offsets, filled)


def _read_days(values: Sequence[object], reader: ColumnReader) -> Sequence[object]:
    """Return the days of the rows; dates are read as they stand."""
    plain = reader.kind.kind != "day" and not reader.converts
    kept = plain and kinds_of(values) <= _DATES
    return values if kept else _map(values, reader.read_day)


def _without_blank(
    columns: Mapping[Key, Sequence[object]], rows: Sequence[int]
) -> dict[Key, Sequence[object]]:
    """Return the columns in which any of these rows has a value, and the children."""
    return {
        key: values
        for key, values in columns.items()
        if key[0] == "patient" or not all(is_blank(values[row]) for row in rows)
    }


def _find_day(readers: Mapping[int, ColumnReader]) -> int | None:
    """Return the one column that gives the day of a row; None where a row has more than one day."""
    whens = [n for n, reader in readers.items() if reader.means in ("date", "day")]
    return whens[0] if len(whens) == 1 and all(map(_is_plain, readers.values())) else None


def _is_plain(reader: ColumnReader) -> bool:
    column = reader.column
    if (
        column.part
        or column.drug
        or column.event
        or column.course is not None
        or column.day is not None
        or reader.left_out
        or reader.is_marked
    ):
        return False
    if reader.means in ("patient", "date", "day"):
        return True
    return "." in reader.means and reader.visit is None and reader.kind.kind != "drug"


class _Distinct:
    """The distinct values of a column; 1, 1.0 and True, which equal each other, are apart.

    `values` has them by what tells them apart.
    """

    def __init__(self, values: Sequence[object]) -> None:
        kinds = kinds_of(values) - {str}
        self._column = values
        self._keys: Sequence[Any] = (
            values if len(kinds) < 2 else list(zip(map(type, values), values, strict=True))
        )
        self.values: dict[Any, object] = dict(zip(self._keys, values, strict=True))

    def spread(self, read: Mapping[Any, Any]) -> Sequence[Any]:
        """Return the column with each value as what was read of it."""
        if all(read[key] is value for key, value in self.values.items()):
            return self._column
        return list(map(read.__getitem__, self._keys))


def _map(values: Sequence[object], read: Callable[[object], Any]) -> Sequence[Any]:
    """Read each distinct value once; blank ones stay."""
    distinct = _Distinct(values)
    return distinct.spread(
        {key: "" if is_blank(value) else read(value) for key, value in distinct.values.items()}
    )


def _read(values: Sequence[object], reader: ColumnReader) -> dict[Key, Sequence[object]] | None:
    """Return the values of a column by column of the dictionary and unit.

    None where a cell holds more than one value.
    """
    if reader.keeps_numbers and kinds_of(values) <= _NUMBERS:
        return {(reader.kind.id, reader.unit): values}
    distinct = _Distinct(values)
    parts = {
        key: reader.parts(value) for key, value in distinct.values.items() if not is_blank(value)
    }
    if any(len(part) != 1 for part in parts.values()):
        return None
    read: dict[Key, dict[Any, object]] = {}
    for key, ((target, value),) in parts.items():
        read.setdefault(target, dict.fromkeys(distinct.values, ""))[key] = value
    return {target: distinct.spread(found) for target, found in read.items()}
