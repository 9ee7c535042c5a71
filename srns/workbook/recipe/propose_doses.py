"""Question what a dose such as "2x1 mg/day" means, which may be of each time or of the day."""

from collections.abc import Sequence

from srns.languages.sentences import sentence
from srns.workbook.recipe.column_evidence import Asker
from srns.workbook.recipe.model import LEAVE_OUT, ColumnRecipe, Question
from srns.workbook.recipe.region import Region
from srns.workbook.values.drug_text import list_readings
from srns.workbook.values.text import clean

DOSE = "dose"
"""Kind of the question what a dose means; part of stored ids."""
_MOST = 40


def ask_about_doses(
    columns: Sequence[ColumnRecipe], region: Region, questions: dict[str, Question]
) -> None:
    """Ask once for each dose of a column that has more than one meaning."""
    for number, column in enumerate(columns):
        _ask(Asker(region, number, questions), column)


def _ask(asker: Asker, column: ColumnRecipe) -> None:
    if column.means not in ("Treatments.drug", "Treatments.dose"):
        return
    texts = dict.fromkeys(clean(value) for value in asker.filled if isinstance(value, str))
    doubtful = {text: readings for text in texts if (readings := list_readings(text))}
    for text, readings in list(doubtful.items())[:_MOST]:
        asker.ask(
            f"{DOSE} {text}",
            sentence(
                "Sheet {sheet}: what does '{text}' mean in '{heading}'?",
                sheet=asker.region.tab,
                text=text,
                heading=asker.heading,
            ),
            (*readings, LEAVE_OUT),
            sentence("it may be the dose of each time or of the whole day"),
        )
