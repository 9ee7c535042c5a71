"""Fate of every cell of one sheet: used, ignored or failed."""

from collections.abc import Mapping

from srns.languages.sentences import sentence
from srns.workbook.files.cells import SheetCells
from srns.workbook.ledger import Block, Fate, make_blocks
from srns.workbook.problems import Problem
from srns.workbook.template.grid import Grid, usable


def account_for(
    cells: SheetCells,
    grid: Grid | None,
    fate: Fate | None,
    examples: Mapping[int, Fate],
    problems: list[Problem],
) -> list[Block]:
    """Return for each cell whether it was used, ignored or failed.

    Parameters
    ----------
    grid
        The sheet as it was read; None where it was not read.
    fate
        Of every cell of a sheet that was not read; None for an empty sheet.
    examples
        Fates of the template's example rows, by row of the sheet.
    problems
        The problems of this sheet.
    """
    if not cells.rows:
        return []
    if grid is None:
        columns = tuple(zip(*cells.rows, strict=True))
        shown = fate or ("ignored", sentence("an empty sheet"))
        return make_blocks(
            cells, columns, 0, dict.fromkeys(range(len(columns)), shown), {}, problems
        )
    head = grid.headers.row
    columns = (
        tuple((cells.rows[head][i], *values) for i, values in enumerate(grid.columns))
        if (len(grid.filled) < 1000)
        else None
    )
    fates: dict[int, Fate] = {}
    for offset in range(len(cells.rows[head])):
        if offset in grid.headers.ignored:
            fates[offset] = ("ignored", grid.headers.ignored[offset])
        elif offset in grid.headers.failed:
            fates[offset] = ("failed", grid.headers.failed[offset])
        elif usable(grid):
            fates[offset] = ("used", "")
        else:
            fates[offset] = ("failed", sentence("a required column of the sheet is missing"))
    rows = dict(examples)
    if columns is not None:
        return make_blocks(cells, columns, head, fates, rows, problems)
    header = tuple((value,) for value in cells.rows[head])
    return make_blocks(cells, header, head, fates, {}, problems) + make_blocks(
        cells, grid.columns, head + 1, fates, rows, problems
    )
