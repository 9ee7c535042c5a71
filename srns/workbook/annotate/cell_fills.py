"""A colour on some cells of a sheet's XML; every other byte of it stays."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from srns.workbook.files.xlsx_package import Package
from srns.workbook.files.xlsx_styles import Painter
from srns.workbook.problems import Severity, column_letters, column_number, position

_TAG = re.compile(r"<((?:\w+:)?)(row|c)\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>")
_END = re.compile(r"</(?:\w+:)?(row|c)>")
_REFERENCE = re.compile(r"""\sr\s*=\s*["']([A-Za-z]*)(\d*)["']""")
_STYLE = re.compile(r"""\ss\s*=\s*["'](\d+)["']""")
_DATA = re.compile(r"<((?:\w+:)?)sheetData\b[^>]*?(/?)>")
_COLUMN = re.compile(r"<(?:\w+:)?col\s[^>]*>")
_ATTRIBUTE = re.compile(r"""(\w+)\s*=\s*["']([^"']*)["']""")


@dataclass(frozen=True)
class Marks:
    """How a cell is marked, and what its comment says."""

    severity: Severity
    text: str


@dataclass
class _Edit:
    """What is put instead of the text from `start` to `end`."""

    start: int
    end: int
    text: str


def mark_sheet(package: Package, part: str, marks: Mapping[str, Marks], painter: Painter) -> int:
    """Colour the cells of a sheet, and take off the colours of an earlier copy.

    A cell that is not in the file, because it is empty, is put in with the format that it shows.
    """
    text = package.text_of(part)
    data = _DATA.search(text)
    if data is None:
        return 0
    edits: list[_Edit] = []
    if data[2]:
        # An empty sheet: nothing stands in it, and nothing is painted.
        return 0
    close = text.find(f"</{data[1]}sheetData>", data.end())
    wanted: dict[int, dict[int, Marks]] = {}
    for cell, mark in marks.items():
        row, column = position(cell)
        wanted.setdefault(row, {})[column] = mark
    columns = _column_styles(text[: data.start()])
    todo = {row: dict(cells) for row, cells in wanted.items()}
    row, column, row_style, prefix = -1, -1, None, data[1]
    missing = sorted(wanted)
    spot = row_end_from = data.end()

    def insert_cells(before: int, place: int) -> None:
        """Put in the empty cells of this row that stand before a column."""
        for number in sorted(one for one in todo.get(row, {}) if one < before):
            mark = todo[row].pop(number)
            style = row_style if row_style is not None else columns.get(number, 0)
            painted = painter.paint(style, mark.severity)
            cell = f'<{prefix}c r="{column_letters(number)}{row + 1}" s="{painted}"/>'
            edits.append(_Edit(place, place, cell))

    def insert_rows(before: int, place: int) -> None:
        """Put in the empty rows that stand before a row."""
        while missing and missing[0] < before:
            number = missing.pop(0)
            if number not in todo or number in seen:
                continue
            cells = "".join(
                f'<{prefix}c r="{column_letters(one)}{number + 1}" '
                f's="{painter.paint(columns.get(one, 0), todo[number][one].severity)}"/>'
                for one in sorted(todo[number])
            )
            edits.append(
                _Edit(place, place, f'<{prefix}row r="{number + 1}">{cells}</{prefix}row>')
            )
            del todo[number]

    seen: set[int] = set()
    for match in _TAG.finditer(text, spot, close):
        prefix, kind, attributes, closed = match.groups()
        reference = _REFERENCE.search(attributes)
        style = _STYLE.search(attributes)
        if kind == "row":
            if row in todo:
                end = _row_end(text, row_end_from, match.start())
                insert_cells(1 << 30, end)
            row = int(reference[2]) - 1 if reference and reference[2] else row + 1
            column = -1
            insert_rows(row, match.start())
            seen.add(row)
            row_style = int(style[1]) if style and "customFormat" in attributes else None
            row_end_from = match.end()
            if closed and todo.get(row):
                cells_before = len(edits)
                insert_cells(1 << 30, match.end())
                inner = "".join(edit.text for edit in edits[cells_before:])
                del edits[cells_before:]
                opened = match[0][:-2].rstrip() + ">"
                edits.append(_Edit(match.start(), match.end(), f"{opened}{inner}</{prefix}row>"))
            continue
        column = column_number(reference[1].upper()) if reference and reference[1] else column + 1
        row_end_from = match.end()
        insert_cells(column, match.start())
        mark = todo.get(row, {}).pop(column, None)
        number = int(style[1]) if style else 0
        painted = painter.paint(number, mark.severity) if mark else painter.clean(number)
        if painted == number:
            continue
        changed = _STYLE.sub("", attributes) + f' s="{painted}"'
        edits.append(_Edit(match.start(), match.end(), f"<{prefix}c{changed}{closed}>"))
    if todo.get(row):
        insert_cells(1 << 30, _row_end(text, row_end_from, close))
    prefix = data[1]
    insert_rows(1 << 30, close)
    if edits:
        package.set_text(part, _apply(text, edits))
    return sum(len(cells) for cells in wanted.values())


def _row_end(text: str, start: int, before: int) -> int:
    """Find where a row closes, from the end of its last tag."""
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
