"""Cells of a laboratory list: what became of each of them."""

from collections.abc import Sequence

import numpy as np

from srns.languages.sentences import sentence
from srns.workbook.files.cells import find_filled
from srns.workbook.ledger import Block, Fate, failed_cells
from srns.workbook.problems import Problem
from srns.workbook.template.listed_results import ListedResults

_USED: Fate = ("used", "")
_UNUSED: Fate = ("ignored", sentence("not needed to read the results"))
_REMARK: Fate = ("ignored", sentence("a remark"))


def account_for_list(listed: ListedResults, problems: Sequence[Problem]) -> list[Block]:
    """Return what became of every filled cell of a list's sheet, a block for each column.

    Parameters
    ----------
    problems
        Problems of the workbook; a cell of this sheet with an error has failed.
    """
    sheet, cells = listed.sheet, listed.sheet.cells
    failed = failed_cells(listed.tab, problems)
    blocks = []
    for offset in range(len(sheet.headings)):
        column = offset + cells.first_column
        known: dict[Fate, int] = {}
        codes = np.full(len(cells.rows), _code(_REMARK, known), dtype=np.int32)
        role = sheet.roles.get(offset)
        codes[sheet.head] = _code(_USED if role else _UNUSED, known)
        of_rows = [_code(_of_cell(fate, role), known) for fate in listed.results.fates.known]
        codes[sheet.head + 1 :] = np.array(of_rows or [0])[listed.results.fates.codes]
        for row, by in listed.results.fates.superseded_by.items():
            codes[sheet.head + 1 + row] = _code(
                ("ignored", sentence("superseded by row {by}", by=by)), known
            )
        for row, fate in failed.get(column, {}).items():
            codes[row - cells.first_row] = _code(fate, known)
        filled = find_filled([values[offset] for values in cells.rows])
        if len(filled):
            rows = filled + cells.first_row
            blocks.append(Block(listed.tab, column, rows, codes[filled], tuple(known)))
    return blocks


def _of_cell(fate: Fate, role: str | None) -> Fate:
    """Return the fate of one cell of a row; of a row that failed its result alone has failed."""
    outcome, reason = fate
    if outcome == "used":
        return _USED if role else _UNUSED
    if outcome == "failed" and role != "result":
        return "ignored", reason
    return fate


def _code(fate: Fate, known: dict[Fate, int]) -> int:
    return known.setdefault(fate, len(known))
