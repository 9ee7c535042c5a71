"""Regions of a sheet: a table each, whose cells know where they are in the workbook."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from srns.workbook.files.cells import ColumnValues, columns_of, is_blank
from srns.workbook.problems import address
from srns.workbook.values.text import clean

Position = tuple[int, int]


@dataclass(frozen=True)
class Region:
    """One table of one sheet, turned so that its headings are above its columns.

    Attributes
    ----------
    tab
        Name of the sheet.
    turned
        Whether the headings are on the left in the workbook.
    headings, heading_positions
        Heading of each column, several rows of headings joined, and its cells (row and column,
        from 0).
    rows
        Values under the headings.
    lines, across
        Position of each row and of each column in the sheet (from 0), along and across the table.
    notes
        The texts above, below and beside the tables of the sheet, by their addresses.
    parts
        The values by column as parts of those of the sheet; empty where rows are put together.
    """

    tab: str
    turned: bool
    headings: tuple[str, ...]
    heading_positions: tuple[tuple[Position, ...], ...]
    rows: tuple[Sequence[object], ...]
    lines: Sequence[int]
    across: Sequence[int]
    notes: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[ColumnValues, ...] = field(default=(), repr=False, compare=False)

    @property
    def in_place(self) -> bool:
        """Whether each row is a row of the sheet, with its columns where the headings are."""
        return not self.turned

    @property
    def first(self) -> str:
        """The address of the first heading."""
        return address(*self.heading_positions[0][0]) if self.heading_positions[0] else "A1"

    def column(self, number: int) -> Sequence[object]:
        """Return the values of one column."""
        return self._columns[number]

    @cached_property
    def _columns(self) -> tuple[Sequence[object], ...]:
        return columns_of(self.rows, len(self.headings))

    def different_texts(self, number: int) -> frozenset[str]:
        """Return the different values of one column as cleaned texts, without blank cells."""
        if number not in self._different:
            # A child has many rows, and cleaning a text costs more than finding it again.
            different = {(type(value), value) for value in self.column(number)}
            self._different[number] = frozenset(
                clean(value) for _, value in different if not is_blank(value)
            )
        return self._different[number]

    @cached_property
    def _different(self) -> dict[int, frozenset[str]]:
        """What `different_texts` found, by column."""
        return {}

    def number_of_heading(self, number: int) -> int:
        """Return which of the columns of its heading a column is, from 1."""
        return self._numbers[number]

    @cached_property
    def _numbers(self) -> tuple[int, ...]:
        counts: Counter[str] = Counter()
        found: list[int] = []
        for heading in self.headings:
            counts[heading] += 1
            found.append(counts[heading])
        return tuple(found)

    def heading_cell(self, number: int) -> str:
        """Return the address of a column's heading; of the first heading where it has none."""
        positions = self.heading_positions[number]
        return address(*positions[-1]) if positions else self.first

    def cell_position(self, row: int, number: int) -> Position:
        """Return the position of a value in the workbook."""
        line, across = self.lines[row], self.across[number]
        return (across, line) if self.turned else (line, across)

    def has_day_of_row(self, number: int) -> bool:
        """Return whether the day of a row is also that of its value in a column."""
        return number not in (self.undated if isinstance(self, PlacedRegion) else ())

    def value_cell(self, row: int, number: int) -> str:
        """Return the address of a value."""
        return address(*self.cell_position(row, number))

    def column_positions(self, number: int) -> Iterator[Position]:
        """Return the positions of the values of one column."""
        across = self.across[number]
        return ((across, line) if self.turned else (line, across) for line in self.lines)


@dataclass(frozen=True)
class Layout:
    """The tables of one sheet, and for each cell outside them the reason it is ignored.

    `rest` is the reason of every cell that is in neither; empty where it is not known.
    """

    regions: tuple[Region, ...]
    ignored: Mapping[Position, str]
    rest: str = ""


@dataclass(frozen=True)
class PlacedRegion(Region):
    """A table whose rows are put together from anywhere in the sheet.

    Attributes
    ----------
    places
        Position of each value, by row and column. A cell may stand in several rows.
    undated
        Columns whose values are not of the day of any row.
    """

    places: tuple[tuple[Position, ...], ...] = ()
    undated: frozenset[int] = frozenset()

    @property
    def in_place(self) -> bool:
        """No row is one of the sheet."""
        return False

    def cell_position(self, row: int, number: int) -> Position:
        """Return the position of a value in the workbook."""
        return self.places[row][number]

    def column_positions(self, number: int) -> Iterator[Position]:
        """Return the positions of the values of one column."""
        return (places[number] for places in self.places)
