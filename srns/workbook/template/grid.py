"""Grid of one sheet: columns under matched headers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from srns.cohort.dictionary import Sheet
from srns.workbook.files.cells import ColumnValues, SheetCells, is_blank
from srns.workbook.findings import MatchedColumn, Place
from srns.workbook.template.headers import Headers, match_headers


@dataclass(frozen=True)
class Grid:
    """One sheet with its headers matched.

    `columns` are the values under the header; `filled` says of each row whether a known column has
    a value.
    """

    sheet: Sheet
    cells: SheetCells
    headers: Headers
    columns: tuple[ColumnValues, ...]
    filled: np.ndarray

    @property
    def first_row(self) -> int:
        """The row under the header, counted from 0."""
        return self.cells.first_row + self.headers.row + 1

    def place(self, matched: MatchedColumn) -> Place:
        """Return what names the cells of a column."""
        return Place(
            self.cells.name, self.first_row, self.cells.first_column + matched.offset, matched
        )

    def values(self, matched: MatchedColumn) -> ColumnValues:
        """Return the values of a column."""
        return self.columns[matched.offset]


def make_grid(cells: SheetCells, sheet: Sheet) -> Grid:
    """Match the headers of a sheet that is not empty, and collect its columns."""
    headers = match_headers(cells, sheet)
    first, stop = headers.row + 1, len(cells.rows)
    count = stop - first
    columns = tuple(column.part(first, stop) for column in cells.columns)
    known = [columns[one.offset] for one in headers.matched]
    patients = headers.get("patient")
    if patients and columns[patients.offset].kinds <= {float, int}:
        filled = np.ones(count, dtype=bool)
    elif known:
        filled = np.array([not all(map(is_blank, row)) for row in zip(*known, strict=True)], bool)
    else:
        filled = np.zeros(count, dtype=bool)
    return Grid(sheet, cells, headers, columns, filled)


def masked(values: Sequence[object], keep: np.ndarray) -> Sequence[object]:
    """Return the values with those of rows that are not read emptied."""
    if keep.all():
        return values
    return [value if kept else "" for value, kept in zip(values, keep.tolist(), strict=True)]


def usable(grid: Grid | None) -> bool:
    """Return whether a sheet has the columns without which it cannot be read."""
    if grid is None or grid.headers.get("patient") is None:
        return False
    one_of = grid.sheet.one_of
    return not one_of or any(grid.headers.get(identity) for identity in one_of)
