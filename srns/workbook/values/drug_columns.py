"""Columns and sheets that are named for a drug, and whose courses are not read."""

from collections.abc import Iterable

from srns.languages.messages import Sentence
from srns.languages.sentences import sentence
from srns.workbook.values.drug_names import find_named_drug
from srns.workbook.values.numbers_and_words import missing_reason
from srns.workbook.values.text import clean
from srns.workbook.values.yes_no import read_yes_no


def find_drug_told(heading: str, values: Iterable[object]) -> str:
    """Return the drug that a column is named for, if some cell says that it was given.

    >>> find_drug_told("Tacrolimus", ["no", "yes"]), find_drug_told("CsA", ["no", "-"])
    ('tacrolimus', '')
    """
    drug = find_named_drug(heading)
    given = (missing_reason(clean(value)) is None for value in values if _may_say_yes(value))
    return drug if drug and any(given) else ""


def _may_say_yes(value: object) -> bool:
    return bool(clean(value)) and read_yes_no(value) is not False


def list_courses(drug: str) -> Sentence:
    """Return where courses of a drug are read, which a sheet or column of that name is not."""
    return sentence(
        "If it holds courses of {drug}, list them in the sheet Treatments, or read the workbook "
        "by a recipe, which 'srns recipe' proposes; for now it is ignored.",
        drug=drug,
    )
