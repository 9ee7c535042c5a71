"""One column of a table, with what is known of its table, before its meaning is proposed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from srns.cohort.terms import find_drug
from srns.languages.messages import Sentence
from srns.languages.sentences import sentence
from srns.workbook.recipe.column_evidence import Asker
from srns.workbook.recipe.match_headings import Guess, find_visit
from srns.workbook.recipe.model import ANSWERED, LEAVE_OUT, ColumnRecipe


@dataclass(frozen=True)
class ColumnCandidate:
    """One column with what is known of its table; see `propose_column`."""

    asker: Asker
    guesses: Sequence[Guess]
    tab: str
    dated: bool
    table_day: int | None

    @property
    def heading(self) -> str:
        """The heading as typed."""
        return self.asker.heading

    @cached_property
    def drug_words(self) -> list[str]:
        """The words of the heading that name a drug."""
        words = [*re.findall(r"[\w\-]+", self.heading), *re.findall(r"[^\W_]+", self.heading)]
        return [word for word in dict.fromkeys(words) if find_drug(word)]


def visit_of(column: ColumnCandidate) -> int | None:
    """Return the nominal day of the visit that the heading names; None where it names none."""
    return find_visit(column.heading)[0]


def ask_for_day(column: ColumnCandidate) -> None:
    """Ask when something was measured of which neither the heading nor the table gives the day."""
    column.asker.ask(
        "day",
        sentence(
            "When was '{heading}' measured? Its heading names no visit.", heading=column.heading
        ),
        (sentence("at the first infusion (day 0)"), sentence("ignore it")),
        sentence("the table has no date, day or visit for it"),
    )


def ask_whether_it_holds(
    column: ColumnCandidate, what: Sentence, grounds: Sentence
) -> ColumnRecipe:
    """Ask whether a column holds a result, and of which day where nothing says it."""
    if not column.dated and column.table_day is None and visit_of(column) is None:
        ask_for_day(column)
    column.asker.ask(
        "which",
        sentence(
            "Sheet {sheet}: what does '{heading}' hold?",
            sheet=column.asker.region.tab,
            heading=column.heading,
        ),
        (what, LEAVE_OUT),
        grounds,
    )
    return ColumnRecipe(column.heading, "ignore", day=visit_of(column), why=ANSWERED)
