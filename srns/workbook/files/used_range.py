"""Used range of the sheets of an .xlsx, measured before a parser allocates it.

A parser allocates every cell from the first to the last of a sheet, whether filled or not.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.parsers import expat

import numpy as np

from srns.workbook.files.file_types import MOST_COLUMNS, MOST_ROWS
from srns.workbook.problems import column_number

_CHUNK = 2**20
_OVERLAP = 32
_NEAR_ROWS, _NEAR_COLUMNS = 100_000, 26
_LESS, _EQUAL, _COLON, _QUOTE, _APOSTROPHE, _ZERO, _A = b"<=:\"'0A"
_C, _R, _O, _W, _F, _E, _H, _I, _D = b"crowfehid"
_PLACE = re.compile(r"([A-Za-z]{1,3})(\d{1,8})")


@dataclass
class Survey:
    """The result of one quick pass over the bytes of a sheet.

    Attributes
    ----------
    cells
        Number of cells, filled or not.
    rows, columns
        Upper bounds on the last row and column, counted from 1, where every cell is numbered.
    numbered
        Whether every row and cell states its address, as Excel and most others write it.
    formulas, errors, hidden
        Whether there may be any; false is certain.
    """

    cells: int = 0
    rows: int = 0
    columns: int = 0
    numbered: bool = True
    formulas: bool = False
    errors: bool = False
    hidden: bool = False

    @property
    def area(self) -> float:
        """Upper bound on the cells of the used range, from A1 on; infinite where not stated."""
        return self.rows * self.columns if self.numbered else np.inf


def find_too_wide(parts: Mapping[str, bytes], seen: Mapping[str, Survey], most: int) -> str | None:
    """Return the sheet to blame where all together reach over more than `most` cells, else None.

    The bound of a survey is quick and may be too high. Where it exceeds `most`, the sheets are
    looked at more closely and at last tag by tag, those of unknown extent and the short ones first.

    Raises
    ------
    xml.parsers.expat.ExpatError
        Where a sheet that is read tag by tag is not well formed.
    """
    if sum(one.cells for one in seen.values()) > most:
        return max(seen, key=lambda part: seen[part].cells)
    areas = {part: one.area for part, one in seen.items()}
    total = sum(areas.values())
    for look in (lambda data: survey(data, closely=True).area, _exact_area):
        for part in sorted(parts, key=lambda part: (areas[part] < np.inf, len(parts[part]))):
            if total <= most:
                return None
            areas[part] = min(areas[part], look(parts[part]))
            total = sum(areas.values())
    return max(areas, key=lambda part: areas[part]) if total > most else None


def survey(data: bytes, *, closely: bool = False) -> Survey:
    """Survey a sheet in one pass, in chunks that fit a processor's cache because that is faster.

    Parameters
    ----------
    closely
        Whether to read the address of every cell, and not only of those far out.
    """
    closely = closely or len(data) <= _CHUNK
    seen = Survey() if closely else Survey(rows=_NEAR_ROWS, columns=_NEAR_COLUMNS)
    for start, text in _chunks(data):
        end = start + _CHUNK + 2
        last = len(text) - _OVERLAP
        tag = text[:last] == _LESS
        second = text[1 : last + 1]
        cells = np.flatnonzero(tag & (second == _C))
        # A column begins with c too, and a break or a phonetic run with r; then a letter follows.
        cells = cells[text[cells + 2] < _A]
        rows = np.flatnonzero(tag & (second == _R))
        rows = rows[(text[rows + 2] == _O) & (text[rows + 3] == _W) & (text[rows + 4] < _A)]
        seen.cells += len(cells)
        if data.find(b":", start, end) >= 0 and _has_prefixes(text, last):
            # Names with a prefix are left to the slow and exact looks.
            seen.numbered = False
            seen.formulas = seen.errors = seen.hidden = True
        seen.numbered = (
            seen.numbered
            and _says_where(text, cells + 3)
            and _says_where(text, rows + 5)
            and _follow(text, cells + 6, rows + 8, seen, closely)
        )
        # Finding that a letter is nowhere is far faster than finding where it is.
        if not seen.formulas and data.find(b"f", start, end) >= 0:
            seen.formulas = bool(np.any(tag & (second == _F)))
        if not seen.errors and data.find(b"e", start, end) >= 0:
            seen.errors = _has_lone_e(text, last)
        if not seen.hidden and data.find(b"h", start, end) >= 0:
            seen.hidden = _has_hid(text, last)
    return seen


def _chunks(data: bytes) -> Iterator[tuple[int, np.ndarray]]:
    """Yield where each chunk starts, and its bytes with `_OVERLAP` more: of the next, or zeros."""
    whole = np.frombuffer(data, dtype=np.uint8)
    for start in range(0, len(data), _CHUNK):
        text = whole[start : start + _CHUNK + _OVERLAP]
        missing = min(start + _CHUNK, len(data)) - start + _OVERLAP - len(text)
        yield start, np.append(text, np.zeros(missing, dtype=np.uint8)) if missing else text


def _has_lone_e(text: np.ndarray, last: int) -> bool:
    """Return whether an attribute may be ``"e"``, the type of an error cell."""
    quoted = np.flatnonzero((text[1 : last + 1] == _E) & _is_quote(text[:last]))
    return bool(np.any(text[quoted] == text[quoted + 2]))


def _has_hid(text: np.ndarray, last: int) -> bool:
    """Return whether the letters of ``hidden`` begin anywhere."""
    begun = np.flatnonzero((text[:last] == _H) & (text[1 : last + 1] == _I))
    return bool(np.any(text[begun + 2] == _D))


def _is_quote(letters: np.ndarray) -> np.ndarray:
    return (letters == _QUOTE) | (letters == _APOSTROPHE)


def _is_digit(letters: np.ndarray) -> np.ndarray:
    return letters - np.uint8(_ZERO) < 10


def _is_capital(letters: np.ndarray) -> np.ndarray:
    return letters - np.uint8(_A) < 26


def _has_prefixes(text: np.ndarray, last: int) -> bool:
    """Return whether the tag of a cell or a row may have a prefix, as in ``<x:c>``."""
    colons = np.flatnonzero(text[:last] == _COLON)
    first, second, third = (text[colons + ahead] for ahead in (1, 2, 3))
    return bool(
        np.any((first == _C) & (second < _A))
        or np.any((first == _R) & (second == _O) & (third == _W))
    )


def _says_where(text: np.ndarray, spots: np.ndarray) -> bool:
    """Return whether ``r="`` is at every spot."""
    return bool(
        np.all((text[spots] == _R) & (text[spots + 1] == _EQUAL) & _is_quote(text[spots + 2]))
    )


