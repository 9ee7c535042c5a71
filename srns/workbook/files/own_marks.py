"""Recognise what this program itself wrote into a workbook."""

from srns.workbook.files.cells import SheetCells

AUTHOR = "srns check"


SIGNATURE = "Issues found by srns"


def is_issue_list(sheet: SheetCells) -> bool:
    """Tell whether a sheet is the list of an earlier annotated copy, which is never read."""
    first = sheet.rows[0][0] if sheet.rows and sheet.rows[0] else ""
    return isinstance(first, str) and first.startswith(SIGNATURE)
