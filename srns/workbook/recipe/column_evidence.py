"""One column of a table, and the questions about it that only a person can answer."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from srns.cohort.schema import Column
from srns.cohort.terms import fold
from srns.workbook.files.cells import is_blank
from srns.workbook.problems import address
from srns.workbook.recipe.detect_tables import Region
from srns.workbook.recipe.model import Question, name_question
from srns.workbook.values.dates import find_orders, read_fixed_date
from srns.workbook.values.drug_text import read_dose
from srns.workbook.values.numbers_and_words import explain_special, missing_reason
from srns.workbook.values.result_text import part_cell, read_time
from srns.workbook.values.text import clean


@dataclass(frozen=True)
class Asker:
    """One column of one table; questions about it go into `questions`, by their id."""

    region: Region
    number: int
    questions: dict[str, Question]

    @property
    def heading(self) -> str:
        """What the column is called."""
        return self.region.headings[self.number]

    @cached_property
    def values(self) -> list[object]:
        """The cells of the column."""
        return self.region.column(self.number)

    @cached_property
    def told(self) -> list[object]:
        """The cells of the column that give a value."""
        return told(self.values)

    def cell(self, row: int) -> str:
        """Give the address of a row."""
        return address(*self.region.spot(row, self.number))

    def ask(
        self, kind: str, asks: str, options: Sequence[str], why: str, *, about: str = ""
    ) -> None:
        """Ask about the column, or about something that several columns share."""
        number = self.region.headings[: self.number].count(self.heading) + 1
        key = name_question(
            kind, self.region.tab, self.region.first, about or self.heading, 1 if about else number
        )
        self.questions[key] = Question(key, asks, tuple(options), why)


def told(values: Sequence[object]) -> list[object]:
    """Leave out what is blank, or says why there is no value."""
    return [value for value in values if not is_blank(value) and missing_reason(value) is None]


def is_date(value: object) -> bool:
    """Tell whether a cell holds a date, or a text that is one in some order."""
    if isinstance(value, str):
        return bool(read_fixed_date(value) or find_orders(clean(value)))
    return isinstance(value, datetime.date)


def fits(column: Column, values: Sequence[object]) -> bool:
    """Tell whether most cells could stand in a column of this kind."""
    some = told(values)
    if not some:
        return True
    if column.kind in ("quantity", "number", "day", "number or words"):
        some = [value for value in some if explain_special(value) is None]
        good = sum(
            part_cell(value).number is not None
            or (column.kind == "day" and read_time(value) is not None)
            or (column.id == "dose" and isinstance(value, str) and read_dose(value) is not None)
            for value in some
        )
        words = sum(bool(part_cell(value).dipstick) for value in some)
        return 2 * (good + words) >= len(some)
    if column.kind == "date":
        good = sum(
            is_date(value) or (isinstance(value, float | int) and 20000 <= value <= 60000)
            for value in some
        )
        return 2 * good >= len(some)
    if column.kind == "term" and column.spellings and column.strict:
        return any(fold(str(value)) in column.spellings for value in some)
    return True
