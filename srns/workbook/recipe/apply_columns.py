"""Tables with one visit a row, read column by column: the kind that long files have."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from srns.workbook.files.cells import find_filled, is_blank
from srns.workbook.recipe.apply_column import ColumnReader
from srns.workbook.recipe.region import Region
from srns.workbook.recipe.whole_columns import Key, WholeColumns
from srns.workbook.template.grid import masked

_SHEETS = ("Labs", "Diary")


def read_whole_columns(
    region: Region,
    readers: Mapping[int, ColumnReader],
    identity: int | None,
    patient: str,
    spell: Callable[[object], object],
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
        Return a child's number as it is spelt first.
    """
    when = _find_day(readers)
    results = [n for n in readers if n not in (when, identity)]
    sheets = {readers[n].sheet for n in results}
    one_sheet = len(sheets) == 1 and sheets <= {*_SHEETS}
    if identity is None or patient or when is None or not (one_sheet and region.rows):
        return None
    columns: dict[Key, list[object]] = {("patient", ""): _map(region.column(identity), spell)}
    offsets: dict[Key, int] = {("patient", ""): identity}
    reader = readers[when]
    key = (reader.means, reader.kind.unit)
    columns[key] = _map(region.column(when), reader.read_day)
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
    columns["patient", ""] = list(masked(columns["patient", ""], filled))
    read = _without_blank(columns, np.flatnonzero(filled).tolist())
    if key not in read:  # no result has a day
        return None
    return WholeColumns(sheets.pop(), region, read, offsets, filled)


def _without_blank(
    columns: Mapping[Key, list[object]], rows: Sequence[int]
) -> dict[Key, list[object]]:
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
    if column.part or column.drug or column.day is not None or reader.left_out:
        return False
    if reader.means in ("patient", "date", "day"):
        return True
    return "." in reader.means and reader.visit is None and reader.kind.kind != "drug"


def _map(values: Sequence[object], read: Callable[[object], Any]) -> list[Any]:
    """Read each distinct value once; blank ones stay."""
    known: dict[tuple[type, object], Any] = {}
    found: list[Any] = []
    for value in values:
        key = (type(value), value)
        if key not in known:
            known[key] = "" if is_blank(value) else read(value)
        found.append(known[key])
    return found


def _read(values: Sequence[object], reader: ColumnReader) -> dict[Key, list[object]] | None:
    """Return the values of a column by column of the dictionary and unit.

    None where a cell holds more than one value.
    """
    parts = _map(values, reader.parts)
    if any(len(part) != 1 for part in parts if part != ""):
        return None
    keys = dict.fromkeys(part[0][0] for part in parts if part)
    return {
        key: [part[0][1] if part and part[0][0] == key else "" for part in parts] for key in keys
    }
