"""Tables of which no heading is known: a person may still say what their columns hold."""

from collections.abc import MutableMapping
from dataclasses import replace

from srns.languages.sentences import sentence
from srns.workbook.files.cells import is_blank
from srns.workbook.headings.heading import parse_heading
from srns.workbook.recipe.answered_results import list_every_result, list_results
from srns.workbook.recipe.column_evidence import Asker, drop_missing, holds_mostly_dates
from srns.workbook.recipe.model import (
    ANSWERED,
    LEAVE_OUT,
    UNKNOWN,
    Question,
    TableRecipe,
    question_id,
)
from srns.workbook.recipe.propose_child import CHILD
from srns.workbook.recipe.propose_dates import ask_whether_sampled
from srns.workbook.recipe.region import Region
from srns.workbook.values.result_text import part_cell
from srns.workbook.values.text import clean

_MOST_ASKED = 8
"""Columns of numbers; a table of more is rather of something else than urine results."""


def may_hold_visits(region: Region) -> bool:
    """Return whether a table may have a visit in each row: it has dates, and a few numbers."""
    headings = [number for number, text in enumerate(region.headings) if not is_blank(text)]
    dated = any(holds_mostly_dates(region.column(number)) for number in headings)
    return dated and 0 < len([n for n in headings if _holds_numbers(region, n)]) <= _MOST_ASKED


def ask_about_columns(
    region: Region, table: TableRecipe, questions: MutableMapping[str, Question]
) -> TableRecipe:
    """Ask which result each column of numbers holds, and whether its only dates are of samples.

    What most likely names the child is not asked about.
    """
    asked = questions[question_id(CHILD, table)]
    columns = list(table.columns)
    own = dict(questions)
    dates = [n for n, _ in enumerate(columns) if holds_mostly_dates(region.column(n))]
    for number, column in enumerate(columns):
        asker = Asker(region, number, own)
        if dates == [number]:
            asker.withdraw("which")
            ask_whether_sampled(asker)
            columns[number] = replace(column, means="date")
        elif (
            column.why == UNKNOWN
            and column.heading not in ("", asked.options[0])
            and _holds_numbers(region, number)
        ):
            _ask_which_result(asker)
            columns[number] = replace(column, why=ANSWERED)
    questions.clear()
    questions.update(own)
    return replace(table, columns=tuple(columns))


def _ask_which_result(asker: Asker) -> None:
    asker.ask(
        "which",
        sentence(
            "Sheet {sheet}: what does '{heading}' hold?",
            sheet=asker.region.tab,
            heading=asker.heading,
        ),
        (
            *(list_results(parse_heading(clean(asker.heading)), set()) or list_every_result()),
            LEAVE_OUT,
        ),
        sentence("no heading of this table is known, and most of its cells are numbers"),
    )


def _holds_numbers(region: Region, number: int) -> bool:
    """Return whether most cells of a column are numbers, and not all of them the same."""
    filled = drop_missing(region.column(number))
    numbers = [part_cell(one).number for one in filled if not isinstance(one, bool)]
    known = [one for one in numbers if one is not None]
    return 2 * len(known) > len(filled) and len({*known}) > 1
