"""In which unit the numbers of a column are, and what else its cells hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from srns.cohort.quantities import Quantity, show_number
from srns.cohort.schema import Column
from srns.cohort.terms import fold
from srns.workbook.recipe.column_evidence import Asker
from srns.workbook.recipe.match_headings import Guess, guess
from srns.workbook.recipe.model import ColumnRecipe, Question
from srns.workbook.values.result_text import part_cell


@dataclass(frozen=True)
class _Unit:
    """The unit of a column, of the numbers from `above` on, and the evidence."""

    unit: str = ""
    above: float | None = None
    above_unit: str = ""
    why: tuple[str, ...] = ()


def propose_numbers(asker: Asker, one: Guess) -> ColumnRecipe:
    """Propose the unit of a column, and ask what its cells leave open."""
    column = one.column
    known = "the heading is a known name" if one.whole else f"the heading speaks of {column.label}"
    unit = _find_unit(asker, one, column.quantity) if column.quantity else _Unit(one.unit or "")
    _ask_what_nd_means(asker)
    if column.id == "recorded_outcome":
        _ask_about_two_facts(asker)
    return ColumnRecipe(
        asker.heading,
        f"{one.sheet.name}.{column.id}",
        unit=unit.unit,
        day=one.day,
        above=unit.above,
        above_unit=unit.above_unit,
        why="; ".join((known, *unit.why, *(_read_apart(asker) if column.quantity else ()))),
    )


def _read_apart(asker: Asker) -> list[str]:
    """Say what stands beside the numbers of a column, or in place of them."""
    cells = [part_cell(value) for value in asker.told]
    dipsticks, flags = (sum(map(bool, each)) for each in (
        [cell.dipstick for cell in cells], [cell.flag for cell in cells],
    ))  # fmt: skip
    said = []
    if dipsticks:
        said.append(f"{dipsticks} dipstick reading{'s' * (dipsticks > 1)}, kept apart from it")
    if flags:
        said.append(f"{flags} number{'s' * (flags > 1)} with a flag, which is left off")
    return said


def _find_unit(asker: Asker, one: Guess, quantity: Quantity) -> _Unit:
    column, region = one.column, asker.region
    # The visits of one analyte share their unit, and one question.
    cells = [
        part_cell(value)
        for other, words in enumerate(region.headings)
        if other == asker.number
        or any(each.whole and each.column is column and not each.unit for each in guess(words))
        for value in region.column(other)
    ]
    numbers = [cell.number for cell in cells if cell.number is not None and not cell.unit]
    stated = {found for cell in cells if cell.unit and (found := column.find_unit(cell.unit))}
    if one.unit:
        return _split(asker, column, quantity, one.unit, numbers, f"unit {one.unit} in the heading")
    if len(stated) == 1 and not numbers:
        unit = next(iter(stated))
        return _split(asker, column, quantity, unit, numbers, f"unit {unit} in the cells")
    options = tuple(
        each for each in quantity.units if not numbers or _usual(column, each, numbers)
    ) or tuple(quantity.units)
    spread = f"{show_number(min(numbers))} to {show_number(max(numbers))}" if numbers else ""
    if len({quantity.units[each] for each in options}) == 1 and numbers:
        why = f"numbers from {spread} fit only {options[0]}"
        return _split(asker, column, quantity, options[0], numbers, why)
    asker.ask(
        "unit",
        f"In which unit is {column.label} ('{asker.heading}')? It holds {spread or 'no number'}.",
        tuple(quantity.units),
        f"no unit in the heading; {' or '.join(options)} would fit",
        about=column.label,
    )
    return _Unit()


def _split(
    asker: Asker, column: Column, quantity: Quantity, unit: str, numbers: Sequence[float], why: str
) -> _Unit:
    split = _clusters(column, unit, numbers)
    if not split:
        return _Unit(unit, why=(why,))
    above, above_unit, low, high = split
    asker.ask(
        "mixed units",
        f"'{asker.heading}' holds {low} and {high}. Is the higher group in {above_unit}?",
        (f"yes: from {show_number(above)} on it is {above_unit}", "no: the cells are wrong"),
        f"{unit} credible to {show_number(quantity.possible_in(unit)[1])}",
    )
    return _Unit(unit, above, above_unit, (why,))


def _ask_what_nd_means(asker: Asker) -> None:
    first = next(
        (
            asker.cell(row)
            for row, value in enumerate(asker.values)
            if isinstance(value, str) and fold(value) == "nd"
        ),
        None,
    )
    if first:
        asker.questions["ND"] = Question(
            "ND",
            f"What does 'ND' mean ({asker.region.tab}!{first})?",
            ("not done", "not detected"),
            "it is written for both",
        )


def _ask_about_two_facts(asker: Asker) -> None:
    two = [one for one in asker.values if isinstance(one, str) and re.search(r"\(\d", one)]
    if two:
        asker.ask(
            "two facts",
            f"'{asker.heading}' holds words and a number in brackets ('{two[0]}'). "
            "What is the number?",
            (
                "part of the words",
                "years from the first infusion to the last follow-up",
                "months from the first infusion to the last follow-up",
            ),
            f"cells with two facts: {len(two)}; the words as typed are kept in any case",
        )


def _usual(column: Column, unit: str, numbers: Sequence[float]) -> bool:
    usual = column.usual_in(unit)
    return usual is None or all(usual[0] <= number <= usual[1] for number in numbers)


def _clusters(
    column: Column, unit: str, numbers: Sequence[float]
) -> tuple[float, str, str, str] | None:
    """Find numbers that no child has in this unit and all have in another."""
    possible = column.possible_in(unit)
    if not possible or not column.quantity:
        return None
    far = sorted(number for number in numbers if number > possible[1])
    near = sorted(number for number in numbers if possible[0] <= number <= possible[1])
    if not far or not near:
        return None
    for other in column.quantity.units:
        if column.quantity.factor(other, unit) < 1 and _usual(column, other, far):
            shown = [
                f"{len(group)} from {show_number(group[0])} to {show_number(group[-1])}"
                for group in (near, far)
            ]
            return far[0], other, shown[0], shown[1]
    return None
