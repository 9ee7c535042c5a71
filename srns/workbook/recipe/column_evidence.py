"""Evidence in the cells of one column, and the questions that only a person can answer."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from srns.cohort.schema import Column
from srns.cohort.terms import fold
from srns.workbook.files.cells import is_blank
from srns.workbook.problems import address
from srns.workbook.recipe.model import Question, name_question
from srns.workbook.recipe.region import Region
from srns.workbook.values.dates import find_orders, read_fixed_date
from srns.workbook.values.drug_text import list_readings, read_dose
from srns.workbook.values.numbers_and_words import explain_special, missing_reason
from srns.workbook.values.result_text import part_cell, read_time
from srns.workbook.values.text import clean

_NUMERIC = ("quantity", "number", "day", "number or words")


@dataclass(frozen=True)
class Asker:
    """One column of one table; questions about it are added to `questions`, by their id."""

    region: Region
    number: int
    questions: dict[str, Question]

    @property
    def heading(self) -> str:
        """The heading of the column."""
        return self.region.headings[self.number]

    @cached_property
    def values(self) -> Sequence[object]:
        """The cells of the column."""
        return self.region.column(self.number)

    @cached_property
    def filled(self) -> list[object]:
        """The cells of the column that hold a value."""
        return drop_missing(self.values)

    def cell(self, row: int) -> str:
        """Return the address of the cell in a row."""
        return address(*self.region.cell_position(row, self.number))

    def ask(
        self, kind: str, asks: str, options: Sequence[str], why: str, *, about: str = ""
    ) -> None:
        """Add a question about the column, or about something that several columns share."""
        key = self._key(kind, about)
        self.questions[key] = Question(key, asks, tuple(options), why)

    def withdraw(self, kind: str, *, about: str = "") -> None:
        """Drop a question that is settled otherwise; `about` as in `ask`."""
        self.questions.pop(self._key(kind, about), None)

    def _key(self, kind: str, about: str = "") -> str:
        number = self.region.number_of_heading(self.number)
        tab, first = self.region.tab, self.region.first
        return name_question(kind, tab, first, about or self.heading, 1 if about else number)


def drop_missing(values: Sequence[object]) -> list[object]:
    """Return the values that are neither blank nor a word for a missing value."""
    return [value for value in values if not is_blank(value) and missing_reason(value) is None]


def is_date(value: object) -> bool:
    """Return whether a cell holds a date, or a text that is one in some order."""
    if isinstance(value, str):
        return bool(read_fixed_date(value) or find_orders(clean(value)))
    return isinstance(value, datetime.date)


def holds_only_dates(values: Sequence[object]) -> bool:
    """Return whether a column holds dates and nothing else; not of one without a value."""
    filled = drop_missing(values)
    return bool(filled) and all(map(is_date, filled))


def fits(column: Column, values: Sequence[object]) -> bool:
    """Return whether the cells could be in a column of this kind.

    At least half must be numbers or dates where the column holds those; one known word is enough
    where it holds only known words. A column without a value fits any.
    """
    filled = drop_missing(values)
    if not filled:
        return True
    if column.kind in _NUMERIC:
        return _at_least_half(
            _fits_number(column, value) for value in filled if explain_special(value) is None
        )
    if column.kind == "date":
        return _at_least_half(is_date(value) or _is_serial_date(value) for value in filled)
    if column.kind == "term" and column.spellings and column.strict:
        return any(fold(str(value)) in column.spellings for value in filled)
    return True


def _at_least_half(tests: Iterable[bool]) -> bool:
    """Return whether at least half of the tests hold; true of none at all."""
    results = list(tests)
    return 2 * sum(results) >= len(results)


def _fits_number(column: Column, value: object) -> bool:
    parts = part_cell(value)
    if parts.number is not None or parts.dipstick:
        return True
    if column.kind == "day":
        return read_time(value) is not None
    if column.id != "dose" or not isinstance(value, str):
        return False
    return read_dose(value) is not None or bool(list_readings(value))


def _is_serial_date(value: object) -> bool:
    """Return whether a number is plausible as an Excel date: from 1954 to 2064."""
    return isinstance(value, float | int) and 20000 <= value <= 60000
