"""Changes in a table since its recipe was made, each with its cell."""

import difflib
from collections.abc import Iterator, Sequence

from srns.cohort.dictionary import SHEETS
from srns.cohort.quantities import show_number
from srns.cohort.schema import Column
from srns.languages.sentences import list_or, sentence, term
from srns.workbook.headings.deciding import may_be_result
from srns.workbook.headings.heading import parse_heading
from srns.workbook.problems import Problem, Severity
from srns.workbook.recipe.column_evidence import drop_missing
from srns.workbook.recipe.match_headings import guess
from srns.workbook.recipe.model import NO_VALUE, ColumnRecipe, TableRecipe
from srns.workbook.recipe.region import Region
from srns.workbook.values.result_text import part_cell

_ALIKE = 0.6
_ENOUGH = 3


def find_changes(region: Region, table: TableRecipe) -> list[Problem]:
    """List every heading that moved, was renamed, removed or added, and every changed unit.

    A date in another order than the recipe's is refused where it is read.
    """
    return [
        *_moved_table(region, table),
        *_changed_headings(region, table),
        *_moved_columns(region, table),
        *_changed_units(region, table),
        *_filled_columns(region, table),
    ]


def _problem(
    severity: Severity, region: Region, cell: str, found: str, expected: str, remedy: str
) -> Problem:
    return Problem(severity, region.tab, cell, found, expected, remedy)


def _moved_table(region: Region, table: TableRecipe) -> Iterator[Problem]:
    if region.first != table.first_heading:
        yield _problem(
            "note",
            region,
            region.first,
            sentence(
                "the table that started at {cell} when the recipe was made",
                cell=table.first_heading,
            ),
            sentence("the same headings, anywhere on the sheet"),
            sentence("No action needed: it is read where it is now."),
        )
    children_are = "columns" if region.turned else "rows"
    if children_are != table.children_are:
        yield _problem(
            "note",
            region,
            region.first,
            sentence("children in columns") if region.turned else sentence("children in rows"),
            sentence("children in rows, as when the recipe was made")
            if region.turned
            else sentence("children in columns, as when the recipe was made"),
            sentence("No action needed: it is read in its present orientation."),
        )


def _changed_headings(region: Region, table: TableRecipe) -> Iterator[Problem]:
    known = [column.heading for column in table.columns]
    gone = [column for column in table.columns if column.heading not in region.headings]
    new = [
        number for number, heading in enumerate(region.headings) if heading and heading not in known
    ]
    for column in gone:
        if not column.heading:
            continue
        number = _renamed(column, region, table, new)
        if number is not None:
            new.remove(number)
            yield _renamed_problem(column, region, number)
        elif column.means != "ignore":
            yield _problem(
                "error",
                region,
                region.first,
                sentence("no heading '{heading}'", heading=column.heading),
                sentence("the heading that the recipe reads as {meaning}", meaning=column.means),
                sentence("Restore the heading, or change it in the recipe."),
            )
        else:
            yield _problem(
                "note",
                region,
                region.first,
                sentence("no heading '{heading}'", heading=column.heading),
                sentence("the heading of a column that the recipe ignores"),
                sentence("No action needed."),
            )
    for number in new:
        decides = may_be_result(parse_heading(region.headings[number]))
        yield _problem(
            "error" if decides else "query",
            region,
            region.heading_cell(number),
            sentence(
                "the column '{heading}', which is not in the recipe",
                heading=region.headings[number],
            ),
            sentence("the columns of the recipe"),
            sentence(
                "It may decide a verdict: add it to the recipe, as 'ignore' if it is to be left "
                "out."
            )
            if decides
            else sentence("Add it to the recipe if it matters; for now it is ignored."),
        )


def _renamed(
    column: ColumnRecipe, region: Region, table: TableRecipe, new: Sequence[int]
) -> int | None:
    """Return the heading that replaced one: it means the same, looks alike, or has its place."""

    def meanings(heading: str) -> set[str]:
        return {one.column.id for one in guess(heading)}

    before = meanings(column.heading)
    index = table.columns.index(column)
    for number in new:
        heading = region.headings[number]
        if before & meanings(heading) and _day(heading) == _day(column.heading):
            return number
    for number in new:
        heading = region.headings[number]
        if difflib.SequenceMatcher(None, heading, column.heading).ratio() >= _ALIKE:
            return number
    # In the same place of a table that is as wide as before, and not known to mean anything else.
    same_width = len(region.headings) == len(table.columns)
    if index in new and same_width and not meanings(region.headings[index]):
        return index
    return None


def _day(heading: str) -> set[int | None]:
    return {one.day for one in guess(heading)}


