"""The cells of a workbook, with their values, their addresses, and where they are merged."""

import io
from collections.abc import Mapping
from dataclasses import dataclass

import python_calamine

from .archive import ErrorCell, Source, Special, UnsavedFormula, open_archive, unreadable
from .problems import Problem

Row = list[object]


@dataclass(frozen=True)
class SheetCells:
    """The values of one sheet.

    Attributes
    ----------
    name
        As on the sheet's tab.
    rows
        The values of the filled area; an empty cell is ``""``.
    first_row, first_column
        Where the filled area begins, counted from 0.
    merged
        First and last row and column of each merged range, counted from 0.
    hidden
        Whether the sheet is hidden.
    special
        Formulas without a saved result and error cells; they stand in `rows` too.
    """

    name: str
    rows: list[Row]
    first_row: int
    first_column: int
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    hidden: bool
    special: Mapping[tuple[int, int], Special]


@dataclass(frozen=True)
class WorkbookCells:
    """The worksheets of one workbook, in their order, and its document properties' content."""

    sheets: tuple[SheetCells, ...]
    content: bytes


def is_blank(value: object) -> bool:
    """Tell whether a cell shows nothing."""
    return value == "" or (isinstance(value, str) and not value.strip())


def open_workbook(source: Source) -> WorkbookCells | Problem:
    """Open a workbook; one that cannot be read gives one problem, never an exception."""
    archive = open_archive(source)
    if isinstance(archive, Problem):
        return archive
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(archive.content))
        sheets = tuple(
            _read_sheet(
                workbook.get_sheet_by_name(data.name),
                archive.special.get(data.name, {}),
                data.visible != python_calamine.SheetVisibleEnum.Visible,
            )
            for data in workbook.sheets_metadata
            if data.typ == python_calamine.SheetTypeEnum.WorkSheet
        )
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    # A panic inside the reader is a BaseException, not an Exception.
    except BaseException:
        return unreadable(
            "a damaged or incomplete workbook",
            remedy="Fetch the file again; if that does not help, open it in Excel and save it "
            "under a new name.",
        )
    return WorkbookCells(sheets, archive.content)


def _read_sheet(
    sheet: python_calamine.CalamineSheet, special: Mapping[tuple[int, int], Special], hidden: bool
) -> SheetCells:
    start = sheet.start
    rows: list[Row] = sheet.to_python() if start else []  # pyright: ignore[reportAssignmentType]
    first_row, first_column = start or (0, 0)
    if special:
        rows, first_row, first_column = _overlay(rows, first_row, first_column, special)
    return SheetCells(
        sheet.name,
        rows,
        first_row,
        first_column,
        tuple(sheet.merged_cell_ranges or ()),
        hidden,
        special,
    )


def _overlay(
    rows: list[Row],
    first_row: int,
    first_column: int,
    special: Mapping[tuple[int, int], Special],
) -> tuple[list[Row], int, int]:
    """Put the cells that read as empty back where they stand."""
    if not rows:
        first_row, first_column = next(iter(special))
        rows = [[""]]
    top = min(first_row, min(row for row, _ in special))
    left = min(first_column, min(column for _, column in special))
    bottom = max(first_row + len(rows) - 1, max(row for row, _ in special))
    right = max(first_column + len(rows[0]) - 1, max(column for _, column in special))
    width = right - left + 1
    before, after = first_column - left, right - first_column - len(rows[0]) + 1

    def empty(count: int) -> list[Row]:
        return [[""] * width for _ in range(count)]

    padded = empty(first_row - top)
    padded += [[""] * before + row + [""] * after for row in rows] if before or after else rows
    padded += empty(bottom - top + 1 - len(padded))
    for (row, column), cell in special.items():
        if is_blank(padded[row - top][column - left]):
            padded[row - top][column - left] = cell
    return padded, top, left


__all__ = [
    "ErrorCell",
    "SheetCells",
    "Source",
    "UnsavedFormula",
    "WorkbookCells",
    "is_blank",
    "open_workbook",
]
