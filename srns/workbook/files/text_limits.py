"""Limits on the texts of a workbook, so that no pattern that looks at them can take long.

A cell is read up to a length that no result, date or drug has; what is longer is told once a sheet.
The limits hold for every kind of file, because they stand after opening and before everything else.
"""

from dataclasses import replace

from srns.languages.sentences import nsentence, sentence
from srns.workbook.files.cells import SheetCells, WorkbookCells
from srns.workbook.files.file_types import unreadable
from srns.workbook.problems import Problem, address

LONGEST_CELL = 1000
"""In characters. Excel allows 32,767; a note may be as long, and only its beginning is read."""
MOST_TEXTS = 500_000
"""Different texts in all sheets; each is judged at least once."""


def limit_texts(workbook: WorkbookCells) -> WorkbookCells | Problem:
    """Return the workbook with long texts cut, and a note for each sheet that had any.

    Returns
    -------
    WorkbookCells or Problem
        The problem where there are more different texts than any list of results has.
    """
    different: set[str] = set()
    notes: list[Problem] = []
    sheets = []
    for sheet in workbook.sheets:
        texts = set[str]().union(*(column.texts() for column in sheet.columns))
        different |= texts
        if len(different) > MOST_TEXTS:
            return unreadable(
                sentence("more than {most:,} different texts", most=MOST_TEXTS),
                sentence("at most {most:,}", most=MOST_TEXTS),
                sentence(
                    "Delete columns of comments or record numbers that are not needed, "
                    "or split the file, and save it."
                ),
            )
        cut, note = _cut(sheet, {text for text in texts if len(text) > LONGEST_CELL})
        sheets.append(cut)
        notes += note
    if not notes:
        return workbook
    return replace(workbook, sheets=tuple(sheets), notes=(*workbook.notes, *notes))


def _cut(sheet: SheetCells, texts: set[str]) -> tuple[SheetCells, list[Problem]]:
    """Return the sheet with these texts cut, and a note of them."""
    if not texts:
        return sheet, []
    long = {
        (row, column): value
        for row, values in enumerate(sheet.rows)
        for column, value in enumerate(values)
        if isinstance(value, str) and value in texts
    }
    rows = list(sheet.rows)
    for (row, column), text in long.items():
        changed = list(rows[row])
        changed[column] = text[:LONGEST_CELL]
        rows[row] = changed
    row, column = next(iter(long))
    longest, others = max(map(len, long.values())), len(long) - 1
    found = sentence("a text of {longest:,} characters", longest=longest)
    if others:
        found = nsentence("{found} (and {n} more)", "{found} (and {n} more)", others, found=found)
    note = Problem(
        "note",
        sheet.name,
        address(row + sheet.first_row, column + sheet.first_column),
        found,
        sentence("at most {most:,} in a cell", most=LONGEST_CELL),
        sentence("Only its beginning is read. Shorten it where more than that matters."),
    )
    return replace(sheet, rows=rows), [note]
