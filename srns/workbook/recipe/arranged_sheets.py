"""What a recipe made of a workbook: rows of the dictionary, and what became of each cell."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import repeat

import numpy as np

from srns.cohort.dictionary import SHEETS, find_column
from srns.workbook.files.cells import ColumnValues, SheetCells, WorkbookCells, is_blank
from srns.workbook.findings import MatchedColumn, Place
from srns.workbook.ledger import Block, Fate
from srns.workbook.problems import Problem, position
from srns.workbook.recipe.detect_tables import Spot
from srns.workbook.template.grid import Grid
from srns.workbook.template.headers import Headers

Key = tuple[str, str]
Where = tuple[str, Spot]
Cell = tuple[object, Where]
_USED: Fate = ("used", "")


@dataclass(frozen=True)
class ArrangedGrid(Grid):
    """A sheet of the dictionary whose cells stand anywhere in the workbook."""

    spots: tuple[list[Where], ...] = ()

    def place(self, matched: MatchedColumn) -> Place:
        """Give what names the cells of a column."""
        spots = self.spots[matched.offset]
        return Place(self.cells.name, 1, matched.offset, matched, spots)


@dataclass
class Arrangement:
    """What a recipe made of a workbook.

    Attributes
    ----------
    rows
        Of each sheet of the dictionary: from column and unit to value, tab and place.
    used, aside
        By tab the places (row and column from 0); with the reason for what was passed over.
    """

    rows: dict[str, list[dict[Key, Cell]]] = field(default_factory=dict)
    headers: dict[tuple[str, Key], tuple[str, str, str]] = field(default_factory=dict)
    used: dict[str, set[Spot]] = field(default_factory=dict)
    aside: dict[str, dict[Spot, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    children: dict[str, int] = field(default_factory=dict)
    epoch: datetime.date = datetime.date(1899, 12, 30)
    otherwise: str = "in no table of the recipe"

    def use(self, tab: str, spots: Iterable[Spot]) -> None:
        """Note that cells were read."""
        self.used.setdefault(tab, set()).update(spots)

    def put_aside(self, tab: str, spots: Iterable[Spot], reason: str) -> None:
        """Note that cells were passed over; the first reason stands."""
        aside = self.aside.setdefault(tab, {})
        for spot in spots:
            aside.setdefault(spot, reason)

    def grids(self) -> dict[str, Grid]:
        """Lay the rows out as sheets that the readers know."""
        grids: dict[str, Grid] = {}
        for sheet in SHEETS:
            rows = self.rows.get(sheet.name, [])
            if not rows:
                continue
            keys = list(dict.fromkeys(key for row in rows for key in row))
            matched = []
            for offset, key in enumerate(keys):
                _, spot, heading = self.headers.get((sheet.name, key), ("", "A1", key[0]))
                matched.append(
                    MatchedColumn(find_column(sheet.name, key[0]), key[1], offset, heading, spot)
                )
            tab = next(iter(rows[0].values()))[1][0]
            columns, spots = [], []
            for key in keys:
                # A row without the column is named by its first cell.
                found = [row.get(key) or ("", next(iter(row.values()))[1]) for row in rows]
                columns.append(ColumnValues([value for value, _ in found]))
                spots.append([where for _, where in found])
            cells = SheetCells(tab, [[m.header for m in matched]], 0, 0, (), False, {})
            headers = Headers(0, tuple(matched), {}, {}, ())
            filled = np.ones(len(rows), dtype=bool)
            grids[sheet.name] = ArrangedGrid(
                sheet, cells, headers, tuple(columns), filled, tuple(spots)
            )
        return grids

    def blocks(self, workbook: WorkbookCells, problems: tuple[Problem, ...]) -> list[Block]:
        """Say of every filled cell of the workbook whether it was used, ignored or failed."""
        failed: dict[str, dict[Spot, str]] = {}
        for problem in problems:
            if problem.severity == "error" and problem.cell and ":" not in problem.cell:
                spot = position(problem.cell)
                failed.setdefault(problem.sheet, {}).setdefault(spot, problem.message)
        blocks = []
        for cells in workbook.sheets:
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
        self, tab: str, column: int, rows: list[int], failed: Mapping[Spot, str]
    ) -> Iterator[Fate]:
        used, aside = self.used.get(tab, set()), self.aside.get(tab, {})
        for spot in zip(rows, repeat(column)):
            if spot in failed:
                yield "failed", failed[spot]
            elif spot in used:
                yield _USED
            else:
                yield "ignored", aside.get(spot, self.otherwise)
