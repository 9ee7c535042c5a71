"""Columns whose cells read as those of a strip, under a heading that does not say so."""

from srns.cohort.dictionary import LABS, find_column
from srns.cohort.dipstick import GRADES, read_grade
from srns.languages.sentences import sentence, term
from srns.workbook.headings.heading import Heading, parse_heading
from srns.workbook.recipe.column_candidate import ColumnCandidate, ask_whether_it_holds
from srns.workbook.recipe.model import ColumnRecipe
from srns.workbook.values.result_text import part_cell
from srns.workbook.values.text import clean

_DIPSTICK = find_column(LABS.name, "dipstick")
_PROTEINS = ("albumin", "protein")
_SURE = GRADES.index("2+")


def by_strips(column: ColumnCandidate) -> ColumnRecipe | None:
    """Ask about a column of strips under "Urine albumin", "Albumin" or words that are not known.

    Of albumin in urine a strip or a heat test is what most clinics of the world have, and its
    readings are no numbers. One plus alone may be a mark of anything, and so is no strip under
    words that are not known, nor is what no day belongs to.
    """
    heading = parse_heading(clean(column.heading))
    filled = column.asker.filled
    grades = [
        grade
        for value in filled
        if (strip := part_cell(value).dipstick) and (grade := read_grade(strip)) is not None
    ]
    if 2 * len(grades) <= len(filled) or not any(grades) or column.drug_words:
        return None
    of_protein = _is_of_protein(heading)
    of_a_day = column.dated or column.table_day is not None
    unknown = of_a_day and not heading.quantity and not column.guesses and max(grades) >= _SURE
    if not (of_protein or unknown):
        return None
    return ask_whether_it_holds(
        column,
        term(_DIPSTICK.label),
        sentence("{n} of {of} cells are readings of a strip", n=len(grades), of=len(filled)),
    )


def _is_of_protein(heading: Heading) -> bool:
    """Return whether a heading names albumin or protein, of urine or of nothing that it says."""
    if heading.unexplained or heading.unit or heading.statistic:
        return False
    return heading.analyte in _PROTEINS and heading.specimen in ("", "urine")
