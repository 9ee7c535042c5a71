"""Columns that state the unit of each result beside them."""

from collections.abc import Mapping

from srns.languages.sentences import sentence
from srns.workbook.headings.heading import parse_heading
from srns.workbook.recipe.column_evidence import Asker, drop_missing
from srns.workbook.recipe.match_headings import Guess, guess
from srns.workbook.recipe.model import ColumnRecipe, Question
from srns.workbook.recipe.region import Region
from srns.workbook.values.numbers_and_words import missing_reason
from srns.workbook.values.text import clean

UNIT = "unit"
"""Meaning of a column that states the unit of each result in the column before it."""


def find_unit_columns(region: Region) -> dict[int, int]:
    """Return the columns that hold nothing but units of the result before them, with that one."""
    found: dict[int, int] = {}
    result: tuple[int, Guess] | None = None
    for number, heading in enumerate(region.headings):
        said = parse_heading(clean(heading)).quantity
        if said == UNIT or said.endswith(f" {UNIT}"):
            units = drop_missing(region.column(number))
            if result and units and all(result[1].column.find_unit(clean(one)) for one in units):
                found[number] = result[0]
        elif measured := next(
            (one for one in guess(heading) if one.whole and one.column.quantity), None
        ):
            result = number, measured
    return found


def propose_unit_columns(
    columns: list[ColumnRecipe],
    region: Region,
    found: Mapping[int, int],
    questions: dict[str, Question],
) -> None:
    """Let columns state the units of results; what was asked about these is settled by it.

    Where a result has no unit beside it, the question of the unit stays.
    """
    for number, result in found.items():
        heading = region.headings[result]
        why = sentence("it states the unit of each '{heading}'", heading=clean(heading))
        columns[number] = ColumnRecipe(region.headings[number], UNIT, why=why)
        first = next(one for one in guess(heading) if one.whole and one.column.quantity)
        pairs = zip(region.column(result), region.column(number), strict=True)
        units = [clean(unit) for value, unit in pairs if missing_reason(value) is None]
        if all(first.column.find_unit(unit) for unit in units):
            asker = Asker(region, result, questions)
            asker.withdraw("unit", about=first.column.label)
            asker.withdraw("mixed units")
            columns[result] = ColumnRecipe(
                heading,
                columns[result].means,
                unit=first.column.find_unit(units[0]) or "" if units else "",
                day=columns[result].day,
                why=sentence(
                    "the column '{heading}' states each unit",
                    heading=clean(region.headings[number]),
                ),
            )
