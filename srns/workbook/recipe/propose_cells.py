"""Meaning of the cells of a table whose columns are days, and of bare numbers above them."""

import re
from collections.abc import MutableMapping

from srns.cohort.dipstick import read_grade
from srns.languages.sentences import nsentence, sentence, term
from srns.workbook.files.cells import is_blank
from srns.workbook.recipe.answered_results import list_every_result
from srns.workbook.recipe.column_evidence import Asker
from srns.workbook.recipe.counted_time import list_countings
from srns.workbook.recipe.days_across import CELLS, NUMBERS
from srns.workbook.recipe.model import ANSWERED, LEAVE_OUT, ColumnRecipe, Question
from srns.workbook.recipe.region import Region
from srns.workbook.values.result_text import part_cell
from srns.workbook.values.text import clean

_AT_HOME = re.compile(
    r"diary|diaries|\bhome\b|tagebuch|zu hause|journal|carnet|domicile|diario|diário|casa\b|günlük"
    r"|\bev\b|日记|日誌|自宅|家庭",
    re.IGNORECASE,
)
_STRIPS = re.compile(
    r"dipstick|\bsticks?\b|\bstix\b|albusti\w*|uristix|combur|test ?strips?|teststreifen"
    r"|urinstreifen|bandelettes?|tiras? reactivas?|fita|strisc\w+|çubuk|試験紙|试纸",
    re.IGNORECASE,
)


NUMBERED = "numbers across"
"""Kind of the question what bare numbers above the cells count; part of stored ids."""
_UNITS = ("days", "weeks", "months")


def propose_numbers_across(
    region: Region, questions: MutableMapping[str, Question]
) -> dict[int, ColumnRecipe]:
    """Return the column of bare numbers that stood above the cells; what they count is asked."""
    if NUMBERS not in region.headings:
        return {}
    number = region.headings.index(NUMBERS)
    asker = Asker(region, number, dict(questions))
    shown = ", ".join(dict.fromkeys(map(clean, asker.filled[:20])))
    asker.ask(
        NUMBERED,
        sentence(
            "Sheet {sheet}: what do the numbers {shown} above the results count?",
            sheet=region.tab,
            shown=shown,
        ),
        (*(list_countings(unit)[0] for unit in _UNITS), LEAVE_OUT),
        sentence("they stand above columns of results, and nothing says what they count"),
    )
    questions.update(asker.questions)
    return {number: ColumnRecipe(NUMBERS, "visit", why=ANSWERED)}


def propose_cells(
    region: Region, questions: MutableMapping[str, Question]
) -> dict[int, ColumnRecipe]:
    """Return the column of the cells below the days; what they hold is asked unless it is said.

    Readings of a test strip are taken as such where the sheet is a diary or names the strip.
    """
    number = next((n for n, one in enumerate(region.headings) if one.startswith(CELLS)), None)
    if number is None:
        return {}
    asker = Asker(region, number, dict(questions))
    said = f"{region.tab} {asker.heading.removeprefix(CELLS)}"
    strips = sum(read_grade(clean(value)) is not None for value in asker.filled)
    numbers = any(part_cell(value).number is not None for value in asker.filled)
    all_strips = not numbers and 0 < 2 * len(asker.filled) <= 3 * strips
    sheet = "Diary" if _AT_HOME.search(said) else "Labs" if _STRIPS.search(said) else ""
    if all_strips and sheet:
        why = nsentence(
            "{n} readings of a test strip; the sheet says '{said}'",
            "{n} readings of a test strip; the sheet says '{said}'",
            strips,
            said=said.strip(),
        )
        return {number: ColumnRecipe(asker.heading, f"{sheet}.dipstick", why=why)}
    first = next((row for row, value in enumerate(asker.values) if not is_blank(value)), 0)
    asker.ask(
        "which",
        sentence(
            "Sheet {sheet}: what do the cells below the days hold, from {cell} on?",
            sheet=region.tab,
            cell=asker.cell(first),
        ),
        (term("dipstick"), LEAVE_OUT) if all_strips else (*list_every_result(), LEAVE_OUT),
        sentence("they read like a test strip, and nothing says of what")
        if all_strips
        else sentence("neither a heading nor the name of the sheet says it"),
    )
    questions.update(asker.questions)
    return {number: ColumnRecipe(asker.heading, "ignore", why=ANSWERED)}
