"""Time that a column of numbers counts, such as the week of the visit: in what, and from when."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from srns.languages.messages import mark
from srns.languages.sentences import filled, sentence
from srns.workbook.files.cells import is_blank
from srns.workbook.headings.heading import parse_heading
from srns.workbook.recipe.column_evidence import drop_missing, is_date
from srns.workbook.recipe.match_headings import find_visit, names_child, numbers_rows
from srns.workbook.recipe.region import Region
from srns.workbook.values.text import clean

COUNTED = "time of the visit"
"""Kind of the question from when the numbers of a column count; part of stored ids."""
Origin = Literal["day 0", "day 1", "first visit"]
_DAYS = MappingProxyType({"days": 1.0, "weeks": 7.0, "months": 30.4375, "years": 365.25})
_ORIGINS: Mapping[Origin, str] = MappingProxyType(
    {
        "day 0": sentence("day 0"),
        "day 1": sentence("day 1, which is day 0"),
        "first visit": sentence("each child's first visit, which is day 0"),
    }
)
_OF_VISITS = MappingProxyType(
    {
        "planned day of the visit": "days",
        "week of the visit": "weeks",
        "month of the visit": "months",
        "year of the visit": "years",
    }
)
_COUNTED_FROM = MappingProxyType(
    {
        "days": mark("days from {origin}"),
        "weeks": mark("weeks from {origin}"),
        "months": mark("months from {origin}"),
        "years": mark("years from {origin}"),
    }
)
_ANSWER = re.compile(r"(?P<unit>days|weeks|months|years) from (?P<origin>.+)")
_FIRST_YEAR = 1900
_LOOK = 20


@dataclass(frozen=True)
class CountedTime:
    """What the numbers of a column count, and from when.

    Attributes
    ----------
    days
        The days of one of what they count.
    origin
        Where they count from. Of study days, which have no 0, day 1 is day 0. From the first visit
        the days are those of the column: whoever reads them subtracts the least of each child.
    """

    days: float
    origin: Origin

    def read(self, value: object) -> float | None:
        """Return the days that a cell counts, not rounded; None where it is no time.

        >>> weeks, study_days = read_counting("weeks from day 0"), CountedTime(1.0, "day 1")
        >>> weeks.read(2.0), weeks.read("Week 12"), weeks.read("unscheduled")
        (14.0, 84, None)
        >>> study_days.read(1), study_days.read(-15)
        (0.0, -15.0)
        """
        number = read_number(value)
        if number is None:
            return None if is_blank(value) else find_visit(clean(value))[0]
        if self.origin == "day 1" and number > 0:
            number -= 1
        return number * self.days


def read_number(value: object) -> float | None:
    """Return a number, also where it is typed as text; None for anything else."""
    if isinstance(value, bool) or is_blank(value):
        return None
    try:
        return float(clean(value) if isinstance(value, str) else str(value))
    except ValueError:
        return None


def list_countings(unit: str) -> tuple[str, ...]:
    """Return from when the days, weeks, months or years of a column may count.

    >>> list_countings("weeks")
    ('weeks from day 0', "weeks from each child's first visit, which is day 0")
    """
    return tuple(
        filled(_COUNTED_FROM[unit], {"origin": words})
        for origin, words in _ORIGINS.items()
        if origin != "day 1" or unit == "days"
    )


def read_counting(answer: str) -> CountedTime | None:
    """Return how a person said that numbers count; None where they did not."""
    match = _ANSWER.fullmatch(answer)
    for origin, words in _ORIGINS.items():
        if match is not None and match["origin"] == words:
            return CountedTime(_DAYS[match["unit"]], origin)
    return None


def find_unit(heading: str) -> str:
    """Return what the numbers under a heading count; empty where it counts no visits.

    >>> find_unit("VISITDY"), find_unit("Mois de suivi"), find_unit("time (weeks)")
    ('days', 'months', 'weeks')
    >>> find_unit("Time to remission (months)"), find_unit("visit")
    ('', '')
    """
    parsed = parse_heading(clean(heading))
    if parsed.unexplained:
        return ""
    if parsed.quantity == "time of the visit":
        return parsed.unit if parsed.unit in _DAYS else ""
    return _OF_VISITS.get(parsed.quantity, "")


def counts_visits(region: Region, number: int) -> bool:
    """Return whether a column counts the time of the visits, of which some child has several.

    A calendar month or year counts nothing.
    """
    if not find_unit(region.headings[number]):
        return False
    return are_counts(region.column(number)) and _has_several_visits(region, number)


def are_counts(values: Sequence[object]) -> bool:
    """Return whether at least half of the cells of a column count time, and none is a year."""
    filled = drop_missing(values)
    numbers = [one for value in filled if (one := read_number(value)) is not None]
    named = sum(read_number(one) is None and find_visit(clean(one))[0] is not None
                for one in filled if not is_date(one))  # fmt: skip
    counted = 2 * (len(numbers) + named) >= len(filled) > 0
    return counted and max(map(abs, numbers), default=0) < _FIRST_YEAR


def _has_several_visits(region: Region, number: int) -> bool:
    """Return whether some child has several rows; beside its year, a month is of the calendar."""
    headings = region.headings
    if any(_holds_years(heading, region.column(n)) for n, heading in enumerate(headings)):
        return False
    named = [n for n, one in enumerate(headings) if names_child(one)]
    named += [n for n, one in enumerate(headings) if numbers_rows(one)]
    if not named:
        return True  # a table of one child
    children = list(filter(None, map(clean, region.column(named[0]))))
    several = len({*children}) < len(children)
    return several or len(children) < len(drop_missing(region.column(number)))


def _holds_years(heading: str, values: Sequence[object]) -> bool:
    if parse_heading(clean(heading)).quantity != "year":
        return False
    numbers = map(read_number, drop_missing(values)[:_LOOK])
    return any(one is not None and one >= _FIRST_YEAR for one in numbers)
