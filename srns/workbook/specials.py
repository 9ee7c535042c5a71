"""What a reader of values alone does not see in a sheet's XML: unsaved formulas, errors, reach."""

import re
from dataclasses import dataclass
from html import unescape

import numpy as np

from .problems import column_number

_CHUNK = 2**20
_OVERLAP = 32
_NEAR_ROWS, _NEAR_COLUMNS = 100_000, 26
_LESS, _GREATER, _EQUAL, _SPACE, _SLASH = b"<>= /"
_C, _R, _O, _P, _F, _E, _H, _I, _D = b"cropfehid"

_TYPE = re.compile(rb"""\st=["'](\w+)["']""")
_PLACE = re.compile(rb"""\sr=["']([A-Z]{1,3})(\d{1,7})["']""")
_FORMULA_CELL = re.compile(
    rb"<(?:\w+:)?c(\s[^<>]*)>\s*<(?:\w+:)?f\b([^<>]*?)(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\b[^<>]*?(?:/>|>([^<]*)</(?:\w+:)?v>))?"
)
_ERROR_CELL = re.compile(
    rb"""<(?:\w+:)?c(\s[^<>]*t=["']e["'][^<>]*)>(?:\s*<(?:\w+:)?f\b[^<>]*?"""
    rb"""(?:/>|>[^<]*</(?:\w+:)?f>))?\s*<(?:\w+:)?v>([^<]*)<"""
)
_TAG = re.compile(rb"""<(?:\w+:)?(row|c)\b([^<>]*?)(/?)>""")
_NUMBERED = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)(\d*)["']""")
_HIDDEN = re.compile(rb"""<(?:\w+:)?(row|col)\s([^<>]*)>""")
_ATTRIBUTE = re.compile(rb"""(\w+)=["']([^"']*)["']""")


@dataclass(frozen=True)
class UnsavedFormula:
    """A cell with a formula whose result was never saved."""

    text: str


@dataclass(frozen=True)
class ErrorCell:
    """A cell in which Excel shows an error, such as ``#DIV/0!``."""

    text: str


Special = UnsavedFormula | ErrorCell


@dataclass
class Survey:
    """What one quick pass over the bytes of a sheet shows.

    Attributes
    ----------
    cells
        How many cells there are, filled or not.
    rows, columns
        No cell is farther out, where every cell is numbered.
    numbered
        Whether every row and cell says where it stands, as Excel and all others write it.
    formulas, errors, hidden
        Whether there may be any.
    """

    cells: int = 0
    rows: int = 0
    columns: int = 0
    numbered: bool = True
    formulas: bool = False
    errors: bool = False
    hidden: bool = False


def survey(data: bytes) -> Survey:
    """Look at every byte once; in chunks that fit a processor's cache, for that is far faster."""
    seen = Survey(rows=_NEAR_ROWS, columns=_NEAR_COLUMNS)
    # Names with a prefix, and attributes in another order, are left to the slow and exact look.
    seen.numbered = b":sheetData" not in data
    if not seen.numbered:
        seen.cells = sum(data.count(tag) for tag in (b":c ", b":c>", b":c/"))
        seen.formulas = seen.errors = seen.hidden = True
    whole = np.frombuffer(data, dtype=np.uint8)
    for start in range(0, len(data), _CHUNK):
        text = whole[start : start + _CHUNK + _OVERLAP]
        beyond = min(start + _CHUNK, len(data)) - start + _OVERLAP - len(text)
        if beyond:  # what is looked for may lie past the end
            text = np.append(text, np.zeros(beyond, dtype=np.uint8))
        last = len(text) - _OVERLAP
        tag = text[:last] == _LESS
        second = text[1 : last + 1]
        cells = np.flatnonzero(tag & (second == _C))
        third = text[cells + 2]
        # A column begins with c too.
        cells = cells[(third == _SPACE) | (third == _GREATER) | (third == _SLASH)]
        rows = np.flatnonzero(tag & (second == _R))
        rows = rows[text[rows + 4] != _P]  # rowBreaks and rPh are no rows
        rows = rows[text[rows + 2] == _O]
        rows = rows[(text[rows + 4] == _SPACE) | (text[rows + 4] == _GREATER)]
        seen.cells += len(cells)
        if seen.numbered:
            seen.numbered = bool(
                np.all((text[cells + 3] == _R) & (text[cells + 4] == _EQUAL))
                and np.all((text[rows + 5] == _R) & (text[rows + 6] == _EQUAL))
            )
            _look_far(text, cells + 6, rows + 8, seen)
        seen.formulas = seen.formulas or bool(np.any(tag & (second == _F)))
        if not seen.errors:
            lone = np.flatnonzero((second == _E) & ((text[:last] == 34) | (text[:last] == 39)))
            seen.errors = bool(np.any(text[lone] == text[lone + 2]))
        if not seen.hidden:
            begun = np.flatnonzero((text[:last] == _H) & (second == _I))
            seen.hidden = bool(np.any(text[begun + 2] == _D))
    return seen


