"""Rows of a sheet of the dictionary that stand as columns: tables with one visit a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from srns.cohort.dictionary import find_column
from srns.cohort.dictionary import find_sheet as find_dictionary_sheet
from srns.workbook.files.cells import ColumnValues, SheetCells, is_blank
from srns.workbook.findings import MatchedColumn, Place
from srns.workbook.recipe.region import Position, Region
from srns.workbook.template.grid import Grid
from srns.workbook.template.headers import Headers

Key = tuple[str, str]


@dataclass(frozen=True)
class WholeColumns:
    """Rows of one sheet of the dictionary, each from one row of a table.

    Attributes
    ----------
    columns
        From column and unit to the values, one a row of the region; blank where a row has none.
    offsets
        The column of the region that each of them is from.
    filled
        Whether each row has a result; the others are not read.
    """

    sheet: str
    region: Region
    columns: Mapping[Key, Sequence[object]]
    offsets: Mapping[Key, int]
    filled: np.ndarray

    @property
    def in_one_piece(self) -> bool:
        """Whether the rows are directly below one another in the sheet."""
        lines = self.region.lines
        return self.region.in_place and lines[-1] - lines[0] == len(lines) - 1

    def position(self, row: int, key: Key) -> Position:
        """Return where a value is, row and column from 0."""
        return self.region.cell_position(row, self.offsets[key])

    def first_rows(self) -> dict[object, int]:
        """Return each name of a child with its first row."""
        rows = np.flatnonzero(self.filled).tolist()
        patients = list(self.columns["patient", ""])
        if len(rows) < len(patients):
            patients = [patients[row] for row in rows]
        first = dict(zip(reversed(patients), reversed(rows), strict=True))  # the first comes last
        return {name: first[name] for name in dict.fromkeys(patients)}

    def as_rows(self) -> list[dict[Key, tuple[object, tuple[str, Position]]]]:
        """Return the rows one by one, to be put among those of other tables."""
        tab = self.region.tab
        rows = []
        for row in np.flatnonzero(self.filled).tolist():
            cells = ((key, values[row]) for key, values in self.columns.items())
            rows.append(
                {
                    key: (value, (tab, self.position(row, key)))
                    for key, value in cells
                    if key[0] == "patient" or not is_blank(value)
                }
            )
        return rows

    def grid(self) -> Grid:
        """Return the columns as a sheet of the dictionary; they must be in one piece."""
        region, matched = self.region, []
        for offset, key in enumerate(self.columns):
            number = self.offsets[key]
            column, heading = find_column(self.sheet, key[0]), region.headings[number]
            matched.append(
                MatchedColumn(column, key[1], offset, heading, region.heading_cell(number))
            )
        sheet = find_dictionary_sheet(self.sheet)
        assert sheet is not None
        cells = SheetCells(region.tab, [list(region.headings)], 0, 0, (), False, {})
        across = tuple(region.across[self.offsets[key]] for key in self.columns)
        values = tuple(map(ColumnValues.of, self.columns.values()))
        headers = Headers(0, tuple(matched), {}, {}, ())
        return _GridInPlace(sheet, cells, headers, values, self.filled, region.lines[0], across)


@dataclass(frozen=True)
class _GridInPlace(Grid):
    """Columns of a table that are anywhere in a sheet, their rows below one another."""

    line: int = 0
    across: tuple[int, ...] = ()

    @property
    def first_row(self) -> int:
        return self.line

    def place(self, matched: MatchedColumn) -> Place:
        return Place(self.cells.name, self.line, self.across[matched.offset], matched)