def _follow(
    text: np.ndarray, cells: np.ndarray, rows: np.ndarray, seen: Survey, closely: bool
) -> bool:
    """Extend the survey by the cells beyond column Z or row 99,999, or by all cells.

    Returns
    -------
    bool
        Whether every address could be read.
    """
    second = text[cells + 1]
    if not np.all(_is_capital(text[cells]) & (_is_capital(second) | _is_digit(second))):
        return False
    if not closely:
        cells = cells[_is_capital(second) | _is_digit(text[cells + 6])]
        rows = rows[_is_digit(text[rows + 5])]
    for spots in (cells, rows):
        if not len(spots):
            continue
        column = np.zeros(len(spots), np.int64)
        row = np.zeros(len(spots), np.int64)
        spot = spots.copy()
        for _ in range(3):
            capital = _is_capital(text[spot])
            column = np.where(capital, column * 26 + text[spot] - (_A - 1), column)
            spot = spot + capital
        going = np.ones(len(spots), bool)
        for _ in range(8):
            going &= _is_digit(text[spot])
            row = np.where(going, row * 10 + text[spot] - _ZERO, row)
            spot = spot + going
        if not np.all((row > 0) & _is_quote(text[spot])):
            return False
        seen.rows = max(seen.rows, int(row.max()))
        seen.columns = max(seen.columns, int(column.max()))
    return True


def _exact_area(data: bytes) -> int:
    """Return the cells from the first to the last filled one, read tag by tag."""
    cells = row = column = 0
    top, left, bottom, right = MOST_ROWS, MOST_COLUMNS, 0, 0

    def take(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal cells, row, column, top, left, bottom, right
        kind = name.rpartition(":")[2] if ":" in name else name
        if kind == "c":
            cells += 1
            column += 1
            if "r" in attributes:
                row, column = _read_place(attributes["r"])
        elif kind in ("v", "is", "f"):  # an empty cell with a fill has none
            top, bottom = row if row < top else top, row if row > bottom else bottom
            left, right = column if column < left else left, column if column > right else right
        elif kind == "row":
            row, column = _read_row(attributes["r"]) if "r" in attributes else row + 1, 0

    parser = expat.ParserCreate()
    parser.StartElementHandler = take
    parser.Parse(data, True)
    return max(cells, (bottom - top + 1) * (right - left + 1) if bottom else 0)


def _read_place(cell: str) -> tuple[int, int]:
    """Return row and column, from 1, of an address; the last of all where it cannot be read."""
    match = _PLACE.fullmatch(cell)
    return (int(match[2]), _column(match[1])) if match else (MOST_ROWS, MOST_COLUMNS)


def _read_row(row: str) -> int:
    return int(row) if row.isdecimal() and len(row) < 9 else MOST_ROWS


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    return column_number(letters.upper()) + 1
