"""Question whether single cells with a comma among decimal points hold decimal commas."""

from collections.abc import MutableMapping, Sequence

from srns.cohort.dictionary import find_column
from srns.cohort.quantities import read_bound
from srns.workbook.recipe.model import ColumnRecipe, Question, name_question
from srns.workbook.recipe.region import Region
from srns.workbook.values.result_text import part_cell
from srns.workbook.values.text import clean
from srns.workbook.values.typing_errors import COMMA, THOUSANDS

COMMAS = "decimal commas"
"""Kind of the question whether a table's commas are decimal ones; part of stored ids."""
A_POINT = "yes: read them as points"
_UNREAD = "no: leave these cells unread"


def holds_comma(value: object) -> bool:
    """Return whether a cell holds one number with a comma that may be a decimal one.

    >>> [holds_comma(each) for each in ("0,15", "<1,0 g/dL", "1.5", "1,000", "3, see note")]
    [True, True, False, False, False]
    """
    if not isinstance(value, str) or "," not in value:
        return False
    text = part_cell(clean(value)).text
    typed = read_bound(text)[1] if isinstance(text, str) else ""
    return bool(COMMA.fullmatch(typed)) and not THOUSANDS.fullmatch(typed)


def ask_about_commas(
    columns: Sequence[ColumnRecipe], region: Region, questions: MutableMapping[str, Question]
) -> None:
    """Ask once for the table, where a column has decimal points beside the commas.

    A column that agrees on the comma is read by it without a question.
    """
    cells: list[str] = []
    for number, one in enumerate(columns):
        if not _holds_numbers(one):
            continue
        values = region.column(number)
        commas = [value for value in values if holds_comma(value)]
        if commas and any(_has_point(value) for value in values):
            cells += map(str, commas)
    if not cells:
        return
    key = name_question(COMMAS, region.tab, region.first)
    several = len(cells) > 1
    questions[key] = Question(
        key,
        f"Sheet {region.tab}: {len(cells)} cell{'s' * several} among numbers with a decimal point "
        f"hold{'s' * (not several)} a comma ('{clean(cells[0])}'). "
        f"{'Are these decimal commas' if several else 'Is it a decimal comma'}?",
        (A_POINT, _UNREAD),
        "their columns have numbers with a point as well",
    )


def _holds_numbers(one: ColumnRecipe) -> bool:
    sheet, _, identity = one.means.rpartition(".")
    kinds = ("quantity", "number", "number or words")
    return bool(sheet) and find_column(sheet, identity).kind in kinds


def _has_point(value: object) -> bool:
    if isinstance(value, float):
        return value != int(value)
    return isinstance(value, str) and "." in value and part_cell(value).number is not None
