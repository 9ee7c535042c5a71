"""Numbers and words: read a column, with its bounds, missing values and problems."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from srns.cohort.dictionary import LOST_WORDS, MISSING_WORDS
from srns.cohort.quantities import read_bound, show_number
from srns.languages.messages import Sentence
from srns.languages.sentences import either, sentence, term
from srns.workbook.files.cells import kinds_of
from srns.workbook.files.formulas_and_errors import ErrorCell, UnsavedFormula
from srns.workbook.findings import Findings, Place
from srns.workbook.values.typing_errors import (
    COMMA,
    CONTINENTAL,
    NUMBER,
    POINTED,
    THOUSANDS,
    explain_number,
    how_to_type_the_number,
    may_be_numbers,
)


def show_value(value: object) -> str:
    """Return a cell as a problem quotes it.

    >>> show_value(31.0), show_value("0,18")
    ('31', "the text '0,18'")
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return show_number(float(value))
    if isinstance(value, UnsavedFormula):
        return sentence("the formula {value} without a saved result", value=value.text)
    if isinstance(value, ErrorCell):
        return sentence("the error {value}", value=value.text)
    if isinstance(value, datetime.datetime):
        return sentence("the date {date}", date=value.date().isoformat())
    if isinstance(value, datetime.date):
        return sentence("the date {date}", date=value.isoformat())
    if isinstance(value, datetime.time | datetime.timedelta):
        return sentence("the time {value}", value=str(value))
    return sentence("the text '{value}'", value=str(value))


def explain_special(value: object) -> str | None:
    """Return what to do about an error cell or an unsaved formula; None for any other cell."""
    if isinstance(value, UnsavedFormula):
        return sentence("Open the file in Excel and save it, or type the value.")
    if isinstance(value, ErrorCell):
        return sentence("Correct the formula, or type the value.")
    return None


def missing_reason(value: object) -> str | None:
    """Return why a cell has no value: '' if it is blank, else the reason; None if it has one."""
    if not isinstance(value, str):
        return None
    words = " ".join(value.split())
    return MISSING_WORDS.get(words.casefold()) if words else ""


def _why_no_number(value: object) -> str | None:
    """Return why a cell has no number, as `missing_reason` does; of a child who was lost, too."""
    lost = isinstance(value, str) and " ".join(value.split()).casefold() in LOST_WORDS
    return "not done" if lost else missing_reason(value)


def show_expected(place: Place) -> str:
    """Return what a column of numbers expects, with unit and range."""
    column, unit = place.matched.column, place.matched.unit
    possible = column.possible_in(unit)
    words = _name(place)
    if possible:
        return sentence(
            "{what}, from {low} to {high}",
            what=words,
            low=show_number(possible[0]),
            high=show_number(possible[1]),
        )
    return words


def without_range(expected: str) -> str:
    """Return what a column of numbers expects, as `show_expected` says it, without its range.

    >>> without_range("albumin in g/dL, from 0.3 to 7")
    'albumin in g/dL'
    """
    said, *rest = expected.split(",", 1)
    if not (rest and isinstance(expected, Sentence)):
        return expected if not rest else said
    values = expected.parts[-1]
    what = values.get("what") if isinstance(values, Mapping) else None
    return what if isinstance(what, Sentence) and what == said else said


def _name(place: Place) -> Sentence:
    """Return what a column holds, with its unit."""
    what, unit = term(place.matched.column.label), place.matched.unit
    return sentence("{what} in {unit}", what=what, unit=term(unit)) if unit else what


@dataclass(frozen=True)
class Numbers:
    """One column of numbers.

    Attributes
    ----------
    results
        One number a row; NaN where there is none.
    bounds
        The bound, such as ``<``, of each row that has one.
    unread
        The rows that hold something that cannot be read; each has its error.
    """

    results: np.ndarray
    bounds: dict[int, str]
    unread: set[int] = field(default_factory=set)


