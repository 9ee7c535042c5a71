"""Tables with a row for each child and test and a column for each day, put into rows of one day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from srns.workbook.files.cells import is_blank
from srns.workbook.headings.heading import parse_heading
from srns.workbook.recipe.lower_headings import measures
from srns.workbook.recipe.match_headings import unit_alone
from srns.workbook.recipe.region import PlacedRegion, Position, Region
from srns.workbook.values.text import clean

_TEST, _UNIT = "name of the test", "unit"


def find_tests(region: Region, others: Sequence[int]) -> int | None:
    """Return the column, of some that are no day, that names the test of each row; None if none.

    Its heading says so, or nothing that is known and most of its cells are measured.
    """
    for number in others:
        named = parse_heading(clean(region.headings[number])).quantity
        texts = region.different_texts(number)
        measured = sum(map(measures, texts))
        if measured and (named == _TEST or (not named and 2 * measured > len(texts))):
            return number
    return None


@dataclass(frozen=True)
class TestsDown:
    """A table whose rows are tests of children and whose columns are days.

    Attributes
    ----------
    kind
        Heading of the days: dates, or visits that have a name.
    days
        By number of the column its day as typed.
    child, test
        The columns of the child and of the test.
    """

    region: Region
    kind: str
    days: Mapping[int, str]
    child: int
    test: int

    def by_day(self) -> PlacedRegion:
        """Return the table with a row for each day of each test, and a column for each test.

        What belongs neither to the child nor to the test, such as a range, stands in a row apart.
        """
        region, names = self.region, list(dict.fromkeys(self._names))
        others = [n for n in range(len(region.headings)) if n not in {*self.days, *self._of_test}]
        first = next(iter(self.days))
        rows = list(self._rows(others, names))
        width = 1 + len(names)
        return PlacedRegion(
            region.tab,
            region.turned,
            (*(region.headings[n] for n in others), self.kind, *names),
            (
                *(region.heading_positions[n] for n in others),
                self._heads(),
                *(self._cells_of(name) for name in names),
            ),
            tuple(values for values, _ in rows),
            tuple(places[-1][0] for _, places in rows),
            (*(region.across[n] for n in others), *(region.across[first],) * width),
            places=tuple(places for _, places in rows),
            undated=frozenset(at for at, n in enumerate(others) if n != self.child),
        )

    @cached_property
    def _unit(self) -> int | None:
        """The column of the units, if there is one."""
        numbers = range(len(self.region.headings))
        said = (parse_heading(clean(self.region.headings[n])).quantity for n in numbers)
        return next((n for n, one in zip(numbers, said, strict=True) if one == _UNIT), None)

    @cached_property
    def _of_test(self) -> tuple[int, ...]:
        return (self.test,) if self._unit is None else (self.test, self._unit)

    @cached_property
    def _names(self) -> list[str]:
        """The test of each row, with its unit where that stands beside it."""
        names = [clean(value) for value in self.region.column(self.test)]
        if self._unit is None:
            return names
        units = map(unit_alone, self.region.column(self._unit))
        return [
            f"{name} ({unit})" if unit else name for name, unit in zip(names, units, strict=True)
        ]

    def _heads(self) -> tuple[Position, ...]:
        """Return the headings of the tests and of the days."""
        numbers = (*self._of_test, *self.days)
        return tuple(spot for n in numbers for spot in self.region.heading_positions[n][::-1])

    def _cells_of(self, name: str) -> tuple[Position, ...]:
        """Return the cells that name a test: they are its heading."""
        rows = (row for row, one in enumerate(self._names) if one == name)
        return tuple(self.region.cell_position(row, n) for row in rows for n in self._of_test)

    def _rows(
        self, others: Sequence[int], names: Sequence[str]
    ) -> Iterator[tuple[tuple[object, ...], tuple[Position, ...]]]:
        """Yield the values of each row with the position of each of them."""
        region = self.region
        for row, values in enumerate(region.rows):
            own = tuple(region.cell_position(row, n) for n in others)
            here = region.cell_position(row, self.test)
            empty = ("",) * len(names)
            if any(not is_blank(values[n]) for n in others if n != self.child):
                places = (*own, *(here,) * (1 + len(names)))
                yield (*(values[n] for n in others), "", *empty), places
            for number, day in self.days.items():
                if is_blank(values[number]):
                    continue
                child = (values[n] if n == self.child else "" for n in others)
                at = names.index(self._names[row])
                results = (*empty[:at], values[number], *empty[at + 1 :])
                head = region.heading_positions[number][-1]
                cell = region.cell_position(row, number)
                yield (*child, day, *results), (*own, head, *(cell,) * len(names))
