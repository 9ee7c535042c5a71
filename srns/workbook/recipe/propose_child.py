"""Question which column names the child, where no heading says it."""

from collections.abc import MutableMapping, Sequence

from srns.workbook.recipe.column_evidence import drop_missing, is_date
from srns.workbook.recipe.detect_tables import Region
from srns.workbook.recipe.match_headings import Guess
from srns.workbook.recipe.model import LEAVE_OUT, Question, name_question

CHILD = "child"
"""Kind of the question which column names the child; part of stored ids."""


def ask_for_child(
    region: Region,
    guesses: Sequence[Sequence[Guess]],
    questions: MutableMapping[str, Question],
) -> bool:
    """Ask which column names the child, of a table that holds results; tell whether it was asked.

    Any column may, whose heading is not known to mean anything else.
    """
    results = [
        one.column.id for each in guesses for one in each if one.whole and one.sheet.name == "Labs"
    ]
    if not set(results) & {"upcr", "albumin", "dipstick", "protein_24h"}:
        return False
    choices = [
        heading
        for number, heading in enumerate(region.headings)
        if heading and not guesses[number] and _may_name(region.column(number))
    ]
    if not choices:
        return False
    key = name_question(CHILD, region.tab, region.first)
    questions[key] = Question(
        key,
        f"Sheet {region.tab}: which column names the child?",
        (*dict.fromkeys(choices), LEAVE_OUT),
        "no heading says it; the table holds results",
    )
    return True


def _may_name(values: Sequence[object]) -> bool:
    filled = drop_missing(values)
    return bool(filled) and not any(map(is_date, filled))
