"""Where results come from: the source's rows and cells, as problems name them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from srns.cohort.dictionary import find_column
from srns.cohort.terms import fold
from srns.languages.sentences import nsentence
from srns.workbook.findings import MatchedColumn, Place
from srns.workbook.problems import Problem, Severity, address
from srns.workbook.results.coded_column import Coded, code_column, empty_column


def count_more(found: str, more: int) -> str:
    """Return what is found in a row, and in how many more rows.

    >>> count_more("the text 'x'", 2000), count_more("the text 'x'", 0)
    ("the text 'x' (and 2,000 more)", "the text 'x'")
    """
    if not more:
        return found
    return nsentence("{found} (and {n:,} more)", "{found} (and {n:,} more)", more, found=found)


@dataclass(frozen=True)
class RowPlace(Place):
    """The cells of some rows of one column, also of a source that is no table."""

    names: Sequence[str] = ()

    def cell(self, row: int) -> str:
        """Return the cell's address, or the name of the row."""
        return self.names[row] if row >= 0 else self.matched.header_cell


@dataclass(frozen=True)
class Source:
    """The rows of an export.

    Attributes
    ----------
    sheet
        What problems call it.
    columns
        Folded heading to place (from 0) and column.
    headings
        The headings as typed, by place.
    first_row
        The number that the first row has in the source (2 under a line of headings).
    rows
        How many there are.
    row_word
        What a row is called where the source is no table.
    """

    sheet: str
    columns: Mapping[str, tuple[int, Coded]]
    headings: tuple[str, ...]
    first_row: int
    rows: int
    row_word: str

    def first(self, headings: Sequence[str]) -> str:
        """Return the first of several headings that is there; empty where none is."""
        return next((heading for heading in headings if heading in self.columns), "")

    def column(self, heading: str) -> Coded:
        """Return a column; an empty one where the heading is not there."""
        return self.columns[heading][1] if heading in self.columns else empty_column(self.rows)

    def cell(self, row: int, heading: str) -> str:
        """Return the address of a cell, or the name of its row; `row` counts from 0."""
        if self.row_word:
            return f"{self.row_word} {row + self.first_row}"
        if heading not in self.columns:
            return f"{row + self.first_row}:{row + self.first_row}"
        return address(row + self.first_row - 1, self.columns[heading][0])

    def problem(
        self,
        severity: Severity,
        rows: np.ndarray,
        heading: str,
        found: str,
        expected: str,
        remedy: str,
        *,
        stops: bool = False,
    ) -> Problem:
        """Make one problem of the same finding in several rows, which must be in order.

        An error spoils these rows alone, unless it `stops` the analysis.
        """
        return Problem(
            severity,
            self.sheet,
            self.cell(int(rows[0]), heading),
            count_more(found, len(rows) - 1),
            expected,
            remedy,
            spoils_itself=severity == "error" and not stops,
        )

    def date_place(self, heading: str, rows: Sequence[int]) -> RowPlace:
        """Return what names the cells of some rows of a column of dates."""
        place = self.columns[heading][0]
        header = "" if self.row_word else address(max(self.first_row - 2, 0), place)
        matched = MatchedColumn(
            find_column("Labs", "date"), "", place, self.headings[place], header
        )
        names = [self.cell(row, heading) for row in rows]
        return RowPlace(self.sheet, self.first_row - 1, place, matched, names=names)


def make_source(
    columns: Mapping[str, Sequence[object]], sheet: str, first_row: int, row_word: str
) -> Source:
    """Code the columns of an export; of two with one heading the first counts."""
    coded: dict[str, tuple[int, Coded]] = {}
    rows = 0
    for place, (heading, values) in enumerate(columns.items()):
        column = code_column(values)
        rows = len(column)
        coded.setdefault(fold(str(heading)), (place, column))
    return Source(sheet, coded, tuple(map(str, columns)), first_row, rows, row_word)
