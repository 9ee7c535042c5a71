"""Open a file of any supported kind as the cells of a workbook."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import python_calamine

from srns.languages.sentences import sentence
from srns.workbook.files.binary_excel import Unseen
from srns.workbook.files.cells import Row, SheetCells, WorkbookCells, is_blank
from srns.workbook.files.date_formats import mark_shown
from srns.workbook.files.delimited_text import read_delimited
from srns.workbook.files.file_types import (
    File,
    Kind,
    Source,
    damaged,
    locked,
    read_file,
    unreadable,
)
from srns.workbook.files.formulas_and_errors import Special
from srns.workbook.files.sandbox import parse_in_subprocess
from srns.workbook.files.sandbox_answer import ParsedSheet
from srns.workbook.files.shown_numbers import show_numbers
from srns.workbook.files.text_limits import limit_texts
from srns.workbook.files.text_runs import show_texts
from srns.workbook.files.zip_safety import Archive, open_archive
from srns.workbook.problems import Problem

Parser = Callable[[bytes, Kind], list[ParsedSheet] | Problem]
"""Returns the sheets of an archive of this kind."""
_ENDINGS = ("xlsx", "xltx", "xlsm", "xltm", "xlsb", "xls", "ods", "csv", "tsv", "txt")


def name_of(source: object, name: str = "") -> str:
    """Return the name of a file: `name` if given, else that of the source."""
    given = source if isinstance(source, str | Path) else getattr(source, "name", "workbook")
    return name or Path(str(given)).name


def open_workbook(
    source: Source | WorkbookCells,
    name: str = "",
    *,
    parser: Parser | None = None,
    measured: bool = False,
) -> WorkbookCells | Problem:
    """Open a workbook; return one problem, and never raise, where it cannot be read.

    Parameters
    ----------
    source
        A path, the bytes of a file, or an open file; a workbook that is open is returned as it is.
    name
        The name of the file, where `source` has none; the sheet of a text file is named after it.
    parser
        Parses whatever is an archive, as a server wants it of a stranger's file. None: an .xlsx is
        parsed here, and what cannot be measured first in a subprocess with limits.
    measured
        Whether the parser has parsed it already, so that it need not be measured again.
    """
    if isinstance(source, WorkbookCells):
        return source
    file = read_file(source)
    if isinstance(file, Problem):
        return file
    opened = _open(file, name_of(source, name), parser, measured)
    return opened if isinstance(opened, Problem) else limit_texts(opened)


def _open(file: File, name: str, parser: Parser | None, measured: bool) -> WorkbookCells | Problem:
    if file.packed == "text":
        return _open_text(file, name)
    if file.packed == "ole":
        if "EncryptedPackage".encode("utf-16-le") in file.content:
            return locked()
        return _open_parsed(Archive("xls", file.content), file.content, name, parser)
    archive = open_archive(file.content, measured=measured)
    if isinstance(archive, Problem):
        return archive
    if archive.large or parser:
        return _open_parsed(archive, file.content, name, parser)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(archive.content))
        sheets = tuple(
            _complete(
                _read_sheet(
                    workbook.get_sheet_by_name(data.name),
                    hidden=data.visible != python_calamine.SheetVisibleEnum.Visible,
                ),
                archive,
            )
            for data in workbook.sheets_metadata
            if data.typ == python_calamine.SheetTypeEnum.WorkSheet
        )
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    # A panic inside the reader is a BaseException, not an Exception.
    except BaseException:
        return damaged()
    return _gather(sheets, archive, file.content, name)


def _open_text(file: File, name: str) -> WorkbookCells | Problem:
    read = read_delimited(file.content, name)
    if isinstance(read, Problem):
        return read
    sheet, rows, how = read
    note = Problem(
        "note",
        sheet,
        "",
        how,
        sentence("a workbook"),
        sentence("It is read as one sheet; check a name with an accent to see that this is right."),
    )
    cells = SheetCells(sheet, rows, 0, 0, (), False, {})
    return WorkbookCells((cells,), file.content, "csv", (note, *_misnamed("csv", name)))


def _open_parsed(
    archive: Archive, content: bytes, name: str, parser: Parser | None
) -> WorkbookCells | Problem:
    parsed = (parser or parse_in_subprocess)(archive.content, archive.kind)
    if isinstance(parsed, Problem):
        return parsed
    sheets = tuple(_complete(one, archive) for one in parsed)
    return _gather(sheets, archive, content, name)


def _complete(parsed: ParsedSheet, archive: Archive) -> SheetCells:
    """Return a parsed sheet with what only the archive tells of it."""
    rows, first_row, first_column = parsed.rows, *parsed.start
    mark_shown(rows, parsed.start, archive.shown.get(parsed.name, {}).items())
    show_numbers(rows, parsed.start, archive.formatted.get(parsed.name, {}))
    show_texts(rows, parsed.start, archive.texts.get(parsed.name, {}))
    special = {**archive.special.get(parsed.name, {}), **parsed.unseen.special}
    if special:
        rows, first_row, first_column = _overlay(rows, first_row, first_column, special)
    hidden_rows, hidden_columns = archive.hidden.get(parsed.name, ((), ()))
    return SheetCells(
        parsed.name,
        rows,
        first_row,
        first_column,
        parsed.merged,
        parsed.hidden,
        special,
        (*hidden_rows, *parsed.unseen.rows),
        (*hidden_columns, *parsed.unseen.columns),
        tuple(parsed.unseen.comments),
    )


def _gather(
    sheets: tuple[SheetCells, ...], archive: Archive, content: bytes, name: str
) -> WorkbookCells | Problem:
    if not sheets:
        return unreadable(sentence("a workbook without any sheet of cells"))
    notes = _misnamed(archive.kind, name)
    if archive.kind == "xlsm" or "xl/vbaProject.bin" in archive.names:
        notes += (
            Problem(
                "note",
                "",
                "",
                sentence("macros"),
                sentence("values only"),
                sentence("Nothing need be done: none is run."),
            ),
        )
    return WorkbookCells(
        sheets, content, archive.kind, notes, archive.names, archive.parts, archive.sheets
    )


def _misnamed(kind: Kind, name: str) -> tuple[Problem, ...]:
    """Return a note where the name of a file promises another kind."""
    ending = Path(name).suffix.lower().lstrip(".")
    same = {
        "xlsx": ("xlsx", "xltx", "xlsm"),
        "xlsm": ("xlsm", "xltm"),
        "csv": ("csv", "tsv", "txt"),
    }
    if not ending or ending in same.get(kind, (kind,)) or ending not in _ENDINGS:
        return ()
    return (
        Problem(
            "note",
            "",
            "",
            sentence("a file called .{ending} that is .{kind}", ending=ending, kind=kind),
            sentence("the ending .{kind}", kind=kind),
            sentence("Nothing need be done: it is read as what it is."),
        ),
    )


def _read_sheet(sheet: python_calamine.CalamineSheet, *, hidden: bool) -> ParsedSheet:
    start = sheet.start
    rows: list[Row] = sheet.to_python() if start else []  # pyright: ignore[reportAssignmentType]
    merged = tuple(sheet.merged_cell_ranges or ())
    return ParsedSheet(sheet.name, rows, start or (0, 0), merged, hidden, Unseen())


def _overlay(
    rows: list[Row],
    first_row: int,
    first_column: int,
    special: Mapping[tuple[int, int], Special],
) -> tuple[list[Row], int, int]:
    """Return the rows and their first row and column with the special cells at their places."""
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
