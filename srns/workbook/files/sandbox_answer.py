"""JSON answer of the sandboxed parser: written by the child, checked by the parent.

The parent trusts nothing in it: the child has parsed a stranger's bytes. Whatever is not exactly
the form below raises ValueError, and no answer can run code, as a pickle could.

An answer is a list: `["read", sheets]`, `["too wide", name of the sheet]`, or one word of
`REFUSALS`. A sheet is a list of its name, rows, start, merged ranges, whether it is hidden, error
cells, comments, hidden rows and hidden columns. A cell is a text, a number or a truth value, or an
object with one key for what JSON has no word for: `{"date": "2005-06-17"}`.
"""

import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from srns.workbook.files.binary_excel import Unseen
from srns.workbook.files.cells import Row
from srns.workbook.files.file_types import LARGEST_AREA, MOST_COLUMNS, MOST_ROWS
from srns.workbook.files.formulas_and_errors import ErrorCell

REFUSALS = ("locked", "large", "damaged")
"""Why a workbook was not parsed, where no sheet is to blame."""

Spot = tuple[int, int]

_READERS: Mapping[str, Callable[[Any], object]] = {
    "date": datetime.date.fromisoformat,
    "datetime": datetime.datetime.fromisoformat,
    "time": datetime.time.fromisoformat,
    "duration": lambda parts: datetime.timedelta(*parts),
}
_CELLS = frozenset(
    (
        str,
        float,
        int,
        bool,
        datetime.date,
        datetime.datetime,
        datetime.time,
        datetime.timedelta,
    )
)


@dataclass(frozen=True)
class ParsedSheet:
    """One sheet as it was parsed.

    Attributes
    ----------
    name
        As on the sheet's tab.
    rows
        The values of the filled area, every row of one width; an empty cell is ``""``.
    start
        Row and column, from 0, at which the filled area begins.
    merged
        First and last row and column, from 0, of each merged range.
    hidden
        Whether the sheet is hidden.
    unseen
        Errors, comments, hidden rows and columns.
    """

    name: str
    rows: list[Row]
    start: Spot
    merged: tuple[tuple[Spot, Spot], ...]
    hidden: bool
    unseen: Unseen


@dataclass(frozen=True)
class TooWide:
    """The name of the sheet that reaches over more cells than are read."""

    sheet: str


Answer = list[ParsedSheet] | TooWide | str
"""The sheets, the sheet that is too wide, or one word of `REFUSALS`."""


def write_answer(answer: Answer) -> bytes:
    """Write what the child found.

    >>> write_answer("locked")
    b'["locked"]'
    """
    if isinstance(answer, str):
        document: list[object] = [answer]
    elif isinstance(answer, TooWide):
        document = ["too wide", answer.sheet]
    else:
        document = ["read", [_as_list(sheet) for sheet in answer]]
    return json.dumps(
        document, default=_write_value, ensure_ascii=False, separators=(",", ":")
    ).encode()


def _as_list(sheet: ParsedSheet) -> list[object]:
    unseen = sheet.unseen
    errors = [(row, column, cell.text) for (row, column), cell in unseen.special.items()]
    found = (errors, unseen.comments, unseen.rows, unseen.columns)
    return [sheet.name, sheet.rows, sheet.start, sheet.merged, sheet.hidden, *found]


def _write_value(value: object) -> dict[str, object]:
    if isinstance(value, datetime.timedelta):
        return {"duration": (value.days, value.seconds, value.microseconds)}
    if isinstance(value, datetime.date | datetime.time):  # a datetime is a date
        return {type(value).__name__: value.isoformat()}
    raise TypeError(f"no cell holds a {type(value).__name__}")


def read_answer(data: bytes) -> Answer:
    """Read what the child wrote, and check every part of it.

    Raises
    ------
    ValueError
        Where it is anything but an answer: cut short, of another form, or larger than a workbook
        may be.

    Examples
    --------
    >>> read_answer(b'["too wide", "Labs"]')
    TooWide(sheet='Labs')
    """
    try:
        document = json.loads(data, object_hook=_read_value)
    except (RecursionError, KeyError, TypeError, OverflowError) as error:
        raise ValueError("no answer of the parser") from error
    match document:
        case ["read", list(sheets)]:
            parsed = [_read_sheet(sheet) for sheet in sheets]
            _require(sum(len(one.rows) * _width(one.rows) for one in parsed) <= LARGEST_AREA)
            return parsed
        case ["too wide", str(sheet)]:
            return TooWide(sheet)
        case [str(word)] if word in REFUSALS:
            return word
    raise ValueError("no answer of the parser")


def _read_value(pairs: dict[str, Any]) -> object:
    ((kind, written),) = pairs.items()
    value = _READERS[kind](written)
    _require(getattr(value, "tzinfo", None) is None)  # no cell has a time zone
    return value


def _read_sheet(sheet: object) -> ParsedSheet:
    """Check one sheet: each part of its type, and no cell farther out than a workbook reaches."""
    name, rows, start, merged, hidden, errors, comments, hidden_rows, hidden_columns = _list(sheet)
    first = _spot(start)
    _check_rows(rows, first)
    special = {(_count(row), _count(column)): ErrorCell(_text(text))
               for row, column, text in map(_list, _list(errors))}  # fmt: skip
    # The sheet is widened to hold them.
    last = (first[0] + max(len(rows) - 1, 0), first[1] + max(_width(rows) - 1, 0))
    _require(_reach([first, *special, last]))
    unseen = Unseen(
        dict(special),
        [_spot(spot) for spot in _list(comments)],
        [_count(row) for row in _list(hidden_rows)],
        [_spot(columns) for columns in _list(hidden_columns)],
    )
    ranges = tuple((_spot(one), _spot(two)) for one, two in map(_list, _list(merged)))
    _require(isinstance(hidden, bool))
    return ParsedSheet(_text(name), rows, first, ranges, hidden, unseen)


def _check_rows(rows: Any, start: Spot) -> None:
    """Require rows of one width, within a workbook, of cells alone."""
    width = _width(_list(rows))
    _require(start[0] + len(rows) <= MOST_ROWS and start[1] + width <= MOST_COLUMNS)
    _require(
        all(
            isinstance(row, list) and len(row) == width and _CELLS.issuperset(map(type, row))
            for row in rows
        )
    )


def _reach(spots: Sequence[Spot]) -> bool:
    """Return whether the rectangle around the spots is no larger than what is read."""
    rows, columns = zip(*spots, strict=True)
    return (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1) <= LARGEST_AREA


def _width(rows: Sequence[Any]) -> int:
    return len(_list(rows[0])) if rows else 0


def _list(value: Any) -> list[Any]:
    _require(isinstance(value, list))
    return value


def _text(value: Any) -> str:
    _require(isinstance(value, str))
    return value


def _count(value: Any) -> int:
    _require(type(value) is int and value >= 0)  # a bool is an int
    return value


def _spot(value: Any) -> Spot:
    first, second = _list(value)
    return _count(first), _count(second)


def _require(condition: bool) -> None:
    if not condition:
        raise ValueError("no answer of the parser")
