"""One column of a table, and the questions about it that only a person can answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ..cells import is_blank
from ..layout.regions import Region
from ..problems import address
from ..recipe import Question, name_question
from ..values import missing_reason


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
