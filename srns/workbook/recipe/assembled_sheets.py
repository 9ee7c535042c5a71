"""Sheets of the dictionary assembled by a recipe, and the fate of each cell of the workbook."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from srns.cohort.dictionary import SHEETS, Sheet, find_column
from srns.languages.sentences import sentence
from srns.workbook.files.cells import ColumnValues, SheetCells
from srns.workbook.findings import MatchedColumn, Place
from srns.workbook.ledger import Block, ColumnFates, Fate, Outcome
from srns.workbook.problems import Problem, position
from srns.workbook.recipe.region import Position, Region
from srns.workbook.recipe.visit_dates import VisitDates
from srns.workbook.recipe.whole_columns import Key, WholeColumns
from srns.workbook.template.grid import Grid
from srns.workbook.template.headers import Headers
from srns.workbook.template.list_accounting import account_for_list
from srns.workbook.template.listed_results import ListedResults
from srns.workbook.values.numbers_and_words import show_plain

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
    used, ignored, left_out
        By tab the positions (row and column from 0), of cells that were not read with the reason;
        those left out are of columns that are read.
    used_columns
        By tab and column the rows of whole columns that were read.
    whole
        Tables with one visit a row, as columns.
    lists
        Laboratory lists that were read.
    children
        Row of each child in the sheet Patients.
    of_tabs
        The child of each tab that is about one child alone.
    spellings
        By each spelling of a child's number, the first one, where a person says it is one child.
    contradicted
        By child and column, what was said first of what two rows contradict each other in.
    visit_dates
        The dates of visits that tables hold, for others that name the visit alone.
    epoch
        The day whose serial number is 0.
    default_reason
        Why a cell that is neither used nor listed as ignored was ignored.
    rest
        The same, by tab, where the layout of the tab says more.
    """

    rows: dict[str, list[dict[Key, Cell]]] = field(default_factory=dict)
    headers: dict[tuple[str, Key], tuple[str, str, str]] = field(default_factory=dict)
    used: dict[str, set[Position]] = field(default_factory=dict)
    ignored: dict[str, dict[Position, str]] = field(default_factory=dict)
    left_out: dict[str, dict[Position, str]] = field(default_factory=dict)
    used_columns: dict[tuple[str, int], list[np.ndarray]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    whole: list[WholeColumns] = field(default_factory=list)
    lists: list[ListedResults] = field(default_factory=list)
    children: dict[str, int] = field(default_factory=dict)
    of_tabs: dict[str, Cell] = field(default_factory=dict)
    spellings: Mapping[str, str] = field(default_factory=dict)
    contradicted: dict[tuple[str, Key], Cell] = field(default_factory=dict)
    visit_dates: VisitDates = field(default_factory=VisitDates)
    epoch: datetime.date = datetime.date(1899, 12, 30)
    default_reason: str = sentence("not in any table of the recipe")
    rest: dict[str, str] = field(default_factory=dict)

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

    def use_column(self, region: Region, number: int) -> None:
        """Record that a column of a table was read, with its headings."""
        self.use(region.tab, region.heading_positions[number])
        if not region.in_place:
            self.use(region.tab, region.column_positions(number))
            return
        whole = self.used_columns.setdefault((region.tab, region.across[number]), [])
        lines = region.lines
        whole.append(
            np.arange(lines.start, lines.stop) if isinstance(lines, range) else np.array(lines, int)
        )

    def leave_out(self, tab: str, positions: Iterable[Position], reason: str) -> None:
        """Record that cells were not read although their columns are."""
        self.left_out.setdefault(tab, {}).update(dict.fromkeys(positions, reason))

    def grids(self) -> dict[str, Grid]:
        """Return the rows as grids that the readers of the template take."""
        grids: dict[str, Grid] = {}
        for sheet in SHEETS:
            rows = self.rows.get(sheet.name, [])
            whole = [one for one in self.whole if one.sheet == sheet.name]
            if len(whole) == 1 and not rows and whole[0].in_one_piece:
                grids[sheet.name] = whole[0].grid()
                continue
            rows = [*rows, *(row for one in whole for row in self._rows_of(one))]
            if not rows:
                continue
            grids[sheet.name] = self._grid_of(sheet, rows)
        return grids

    def _grid_of(self, sheet: Sheet, rows: list[dict[Key, Cell]]) -> Grid:
        """Return rows from anywhere as one sheet of the dictionary."""
        keys = list(dict.fromkeys(key for row in rows for key in row))
        matched = []
        for offset, key in enumerate(keys):
            _, header_cell, heading = self.headers.get((sheet.name, key), ("", "A1", key[0]))
            matched.append(
                MatchedColumn(find_column(sheet.name, key[0]), key[1], offset, heading, header_cell)
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
        return AssembledGrid(sheet, cells, headers, tuple(columns), filled, tuple(positions))

    def _rows_of(self, whole: WholeColumns) -> list[dict[Key, Cell]]:
        for key, number in whole.offsets.items():
            region = whole.region
            name = (region.tab, region.heading_cell(number), region.headings[number])
            self.headers.setdefault((whole.sheet, key), name)
        return whole.as_rows()

    def blocks(self, sheets: Iterable[SheetCells], problems: tuple[Problem, ...]) -> list[Block]:
        """Return for every filled cell of the sheets whether it was used, ignored or failed."""
        failed: dict[str, dict[Position, str]] = {}
        for problem in problems:
            if problem.severity == "error" and problem.cell and ":" not in problem.cell:
                in_sheet = failed.setdefault(problem.sheet, {})
                in_sheet.setdefault(position(problem.cell), problem.message)
        blocks = [block for one in self.lists for block in account_for_list(one, problems)]
        lists = {one.tab for one in self.lists}
        for cells in sheets:
            if cells.name not in lists and cells.rows:
                blocks += self._blocks_of(cells, failed.get(cells.name, {}))
        return blocks

    def _blocks_of(self, cells: SheetCells, failed: Mapping[Position, str]) -> list[Block]:
        """Return the fates of one sheet's cells, a block for each column."""
        tab = cells.name
        ignored = _by_column(self.ignored.get(tab, {}), "ignored")
        used: dict[int, dict[int, Fate]] = {}
        for row, column in self.used.get(tab, ()):
            used.setdefault(column, {})[row] = _USED
        left_out = _by_column(self.left_out.get(tab, {}), "ignored")
        wrong = _by_column(failed, "failed")
        blocks = []
        for offset, values in enumerate(cells.columns):
            column = offset + cells.first_column
            rows = cells.first_row + values.filled
            if not len(rows):
                continue
            fates = ColumnFates(rows, ("ignored", self.rest.get(tab, self.default_reason)))
            fates.mark(ignored.get(column, {}))
            for lines in self.used_columns.get((tab, column), ()):
                fates.mark_all(lines, _USED)
            for one in (used, left_out, wrong):  # the last fate of a cell holds
                fates.mark(one.get(column, {}))
            blocks.append(fates.block(tab, column))
        return blocks


def _by_column(reasons: Mapping[Position, str], outcome: Outcome) -> dict[int, dict[int, Fate]]:
    found: dict[int, dict[int, Fate]] = {}
    for (row, column), reason in reasons.items():
        found.setdefault(column, {})[row] = (outcome, reason)
    return found
