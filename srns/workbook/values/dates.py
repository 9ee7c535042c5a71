"""Dates: read a column as days, with the order of text dates decided for the whole column."""

import datetime
import re
from collections.abc import Mapping, MutableMapping, Sequence

import numpy as np

from srns.workbook.files.cells import kinds_of
from srns.workbook.files.date_formats import ShownDate
from srns.workbook.findings import Findings, Place
from srns.workbook.problems import Problem, show_list
from srns.workbook.values.numbers_and_words import explain_special, missing_reason, show_value
from srns.workbook.values.partial_dates import (
    ONE_DAY,
    PartialDate,
    how_to_type_the_day,
    keep_partial,
    month_number,
    read_about,
    read_partial_date,
    settle_shown,
)

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?Z?")
_THREE = re.compile(r"(\d{1,4})[./\- ](\d{1,2})[./\- ](\d{2,4})")
_NAMED = re.compile(r"(\d{1,2})[ .\-/]*([^\W\d_]{3,10})[ .,\-/]*(\d{4})")
_NAMED_FIRST = re.compile(r"([A-Za-z]{3,9})[ .\-/]*(\d{1,2})(?:st|nd|rd|th)?[ .,\-/]+(\d{4})")
_EXPECTED = "a date, such as 2005-06-17"
_FIRST = datetime.date(1900, 1, 1).toordinal()
_LAST = datetime.date(2199, 12, 31).toordinal()
_EPOCH = datetime.date(1899, 12, 30)
SERIAL = range(20000, 60001)
"""Numbers that may be dates as Excel stores them, from 1954 to 2064."""
_ORDERS = ("day first", "month first", "year first")


class AgainstOrder(str):
    """A text date that does not fit the order decided for its column, which is in `order`."""

    order = ""


def show_date(ordinal: float) -> str:
    """Return the day of a proleptic ordinal as 2005-06-17."""
    return datetime.date.fromordinal(int(ordinal)).isoformat()


def _ordinal(year: int, month: int, day: int) -> int | None:
    try:
        return datetime.date(year, month, day).toordinal()
    except ValueError:
        return None


def read_fixed_date(text: str) -> int | None:
    """Read a text that can mean only one day: ISO, or with the name of the month.

    Returns its proleptic ordinal; None where it is no such date.

    >>> show_date(read_fixed_date("17 June 2005"))
    '2005-06-17'
    """
    text = text.strip()
    if match := _ISO.fullmatch(text):
        return _ordinal(int(match[1]), int(match[2]), int(match[3]))
    if match := _NAMED.fullmatch(text):
        day, name, year = match.groups()
    elif match := _NAMED_FIRST.fullmatch(text):
        name, day, year = match.groups()
    else:
        return None
    month = month_number(name)
    return _ordinal(int(year), month, int(day)) if month else None


def read_in_order(text: str, order: str) -> int | None:
    """Read a text date in one order, `day first`, `month first` or `year first`.

    Returns its proleptic ordinal; None where it is no date in that order. A year of two digits is
    never guessed.
    """
    match = _THREE.fullmatch(text.strip())
    if not match:
        return None
    one, two, three = match.groups()
    if len(one) > 2:
        return _ordinal(int(one), int(two), int(three)) if order == "year first" else None
    if order == "year first" or len(three) != 4:
        return None
    day, month = (one, two) if order == "day first" else (two, one)
    return _ordinal(int(three), int(month), int(day))


def read_wide(text: str, order: str) -> int | None:
    """Read a text date in an order that a person or the column decided.

    Years of two digits up to 40 are 2000 to 2040; higher ones are never guessed.

    >>> show_date(read_wide("3.4.12", "day first"))
    '2012-04-03'
    """
    match = _THREE.fullmatch(text.strip())
    short = match and len(match[3]) == 2 and len(match[1]) <= 2 and int(match[3]) <= 40
    if match and short and order != "year first":
        text = f"{match[1]}/{match[2]}/20{match[3]}"
    return read_in_order(text, order)


def find_orders(text: str) -> tuple[str, ...]:
    """Return the orders in which a text is a date.

    >>> find_orders("25/03/12"), find_orders("03/04/2012")
    (('day first',), ('day first', 'month first'))
    """
    return tuple(order for order in _ORDERS if read_wide(text, order) is not None)


def read_dates(
    values: Sequence[object],
    place: Place,
    findings: Findings,
    table: str,
    today: datetime.date | None,
    in_part: MutableMapping[int, PartialDate] | None = None,
) -> np.ndarray:
    """Read a column of dates.

    Parameters
    ----------
    table
        The table of the cohort to which the column belongs, for the absences.
    today
        Dates after it are errors; without it none is.
    in_part
        Filled with the dates that are known only in part, by row; without it they are errors.

    Returns
    -------
    numpy.ndarray
        The proleptic ordinal of each row's day; NaN where there is none, or none that can be used.
    """
    kinds = kinds_of(values)
    if kinds == {datetime.date}:
        days = np.fromiter(map(datetime.date.toordinal, values), float, len(values))  # pyright: ignore
    else:
        days = _read_mixed(values, place, findings, table, today, in_part)
        if ShownDate in kinds:
            shown = {row: value for row, value in enumerate(values) if isinstance(value, ShownDate)}
            settle_shown(shown, days, place, findings, today, in_part)
    _refuse_outside(days, (_FIRST, _LAST), "a date from 1900 to 2199", place, findings)
    if today is not None:
        expected = f"a date up to today, {today.isoformat()}"
        _refuse_outside(days, (_FIRST, today.toordinal()), expected, place, findings)
    return days


