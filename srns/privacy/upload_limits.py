"""Limits on what a dashboard takes from an upload, whose pages are drawn while somebody waits.

Files within the limits of every reader may hold more: the command line reads them.
"""

from collections.abc import Sequence

from srns.languages.sentences import sentence
from srns.workbook.files.cells import SheetCells, WorkbookCells, is_blank
from srns.workbook.files.file_types import LARGEST_FILE, MOST_COLUMNS, unreadable
from srns.workbook.problems import Problem
from srns.workbook.recipe.apply import list_children
from srns.workbook.recipe.model import Recipe
from srns.workbook.recipe.workbook_layout import WorkbookLayout

MOST_CHILDREN = 50_000
"""Ten times as many as the pages are measured with."""


def find_too_long(contents: Sequence[bytes]) -> Problem | None:
    """Return the problem where several files of a cohort have too many bytes together."""
    if len(contents) < 2 or sum(map(len, contents)) <= LARGEST_FILE:
        return None
    return unreadable(
        sentence("files of more than {most} MB together", most=LARGEST_FILE // 2**20),
        sentence("at most {most} MB in a dashboard", most=LARGEST_FILE // 2**20),
        sentence(
            "Remove pictures and sheets that are not about the children, or read the files with "
            "the command 'srns check'."
        ),
    )


def find_too_wide(workbook: WorkbookCells) -> Problem | None:
    """Return the problem where the sheets of a workbook have too many filled columns together."""
    sheets = [cells for cells in workbook.sheets if cells.rows]
    if sum(len(cells.rows[0]) for cells in sheets) <= MOST_COLUMNS:
        return None
    filled = sum(map(_count_filled_columns, sheets))
    return (
        _too_wide(sentence("{n:,} sheets", n=len(sheets)), filled)
        if filled > MOST_COLUMNS
        else None
    )


def _count_filled_columns(cells: SheetCells) -> int:
    return sum(not all(map(is_blank, column)) for column in zip(*cells.rows, strict=True))


def _too_wide(where: str, columns: int) -> Problem:
    return unreadable(
        sentence("{where} with {columns:,} columns", where=where, columns=columns),
        sentence("at most {most:,} columns in all sheets together", most=MOST_COLUMNS),
        sentence("Delete sheets and columns that are not about the children, or split the file."),
    )


def find_too_large(layout: WorkbookLayout, recipe: Recipe) -> Problem | None:
    """Return the problem where tables have more children or columns than pages can show.

    Parameters
    ----------
    recipe
        As it was proposed, whatever it asks.
    """
    columns = sum(len(table.columns) for table in recipe.tables)
    if columns > MOST_COLUMNS:
        return _too_wide(sentence("{n:,} tables", n=len(recipe.tables)), columns)
    rows = sum(len(cells.rows) for cells in layout.workbook.sheets)
    if rows <= MOST_CHILDREN:
        return None
    children = len(set(list_children(layout, recipe)))
    if children <= MOST_CHILDREN:
        return None
    return unreadable(
        sentence("{children:,} children", children=children),
        sentence("at most {most:,} in a dashboard", most=MOST_CHILDREN),
        sentence("Split the file, or judge all of them with the command 'srns registry'."),
    )
