"""Problems and missing values collected while a workbook is read, each with its cell."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from srns.cohort.dictionary import Column
from srns.workbook.problems import Problem, address


@dataclass(frozen=True)
class MatchedColumn:
    """A column of a sheet that the data dictionary knows.

    Attributes
    ----------
    column
        Its entry in the dictionary.
    unit
        The unit of its numbers; empty where it has none.
    offset
        Its place in the filled area of the sheet, from 0.
    header, header_cell
        The header as typed, and its address.
    """

    column: Column
    unit: str
    offset: int
    header: str
    header_cell: str


@dataclass
class Findings:
    """The problems and the missing values found while one workbook is read.

    Attributes
    ----------
    problems
        In the order in which they were found.
    absences
        Table, row offset, column id, reason and address of each cell that says why it has no
        value.
    """

    problems: list[Problem] = field(default_factory=list)
    absences: list[tuple[str, int, str, str, str]] = field(default_factory=list)

    def note_absence(self, table: str, row: int, place: "Place", reason: str) -> None:
        """Record why a cell has no value."""
        self.absences.append((table, row, place.matched.column.id, reason, place.full(row)))


@dataclass(frozen=True)
class Place:
    """One column of one sheet, which names its cells in problems.

    Attributes
    ----------
    spots
        Tab and place (row and column from 0) of each row's cell, where a recipe assembled the
        column; None where its cells are below one another.
    """

    sheet: str
    first_row: int
    column: int
    matched: MatchedColumn
    spots: Sequence[tuple[str, tuple[int, int]]] | None = None

    def tab(self, row: int) -> str:
        """Return the tab of the row's cell."""
        return self.sheet if self.spots is None or row < 0 else self.spots[row][0]

    def cell(self, row: int) -> str:
        """Return the address of the row's cell; rows count from 0 below the header, which is -1."""
        if self.spots is not None:
            return address(*self.spots[row][1]) if row >= 0 else self.matched.header_cell
        return address(self.first_row + row, self.column)

    def full(self, row: int) -> str:
        """Return tab and address of the row's cell."""
        return f"{self.tab(row)}!{self.cell(row)}"

    def note(self, row: int, found: str, expected: str, remedy: str) -> Problem:
        """Return a note about one cell."""
        return Problem("note", self.tab(row), self.cell(row), found, expected, remedy)

    def error(
        self, row: int, found: str, expected: str, remedy: str, may_be: tuple[str, ...] = ()
    ) -> Problem:
        """Return an error in one cell, which spoils no other."""
        return Problem(
            "error",
            self.tab(row),
            self.cell(row),
            found,
            expected,
            remedy,
            spoils_itself=True,
            may_be=may_be,
        )

    def stop(self, row: int, found: str, expected: str, remedy: str) -> Problem:
        """Return an error that is shown in one cell and stops the analysis."""
        return Problem("error", self.tab(row), self.cell(row), found, expected, remedy)

    def query(self, row: int, found: str, expected: str, remedy: str) -> Problem:
        """Return a query about one cell."""
        return Problem("query", self.tab(row), self.cell(row), found, expected, remedy)
