"""Dates of visits in another table than their results: found by child and visit."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from srns.cohort.terms import fold
from srns.languages.sentences import list_or, sentence
from srns.workbook.files.cells import is_blank
from srns.workbook.headings.heading import parse_heading
from srns.workbook.recipe.match_headings import find_visit
from srns.workbook.recipe.propose_visits import VISIT_QUANTITIES, name_visit
from srns.workbook.recipe.region import Region
from srns.workbook.values.numbers_and_words import show_plain

Pair = tuple[str, str]
"""A child and its visit, as `key_of` makes them."""


@dataclass(frozen=True)
class VisitTable:
    """A table with a child, a visit and its date in each row; the numbers of these columns."""

    region: Region
    patient: int
    visit: int
    date: int

    def pairs(self) -> list[Pair]:
        """Return the child and the visit of each row, as they are compared."""
        columns = (self.region.column(self.patient), self.region.column(self.visit))
        return [key_of(*each) for each in zip(*columns, strict=True)]

    def names(self) -> frozenset[str]:
        """Return the visits that are dated for any child, as they are compared."""
        return frozenset(visit for _, visit in self.pairs())


@lru_cache(maxsize=20_000)
def key_of_visit(visit: str) -> str:
    """Return a visit as it is compared: what is called a visit and has one number is that number.

    >>> [key_of_visit(each) for each in ("Visit 2", "2", "V2", "2. Termin", "Month 3")]
    ['2', '2', '2', '2', 'month3']
    """
    numbers = re.findall(r"\d+", visit)
    called = parse_heading(visit).quantity in ("", *VISIT_QUANTITIES)
    timed = find_visit(visit)[0] is not None
    return str(int(numbers[0])) if len(numbers) == 1 and called and not timed else fold(visit)


def key_of(patient: object, visit: object) -> Pair:
    """Return a child and its visit as they are compared."""
    return show_plain(patient), "" if is_blank(visit) else key_of_visit(name_visit(visit))


class VisitDates:
    """The dates of visits by child and visit, each with its place.

    Attributes
    ----------
    tabs
        The sheets that hold them.
    """

    def __init__(self) -> None:
        self.tabs: list[str] = []
        self._dates: defaultdict[Pair, dict[object, tuple[str, tuple[int, int]]]] = defaultdict(
            dict
        )

    def add(
        self,
        table: VisitTable,
        spell: Callable[[object], object],
        read: Callable[[object], object],
    ) -> None:
        """Add the dates of a table; `spell` and `read` make a child and a date of its cell."""
        region = table.region
        self.tabs = list(dict.fromkeys([*self.tabs, region.tab]))
        columns = (region.column(n) for n in (table.patient, table.visit, table.date))
        for row, (patient, visit, date) in enumerate(zip(*columns, strict=True)):
            if not any(map(is_blank, (patient, visit, date))):
                pair = key_of(spell(patient), visit)
                place = (region.tab, region.cell_position(row, table.date))
                self._dates[pair].setdefault(read(date), place)

    def find(
        self, patient: object, visit: object
    ) -> tuple[object, tuple[str, tuple[int, int]]] | None:
        """Return the date of a visit and its place; None where there is none, or several."""
        found = self._dates.get(key_of(patient, visit), {})
        return next(iter(found.items())) if len(found) == 1 else None

    @property
    def expected(self) -> str:
        """What a visit lacks of which no date, or more than one, is found."""
        return sentence("one date of it on {sheets}", sheets=list_or(map(repr, self.tabs)))
