"""Ledger of cells: every filled cell of a workbook as used, ignored or failed."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from srns.cohort.dictionary import find_sheet
from srns.languages.sentences import sentence
from srns.workbook.files.cells import SheetCells, find_filled
from srns.workbook.problems import Problem, column_letters, position

OUTSIDE = sentence("outside of the table")
Outcome = Literal["used", "ignored", "failed"]
Fate = tuple[Outcome, str]


@dataclass(frozen=True)
class Block:
    """The filled cells of one column: their `rows` from 0, each with its index into `fates`."""

    sheet: str
    column: int
    rows: np.ndarray
    codes: np.ndarray
    fates: tuple[Fate, ...]

    def count(self, outcome: Outcome) -> int:
        """Count the cells with this outcome."""
        return sum(
            int((self.codes == code).sum())
            for code, (its_outcome, _) in enumerate(self.fates)
            if its_outcome == outcome
        )


@dataclass(frozen=True)
class Ledger:
    """The outcome of every filled cell; the three counts add up to the cells of the file."""

    blocks: tuple[Block, ...] = ()

    @cached_property
    def cells(self) -> int:
        """Number of filled cells of the file."""
        return sum(len(block.rows) for block in self.blocks)

    @cached_property
    def used(self) -> int:
        """Number of cells that were read."""
        return sum(block.count("used") for block in self.blocks)

    @cached_property
    def ignored(self) -> int:
        """Number of cells that were ignored, each for a stated reason."""
        return sum(block.count("ignored") for block in self.blocks)

    @cached_property
    def failed(self) -> int:
        """Number of cells with an error."""
        return sum(block.count("failed") for block in self.blocks)

    @property
    def entries(self) -> pd.DataFrame:
        """One row per filled cell; columns `sheet`, `cell`, `outcome`, `reason`.

        It is made each time, for it is far larger than the workbook.
        """
        return self._list(("used", "ignored", "failed"))

    @property
    def unused(self) -> pd.DataFrame:
        """The rows of `entries` of cells that were not read."""
        return self._list(("ignored", "failed"))

    def _list(self, outcomes: Collection[Outcome]) -> pd.DataFrame:
        columns: dict[str, list[str]] = {"sheet": [], "cell": [], "outcome": [], "reason": []}
        for block in self.blocks:
            letters = column_letters(block.column)
            kept = np.array([outcome in outcomes for outcome, _ in block.fates], bool)[block.codes]
            codes = block.codes[kept].tolist()
            columns["sheet"] += [block.sheet] * len(codes)
            columns["cell"] += [f"{letters}{row + 1}" for row in block.rows[kept].tolist()]
            columns["outcome"] += [block.fates[code][0] for code in codes]
            columns["reason"] += [block.fates[code][1] for code in codes]
        return pd.DataFrame(columns)

    def as_dict(self) -> dict[str, int]:
        """Return what the command line prints as JSON."""
        return {
            "cells": self.cells,
            "used": self.used,
            "ignored": self.ignored,
            "failed": self.failed,
        }


def make_blocks(
    cells: SheetCells,
    columns: Iterable[Sequence[object]],
    first: int,
    fates: Mapping[int, Fate],
    rows: Mapping[int, Fate],
    problems: Iterable[Problem],
) -> list[Block]:
    """Return the outcome of the filled cells of one sheet, a block for each column.

    Parameters
    ----------
    cells, columns, first
        The sheet; its values by column, from row offset `first` on, which is the header.
    fates
        The outcome of a column's cells, by column offset.
    rows
        The outcome of a row's cells, by row offset, where a whole row is ignored.
    problems
        The sheet's problems; a cell with an error has failed.
    """
    failed = failed_cells(cells.name, problems)
    blocks = []
    for offset, values in enumerate(columns):
        filled = find_filled(values) + first + cells.first_row
        if not len(filled):
            continue
        column = offset + cells.first_column
        known = ColumnFates(filled, fates.get(offset, ("ignored", OUTSIDE)))
        known.mark({row + cells.first_row: fate for row, fate in rows.items()})
        known.mark(failed.get(column, {}))
        blocks.append(known.block(cells.name, column))
    return blocks


def failed_cells(tab: str, problems: Iterable[Problem]) -> dict[int, dict[int, Fate]]:
    """Return the fate of each cell of a sheet with an error, by column and row from 0."""
    failed: dict[int, dict[int, Fate]] = {}
    for problem in problems:
        here = problem.severity == "error" and problem.sheet == tab
        if here and problem.cell and ":" not in problem.cell:
            row, column = position(problem.cell)
            failed.setdefault(column, {})[row] = ("failed", problem.message)
    return failed


class ColumnFates:
    """The fates of a column's filled cells, recorded one after the other; the last one holds.

    Parameters
    ----------
    rows
        Of the filled cells, from 0 and ascending.
    default
        The fate of a cell for which none is recorded.
    """

    def __init__(self, rows: np.ndarray, default: Fate) -> None:
        self._rows, self._known = rows, {default: 0}
        self._codes = np.zeros(len(rows), dtype=np.int32)

    def mark_all(self, rows: np.ndarray, fate: Fate) -> None:
        """Record one fate of the cells in these rows."""
        self._codes[np.isin(self._rows, rows)] = self._code(fate)

    def mark(self, fates: Mapping[int, Fate]) -> None:
        """Record the fates of single cells, by row."""
        for row, fate in fates.items():
            place = int(np.searchsorted(self._rows, row))
            if place < len(self._rows) and self._rows[place] == row:
                self._codes[place] = self._code(fate)

    def block(self, sheet: str, column: int) -> Block:
        """Return what became of the column."""
        return Block(sheet, column, self._rows, self._codes, tuple(self._known))

    def _code(self, fate: Fate) -> int:
        return self._known.setdefault(fate, len(self._known))


def count_rows(ledger: Ledger, sheet: str) -> tuple[int, dict[str, int]] | None:
    """Count the filled rows below a sheet's header, and the ignored ones by reason.

    Returns
    -------
    tuple of int and dict, or None
        None where the workbook has no such sheet. A row counts as ignored where none of its cells
        was used; its reason is that of its first cell.
    """
    tabs = [block.sheet for block in ledger.blocks if len(block.rows) and _is(block.sheet, sheet)]
    if not tabs:
        return None
    mine = Ledger(tuple(block for block in ledger.blocks if block.sheet == tabs[0])).entries
    row = mine["cell"].map(lambda cell: int(re.sub(r"\D", "", str(cell))))
    below = mine[row > row.min()].assign(row=row)
    used = below.groupby("row")["outcome"].agg(lambda fates: (fates == "used").any())
    reasons = below.groupby("row")["reason"].first()[~used]
    return len(used), {str(reason): int(n) for reason, n in reasons.value_counts().items()}


def _is(tab: str, sheet: str) -> bool:
    found = find_sheet(tab)
    return found is not None and found.name == sheet