def read_numbers(
    values: Sequence[object], place: Place, findings: Findings, table: str, *, censored: bool
) -> Numbers:
    """Read a column of numbers, quickly where every cell is a number or empty.

    Numbers outside of the possible range are errors and become missing; unusual ones are queries.

    Parameters
    ----------
    table
        The table of the cohort to which the column belongs, for the absences.
    censored
        Whether a number may have a bound, such as ``<1.0``.
    """
    kinds = kinds_of(values)
    bounds: dict[int, str] = {}
    others: list[int] = []
    if kinds <= {float, int}:
        numbers = np.fromiter(values, float, len(values))  # pyright: ignore[reportArgumentType]
    else:
        numbers = np.full(len(values), np.nan)
        for row, value in enumerate(values):
            kind = type(value)
            if kind is float or kind is int:
                numbers[row] = value  # pyright: ignore[reportArgumentType]
            elif value != "":
                others.append(row)
    read = Numbers(numbers, bounds)
    if others:
        _read_texts(values, others, read, place, findings, table, censored=censored)
    with np.errstate(invalid="ignore"):
        odd = numbers != np.round(numbers, 9)
    for row in np.flatnonzero(odd & ~np.isnan(numbers)):
        # A formula's result carries digits that Excel never shows.
        numbers[row] = float(f"{numbers[row]:.15g}")
    _check_range(read, place, findings)
    return read


def _read_texts(
    values: Sequence[object],
    rows: Sequence[int],
    read: Numbers,
    place: Place,
    findings: Findings,
    table: str,
    *,
    censored: bool,
) -> None:
    """Read the cells of a column of numbers that hold something else.

    Parameters
    ----------
    rows
        The rows of these cells.
    read
        The column; numbers and bounds are filled in.
    censored
        Whether a result may have a bound, such as ``<1.0``.
    """
    typed_numbers = [_part(values[row])[1] for row in rows]
    decimal_comma = _agrees_on_decimal_comma(typed_numbers, read.results)
    groups = any(map(CONTINENTAL.fullmatch, typed_numbers))
    expected = show_expected(place)
    for row in rows:
        value = values[row]
        reason = _why_no_number(value)
        if reason is not None:
            if reason:
                findings.note_absence(table, row, place, reason)
            continue
        bound, said = _part(value)
        typed = _with_decimal_point(said, groups=groups) if decimal_comma else said
        if not NUMBER.fullmatch(typed) or (bound and not censored):
            remedy = explain_special(value) or how_to_type_the_number(value, bound, said)
            may_be = may_be_numbers(bound, said) if censored or not bound else ()
            findings.problems.append(place.error(row, show_value(value), expected, remedy, may_be))
            read.unread.add(row)
            continue
        number = float(f"{float(typed):.15g}")
        if not np.isfinite(number):
            findings.problems.append(
                place.error(row, show_value(value), expected, sentence("Type the number."))
            )
            read.unread.add(row)
            continue
        read.results[row] = number
        if bound:
            read.bounds[row] = bound


def _part(value: object) -> tuple[str, str]:
    """Return the bound of a text and what follows; both are empty for any other cell."""
    return read_bound(value) if isinstance(value, str) else ("", "")


def _agrees_on_decimal_comma(typed: Sequence[str], numbers: np.ndarray) -> bool:
    """Return whether the comma of a column can only be a decimal comma.

    It can where some number has one, none has a decimal point (as 1.5 has, and 3.900 may have not)
    or is a fraction in Excel, and not all of them look like thousands, as 1,000 does.
    """
    commas = [text for text in typed if COMMA.fullmatch(text) or CONTINENTAL.fullmatch(text)]
    if not commas or all(THOUSANDS.fullmatch(text) for text in commas):
        return False
    points = any(
        "." in text and NUMBER.fullmatch(text) and not POINTED.fullmatch(text) for text in typed
    )
    fractions = bool(np.any(np.mod(numbers[~np.isnan(numbers)], 1) != 0))
    return not points and not fractions


def _with_decimal_point(typed: str, *, groups: bool) -> str:
    """Return a number of a column of decimal commas with a point; empty where that is open.

    A point such as that of 3.900 may part thousands; one that surely does says so of all, `groups`.
    """
    if POINTED.fullmatch(typed) and not groups:
        return ""
    if POINTED.fullmatch(typed) or CONTINENTAL.fullmatch(typed):
        typed = typed.replace(".", "")
    return typed.replace(",", ".") if COMMA.fullmatch(typed) else typed


