"""Results that a person may choose for a column, each with its unit, and their answers."""

from srns.cohort.dictionary import LABS
from srns.cohort.schema import Column
from srns.languages.messages import Sentence
from srns.languages.sentences import sentence, term
from srns.workbook.headings.heading import Heading

_WORDS = {
    "upcr": ("protein", "ratio", "urine", "PCR"),
    "protein_24h": ("protein", "24-hour"),
    "dipstick": ("protein", "dipstick", "urine"),
    "albumin": ("albumin",),
    "creatinine": ("creatinine",),
    "height": ("height",),
    "weight": ("weight",),
}


def _labels(column: Column, unit: str) -> list[Sentence]:
    """Return what a person chooses: the column in one of its units, or in the stated one."""
    if not column.quantity or column.id == "dipstick":
        return [] if unit else [term(column.label)]
    # "Protein day (g)" may well be in g/day.
    stated = (column.find_unit(unit) or column.find_unit(f"{unit}/day")) if unit else None
    units = (stated,) if stated else () if unit else column.quantity.common_units
    return [_in_unit(column, each) for each in units]


def _in_unit(column: Column, unit: str) -> Sentence:
    return sentence("{what} in {unit}", what=term(column.label), unit=unit)


def list_results(heading: Heading, mentioned: set[str]) -> list[Sentence]:
    """List the results that a column may hold, those that its words suggest.

    A stated unit is kept: only what is reported in it is offered. Of two units that contradict each
    other every one is.
    """
    said = f"{heading.quantity} {heading.analyte} {heading.specimen}"

    def suggested(column: Column) -> bool:
        if heading.column:
            return heading.column == f"Labs.{column.id}"
        words = _WORDS.get(column.id, ())
        return column.id in mentioned or any(word in said for word in words)

    def unit_of(column: Column) -> str:
        second = any(map(column.find_unit, heading.unexplained))
        return "" if second else heading.unit

    # What the words seem to be goes first.
    columns = sorted(filter(suggested, LABS.columns), key=lambda one: one.id not in said)
    found = [label for column in columns for label in _labels(column, unit_of(column))]
    return found or _list_by_unit(heading.unit)


def _list_by_unit(unit: str) -> list[Sentence]:
    """List the results that are reported in a unit, where the words suggest none of them."""
    columns = [column for column in LABS.columns if column.id in _WORDS and column.find_unit(unit)]
    return [_in_unit(column, column.find_unit(unit) or "") for column in columns if unit]


def list_every_result() -> list[Sentence]:
    """List every result that a person may choose, in each of its units."""
    columns = (column for column in LABS.columns if column.id in _WORDS)
    return [label for column in columns for label in _labels(column, "")]


def read_answered_result(answer: str) -> tuple[str, str] | None:
    """Return the column and the unit of an answer, or None where it names no result.

    >>> read_answered_result("Up/c in mg/g")
    ('upcr', 'mg/g')
    """
    label, _, unit = answer.partition(" in ")
    column = next((one for one in LABS.columns if one.label == label and one.id in _WORDS), None)
    if column is None or (unit and column.find_unit(unit) is None):
        return None
    return column.id, unit
