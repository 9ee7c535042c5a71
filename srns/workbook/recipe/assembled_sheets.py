"""Sheets of the dictionary assembled by a recipe, and the fate of each cell of the workbook."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import repeat

import numpy as np

from srns.cohort.dictionary import SHEETS, find_column
from srns.workbook.files.cells import ColumnValues, SheetCells, is_blank
from srns.workbook.findings import MatchedColumn, Place
from srns.workbook.ledger import Block, Fate
from srns.workbook.problems import Problem, position
from srns.workbook.recipe.detect_tables import Position
from srns.workbook.template.grid import Grid
from srns.workbook.template.headers import Headers
from srns.workbook.values.numbers_and_words import show_plain

Key = tuple[str, str]
Where = tuple[str, Position]
Cell = tuple[object, Where]
_USED: Fate = ("used", "")


@dataclass(frozen=True)
class AssembledGrid(Grid):
    """A sheet of the dictionary whose cells may be anywhere in the workbook."""

    positions: tuple[list[Where], ...] = ()

    def place(self, matched: MatchedColumn) -> Place:
        """Return what names the cells of a column."""
        positions = self.positions[matched.offset]
        return Place(self.cells.name, 1, matched.offset, matched, positions)


@dataclass
class AssembledSheets:
    """The sheets of the dictionary as a recipe assembled them.

    Attributes
    ----------
    rows
        Of each sheet of the dictionary: from column and unit to value, tab and position.
    headers
        Tab, address and text of the heading of each sheet's column.
    used, aside
        By tab the positions (row and column from 0), of ignored cells with the reason.
    children
        Row of each child in the sheet Patients.
    spellings
        By each spelling of a child's number, the first one, where a person says it is one child.
    epoch
        The day whose serial number is 0.
    default_reason
        Why a cell that is neither used nor listed as ignored was ignored.
    """

    rows: dict[str, list[dict[Key, Cell]]] = field(default_factory=dict)
    headers: dict[tuple[str, Key], tuple[str, str, str]] = field(default_factory=dict)
    used: dict[str, set[Position]] = field(default_factory=dict)
    ignored: dict[str, dict[Position, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    children: dict[str, int] = field(default_factory=dict)
    spellings: Mapping[str, str] = field(default_factory=dict)
    epoch: datetime.date = datetime.date(1899, 12, 30)
    default_reason: str = "not in any table of the recipe"

    def spell(self, patient: object) -> object:
        """Return a child's number in its first spelling, where it is spelt in several ways."""
        return self.spellings.get(show_plain(patient), patient) if self.spellings else patient

    def use(self, tab: str, positions: Iterable[Position]) -> None:
        """Record that cells were read."""
        self.used.setdefault(tab, set()).update(positions)

    def ignore(self, tab: str, positions: Iterable[Position], reason: str) -> None:
        """Record that cells were ignored; the first reason holds."""
        ignored = self.ignored.setdefault(tab, {})
        for cell in positions:
            ignored.setdefault(cell, reason)

    def leave_out(self, tab: str, positions: Iterable[Position], reason: str) -> None:
        """Record that cells were ignored although their columns are read."""
        gone = list(positions)
        self.used.get(tab, set()).difference_update(gone)
        self.ignored.setdefault(tab, {}).update(dict.fromkeys(gone, reason))

    def grids(self) -> dict[str, Grid]:
        """Return the rows as grids that the readers of the template take."""
        grids: dict[str, Grid] = {}
        for sheet in SHEETS:
            rows = self.rows.get(sheet.name, [])
            if not rows:
                continue
            keys = list(dict.fromkeys(key for row in rows for key in row))
            matched = []
            for offset, key in enumerate(keys):
                _, header_cell, heading = self.headers.get((sheet.name, key), ("", "A1", key[0]))
                matched.append(
                    MatchedColumn(
                        find_column(sheet.name, key[0]), key[1], offset, heading, header_cell
                    )
                )
            tab = next(iter(rows[0].values()))[1][0]
            columns, positions = [], []
            for key in keys:
                # A row without the column is named by its first cell.
                found = [row.get(key) or ("", next(iter(row.values()))[1]) for row in rows]
                columns.append(ColumnValues([value for value, _ in found]))
                positions.append([where for _, where in found])
            cells = SheetCells(tab, [[m.header for m in matched]], 0, 0, (), False, {})
            headers = Headers(0, tuple(matched), {}, {}, ())
            filled = np.ones(len(rows), dtype=bool)
            grids[sheet.name] = AssembledGrid(
                sheet, cells, headers, tuple(columns), filled, tuple(positions)
            )
        return grids

    def blocks(self, sheets: Iterable[SheetCells], problems: tuple[Problem, ...]) -> list[Block]:
        """Return for every filled cell of the sheets whether it was used, ignored or failed."""
        failed: dict[str, dict[Position, str]] = {}
        for problem in problems:
            if problem.severity == "error" and problem.cell and ":" not in problem.cell:
                in_sheet = failed.setdefault(problem.sheet, {})
                in_sheet.setdefault(position(problem.cell), problem.message)
        blocks = []
        for cells in sheets:
            for column in range(len(cells.rows[0]) if cells.rows else 0):
                rows = [
                    row
                    for row, values in enumerate(cells.rows, cells.first_row)
                    if not is_blank(values[column])
                ]
                if rows:
                    number = column + cells.first_column
                    fates = list(self._fates(cells.name, number, rows, failed.get(cells.name, {})))
                    known = {fate: code for code, fate in enumerate(dict.fromkeys(fates))}
                    codes = np.array([known[fate] for fate in fates], dtype=np.int32)
                    blocks.append(Block(cells.name, number, np.array(rows), codes, tuple(known)))
        return blocks

    def _fates(
        self, tab: str, column: int, rows: list[int], failed: Mapping[Position, str]
    ) -> Iterator[Fate]:
        used, ignored = self.used.get(tab, set()), self.ignored.get(tab, {})
        for cell in zip(rows, repeat(column)):
            if cell in failed:
                yield "failed", failed[cell]
            elif cell in used:
                yield _USED
            else:
                yield "ignored", ignored.get(cell, self.default_reason)
