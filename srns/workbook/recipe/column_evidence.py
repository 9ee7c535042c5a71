"""Evidence in the cells of one column, and the questions that only a person can answer."""

import datetime
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from srns.cohort.schema import Column
from srns.cohort.terms import fold
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
    texts = {value for value in values if isinstance(value, str)}
    missing = {text for text in texts if missing_reason(text) is not None}
    return [value for value in values if value not in missing] if missing else list(values)


def is_date(value: object) -> bool:
    """Return whether a cell holds a date, or a text that is one in some order."""
    if isinstance(value, str):
        return bool(read_fixed_date(value) or find_orders(clean(value)))
    return isinstance(value, datetime.date)


def holds_only_dates(values: Sequence[object]) -> bool:
    """Return whether a column holds dates and nothing else; not of one without a value."""
    filled = drop_missing(values)
    return bool(filled) and all(map(is_date, filled))


def holds_mostly_dates(values: Sequence[object]) -> bool:
    """Return whether most cells of a column are dates; not of one without a value."""
    filled = drop_missing(values)
    return 2 * sum(map(is_date, filled)) > len(filled)


def fits(column: Column, values: Sequence[object]) -> bool:
    """Return whether the cells could be in a column of this kind.

    At least half must be numbers or dates where the column holds those; one known word is enough
    where it holds only known words. A column without a value fits any.
    """
    filled = drop_missing(values)
    if not filled:
        return True
    if column.kind in _NUMERIC:
        numbers = [value for value in filled if explain_special(value) is None]
        return _at_least_half(numbers, partial(_fits_number, column))
    if column.kind == "date":
        return _at_least_half(filled, lambda value: is_date(value) or _is_serial_date(value))
    if column.kind == "term" and column.spellings and column.strict:
        return any(fold(str(value)) in column.spellings for value in filled)
    return True


def _at_least_half(values: Sequence[object], test: Callable[[object], bool]) -> bool:
    """Return whether a test holds for at least half of the values; true of none at all."""
    # Each different value is tested once; True and 1 are equal, and of different types.
    counts = Counter(zip(map(type, values), values, strict=True))
    passed = sum(count for (_, value), count in counts.items() if test(value))
    return 2 * passed >= len(values)


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
