"""Unit of the numbers of a column, and what else its cells hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from srns.cohort.quantities import Quantity, show_number
from srns.cohort.schema import Column
from srns.cohort.terms import fold
from srns.languages.messages import Sentence
from srns.languages.sentences import either, joined, nsentence, sentence, term
from srns.workbook.recipe.column_evidence import Asker, drop_missing
from srns.workbook.recipe.match_headings import Guess, guess
from srns.workbook.recipe.model import LEAVE_OUT, NO_VALUE, ColumnRecipe, Question
from srns.workbook.recipe.propose_codes import propose_codes
from srns.workbook.recipe.propose_words import ask_about_words
from srns.workbook.recipe.sheet_legend import MEANINGS, find_meaning, find_stated_unit
from srns.workbook.values.result_text import OF_STRIPS, Parts, part_cell
from srns.workbook.values.time_units import TIME_FACTORS


@dataclass(frozen=True)
class _Unit:
    """The unit of a column, that of the numbers from `above` on, and the evidence."""

    unit: str = ""
    above: float | None = None
    above_unit: str = ""
    why: tuple[str, ...] = ()


def propose_numbers(asker: Asker, one: Guess) -> ColumnRecipe:
    """Propose the unit of a column, and ask what its cells leave open."""
    column = one.column
    known = (
        sentence("the heading is a known name")
        if one.whole
        else sentence("the heading mentions {what}", what=term(column.label))
    )
    if column.quantity and not (one.unit or one.stated) and _is_empty(asker, column):
        return ColumnRecipe(asker.heading, "ignore", why=NO_VALUE)
    unit = _find_unit(asker, one, column.quantity) if column.quantity else _stated_unit(asker, one)
    _ask_what_nd_means(asker)
    ask_about_words(asker, column)
    if column.id == "recorded_outcome":
        _ask_about_two_facts(asker)
    return ColumnRecipe(
        asker.heading,
        f"{one.sheet.name}.{column.id}",
        unit=unit.unit,
        day=one.day,
        above=unit.above,
        above_unit=unit.above_unit,
        codes=propose_codes(asker, column),
        why=joined(
            (known, *unit.why, *(_other_content(asker, one) if column.quantity else ())), "; "
        ),
    )


def _stated_unit(asker: Asker, one: Guess) -> _Unit:
    """Return the unit of a column that is no quantity; ask about one that is not known."""
    if not one.stated:
        return _Unit(one.unit or "")
    if (one.stated, one.column.unit) in TIME_FACTORS:
        why = sentence(
            "{stated} are converted to {unit}", stated=term(one.stated), unit=term(one.column.unit)
        )
        return _Unit(one.stated, why=(why,))
    label, unit = term(one.column.label), one.column.unit
    asker.ask(
        "unit of",
        sentence(
            "'{heading}' states the unit {stated}, in which {what} is not read. "
            "Are its numbers in {unit} all the same?",
            heading=asker.heading,
            stated=one.stated,
            what=label,
            unit=term(unit),
        ),
        (sentence("yes: in {unit}", unit=term(unit)), LEAVE_OUT),
        sentence("{what} is read in {units}", what=label, units=term(unit)),
    )
    return _Unit(unit, why=(sentence("its unit is asked about"),))


def _other_content(asker: Asker, one: Guess) -> list[str]:
    """Describe what else is with the numbers of a column, or in place of them."""
    cells = [part_cell(value) for value in asker.filled]
    holds_strips = f"{one.sheet.name}.{one.column.id}" in OF_STRIPS
    dipsticks = sum(bool(cell.dipstick) for cell in cells) if holds_strips else 0
    flags = sum(bool(cell.flag) for cell in cells)
    found = []
    if dipsticks:
        found.append(
            nsentence(
                "{n} dipstick reading, kept separately",
                "{n} dipstick readings, kept separately",
                dipsticks,
            )
        )
    if flags:
        found.append(
            nsentence(
                "{n} number with a flag, which is dropped",
                "{n} numbers with a flag, which is dropped",
                flags,
            )
        )
    return found


def _find_unit(asker: Asker, one: Guess, quantity: Quantity) -> _Unit:
    """Return the unit by the heading, else by the cells, else by the numbers; else ask for it."""
    column = one.column
    cells = _cells_of_one_unit(asker, column)
    numbers = _bare_numbers(cells)
    if one.stated:
        return _ask_about_stated(asker, one, quantity)
    if one.unit:
        return _split(asker, column, one.unit, numbers, _in_heading(one.unit))
    if not numbers and (stated := _stated_in(cells, column)):
        why = (
            sentence("each cell states its own unit")
            if len(stated) > 1
            else sentence("unit {unit} in the cells", unit=stated[0])
        )
        return _Unit(stated[0], why=(why,))
    said = find_stated_unit(asker.region.notes, column)
    if said and _possible(column, said[0], numbers):
        why = sentence("unit {unit} by the note in {note}", unit=said[0], note=said[1])
        return _split(asker, column, said[0], numbers, why)
    plausible = _plausible_units(column, quantity, numbers)
    spread = _spread(min(numbers), max(numbers)) if numbers else sentence("no number")
    if numbers and len({quantity.units[unit] for unit in plausible}) == 1:
        why = sentence("numbers from {spread} fit only {unit}", spread=spread, unit=plausible[0])
        return _split(asker, column, plausible[0], numbers, why)
    asker.ask(
        "unit",
        sentence(
            "In which unit is {what} ('{heading}')? It holds {spread}.",
            what=term(column.label),
            heading=asker.heading,
            spread=spread,
        ),
        (*quantity.common_units, LEAVE_OUT),
        sentence("no unit in the heading; {units} would fit", units=either(plausible)),
        about=column.label,
    )
    return _Unit()


def _in_heading(unit: str) -> Sentence:
    return sentence("unit {unit} in the heading", unit=unit)


def _spread(lowest: float, highest: float) -> Sentence:
    return sentence("{low} to {high}", low=show_number(lowest), high=show_number(highest))


def _stated_in(cells: Sequence[Parts], column: Column) -> list[str]:
    """Return the units that cells state, sorted."""
    return sorted({unit for cell in cells if cell.unit and (unit := column.find_unit(cell.unit))})


def _bare_numbers(cells: Sequence[Parts]) -> list[float]:
    return [cell.number for cell in cells if cell.number is not None and not cell.unit]


def _ask_about_stated(asker: Asker, one: Guess, quantity: Quantity) -> _Unit:
    """Ask about a stated unit in which the quantity is not read; the numbers never decide it."""
    label = term(one.column.label)
    asker.ask(
        "unit of",
        sentence(
            "'{heading}' states the unit {stated}, in which {what} is not read. "
            "In which unit are its numbers?",
            heading=asker.heading,
            stated=one.stated,
            what=label,
        ),
        (*quantity.common_units, LEAVE_OUT),
        sentence("{what} is read in {units}", what=label, units=joined(quantity.common_units)),
    )
    why = sentence("unit {unit} in the heading, which is asked about", unit=one.stated)
    return _Unit(why=(why,))


def _columns_of_one_unit(asker: Asker, column: Column) -> list[int]:
    """Return the column, and others that must be in the same unit: visits of one analyte."""
    return [
        number
        for number, heading in enumerate(asker.region.headings)
        if number == asker.number
        or any(one.whole and one.column is column and not one.unit for one in guess(heading))
    ]


def _is_empty(asker: Asker, column: Column) -> bool:
    """Return whether neither the column nor another visit of its analyte holds a value."""
    columns = _columns_of_one_unit(asker, column)
    return not any(drop_missing(asker.region.column(number)) for number in columns)


def _cells_of_one_unit(asker: Asker, column: Column) -> list[Parts]:
    """Return the cells of the columns that share a unit, and one question about it."""
    columns = _columns_of_one_unit(asker, column)
    return [part_cell(value) for number in columns for value in asker.region.column(number)]


def _plausible_units(
    column: Column, quantity: Quantity, numbers: Sequence[float]
) -> tuple[str, ...]:
    """Return the units in which all numbers are usual, else possible; every unit for none."""
    every = quantity.common_units
    usual = tuple(unit for unit in every if _usual(column, unit, numbers))
    return usual or tuple(unit for unit in every if _possible(column, unit, numbers)) or every


def _split(asker: Asker, column: Column, unit: str, numbers: Sequence[float], why: str) -> _Unit:
    """Return the unit, and ask where some numbers seem to be in a second one."""
    clusters = _find_clusters(column, unit, numbers)
    possible = column.possible_in(unit)
    if not clusters or not possible:
        return _Unit(unit, why=(why,))
    above = clusters.high[0]
    asker.ask(
        "mixed units",
        sentence(
            "'{heading}' holds {low} and {high}. Is the higher group in {unit}?",
            heading=asker.heading,
            low=_describe(clusters.low),
            high=_describe(clusters.high),
            unit=clusters.high_unit,
        ),
        (
            sentence(
                "yes: from {number} on it is {unit}",
                number=show_number(above),
                unit=clusters.high_unit,
            ),
            sentence("no: the cells are wrong"),
            LEAVE_OUT,
        ),
        sentence(
            "in {unit}, values are plausible up to {number}",
            unit=unit,
            number=show_number(possible[1]),
        ),
    )
    return _Unit(unit, above, clusters.high_unit, (why,))


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
        answer, note = find_meaning(asker.region.notes, "ND") or ("", "")
        before = asker.questions.get("ND")
        if before and before.answer != answer:
            answer = ""  # one answer holds for all sheets, and not all of them say the same
        asker.questions["ND"] = Question(
            "ND",
            sentence("What does 'ND' mean ({sheet}!{cell})?", sheet=asker.region.tab, cell=first),
            MEANINGS,
            sentence("answered by the note in {note}", note=note)
            if answer
            else sentence("people write it for both"),
            answer,
        )


def _ask_about_two_facts(asker: Asker) -> None:
    two = [one for one in asker.values if isinstance(one, str) and re.search(r"\(\d", one)]
    if two:
        asker.ask(
            "two facts",
            sentence(
                "'{heading}' holds words and a number in brackets ('{example}'). "
                "What is the number?",
                heading=asker.heading,
                example=two[0],
            ),
            (
                sentence("years from the first infusion to the last follow-up"),
                sentence("months from the first infusion to the last follow-up"),
                sentence("part of the words"),
            ),
            sentence("cells with both: {n}; the text is kept as typed in any case", n=len(two)),
        )


def _usual(column: Column, unit: str, numbers: Sequence[float]) -> bool:
    usual = column.usual_in(unit)
    return usual is None or all(usual[0] <= number <= usual[1] for number in numbers)


def _possible(column: Column, unit: str, numbers: Sequence[float]) -> bool:
    possible = column.possible_in(unit)
    return possible is None or all(possible[0] <= number <= possible[1] for number in numbers)


@dataclass(frozen=True)
class _Clusters:
    """Numbers of one column that seem to be in two units, each group ascending."""

    low: list[float]
    high: list[float]
    high_unit: str


def _find_clusters(column: Column, unit: str, numbers: Sequence[float]) -> _Clusters | None:
    """Find numbers that are impossible in this unit and all usual in another."""
    possible = column.possible_in(unit)
    if not possible or not column.quantity:
        return None
    high = sorted(number for number in numbers if number > possible[1])
    low = sorted(number for number in numbers if possible[0] <= number <= possible[1])
    if not high or not low:
        return None
    for other in column.quantity.common_units:
        if column.quantity.factor(other, unit) < 1 and _usual(column, other, high):
            return _Clusters(low, high, other)
    return None


def _describe(group: Sequence[float]) -> Sentence:
    return nsentence(
        "{n} value from {low} to {high}",
        "{n} values from {low} to {high}",
        len(group),
        low=show_number(group[0]),
        high=show_number(group[-1]),
    )
