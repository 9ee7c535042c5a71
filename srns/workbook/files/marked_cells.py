"""Cells of an .xlsx marked by a fill color or struck through."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from itertools import pairwise

from srns.languages.sentences import sentence
from srns.workbook.files.cells import SheetCells, WorkbookCells, is_blank
from srns.workbook.files.xlsx_styles import COLOURS
from srns.workbook.problems import address, column_letters, column_number

LARGEST_SHEET = 4 * 2**20
"""In bytes; larger sheets are not searched, for that would take longer than reading them."""
_STYLES = "xl/styles.xml"
_BLOCK = r"<(?:\w+:)?{name}\b[^<>]*>(.*?)</(?:\w+:)?{name}>"
_FILL = re.compile(r"<(?:\w+:)?fill\b[^<>]*?(?:/>|>(.*?)</(?:\w+:)?fill>)", re.DOTALL)
_FONT = re.compile(r"<(?:\w+:)?font\b[^<>]*?(?:/>|>(.*?)</(?:\w+:)?font>)", re.DOTALL)
_XF = re.compile(r"<(?:\w+:)?xf\b([^<>]*?)/?>")
_SOLID = re.compile(r"""patternType=["'](?!none|gray125)""")
_COLOUR = re.compile(r"""<(?:\w+:)?fgColor\b[^<>]*?(rgb|theme|indexed)=["'](\w+)["']""")
_STRUCK = re.compile(r"""<(?:\w+:)?strike\b(?![^<>]*val=["'](?:0|false)["'])""")
_STYLED = re.compile(
    r"""<(?:\w+:)?c\s(?=[^<>]*\ss=["'](\d+)["'])[^<>]*?\br=["']([A-Z]{1,3})(\d+)["']"""
)
_FEW_ROWS = 6
STRUCK = sentence("text struck through")
"""The look of a cell that somebody crossed out."""
_FILLS = {
    "white": sentence("white fill"),
    "black": sentence("black fill"),
    "grey": sentence("grey fill"),
    "red": sentence("red fill"),
    "orange": sentence("orange fill"),
    "yellow": sentence("yellow fill"),
    "green": sentence("green fill"),
    "turquoise": sentence("turquoise fill"),
    "blue": sentence("blue fill"),
    "purple": sentence("purple fill"),
    "coloured": sentence("coloured fill"),
}

Look = tuple[str, str]


def find_marked(workbook: WorkbookCells) -> dict[str, Mapping[Look, list[str]]]:
    """Return the filled cells that look unlike the rest of their column, by sheet, column and look.

    Fills of headings, of whole columns and of every other row only make a table easy to read, and
    are left out; so are the fills of an annotated copy.
    """
    if workbook.kind not in ("xlsx", "xlsm") or _STYLES not in workbook.names:
        return {}
    found: dict[str, Mapping[Look, list[str]]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(workbook.content)) as archive:
            looks = _looks(archive.read(_STYLES).decode("utf-8", "replace"))
            if not looks:
                return {}
            for sheet in workbook.sheets:
                part = workbook.places.get(sheet.name, "")
                if part in workbook.names and archive.getinfo(part).file_size <= LARGEST_SHEET:
                    text = archive.read(part).decode("utf-8", "replace")
                    found[sheet.name] = _find_marked(sheet, text, looks)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError):
        return {}
    return found


def _looks(styles: str) -> dict[int, tuple[str, ...]]:
    """Return the looks that may mark a cell, by the number of the cell's format."""

    def block(name: str) -> str:
        match = re.search(_BLOCK.format(name=name), styles, re.DOTALL)
        return match[1] if match else ""

    fills = [_fill_name(match[1] or "") for match in _FILL.finditer(block("fills"))]
    struck = [bool(_STRUCK.search(match[1] or "")) for match in _FONT.finditer(block("fonts"))]
    looks: dict[int, tuple[str, ...]] = {}
    for number, match in enumerate(_XF.finditer(block("cellXfs"))):
        about = dict(re.findall(r"""(?<!\w)(\w+)=["']([^"']*)["']""", match[1]))
        fill, font = int(about.get("fillId", 0)), int(about.get("fontId", 0))
        names = (fills[fill] if fill < len(fills) else "",)
        names += (STRUCK,) if font < len(struck) and struck[font] else ()
        if any(names):
            looks[number] = tuple(filter(None, names))
    return looks


