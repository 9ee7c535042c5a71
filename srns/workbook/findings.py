"""What one reading finds on its way: problems, each named by its cell, and absences."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from srns.cohort.dictionary import Column
from srns.workbook.problems import Problem, address


@dataclass(frozen=True)
class MatchedColumn:
    """A column of the sheet that the dictionary knows; `offset` counts from the filled area."""

    column: Column
    unit: str
    offset: int
    header: str
    header_cell: str


@dataclass
class Findings:
    """Where the problems and the absences of one reading are gathered.

    Attributes
    ----------
    problems
        In the order in which they were found.
    absences
        Row offset, column id and reason of each cell that says why there is no value.
    """

    problems: list[Problem] = field(default_factory=list)
    absences: list[tuple[str, int, str, str, str]] = field(default_factory=list)

    def note_absence(self, table: str, row: int, place: "Place", reason: str) -> None:
        """Keep why a cell gives no value, and where it stands."""
        self.absences.append((table, row, place.matched.column.id, reason, place.full(row)))


@dataclass(frozen=True)
class Place:
    """One column of one sheet, to name its cells and what it expects.

    Attributes
    ----------
    spots
        Tab and place (row and column from 0) of each row's cell, where a recipe brought the column
        together; without them the cells stand under one another.
    """

    sheet: str
    first_row: int
    column: int
    matched: MatchedColumn
    spots: Sequence[tuple[str, tuple[int, int]]] | None = None

    def tab(self, row: int) -> str:
        """Give the tab on which the row's cell stands."""
        return self.sheet if self.spots is None or row < 0 else self.spots[row][0]

    def cell(self, row: int) -> str:
        """Give the address of the row, counted from the first row under the header."""
        if self.spots is not None:
            return address(*self.spots[row][1]) if row >= 0 else self.matched.header_cell
        return address(self.first_row + row, self.column)

    def full(self, row: int) -> str:
        """Give tab and address of the row."""
        return f"{self.tab(row)}!{self.cell(row)}"

    def note(self, row: int, found: str, expected: str, remedy: str) -> Problem:
        """Make a note about one cell."""
        return Problem("note", self.tab(row), self.cell(row), found, expected, remedy)

    def error(self, row: int, found: str, expected: str, remedy: str) -> Problem:
        """Make an error in one cell."""
        return Problem("error", self.tab(row), self.cell(row), found, expected, remedy)

    def query(self, row: int, found: str, expected: str, remedy: str) -> Problem:
        """Make a query about one cell."""
        return Problem("query", self.tab(row), self.cell(row), found, expected, remedy)