def _renamed_problem(column: ColumnRecipe, region: Region, number: int) -> Problem:
    heading = region.headings[number]
    severity: Severity = "note" if column.means == "ignore" else "error"
    units = [{one.unit for one in guess(text) if one.unit} for text in (column.heading, heading)]
    if severity == "error" and units[0] != units[1] and units[1]:
        unit = list_or(sorted(units[1]))
        before = column.heading
        return _problem(
            severity,
            region,
            region.heading_cell(number),
            sentence("the unit {unit} in the heading '{heading}'", unit=unit, heading=heading),
            sentence(
                "'{heading}', which the recipe reads in {unit}", heading=before, unit=column.unit
            )
            if column.unit
            else sentence("'{heading}', which the recipe reads in another unit", heading=before),
            sentence(
                "If the numbers are in the new unit, put the new heading and the new unit in the "
                "recipe; otherwise restore the heading."
            ),
        )
    return _problem(
        severity,
        region,
        region.heading_cell(number),
        sentence(
            "the heading '{heading}' in place of '{before}'",
            heading=heading,
            before=column.heading,
        ),
        sentence("'{heading}', which the recipe ignores", heading=column.heading)
        if severity == "note"
        else sentence(
            "'{heading}', which the recipe reads as {meaning}",
            heading=column.heading,
            meaning=column.means,
        ),
        sentence("No action needed: it is ignored as before.")
        if severity == "note"
        else sentence("Restore the heading, or put the new one in the recipe."),
    )


def _moved_columns(region: Region, table: TableRecipe) -> Iterator[Problem]:
    """List as few columns as explain the new order."""
    before = [one.heading for one in table.columns if one.heading in region.headings]
    after = [one for one in region.headings if one in before]
    blocks = difflib.SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    unmoved = {number for block in blocks for number in range(block.b, block.b + block.size)}
    for number, heading in enumerate(after):
        if number not in unmoved and heading:
            yield _problem(
                "note",
                region,
                region.heading_cell(region.headings.index(heading)),
                sentence("'{heading}' in another column than before", heading=heading),
                sentence("the column order of the recipe"),
                sentence("No action needed: columns are matched by their headings."),
            )


def _changed_units(region: Region, table: TableRecipe) -> Iterator[Problem]:
    for column in table.columns:
        if column.means == "ignore" or column.heading not in region.headings:
            continue
        number = region.headings.index(column.heading)
        kind = _column_of(column)
        if kind is not None and kind.quantity and column.unit and column.above is None:
            yield from _other_unit(region, number, column, kind)


def _filled_columns(region: Region, table: TableRecipe) -> Iterator[Problem]:
    """Refuse a column that may hold results and was empty when the recipe was made."""
    for column in table.columns:
        if column.means != "ignore" or column.why != NO_VALUE:
            continue
        if column.heading not in region.headings:
            continue
        number = region.headings.index(column.heading)
        if drop_missing(region.column(number)):
            yield _problem(
                "error",
                region,
                region.heading_cell(number),
                sentence(
                    "values in '{heading}', which was empty when the recipe was made",
                    heading=column.heading,
                ),
                sentence("a column whose meaning and unit the recipe says"),
                sentence("It may decide a verdict: set them in the recipe, or leave it out there."),
            )


def _column_of(column: ColumnRecipe) -> Column | None:
    sheet, _, identity = column.means.partition(".")
    return next(
        (
            one
            for each in SHEETS
            if each.name == sheet
            for one in each.columns
            if one.id == identity
        ),
        None,
    )


def _other_unit(
    region: Region, number: int, column: ColumnRecipe, kind: Column
) -> Iterator[Problem]:
    """Query a column of which no number is usual in its unit, and all are in another."""
    usual = kind.usual_in(column.unit)
    if not usual or kind.quantity is None:
        return
    numbers: list[float] = []
    for value in region.column(number):
        one = part_cell(value)
        if one.number is not None and not one.unit:
            if usual[0] <= one.number <= usual[1]:
                return
            numbers.append(one.number)
    if len(numbers) < _ENOUGH:
        return
    for unit in kind.quantity.common_units:
        low, high = kind.quantity.usual_in(unit)
        if unit != column.unit and all(low <= each <= high for each in numbers):
            yield _problem(
                "query",
                region,
                region.heading_cell(number),
                sentence(
                    "numbers from {low} to {high} in '{heading}', typical of {unit}",
                    low=show_number(min(numbers)),
                    high=show_number(max(numbers)),
                    heading=column.heading,
                    unit=unit,
                ),
                sentence(
                    "{what} in {unit}, as the recipe says",
                    what=term(kind.label),
                    unit=column.unit,
                ),
                sentence(
                    "If the unit has changed, correct it in the heading and in the recipe; "
                    "otherwise check the numbers."
                ),
            )
            return
