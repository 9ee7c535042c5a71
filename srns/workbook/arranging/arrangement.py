"""What a recipe made of a workbook: rows of the dictionary, and what became of each cell."""

import datetime
from dataclasses import dataclass, field

import numpy as np

from srns.cohort.dictionary import SHEETS, find_column

from ..cells import Column, SheetCells, WorkbookCells, is_blank
from ..grid import Grid
from ..headers import Headers, Matched
from ..layout.regions import Spot
from ..ledger import Block, Fate
from ..problems import Problem, address
from ..values import Place

Key = tuple[str, str]
Cell = tuple[object, str, str]


@dataclass(frozen=True)
class ArrangedGrid(Grid):
    """A sheet of the dictionary whose cells stand anywhere in the workbook."""

    spots: tuple[tuple[tuple[str, str], ...], ...] = ()

    def place(self, matched: Matched) -> Place:
        """Give what names the cells of a column."""
        spots = self.spots[matched.offset]
        return Place(self.cells.name, 1, matched.offset, matched, spots)


@dataclass
class Arrangement:
    """What a recipe made of a workbook.

    Attributes
    ----------
    rows
        Of each sheet of the dictionary: from column and unit to value, tab and address.
    used, aside
        By tab and place (row and column from 0); with the reason for what was passed over.
    """

    rows: dict[str, list[dict[Key, Cell]]] = field(default_factory=dict)
    headers: dict[tuple[str, Key], tuple[str, str, str]] = field(default_factory=dict)
    used: set[tuple[str, Spot]] = field(default_factory=set)
    aside: dict[tuple[str, Spot], str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    children: dict[str, int] = field(default_factory=dict)
    epoch: datetime.date = datetime.date(1899, 12, 30)
    otherwise: str = "in no table of the recipe"

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
                    Matched(find_column(sheet.name, key[0]), key[1], offset, heading, spot)
                )
            first = next(iter(rows[0].values()))
            columns = tuple(
                Column([row[key][0] if key in row else "" for row in rows]) for key in keys
            )
            spots = tuple(
                tuple((row[key] if key in row else next(iter(row.values())))[1:] for row in rows)
                for key in keys
            )
            cells = SheetCells(first[1], [[m.header for m in matched]], 0, 0, (), False, {})
            headers = Headers(0, tuple(matched), {}, {}, ())
            filled = np.ones(len(rows), dtype=bool)
            grids[sheet.name] = ArrangedGrid(sheet, cells, headers, columns, filled, spots)
        return grids

    def blocks(self, workbook: WorkbookCells, problems: tuple[Problem, ...]) -> list[Block]:
        """Say of every filled cell of the workbook whether it was used, ignored or failed."""
        failed: dict[tuple[str, str], str] = {}
        for problem in problems:
            if problem.severity == "error" and problem.cell:
                failed.setdefault((problem.sheet, problem.cell), problem.message)
        blocks = []
        for cells in workbook.sheets:
            for column in range(len(cells.rows[0]) if cells.rows else 0):
                rows = [i for i, row in enumerate(cells.rows) if not is_blank(row[column])]
                fates: list[Fate] = []
                codes = []
                for row in rows:
                    spot = (row + cells.first_row, column + cells.first_column)
                    key = (cells.name, spot)
                    message = failed.get((cells.name, address(*spot)))
                    fate: Fate = (
                        ("failed", message)
                        if message
                        else ("used", "")
                        if key in self.used
                        else ("ignored", self.aside.get(key, self.otherwise))
                    )
                    if fate not in fates:
                        fates.append(fate)
                    codes.append(fates.index(fate))
                if rows:
                    blocks.append(
                        Block(
                            cells.name,
                            column + cells.first_column,
                            np.array(rows) + cells.first_row,
                            np.array(codes, dtype=np.int32),
                            tuple(fates),
                        )
                    )
        return blocks