def _check_range(read: Numbers, place: Place, findings: Findings) -> None:
    numbers, bounds = read.results, read.bounds
    column, unit = place.matched.column, place.matched.unit
    possible, usual = column.possible_in(unit), column.usual_in(unit)
    if possible:
        with np.errstate(invalid="ignore"):
            outside = (numbers < possible[0]) | (numbers > possible[1])
        for row in np.flatnonzero(outside):
            findings.problems.append(
                place.error(
                    int(row),
                    show_number(numbers[row]),
                    show_expected(place),
                    explain_number(float(numbers[row]))
                    or _suggest_unit(float(numbers[row]), place),
                    _in_the_other_unit(float(numbers[row]), place),
                )
            )
            numbers[row] = np.nan
            bounds.pop(int(row), None)
            read.unread.add(int(row))
    if usual:
        what = _name(place)
        with np.errstate(invalid="ignore"):
            odd = (numbers < usual[0]) | (numbers > usual[1])
        for row in np.flatnonzero(odd):
            if int(row) not in bounds:
                findings.problems.append(
                    place.query(
                        int(row),
                        show_number(numbers[row]),
                        sentence(
                            "{what}, usually from {low} to {high}",
                            what=what,
                            low=show_number(usual[0]),
                            high=show_number(usual[1]),
                        ),
                        _look_up(float(numbers[row])),
                    )
                )


def _look_up(number: float) -> str:
    checked = sentence("Please check; it is used as it stands.")
    why = explain_number(number)
    return sentence("{first} {second}", first=checked, second=why) if why else checked


def _other_units(number: float, place: Place) -> dict[float, str]:
    """Return the other units in which a number is usual, each by its factor."""
    quantity, unit = place.matched.column.quantity, place.matched.unit
    fits: dict[float, str] = {}
    for other in quantity.common_units if quantity else ():
        low, high = quantity.usual_in(other) if quantity else (0, 0)
        factor = float(quantity.factor(other, unit)) if quantity else 1
        if factor != 1 and low <= number <= high:
            fits.setdefault(factor, other)
    return fits


def _in_the_other_unit(number: float, place: Place) -> tuple[str, ...]:
    """Return the number in the unit of its column, where only one other unit fits it."""
    fits = () if explain_number(number) else _other_units(number, place)
    return tuple(f"{float(f'{number * factor:.4g}'):.15g}" for factor in fits) * (len(fits) == 1)


def _suggest_unit(number: float, place: Place) -> str:
    fits = _other_units(number, place)
    header = place.cell(-1)
    label = place.matched.column.label
    shown = show_number(number)
    if len(fits) == 1:
        (converted,) = _in_the_other_unit(number, place)
        (other,) = fits.values()
        return sentence(
            "{shown} looks like {other}: type {converted}, or change the "
            "header {header} to '{label} ({other})' if the whole column is in "
            "{other}.",
            shown=shown,
            other=other,
            converted=converted,
            header=header,
            label=label,
        )
    if fits:
        return sentence(
            "{shown} looks like {fits}: change the header {header} to the unit "
            "in which the column was reported, or correct the number.",
            shown=shown,
            fits=either(fits.values()),
            header=header,
        )
    return sentence("Correct the number, or leave the cell blank.")


def read_words(
    values: Sequence[object], place: Place, findings: Findings, table: str
) -> list[str | None]:
    """Read a column of words as typed, with numbers as Excel shows them; None where missing."""
    words: list[str | None] = []
    known: dict[str, str] = {}
    for row, value in enumerate(values):
        if type(value) is str and value in known:
            words.append(known[value])
            continue
        reason = missing_reason(value)
        remedy = explain_special(value)
        if reason is not None:
            if reason:
                findings.note_absence(table, row, place, reason)
            words.append(None)
        elif remedy:
            findings.problems.append(
                place.error(row, show_value(value), term(place.matched.column.label), remedy)
            )
            words.append(None)
        else:
            words.append(show_plain(value))
            if type(value) is str:
                known[value] = value.strip()
    return words


def show_plain(value: object) -> str:
    """Return a cell as a word, without quotes.

    >>> show_plain(1.0), show_plain(" P01 ")
    ('1', 'P01')
    """
    if isinstance(value, str):
        return value.strip()
    if type(value) is float:
        return show_number(value)
    return show_value(value).removeprefix("the date ").removeprefix("the time ")