def _look_far(text: np.ndarray, cells: np.ndarray, rows: np.ndarray, seen: Survey) -> None:
    """Widen the reach by the cells beyond column Z or row 99,999; most sheets have none."""

    def is_digit(spots: np.ndarray) -> np.ndarray:
        return text[spots] - np.uint8(48) < 10

    far = cells[(text[cells + 1] - np.uint8(65) < 26) | is_digit(cells + 6)]
    for spots in (far, rows[is_digit(rows + 5)]):
        if not len(spots):
            continue
        column = np.zeros(len(spots), np.int64)
        row = np.zeros(len(spots), np.int64)
        spot = spots.copy()
        for _ in range(3):
            letter = text[spot] - np.uint8(65) < 26
            column = np.where(letter, column * 26 + text[spot] - 64, column)
            spot = spot + letter
        going = np.ones(len(spots), bool)
        for _ in range(8):
            going &= is_digit(spot)
            row = np.where(going, row * 10 + text[spot] - 48, row)
            spot = spot + going
        seen.rows = max(seen.rows, int(row.max()))
        seen.columns = max(seen.columns, int(column.max()))


def sheet_area(data: bytes, seen: Survey, enough: int) -> int:
    """Bound how many cells a table of this sheet could hold, from the first to the last.

    The bound is quick and may be wide; where it is beyond `enough`, only filled cells are counted.
    """
    area = seen.rows * seen.columns
    return area if seen.numbered and area <= enough else _exact_area(data)


def _exact_area(data: bytes) -> int:
    """Count from the first to the last filled cell, one cell after another."""
    row = column = 0
    top = left = 1 << 60
    bottom = right = -1
    for match in _TAG.finditer(data):
        kind, attributes, closed = match.groups()
        place = _NUMBERED.search(attributes)
        if kind == b"row":
            row = int(place[2]) if place and place[2] else row + 1
            column = 0
            continue
        column += 1
        if place and place[1] and place[2]:
            column, row = column_number(place[1].decode().upper()[:7]) + 1, int(place[2][:9])
        if not closed:
            top, left = min(top, row), min(left, column)
            bottom, right = max(bottom, row), max(right, column)
    return max(0, bottom - top + 1) * max(0, right - left + 1) if bottom >= 0 else 0


def find_special_cells(data: bytes, seen: Survey) -> dict[tuple[int, int], Special]:
    """Find formulas without a saved result, and cells that show an error."""
    special: dict[tuple[int, int], Special] = {}
    if seen.formulas:
        for match in _FORMULA_CELL.finditer(data):
            attributes, _, formula, result = match.groups()
            kind = _TYPE.search(attributes)
            # A saved empty text is a result; Excel marks it so.
            if not result and not (kind and kind[1] == b"str"):
                _place(special, attributes, UnsavedFormula("=" + _text(formula)))
    if seen.errors:
        for match in _ERROR_CELL.finditer(data):
            _place(special, match[1], ErrorCell(_text(match[2])))
    return special


def _text(data: bytes | None) -> str:
    return unescape((data or b"").decode("utf-8", "replace"))


def _place(special: dict[tuple[int, int], Special], attributes: bytes, cell: Special) -> None:
    place = _PLACE.search(attributes)
    if place and (not isinstance(cell, ErrorCell) or cell.text):
        special[int(place[2]) - 1, column_number(place[1].decode())] = cell


def find_hidden(data: bytes) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
    """Find hidden rows, and first and last of hidden columns, counted from 0."""
    rows, columns = [], []
    for match in _HIDDEN.finditer(data):
        attributes = dict(_ATTRIBUTE.findall(match[2]))
        if attributes.get(b"hidden") not in (b"1", b"true"):
            continue
        try:
            if match[1] == b"row":
                rows.append(int(attributes[b"r"]) - 1)
            else:
                columns.append((int(attributes[b"min"]) - 1, int(attributes[b"max"]) - 1))
        except (KeyError, ValueError):
            continue
    return tuple(rows), tuple(columns)
