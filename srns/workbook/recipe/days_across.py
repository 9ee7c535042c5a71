"""Tables with a column for each day, put into rows of one day each."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from srns.workbook.files.cells import is_blank
from srns.workbook.recipe.column_evidence import is_date
from srns.workbook.recipe.lower_headings import gives_day, measures, names_visit
from srns.workbook.recipe.match_headings import guess, names_child, numbers_rows
from srns.workbook.recipe.region import PlacedRegion, Position, Region
from srns.workbook.recipe.tests_down import TestsDown, find_tests
from srns.workbook.values.dates import find_orders, read_fixed_date
from srns.workbook.values.text import clean

CELLS = "cells below the days"
"""Heading of what the cells hold, where neither a heading nor the sheet says it."""
NUMBERS = "numbers above the cells"
"""Heading of bare numbers that may be days, such as 0, 7 and 14 above columns of results."""
_BARE = re.compile(r"-?\d{1,4}(?:\.0)?")
_FEWEST_NUMBERS = 3
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WITHOUT_YEAR = re.compile(r"(\d{1,2}[./-]\d{1,2})[./-]?")
_WORDS_OF_A_DATE = 3
_PARTS = re.compile(r"\s+[-–—|]\s+|[,:;(]\s*|\s+(?:de|of|for|von|für|di|del|pour|para|per)\s+")
"""What stands between a measure and a name in a title, as in "Dipsticks of Ann - 2021"."""


@dataclass(frozen=True)
class Title:
    """A text above a table, with its place."""

    text: str
    at: Position


@dataclass(frozen=True)
class _Days:
    """The columns of a table that are days.

    Attributes
    ----------
    kind
        What the days are: dates, or visits that have a name.
    columns
        By number of the column what it measures (empty where its heading does not say it) and its
        day as typed.
    """

    kind: str
    columns: Mapping[int, tuple[str, str]]

    @property
    def measured(self) -> tuple[str, ...]:
        """Everything that is measured, each once."""
        return tuple(dict.fromkeys(measure for measure, _ in self.columns.values()))

    @property
    def days(self) -> tuple[str, ...]:
        """The days from left to right, each once."""
        return tuple(dict.fromkeys(day for _, day in self.columns.values()))

    def column(self, measure: str, day: str) -> int | None:
        """Return the column of a measure on a day."""
        return next((n for n, one in self.columns.items() if one == (measure, day)), None)


def put_days_into_rows(region: Region, titles: Sequence[Title]) -> Region:
    """Return a table whose columns are days with a row for each day; any other as it is.

    What does not belong to a day stands in a row of its own.

    Parameters
    ----------
    titles
        What stands above the table: the year of the dates, or what was measured.
    """
    days = _find_days(region, [region.tab, *(title.text for title in titles)])
    if days is None or not region.rows:
        return region
    if tests := _with_tests_down(region, days):
        return tests.by_day()
    heads = region.heading_positions[next(iter(days.columns))]
    return _Parted.of(region, days).by_day(*name_cells(region.tab, titles, heads))


def _with_tests_down(region: Region, days: _Days) -> TestsDown | None:
    """Return a table of which each row names its child and its test; None for any other."""
    others = [n for n in range(len(region.headings)) if n not in days.columns]
    children = [n for n in others if names_child(region.headings[n])]
    if len(children) != 1 or days.measured != ("",):
        return None
    test = find_tests(region, [n for n in others if n not in children])
    typed = {number: day for number, (_, day) in days.columns.items()}
    return None if test is None else TestsDown(region, days.kind, typed, children[0], test)


def _find_days(region: Region, context: Sequence[str]) -> _Days | None:
    """Return the columns that are days, if at least two are and no other gives the day of a row."""
    headings = region.headings
    dated = {number: parted for number, one in enumerate(headings) if (parted := split_date(one))}
    dated = dated or _dates_without_year(headings, context)
    visits = {number: ("", one) for number, one in enumerate(headings) if _is_visit(region, number)}
    kind, columns = ("date", dated) if dated else ("visit", visits)
    if not columns and (numbers := _bare_numbers(region)):
        kind, columns = NUMBERS, numbers
    others = [number for number in range(len(headings)) if number not in columns]
    if len(columns) < 2 or any(_dates_rows(region, number) for number in others):
        return None
    return _Days(kind, columns) if len(set(columns.values())) == len(columns) else None


def _bare_numbers(region: Region) -> dict[int, tuple[str, str]]:
    """Return the columns under bare numbers that rise, beside a column of the children."""
    headings = region.headings
    found = {n: one.removesuffix(".0") for n, one in enumerate(headings) if _BARE.fullmatch(one)}
    values = [int(one) for one in found.values()]
    rises = len(values) >= _FEWEST_NUMBERS and all(a < b for a, b in pairwise(values))
    children = any(names_child(one) or numbers_rows(one) for one in headings)
    if region.turned or not rises or not children or any(map(measures, headings)):
        return {}
    return {number: ("", one) for number, one in found.items()}


def _is_visit(region: Region, number: int) -> bool:
    """Return whether a column is a visit, and neither its date nor beside columns of results."""
    heading = region.headings[number]
    if not names_visit(heading) or any(one.whole for one in guess(heading)):
        return False
    return not any(map(measures, region.headings)) and not any(map(is_date, region.column(number)))


def _dates_without_year(
    headings: Sequence[str], context: Sequence[str]
) -> dict[int, tuple[str, str]]:
    """Return the columns such as "1.5.", with the year that is around them, if it is one."""
    short = {
        number: match[1]
        for number, one in enumerate(headings)
        if (match := _WITHOUT_YEAR.fullmatch(one))
    }
    if len(short) < 2:
        return {}
    years = set(_YEAR.findall(" ".join(context)))
    separator = "." if all("." in day for day in short.values()) else "/"
    year = f"{separator}{years.pop()}" if len(years) == 1 else ""
    return {number: ("", f"{day}{year}") for number, day in short.items()}


def _dates_rows(region: Region, number: int) -> bool:
    """Return whether a column gives the day of its rows; a word above the children does not."""
    return gives_day(region.headings[number]) and any(map(is_date, region.column(number)))


def split_date(heading: str) -> tuple[str, str] | None:
    """Return what a heading measures, and its date as typed; None where it names no date.

    >>> split_date("UPCR mg/mg 2020-01-06"), split_date("1 May 2021"), split_date("Pt 3")
    (('UPCR mg/mg', '2020-01-06'), ('', '1 May 2021'), None)
    """
    words = clean(heading).split(" ")
    for count in range(min(_WORDS_OF_A_DATE, len(words)), 0, -1):
        for date, rest in ((words[-count:], words[:-count]), (words[:count], words[count:])):
            text, measure = " ".join(date), " ".join(rest)
            dated = read_fixed_date(text) is not None or find_orders(text)
            if dated and (not measure or measures(measure)):
                return measure, text
    return None


_Row = tuple[tuple[object, ...], tuple[Position, ...]]
"""Values of a row, and where each of them is."""


@dataclass(frozen=True)
class _Parted:
    """A table whose columns are parted into days and others.

    Attributes
    ----------
    others
        The columns that are no day.
    child
        Those of them that name the child, and do so in every row.
    """

    region: Region
    days: _Days
    others: tuple[int, ...]
    child: frozenset[int]

    @classmethod
    def of(cls, region: Region, days: _Days) -> "_Parted":
        """Return the table, parted; its first column names the child if no heading says which."""
        others = tuple(n for n in range(len(region.headings)) if n not in days.columns)
        headings = region.headings
        named = [n for n in others if names_child(headings[n]) or numbers_rows(headings[n])]
        return cls(region, days, others, frozenset(named or others[:1]))

    def by_day(self, named: str, named_at: tuple[Position, ...]) -> PlacedRegion:
        """Return the table with a row for each day.

        Parameters
        ----------
        named, named_at
            What the cells hold whose headings do not say it, and where that stands.
        """
        region, days = self.region, self.days
        first = next(iter(days.columns))
        rows = list(self._rows())
        heads = region.heading_positions[first]
        of_days = [spot for n in days.columns for spot in region.heading_positions[n][::-1]]
        of_measures = (heads if one else named_at for one in days.measured)
        width = 1 + len(days.measured)
        return PlacedRegion(
            region.tab,
            region.turned,
            (*self._own_headings(), days.kind, *(one or named for one in days.measured)),
            (*(region.heading_positions[n] for n in self.others), tuple(of_days), *of_measures),
            tuple(values for values, _ in rows),
            tuple(places[-1][0] for _, places in rows),
            (*(region.across[n] for n in self.others), *(region.across[first],) * width),
            places=tuple(places for _, places in rows),
            undated=frozenset(at for at, n in enumerate(self.others) if n not in self.child),
        )

    def _own_headings(self) -> list[str]:
        """Return the headings that are no day; "Date" in the corner names the days themselves."""
        headings = (self.region.headings[n] for n in self.others)
        return ["" if gives_day(one) else one for one in headings]

    def _rows(self) -> Iterator[_Row]:
        for row in range(len(self.region.rows)):
            if self._has_more_than_days(row):
                yield self._apart(row)
            for day in self.days.days:
                columns = [self.days.column(measure, day) for measure in self.days.measured]
                if any(n is not None and not self._is_blank(row, n) for n in columns):
                    yield self._on(row, day, columns)

    def _is_blank(self, row: int, number: int) -> bool:
        return is_blank(self.region.rows[row][number])

    def _has_more_than_days(self, row: int) -> bool:
        """Return whether a row holds something that is of no day, or nothing on any day."""
        more = any(not self._is_blank(row, n) for n in self.others if n not in self.child)
        return more or all(self._is_blank(row, n) for n in self.days.columns)

    def _here(self, row: int) -> Position:
        """Return where a row begins."""
        return self.region.cell_position(row, (*self.others, *self.days.columns)[0])

    def _own(self, row: int) -> tuple[Position, ...]:
        return tuple(self.region.cell_position(row, n) for n in self.others)

    def _apart(self, row: int) -> _Row:
        """Return what a row says of no day."""
        width = 1 + len(self.days.measured)
        values = tuple(self.region.rows[row][n] for n in self.others)
        return (*values, *("",) * width), (*self._own(row), *(self._here(row),) * width)

    def _on(self, row: int, day: str, columns: Sequence[int | None]) -> _Row:
        """Return what a row says of one day, with the child."""
        region, values = self.region, self.region.rows[row]
        named = (values[n] if n in self.child else "" for n in self.others)
        results = ("" if n is None else values[n] for n in columns)
        of_day = next(region.heading_positions[n][-1] for n in columns if n is not None)
        cells = (self._here(row) if n is None else region.cell_position(row, n) for n in columns)
        return (*named, day, *results), (*self._own(row), of_day, *cells)


def name_cells(
    tab: str, titles: Sequence[Title], heads: tuple[Position, ...]
) -> tuple[str, tuple[Position, ...]]:
    """Return what the cells below days hold by the title or the tab, and where that stands.

    Parameters
    ----------
    heads
        Where the days stand, for what neither says.
    """
    for title in titles:
        for part in (title.text, *_PARTS.split(title.text)):
            if measures(part):
                return part, (title.at,)
    if measures(tab):
        return clean(tab), heads
    said = " ".join(title.text for title in titles)
    return f"{CELLS} ({said})" if said else CELLS, heads