def _read_mixed(
    values: Sequence[object],
    place: Place,
    findings: Findings,
    table: str,
    today: datetime.date | None,
    in_part: MutableMapping[int, PartialDate] | None,
) -> np.ndarray:
    """Read a column in which not every cell is a date of Excel; see `read_dates`."""
    days = np.full(len(values), np.nan)
    undecided: list[tuple[int, str]] = []
    for row, value in enumerate(values):
        if isinstance(value, datetime.date):
            days[row] = value.toordinal()
        elif value == "":
            continue
        elif (reason := missing_reason(value)) is not None:
            if reason:
                findings.note_absence(table, row, place, reason)
        elif isinstance(value, str) and (ordinal := read_fixed_date(value)) is not None:
            days[row] = ordinal
        elif _needs_order(value):
            undecided.append((row, str(value)))
        elif in_part is not None and (part := keep_partial(value, row, place, findings, today)):
            in_part[row] = part
        else:
            findings.problems.append(_refuse(value, row, place, may_be_part=in_part is not None))
    if undecided:
        _decide_order(undecided, days, place, findings)
    return days


def _needs_order(value: object) -> bool:
    """Return whether a cell is a text date, such as 3/4/2012, of which the column decides."""
    return (
        isinstance(value, str)
        and not isinstance(value, AgainstOrder)
        and _THREE.fullmatch(value.strip()) is not None
    )


def _refuse_outside(
    days: np.ndarray, limits: tuple[int, int], expected: str, place: Place, findings: Findings
) -> None:
    """Report the days before the first or after the last limit, and make them missing."""
    with np.errstate(invalid="ignore"):
        outside = np.flatnonzero((days < limits[0]) | (days > limits[1]))
    for row in outside.tolist():
        findings.problems.append(
            place.error(row, show_date(days[row]), expected, "Correct the date.")
        )
        days[row] = np.nan


def _refuse(value: object, row: int, place: Place, *, may_be_part: bool) -> Problem:
    """Return the error for a cell that is no date, or not one whose day is known."""
    if isinstance(value, AgainstOrder):
        return place.error(
            row,
            f"the text date '{value}', {show_list(find_orders(value))}",
            f"a date {value.order}, as the recipe reads the column",
            "Correct the cell, or, if the whole column changed, the order in the recipe.",
        )
    part, about = read_partial_date(value), read_about(value)
    if part and may_be_part:  # all of it is in the future
        return place.error(
            row, f"{show_value(value)}, {part.between}", "a date up to today", "Correct the date."
        )
    if part or about:
        known = f"known only as {part.words}: {part.between}" if part else f"about {about}"
        if may_be_part:
            remedy = (
                "How far 'about' reaches is not said: type the month, the year or the interval in "
                f"which it surely lies, such as {about}, or 2015-05 to 2015-07."
            )
        else:
            remedy = how_to_type_the_day(place)
        return place.error(row, f"{show_value(value)}, {known}", ONE_DAY, remedy)
    remedy = explain_special(value) or "Type the date as year-month-day, such as 2005-06-17."
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and SERIAL[0] <= value <= SERIAL[-1]
    ):
        looks = (_EPOCH + datetime.timedelta(days=int(value))).isoformat()
        remedy = (
            f"{show_value(value)} looks like the Excel date {looks}: format the cell as a "
            f"date, or type {looks}."
        )
    return place.error(row, show_value(value), _EXPECTED, remedy)


def _decide_order(
    texts: list[tuple[int, str]], days: np.ndarray, place: Place, findings: Findings
) -> None:
    """Read the text dates of a column in the one order that fits all of them, or report why not.

    Parameters
    ----------
    texts
        Row and text of each date.
    days
        The ordinals of the column, filled in where the order is decided.
    """
    fits = {order: [read_in_order(text, order) for _, text in texts] for order in _ORDERS}
    whole = [order for order in _ORDERS if None not in fits[order]]
    if not whole:
        remedy = "Type the date as year-month-day, such as 2005-06-17."
        findings.problems += [
            place.error(row, f"the text '{text}'", _EXPECTED, remedy) for row, text in texts
        ]
    elif len(whole) == 1 or fits[whole[0]] == fits[whole[1]]:
        for (row, _), day in zip(texts, fits[whole[0]], strict=True):
            days[row] = day
        row, text = texts[_find_deciding(fits, whole[0])]
        findings.problems.append(
            place.note(
                row,
                f"the text date '{text}'",
                "a real Excel date, or one such as 2005-06-17",
                f"The whole column is read {whole[0]}, because of this cell: "
                f"{show_date(days[row])}.",
            )
        )
    else:
        findings.problems.append(_refuse_undecided(texts, fits[whole[0]], fits[whole[1]], place))


def _find_deciding(fits: Mapping[str, Sequence[int | None]], order: str) -> int:
    """Return the first date that is one in this order alone; the first of all where none is."""
    others = [fits[other] for other in ("day first", "month first") if other != order]
    for index in range(len(fits[order])):
        if all(days[index] is None for days in others):
            return index
    return 0


def _refuse_undecided(
    texts: Sequence[tuple[int, str]],
    day_first: Sequence[int | None],
    month_first: Sequence[int | None],
    place: Place,
) -> Problem:
    """Return the error for a column of which every date could be read in both orders."""
    both = zip(texts, day_first, month_first, strict=True)
    (row, text), one, two = next(each for each in both if each[1] != each[2])
    return place.error(
        row,
        f"the text date '{text}', and nothing in the column that decides its order",
        _EXPECTED,
        f"Type {show_date(one or 1)} if the day stands first, {show_date(two or 1)} "
        "if the month does, and the others in the column likewise.",
    )
