"""Tables with a column for each day, put into rows of one day each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from srns.workbook.files.cells import is_blank
from srns.workbook.recipe.column_evidence import is_date
from srns.workbook.recipe.lower_headings import measures, names_visit
from srns.workbook.recipe.match_headings import guess, names_child, numbers_rows
from srns.workbook.recipe.region import PlacedRegion, Position, Region
from srns.workbook.values.dates import find_orders, read_fixed_date
from srns.workbook.values.text import clean

CELLS = "cells below the days"
"""Heading of what the cells hold, where neither a heading nor the sheet says it."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WITHOUT_YEAR = re.compile(r"(\d{1,2}[./-]\d{1,2})[./-]?")
_WORDS_OF_A_DATE = 3


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
    return _by_day(region, days, titles) if days else region


def _find_days(region: Region, context: Sequence[str]) -> _Days | None:
    """Return the columns that are days, if at least two are and no other gives the day of a row."""
    headings = region.headings
    dated = {number: parted for number, one in enumerate(headings) if (parted := split_date(one))}
    short = {
        number: ("", match[1])
        for number, one in enumerate(headings)
        if (match := _WITHOUT_YEAR.fullmatch(one))
    }
    visits = {number: ("", one) for number, one in enumerate(headings) if names_visit(one)}
    if not dated and len(short) > 1:
        years = set(_YEAR.findall(" ".join(context)))
        separator = "." if all("." in day for _, day in short.values()) else "/"
        year = f"{separator}{years.pop()}" if len(years) == 1 else ""
        dated = {number: ("", f"{day}{year}") for number, (_, day) in short.items()}
    kind, columns = ("date", dated) if dated else ("visit", visits)
    others = [number for number in range(len(headings)) if number not in columns]
    if len(columns) < 2 or any(_dates_rows(region, number) for number in others):
        return None
    return _Days(kind, columns) if len(set(columns.values())) == len(columns) else None


def _gives_day(heading: str) -> bool:
    return any(one.whole and one.column.id in ("date", "day") for one in guess(heading))


def _dates_rows(region: Region, number: int) -> bool:
    """Return whether a column gives the day of its rows; a word above the children does not."""
    return _gives_day(region.headings[number]) and any(map(is_date, region.column(number)))


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


def _by_day(region: Region, days: _Days, titles: Sequence[Title]) -> PlacedRegion:
    others = [n for n in range(len(region.headings)) if n not in days.columns]
    child = {
        n for n in others if names_child(region.headings[n]) or numbers_rows(region.headings[n])
    } or set(others[:1])
    first = next(iter(days.columns))
    named, at = _name_cells(region, titles, region.heading_positions[first])
    rows: list[tuple[object, ...]] = []
    places: list[tuple[Position, ...]] = []
    for row, values in enumerate(region.rows):
        here = region.cell_position(row, others[0] if others else first)
        apart = tuple("" if n in child else values[n] for n in others)
        repeated = tuple(values[n] if n in child else "" for n in others)
        own = tuple(region.cell_position(row, n) for n in others)
        blank = ("",) * (1 + len(days.measured))
        if not all(map(is_blank, apart)) or all(is_blank(values[n]) for n in days.columns):
            rows.append((*(values[n] for n in others), *blank))
            places.append((*own, *(here,) * len(blank)))
        for day in days.days:
            found = [days.column(measure, day) for measure in days.measured]
            results = tuple("" if n is None else values[n] for n in found)
            if all(map(is_blank, results)):
                continue
            number = next(n for n in found if n is not None)
            rows.append((*repeated, day, *results))
            of_day = region.heading_positions[number][-1]
            cells = (here if n is None else region.cell_position(row, n) for n in found)
            places.append((*own, of_day, *cells))
    across, left = region.across[first], [region.headings[n] for n in others]
    return PlacedRegion(
        region.tab,
        region.turned,
        (
            *("" if _gives_day(one) else one for one in left),
            days.kind,
            *(one or named for one in days.measured),
        ),
        (
            *(region.heading_positions[n] for n in others),
            tuple(spot for n in days.columns for spot in region.heading_positions[n][::-1]),
            *(at if not one else region.heading_positions[first] for one in days.measured),
        ),
        tuple(rows),
        tuple(line for line, *_ in (spots[-1] for spots in places)),
        (*(region.across[n] for n in others), *(across,) * (1 + len(days.measured))),
        places=tuple(places),
        undated=frozenset(place for place, n in enumerate(others) if n not in child),
    )


def _name_cells(
    region: Region, titles: Sequence[Title], default: tuple[Position, ...]
) -> tuple[str, tuple[Position, ...]]:
    """Return what the cells hold by the title or the tab, and where that stands."""
    for title in titles:
        if measures(title.text):
            return title.text, (title.at,)
    if measures(region.tab):
        return clean(region.tab), default
    said = " ".join(title.text for title in titles)
    return f"{CELLS} ({said})" if said else CELLS, default
