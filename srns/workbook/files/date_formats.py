"""Number formats that show only part of a date: Excel turns a typed 'Jun 15' into 2015-06-01.

The day behind such a cell was never recorded, and the year of 'Jun 15' may be that of the typing.
"""

import contextlib
import datetime
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal
from xml.parsers import expat

from srns.workbook.problems import column_number

LONGEST_CODE = 255
"""In characters; Excel has no longer number format."""
MOST_NAMED = 200
Shown = Literal["month", "year", "no year"]

_BUILT_IN = {9: "0%", 10: "0.00%", 16: "d-mmm", 17: "mmm-yy"}
_UNSHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\[\]]*\]')


class ShownDate(datetime.date):
    """A date of which the cell shows only the month or the year, or everything but the year."""

    shows: Shown = "month"

    @classmethod
    def of(cls, day: datetime.date, shows: Shown) -> "ShownDate":
        """Return a date with what its cell shows of it."""
        shown = cls.fromordinal(day.toordinal())
        shown.shows = shows
        return shown

    @property
    def is_first(self) -> bool:
        """Whether it is the day that Excel assumes where none was typed."""
        return self.day == 1 and (self.shows != "year" or self.month == 1)


def what_shows(code: str) -> Shown | None:
    """Return what a number format shows of a date; None where all of it, a time, or no date.

    >>> what_shows("mmm-yy"), what_shows("d-mmm"), what_shows("yyyy"), what_shows("dd/mm/yyyy")
    ('month', 'no year', 'year', None)
    """
    letters = set(_UNSHOWN.sub("", code).partition(";")[0].lower())
    # Years of an era or of the Buddha are years; "General" has letters of its own.
    if letters & set("hsegb") or not letters & set("ym"):
        return None
    if "y" not in letters:
        return "no year"
    if "d" in letters:
        return None
    return "month" if "m" in letters else "year"


def read_format_codes(styles: bytes) -> dict[int, str]:
    """Return the number format of each cell format, by its number, where it is stated."""
    codes = dict(_BUILT_IN)
    used: list[int] = []
    group = ""

    def take(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal group
        kind = name.rpartition(":")[2]
        if kind in ("cellStyleXfs", "cellXfs"):
            group = kind
        elif kind == "numFmt" and not group:  # later ones belong to conditional formats
            code = attributes.get("formatCode", "")
            codes[_number(attributes.get("numFmtId"))] = code if len(code) <= LONGEST_CODE else ""
        elif kind == "xf" and group == "cellXfs":
            used.append(_number(attributes.get("numFmtId")))

    parser = expat.ParserCreate()
    parser.StartElementHandler = take
    with contextlib.suppress(expat.ExpatError):
        parser.Parse(styles, True)
    return {number: codes[code] for number, code in enumerate(used) if code in codes}


def find_date_formats(codes: Mapping[int, str]) -> dict[int, Shown]:
    """Return what each cell format shows of a date, by its number, where that is not all of it."""
    return {number: shown for number, code in codes.items() if (shown := what_shows(code))}


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else -1


def find_shown(sheet: bytes, formats: Mapping[int, Shown]) -> dict[tuple[int, int], Shown]:
    """Return what the cells with one of the formats show, by row and column from 0."""
    return {place: formats[style] for place, style in cells_with(sheet, formats)}


def cells_with(sheet: bytes, formats: Collection[int]) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield row and column, from 0, and the format of each cell that has one of these formats."""
    # A workbook has a few. To compare each cell with thousands would take long.
    numbers = "|".join(map(str, formats)) if len(formats) <= MOST_NAMED else r"\d{1,9}"
    cell = re.compile(
        rf"""<(?:\w+:)?c\s(?=[^<>]*\bs=["']({numbers})["'])[^<>]*?\br=["']([A-Z]{{1,3}})(\d{{1,7}})["']""".encode()
    )
    for style, letters, row in cell.findall(sheet):
        if int(style) in formats:
            yield (int(row) - 1, column_number(letters.decode())), int(style)


def mark_shown(
    rows: list[list[object]],
    first: tuple[int, int],
    shown: Iterable[tuple[tuple[int, int], Shown]],
) -> None:
    """Replace dates shown in part by `ShownDate`; `first` is row and column of the first cell."""
    for (row, column), shows in shown:
        inner, across = row - first[0], column - first[1]
        if 0 <= inner < len(rows) and 0 <= across < len(rows[inner]):
            value = rows[inner][across]
            if type(value) is datetime.date:
                rows[inner][across] = ShownDate.of(value, shows)
