"""Recognize what an annotated copy of this program added to a workbook."""

from srns.workbook.files.cells import SheetCells

AUTHOR = "srns check"
"""The author of its comments."""
SIGNATURE = "Issues found by srns"
"""How the first cell of its sheet of problems begins."""


def is_issue_list(sheet: SheetCells) -> bool:
    """Return whether a sheet is the list of problems of an annotated copy, which is never read."""
    first = sheet.rows[0][0] if sheet.rows and sheet.rows[0] else ""
    return isinstance(first, str) and first.startswith(SIGNATURE)
