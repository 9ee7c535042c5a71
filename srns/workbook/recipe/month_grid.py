"""Diaries as a calendar: a row for each month and a column for each day, or the other way round."""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from srns.workbook.files.cells import SheetCells, is_blank
from srns.workbook.recipe.days_across import Title, name_cells
from srns.workbook.recipe.region import PlacedRegion, Position
from srns.workbook.values.partial_dates import month_number
from srns.workbook.values.text import clean

_FEWEST_DAYS = 28
_MOST_ROWS = 2_000
_FIRST = (1, "1", "01", "1.", "1.0")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MONTH = re.compile(r"(?P<name>[^\W\d_]{3,10})\.?[ \-./']*(?P<year>(?:19|20)\d\d)?")
_NUMBERED = re.compile(r"(?P<month>1[0-2]|0?[1-9])(?:月|월|[./-](?P<year>(?:19|20)\d\d))?")
_DATE = "date"


@dataclass(frozen=True)
class _Months:
    """A calendar: the row and first column of its days, and year and month of each row below."""

    head: int
    first: int
    days: int
    rows: tuple[tuple[int, int, int], ...]

    @property
    def label(self) -> int:
        """The column that names the months."""
        return self.first - 1


@dataclass(frozen=True)
class MonthGrids:
    """The calendars of a sheet, as tables with a row for each day that is filled.

    Attributes
    ----------
    regions
        The tables.
    inside
        Every place of the calendars, filled or not.
    top
        The first line of the first of them.
    """

    regions: tuple[PlacedRegion, ...]
    inside: frozenset[Position]
    top: int


def find_month_grids(cells: SheetCells) -> MonthGrids | None:
    """Return the calendars of a sheet; None where it has none."""
    if len(cells.rows) > _MOST_ROWS:
        return None  # nobody keeps a diary of so many months on one sheet
    grid = [list(row) for row in cells.rows]
    for turned in (False, True):
        seen = [list(row) for row in zip(*grid, strict=True)] if turned else grid
        if found := list(_find(seen, cells.name)):
            return _Sheet(cells, seen, turned).lay_out(found)
    return None


def _find(grid: Sequence[Sequence[object]], tab: str) -> Iterator[_Months]:
    head = 0
    while head < len(grid):
        if (start := _find_days(grid[head])) is not None:
            first, days = start
            texts = [clean(grid[row][column]) for row, column in _around(grid, 0, head, first - 1)]
            rows = _find_months(grid, head, first - 1, " ".join([tab, *texts]))
            if rows:
                yield _Months(head, first, days, rows)
                head = rows[-1][0]
        head += 1


def _around(
    grid: Sequence[Sequence[object]], begin: int, head: int, label: int
) -> Iterator[tuple[int, int]]:
    """Yield the places of the texts above the days and before the months, from a row on."""
    for row in range(begin, len(grid)):
        for column, value in enumerate(grid[row]):
            outside = row < head or column < label
            if outside and isinstance(value, str) and not is_blank(value):
                yield row, column


def _find_days(row: Sequence[object]) -> tuple[int, int] | None:
    """Return the column of the first day and the number of days, of a row that counts them."""
    for column in range(1, len(row) - _FEWEST_DAYS + 1):
        if row[column] not in _FIRST:
            continue
        count = 1
        while column + count < len(row) and clean(row[column + count]) in _spell(count + 1):
            count += 1
        if count >= _FEWEST_DAYS:
            return column, min(count, 31)
    return None


def _spell(day: int) -> tuple[str, ...]:
    return (str(day), f"{day:02d}", f"{day}.", f"{day}.0")


def _find_months(
    grid: Sequence[Sequence[object]], head: int, label: int, context: str
) -> tuple[tuple[int, int, int], ...]:
    """Return the rows below the days that name months, with year and month of each.

    A year that no label gives is the one that the title or the tab does; of two that follow each
    other the second begins where the months do again.
    """
    around = sorted({int(one) for one in _YEAR.findall(context)})
    known = len(around) == 1 or (len(around) == 2 and around[1] == around[0] + 1)
    found: list[tuple[int, int, int]] = []
    year, last = around[0] if known else 0, 0
    for row in range(head + 1, len(grid)):
        if is_blank(grid[row][label]):
            break
        named = _read_month(grid[row][label])
        if named is None:
            break
        month = named[1]
        if named[0]:
            year = named[0]
        elif month <= last:
            year = around[-1] if len(around) == 2 else 0
        if not year:
            return ()
        found.append((row, year, month))
        last = month
    return tuple(found)


def _read_month(label: object) -> tuple[int, int] | None:
    """Return year (0 where it is not said) and month of a label; None where it is none."""
    if isinstance(label, datetime.date):
        return label.year, label.month
    text = clean(label).removesuffix(".0")
    if match := _NUMBERED.fullmatch(text):
        return int(match["year"] or 0), int(match["month"])
    match = _MONTH.fullmatch(text)
    month = month_number(match["name"]) if match else None
    return (int(match["year"] or 0), month) if match and month else None


@dataclass(frozen=True)
class _Sheet:
    """A sheet, its grid with the days across, and whether that is turned."""

    cells: SheetCells
    grid: Sequence[Sequence[object]]
    turned: bool

    def at(self, row: int, column: int) -> Position:
        """Return the place of a cell of the grid in the workbook."""
        line, across = (column, row) if self.turned else (row, column)
        return line + self.cells.first_row, across + self.cells.first_column

    def lay_out(self, found: Sequence[_Months]) -> MonthGrids:
        """Return the calendars as tables."""
        begins = [0, *(one.rows[-1][0] + 1 for one in found)]
        regions = [self._region(one, begin) for one, begin in zip(found, begins, strict=False)]
        inside = {
            self.at(row, column)
            for one in found
            for row in (one.head, *(row for row, *_ in one.rows))
            for column in range(one.label, one.first + one.days)
        }
        top = min(line for line, _ in inside)
        return MonthGrids(tuple(regions), frozenset(inside), top)

    def _region(self, one: _Months, begin: int) -> PlacedRegion:
        """Return the calendar as a table of two columns: the date, and what its cell holds."""
        titles = [
            Title(clean(self.grid[row][column]), self.at(row, column))
            for row, column in _around(self.grid, begin, one.head, one.label)
        ]
        days = range(one.first, one.first + one.days)
        heads = tuple(self.at(one.head, column) for column in (one.label, *days))
        labels = tuple(self.at(row, one.label) for row, *_ in one.rows)
        named, named_at = name_cells(self.cells.name, titles, heads[1:2])
        rows, places = [], []
        for row, year, month in one.rows:
            for day, column in enumerate(days, 1):
                if not is_blank(value := self.grid[row][column]):
                    rows.append((_date(year, month, day), value))
                    places.append((self.at(row, one.label), self.at(row, column)))
        return PlacedRegion(
            self.cells.name,
            self.turned,
            (_DATE, named),
            ((*heads, *labels), named_at),
            tuple(rows),
            tuple(place[1][0] for place in places),
            (one.label, one.first),
            places=tuple(places),
        )


def _date(year: int, month: int, day: int) -> object:
    """Return a day; one that the month does not have as a text, which is then an error."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return f"{year}-{month:02d}-{day:02d}"
