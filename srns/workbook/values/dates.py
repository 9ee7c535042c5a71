"""Which day each cell of a date column means, decided for the whole column."""

import datetime
import re
from collections.abc import MutableMapping, Sequence

import numpy as np

from srns.workbook.files.cells import kinds_of
from srns.workbook.files.date_formats import ShownDate
from srns.workbook.findings import Findings, Place
from srns.workbook.problems import Problem, show_list
from srns.workbook.values.numbers_and_words import explain_special, missing_reason, show_value
from srns.workbook.values.partial_dates import (
    ONE_DAY,
    PartialDate,
    hold,
    how_to_type_the_day,
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
"""Numbers that are days as Excel counts them, from 1954 to 2064."""


class AgainstOrder(str):
    """A text date that cannot be one in the order that was decided for its column."""

    order = ""


def show_date(ordinal: float) -> str:
    """Print a day as 2005-06-17."""
    return datetime.date.fromordinal(int(ordinal)).isoformat()


def _ordinal(year: int, month: int, day: int) -> int | None:
    try:
        return datetime.date(year, month, day).toordinal()
    except ValueError:
        return None


def read_fixed_date(text: str) -> int | None:
    """Read a text that can mean one day only: ISO, or with the month's name.

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
    """Read a text date in the order `day first`, `month first` or `year first`."""
    match = _THREE.fullmatch(text.strip())
    if not match:
        return None
    one, two, three = match.groups()
    if len(one) > 2:
        return _ordinal(int(one), int(two), int(three)) if order == "year first" else None
    if order == "year first" or len(three) != 4:
        # Two digits of a year are never guessed.
        return None
    day, month = (one, two) if order == "day first" else (two, one)
    return _ordinal(int(three), int(month), int(day))


def read_wide(text: str, order: str) -> int | None:
    """Read a text date in an order that was decided.

    Years of two digits up to 40 are of this century; later ones are never guessed.

    >>> show_date(read_wide("3.4.12", "day first"))
    '2012-04-03'
    """
    match = _THREE.fullmatch(text.strip())
    short = match and len(match[3]) == 2 and len(match[1]) <= 2 and int(match[3]) <= 40
    if match and short and order != "year first":
        text = f"{match[1]}/{match[2]}/20{match[3]}"
    return read_in_order(text, order)


def find_orders(text: str) -> tuple[str, ...]:
    """Give the orders in which a text is a date.

    >>> find_orders("25/03/12"), find_orders("03/04/2012")
    (('day first',), ('day first', 'month first'))
    """
    orders = ("day first", "month first", "year first")
    return tuple(order for order in orders if read_wide(text, order) is not None)


def read_dates(
    values: Sequence[object],
    place: Place,
    findings: Findings,
    table: str,
    today: datetime.date | None,
    in_part: MutableMapping[int, PartialDate] | None = None,
) -> np.ndarray:
    """Read a column of dates as ordinals; missing is NaN.

    Parameters
    ----------
    in_part
        Takes the dates that are known only in part, by row; without it they are errors.
    """
    days = np.full(len(values), np.nan)
    kinds = kinds_of(values)
    if kinds == {datetime.date}:
        days = np.fromiter(map(datetime.date.toordinal, values), float, len(values))  # pyright: ignore
    else:
        loose: list[int] = []
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
            elif (
                isinstance(value, str)
                and not isinstance(value, AgainstOrder)
                and _THREE.fullmatch(value.strip())
            ):
                loose.append(row)
            elif in_part is not None and (part := hold(value, row, place, findings, today)):
                in_part[row] = part
            else:
                findings.problems.append(
                    _refuse(value, row, place, may_be_part=in_part is not None)
                )
        if loose:
            _decide_order([(row, str(values[row])) for row in loose], days, place, findings)
        if ShownDate in kinds:
            shown = {row: value for row, value in enumerate(values) if isinstance(value, ShownDate)}
            settle_shown(shown, days, place, findings, today, in_part)
    with np.errstate(invalid="ignore"):
        strange = np.flatnonzero((days < _FIRST) | (days > _LAST))
    for row in strange.tolist():
        findings.problems.append(
            place.error(row, show_date(days[row]), "a date from 1900 to 2199", "Correct the date.")
        )
        days[row] = np.nan
    if today is not None:
        with np.errstate(invalid="ignore"):
            late = np.flatnonzero(days > today.toordinal())
        for row in late.tolist():
            findings.problems.append(
                place.error(
                    row,
                    show_date(days[row]),
                    f"a date up to today, {today.isoformat()}",
                    "Correct the date.",
                )
            )
            days[row] = np.nan
    return days


def _refuse(value: object, row: int, place: Place, *, may_be_part: bool) -> Problem:
    if isinstance(value, AgainstOrder):
        return place.error(
            row,
            f"the text date '{value}', {show_list(find_orders(value))}",
            f"a date {value.order}, as the recipe reads the column",
            "Correct the cell, or, if the whole column changed, the order in the recipe.",
        )
    part, about = read_partial_date(value), read_about(value)
    if part and may_be_part:  # all of it is still to come
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
    orders = ("day first", "month first", "year first")
    fits = {order: [read_in_order(text, order) for _, text in texts] for order in orders}
    whole = [order for order in orders if all(day is not None for day in fits[order])]
    same = len(whole) == 2 and fits[whole[0]] == fits[whole[1]]
    if len(whole) == 1 or same:
        for (row, _), day in zip(texts, fits[whole[0]], strict=True):
            days[row] = day
        others = [order for order in orders[:2] if order != whole[0]]
        deciding = next(
            (
                index
                for index in range(len(texts))
                if all(fits[order][index] is None for order in others)
            ),
            0,
        )
        row, text = texts[deciding]
        findings.problems.append(
            place.note(
                row,
                f"the text date '{text}'",
                "a real Excel date, or one such as 2005-06-17",
                f"The whole column is read {whole[0]}, because of this cell: "
                f"{show_date(days[row])}.",
            )
        )
    elif whole:
        row, text = next(
            texts[i] for i in range(len(texts)) if fits[whole[0]][i] != fits[whole[1]][i]
        )
        first, second = (read_in_order(text, order) for order in whole)
        findings.problems.append(
            place.error(
                row,
                f"the text date '{text}', and nothing in the column that decides its order",
                _EXPECTED,
                f"Type {show_date(first or 1)} if the day stands first, {show_date(second or 1)} "
                "if the month does, and the others in the column likewise.",
            )
        )
    else:
        for row, text in texts:
            findings.problems.append(
                place.error(
                    row,
                    f"the text '{text}'",
                    _EXPECTED,
                    "Type the date as year-month-day, such as 2005-06-17.",
                )
            )
