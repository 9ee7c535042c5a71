"""Columns that state the unit of each result beside them."""

from collections import Counter
from collections.abc import Mapping, Sequence

from srns.cohort.dictionary import find_column
from srns.cohort.schema import Column
from srns.languages.sentences import sentence
from srns.workbook.headings.deciding import leaves_ratio_open
from srns.workbook.headings.heading import parse_heading
from srns.workbook.recipe.column_evidence import Asker, drop_missing
from srns.workbook.recipe.match_headings import guess
from srns.workbook.recipe.model import ColumnRecipe, Question
from srns.workbook.recipe.region import Region
from srns.workbook.values.numbers_and_words import missing_reason
from srns.workbook.values.text import clean

UNIT = "unit"
"""Meaning of a column that states the unit of each result in the column before it."""
_OF_URINE = (find_column("Labs", "upcr"), find_column("Labs", "protein_24h"))


def find_measured(heading: str) -> tuple[Column, ...]:
    """Return the columns of which a heading's results are: of one whose unit decides, both.

    >>> [one.id for one in find_measured("Proteinuria")], [one.id for one in find_measured("Alb")]
    (['upcr', 'protein_24h'], ['albumin'])
    """
    if leaves_ratio_open(parse_heading(clean(heading))):
        return _OF_URINE
    whole = (one.column for one in guess(heading) if one.whole and one.column.quantity)
    return tuple(one for one, _ in zip(whole, range(1), strict=False))


def find_of_unit(columns: Sequence[Column], unit: str) -> tuple[Column, str] | None:
    """Return the column that is reported in a unit, with the unit; None where none is."""
    found = ((one, one.find_unit(unit)) for one in columns)
    return next(((one, known) for one, known in found if known is not None), None)


def find_unit_columns(region: Region) -> dict[int, int]:
    """Return the columns that hold nothing but units of the result before them, with that one."""
    found: dict[int, int] = {}
    result: tuple[int, tuple[Column, ...]] | None = None
    for number, heading in enumerate(region.headings):
        said = parse_heading(clean(heading)).quantity
        if said == UNIT or said.endswith(f" {UNIT}"):
            units = drop_missing(region.column(number))
            if result and units and all(find_of_unit(result[1], clean(one)) for one in units):
                found[number] = result[0]
        elif measured := find_measured(heading):
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
        pairs = zip(region.column(result), region.column(number), strict=True)
        units = [clean(unit) for value, unit in pairs if missing_reason(value) is None]
        stated = [find_of_unit(find_measured(heading), unit) for unit in units]
        if all(stated):
            _settle(columns, Asker(region, result, questions), number, list(filter(None, stated)))


def _settle(
    columns: list[ColumnRecipe],
    asker: Asker,
    number: int,
    stated: Sequence[tuple[Column, str]],
) -> None:
    """Let a column of results be what most of its units say, and drop what was asked about it."""
    measured = find_measured(asker.heading)
    for each in measured:
        asker.withdraw("unit", about=each.label)
    asker.withdraw("mixed units")
    asker.withdraw("which")
    before = columns[asker.number]
    counted = Counter(column.id for column, _ in stated).most_common(1)
    of_unit = f"Labs.{counted[0][0]}" if counted and len(measured) > 1 else before.means
    columns[asker.number] = ColumnRecipe(
        asker.heading,
        of_unit,
        unit=next((unit for one, unit in stated if of_unit.endswith(f".{one.id}")), ""),
        day=before.day,
        why=sentence(
            "the column '{heading}' states each unit",
            heading=clean(asker.region.headings[number]),
        ),
    )
