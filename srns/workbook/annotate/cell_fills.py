"""Fill colors of cells in a sheet's XML; every other byte stays as it was."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from srns.workbook.files.xlsx_package import Package
from srns.workbook.files.xlsx_styles import Painter
from srns.workbook.problems import Severity, column_letters, column_number, position

_TAG = re.compile(r"<((?:\w+:)?)(row|c)\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>")
_END = re.compile(r"</(?:\w+:)?(row|c)>")
_REFERENCE = re.compile(r"""\sr\s*=\s*["']([A-Za-z]*)(\d*)["']""")
_STYLE = re.compile(r"""\ss\s*=\s*["'](\d+)["']""")
_DATA = re.compile(r"<((?:\w+:)?)sheetData\b[^<>]*?(/?)>")
_COLUMN = re.compile(r"<(?:\w+:)?col\s[^<>]*>")
_ATTRIBUTE = re.compile(r"""(?<!\w)(\w+)\s*=\s*["']([^"']*)["']""")
_END_OF_ALL = 1 << 30
"""After every row and column."""


@dataclass(frozen=True)
class Marks:
    """The severity that a cell's fill shows, and the text of its comment."""

    severity: Severity
    text: str


@dataclass
class _Edit:
    """The text that replaces the characters from `start` to `end`."""

    start: int
    end: int
    text: str


def mark_sheet(package: Package, part: str, marks: Mapping[str, Marks], painter: Painter) -> int:
    """Fill the marked cells of a sheet, and remove the fills of an earlier copy.

    A marked cell that is not in the file, because it is empty, is added with the format that it
    shows. Returns the number of marked cells; 0 where the sheet has no cells at all.
    """
    text = package.text_of(part)
    data = _DATA.search(text)
    if data is None or data[2]:
        return 0
    close = text.find(f"</{data[1]}sheetData>", data.end())
    walk = _SheetWalk(text, data, marks, painter)
    for match in _TAG.finditer(text, data.end(), close):
        if match[2] == "row":
            walk.open_row(match)
        else:
            walk.take_cell(match)
    walk.finish(close)
    if walk.edits:
        package.set_text(part, _apply(text, walk.edits))
    return len({position(cell) for cell in marks})


class _SheetWalk:
    """The place reached in the XML of a sheet, the marks still to set, and the edits so far.

    Rows and cells come in the order of the file; rows and columns count from 0.
    """

    def __init__(
        self, text: str, data: re.Match[str], marks: Mapping[str, Marks], painter: Painter
    ) -> None:
        self.edits: list[_Edit] = []
        self._text = text
        self._painter = painter
        self._first_prefix = self._prefix = data[1]
        self._column_styles = _column_styles(text[: data.start()])
        self._todo: dict[int, dict[int, Marks]] = {}
        for cell, mark in marks.items():
            row, column = position(cell)
            self._todo.setdefault(row, {})[column] = mark
        self._missing = sorted(self._todo)
        self._seen: set[int] = set()
        self._row, self._column = -1, -1
        self._row_style: int | None = None
        self._last_tag_end = data.end()

    def open_row(self, match: re.Match[str]) -> None:
        """Add what is missing before this row, and go on to it."""
        self._prefix, _, attributes, closed = match.groups()
        self._close_row(match.start())
        reference, style = _REFERENCE.search(attributes), _STYLE.search(attributes)
        self._row = int(reference[2]) - 1 if reference and reference[2] else self._row + 1
        self._column = -1
        self._add_rows(self._row, match.start())
        self._seen.add(self._row)
        self._row_style = int(style[1]) if style and "customFormat" in attributes else None
        self._last_tag_end = match.end()
        if closed and self._todo.get(self._row):
            opened = match[0][:-2].rstrip() + ">"
            cells = "".join(self._missing_cells(_END_OF_ALL))
            self._replace(match, f"{opened}{cells}</{self._prefix}row>")

    def take_cell(self, match: re.Match[str]) -> None:
        """Add what is missing before this cell, and give it its format."""
        self._prefix, _, attributes, closed = match.groups()
        reference, style = _REFERENCE.search(attributes), _STYLE.search(attributes)
        letters = reference[1].upper() if reference else ""
        self._column = column_number(letters) if letters else self._column + 1
        self._last_tag_end = match.end()
        self._add_cells(self._column, match.start())
        mark = self._todo.get(self._row, {}).pop(self._column, None)
        number = int(style[1]) if style else 0
        painter = self._painter
        painted = painter.paint(number, mark.severity) if mark else painter.clean(number)
        if painted != number:
            changed = _STYLE.sub("", attributes) + f' s="{painted}"'
            self._replace(match, f"<{self._prefix}c{changed}{closed}>")

    def finish(self, close: int) -> None:
        """Add what is missing after the last cell; the data of the sheet end at `close`."""
        self._close_row(close)
        self._prefix = self._first_prefix
        self._add_rows(_END_OF_ALL, close)

    def _close_row(self, before: int) -> None:
        if self._todo.get(self._row):
            self._add_cells(_END_OF_ALL, _row_end(self._text, self._last_tag_end, before))

    def _add_cells(self, before: int, place: int) -> None:
        self.edits += [_Edit(place, place, cell) for cell in self._missing_cells(before)]

    def _missing_cells(self, before: int) -> list[str]:
        """Write the marked cells of this row before a column that are not in the file."""
        marks = self._todo.get(self._row, {})
        columns = sorted(column for column in marks if column < before)
        return [
            self._write_cell(self._row, column, marks.pop(column), self._row_style)
            for column in columns
        ]

    def _add_rows(self, before: int, place: int) -> None:
        """Add the rows with marked cells before a row that are not in the file."""
        while self._missing and self._missing[0] < before:
            row = self._missing.pop(0)
            if row in self._seen:
                continue
            marks = self._todo.pop(row)
            cells = "".join(
                self._write_cell(row, each, marks[each], None) for each in sorted(marks)
            )
            prefix = self._prefix
            text = f'<{prefix}row r="{row + 1}">{cells}</{prefix}row>'
            self.edits.append(_Edit(place, place, text))

    def _write_cell(self, row: int, column: int, mark: Marks, row_style: int | None) -> str:
        style = self._column_styles.get(column, 0) if row_style is None else row_style
        painted = self._painter.paint(style, mark.severity)
        return f'<{self._prefix}c r="{column_letters(column)}{row + 1}" s="{painted}"/>'

    def _replace(self, match: re.Match[str], text: str) -> None:
        self.edits.append(_Edit(match.start(), match.end(), text))


def _row_end(text: str, start: int, before: int) -> int:
    """Return where a row closes, searched from the end of its last tag."""
    spot = before
    for match in _END.finditer(text, start, before):
        if match[1] == "row":
            spot = match.start()
    return spot


def _column_styles(head: str) -> dict[int, int]:
    styles: dict[int, int] = {}
    for element in _COLUMN.findall(head):
        about = dict(_ATTRIBUTE.findall(element))
        if about.get("style", "0") == "0":
            continue
        for column in range(int(about["min"]) - 1, min(int(about["max"]), 16_384)):
            styles[column] = int(about["style"])
    return styles


def _apply(text: str, edits: list[_Edit]) -> str:
    pieces, spot = [], 0
    for edit in sorted(edits, key=lambda one: one.start):
        pieces += [text[spot : edit.start], edit.text]
        spot = edit.end
    return "".join([*pieces, text[spot:]])