def _fill_name(fill: str) -> str:
    if not _SOLID.search(fill):
        return ""
    colour = _COLOUR.search(fill)
    if colour is None or colour[2].upper() in COLOURS.values():
        return ""
    return _FILLS[_name(colour[2])] if colour[1] == "rgb" else sentence("a coloured fill")


def _name(rgb: str) -> str:
    """Return the everyday name of a color.

    >>> _name("FFFFFF00"), _name("FFFF0000"), _name("FF92D050")
    ('yellow', 'red', 'green')
    """
    try:
        red, green, blue = (int(rgb[-6:][spot : spot + 2], 16) / 255 for spot in (0, 2, 4))
    except ValueError:
        return "coloured"
    high, low = max(red, green, blue), min(red, green, blue)
    if high - low < 0.08:
        return "white" if low > 0.95 else "black" if high < 0.2 else "grey"
    if high == red:
        hue = 60 * (green - blue) / (high - low) % 360
    elif high == green:
        hue = 60 * (blue - red) / (high - low) + 120
    else:
        hue = 60 * (red - green) / (high - low) + 240
    for until, word in (
        (15, "red"),
        (45, "orange"),
        (70, "yellow"),
        (170, "green"),
        (200, "turquoise"),
        (260, "blue"),
        (335, "purple"),
    ):
        if hue <= until:
            return word
    return "red"


def _find_marked(
    sheet: SheetCells, text: str, looks: Mapping[int, tuple[str, ...]]
) -> dict[Look, list[str]]:
    """Return the addresses of the marked cells of a sheet, by column and look."""
    headings = set(_heading_rows(sheet))
    found: dict[Look, list[str]] = {}
    for (column, look), rows in _cells_by_look(sheet, text, looks).items():
        filled = [
            row
            for row, values in enumerate(sheet.rows)
            if row not in headings and not is_blank(values[column - sheet.first_column])
        ]
        marked = [row for row in rows if row not in headings]
        if marked and len(marked) < len(filled) and not _every_other(marked, filled):
            found[column_letters(column), look] = [
                address(row + sheet.first_row, column) for row in marked
            ]
    return found


def _cells_by_look(
    sheet: SheetCells, text: str, looks: Mapping[int, tuple[str, ...]]
) -> dict[tuple[int, str], list[int]]:
    """Return the rows of the filled cells, from the first of the sheet, by column and look."""
    rows_of: dict[tuple[int, str], list[int]] = {}
    for style, letters, number in _STYLED.findall(text):
        if int(style) not in looks:
            continue
        row, column = int(number) - 1 - sheet.first_row, column_number(letters)
        if _is_filled(sheet, row, column - sheet.first_column):
            for look in looks[int(style)]:
                if look != _FILLS["white"]:
                    rows_of.setdefault((column, look), []).append(row)
    return rows_of


def _is_filled(sheet: SheetCells, row: int, column: int) -> bool:
    return (
        0 <= row < len(sheet.rows)
        and 0 <= column < len(sheet.rows[0])
        and not is_blank(sheet.rows[row][column])
    )


def _heading_rows(sheet: SheetCells) -> Iterator[int]:
    """Yield the rows at the top that hold only text."""
    for row, values in enumerate(sheet.rows[:_FEW_ROWS]):
        if not all(isinstance(value, str) for value in values):
            return
        yield row


def _every_other(rows: list[int], filled: list[int]) -> bool:
    """Return whether the rows are shaded in turn, only to be easier to read."""
    places = [filled.index(row) for row in rows if row in filled]
    return (
        len(places) > 1
        and all(b - a == 2 for a, b in pairwise(places))
        and (2 * len(places) >= len(filled) - 1)
    )
