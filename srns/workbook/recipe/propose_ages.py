"""Question which age stands beside the sex of a child in one cell."""

from srns.cohort.dictionary import may_mean
from srns.languages.sentences import nsentence, sentence, term
from srns.workbook.headings.heading import parse_heading
from srns.workbook.recipe.column_evidence import Asker
from srns.workbook.recipe.model import ColumnRecipe
from srns.workbook.values.age_and_sex import read_age_and_sex
from srns.workbook.values.text import clean

AGE = "age in"
"""Kind of the question which age stands beside the sex; part of stored ids."""
_SEX_ALONE = sentence("none of these: the sex alone")


def propose_age_and_sex(asker: Asker, *, dated: bool) -> ColumnRecipe | None:
    """Propose the sex for cells that hold it with the age; which age it is, is asked.

    Where a child has several rows it is the age on the day of each, and not asked about.
    """
    both = sum(read_age_and_sex(value) is not None for value in asker.filled)
    if parse_heading(clean(asker.heading)).quantity != "sex age" or 2 * both <= len(asker.filled):
        return None
    why = nsentence("{n} cells hold age and sex", "{n} cells hold age and sex", both)
    if dated:
        return ColumnRecipe(asker.heading, "Patients.sex", why=why)
    asker.ask(
        AGE,
        sentence(
            "Sheet {sheet}: which age is in '{heading}'?",
            sheet=asker.region.tab,
            heading=asker.heading,
        ),
        (*(term(choice.label) for choice in may_mean("age")), _SEX_ALONE),
        sentence("its cells hold age and sex, and the heading does not say the age at what"),
    )
    return ColumnRecipe(asker.heading, "Patients.sex", why=why)
