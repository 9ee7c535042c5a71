"""Annotated copy of the user's own workbook: each problem in its cell, and nothing else changed.

The parts of the file are edited as text, and only where a mark is set; see
docs/decisions/0013-the-annotated-copy.md.
"""

import contextlib
import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.workbook.child import INVALID_TITLE_REGEX

from srns.languages.messages import _
from srns.workbook.annotate.cell_comments import add_remarks
from srns.workbook.annotate.cell_fills import Marks, mark_sheet
from srns.workbook.annotate.issue_sheet import ISSUES, issue_rows, write_issue_sheet
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.file_types import Source
from srns.workbook.files.formulas_and_errors import ErrorCell, UnsavedFormula
from srns.workbook.files.own_marks import is_issue_list
from srns.workbook.files.xlsx_package import Package
from srns.workbook.files.xlsx_styles import Painter
from srns.workbook.problems import Problem, address, position
from srns.workbook.results.open_export import open_file

_MOST_CELLS_OF_A_RANGE = 60
_LONGEST_TEXT = 32_767
_ODD = (ValueError, LookupError, RuntimeError, OSError, EOFError, zipfile.BadZipFile, zlib.error)
_AS_TEXT = ("csv", "ods", "xls", "xlsb", "export")


@dataclass(frozen=True)
class Annotated:
    """An annotated copy.

    Attributes
    ----------
    content
        The bytes of an .xlsx or .xlsm.
    marked
        Number of cells with a fill.
    note
        What the copy lacks, where it is not the user's own file; else empty.
    """

    content: bytes
    marked: int
    note: str = ""


def annotate(
    source: Source | WorkbookCells, problems: Sequence[Problem], *, name: str = ""
) -> Annotated | Problem:
    """Mark the problems in a copy of a workbook.

    Parameters
    ----------
    source
        A path, the bytes of a file, an open file, or what `open_workbook` returned.
    problems
        What `read_workbook` found in it.
    name
        The name of the file, where `source` has none.

    Returns
    -------
    Annotated or Problem
        Of an .xlsx or .xlsm, the file itself, the same byte for byte except where a mark is set.
        Of another kind, a new .xlsx with the values and the marks.
    """
    workbook = open_file(source, name)
    if isinstance(workbook, Problem):
        return workbook
    if workbook.kind not in _AS_TEXT:
        # Some files that can be read are built so oddly that nothing can be added to them.
        with contextlib.suppress(*_ODD):
            copy = _edit(workbook, problems, "")
            if not isinstance(open_file(copy.content), Problem):
                return copy
    opened = open_file(_write_values(workbook))
    if isinstance(opened, Problem):
        return opened
    note = _(
        "This is a new workbook with the values of the .{kind} file; its formats and formulas are "
        "not in it."
    ).format(kind=workbook.kind)
    return _edit(opened, problems, note)


def _edit(workbook: WorkbookCells, problems: Sequence[Problem], note: str) -> Annotated:
    package = Package.read(workbook.content)
    painter = Painter(package)
    marks = _gather(workbook, problems)
    earlier = {sheet.name for sheet in workbook.sheets if is_issue_list(sheet)}
    marked = 0
    for sheet in workbook.sheets:
        part = workbook.places.get(sheet.name, "")
        if sheet.name in earlier or part not in package:
            continue
        wanted = marks.get(sheet.name, {})
        marked += mark_sheet(package, part, wanted, painter)
        add_remarks(package, part, {cell: mark.text for cell, mark in wanted.items()})
    painter.save()
    for old in earlier:
        package.drop_sheet(old, workbook.places[old])
    taken = {sheet.name.casefold() for sheet in workbook.sheets} - {
        old.casefold() for old in earlier
    }
    title = ISSUES if ISSUES.casefold() not in taken else f"{ISSUES} (srns)"
    write_issue_sheet(package, title, issue_rows(problems), note)
    return Annotated(package.write(), marked, note)


def _gather(workbook: WorkbookCells, problems: Sequence[Problem]) -> dict[str, dict[str, Marks]]:
    """Return the marks by sheet and cell; of several problems, the worst severity counts."""
    known = {sheet.name for sheet in workbook.sheets}
    order = {"error": 0, "query": 1, "note": 2}
    marks: dict[str, dict[str, Marks]] = {}
    for problem in sorted(problems, key=lambda one: order[one.severity]):
        if problem.sheet not in known or not problem.cell:
            continue
        cells = _cells_of(problem.cell)
        text = problem.in_language().remark.replace("\n", " ")
        for place, cell in enumerate(cells):
            before = marks.setdefault(problem.sheet, {}).get(cell)
            said = text if place == 0 else ""
            if before is None:
                marks[problem.sheet][cell] = Marks(problem.severity, said)
            elif said:
                joined = f"{before.text}\n{said}" if before.text else said
                marks[problem.sheet][cell] = Marks(before.severity, joined)
    return marks


def _cells_of(cell: str) -> list[str]:
    first, _colon, last = cell.partition(":")
    if not last:
        return [cell] if position(cell)[0] >= 0 else []
    (top, left), (bottom, right) = position(first), position(last)
    every = [
        address(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)
    ]
    return every[:_MOST_CELLS_OF_A_RANGE]


def _write_values(workbook: WorkbookCells) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in workbook.sheets:
        title = INVALID_TITLE_REGEX.sub("_", ILLEGAL_CHARACTERS_RE.sub("_", sheet.name))
        page = book.create_sheet(title[:31])
        page.sheet_state = "hidden" if sheet.hidden else "visible"
        for row, values in enumerate(sheet.rows, sheet.first_row + 1):
            for column, value in enumerate(values, sheet.first_column + 1):
                if value == "":
                    continue
                cell = page.cell(row, column)
                if isinstance(value, ErrorCell | UnsavedFormula):
                    value = value.text
                if isinstance(value, str):
                    value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_TEXT]
                cell.value = value  # pyright: ignore[reportAttributeAccessIssue]
                if isinstance(value, str) and isinstance(cell, Cell):
                    # A text that begins with = is not a formula.
                    cell.data_type = "e" if value.startswith("#") and value[-1:] in "!?A" else "s"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


__all__ = ["Annotated", "annotate"]
