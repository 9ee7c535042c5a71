"""Date columns, read as days; the order of text dates is decided for the whole column."""

import datetime
from collections.abc import Mapping, MutableMapping, Sequence

import numpy as np

from srns.languages.sentences import list_or, sentence, term
from srns.workbook.files.cells import kinds_of
from srns.workbook.files.date_formats import ShownDate
from srns.workbook.findings import Findings, Place
from srns.workbook.problems import Problem
from srns.workbook.values.calendars import name_calendar, read_era
from srns.workbook.values.dates import (
    ORDERS,
    SERIAL,
    AgainstOrder,
    find_orders,
    needs_order,
    read_fixed_date,
    read_in_order,
    show_date,
)
from srns.workbook.values.numbers_and_words import explain_special, missing_reason, show_value
from srns.workbook.values.partial_dates import (
    ONE_DAY,
    PartialDate,
    how_to_type_the_day,
    keep_partial,
    read_about,
    read_partial_date,
    settle_shown,
)

UNDECIDED = sentence("nothing in the column that decides its order")
"""What is found where every text date of a column may be read in two orders."""
_EXPECTED = sentence("a date, such as 2005-06-17")
_FIRST = datetime.date(1930, 1, 1).toordinal()
_LAST = datetime.date(2250, 12, 31).toordinal()
_EPOCH = datetime.date(1899, 12, 30)


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
    _refuse_outside(days, (_FIRST, _LAST), sentence("a date from 1930 to 2250"), place, findings)
    if today is not None:
        expected = sentence("a date up to today, {date}", date=today.isoformat())
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
        elif isinstance(value, str) and needs_order(value):
            undecided.append((row, value))
        elif in_part is not None and (part := keep_partial(value, row, place, findings, today)):
            in_part[row] = part
        else:
            findings.problems.append(_refuse(value, row, place, may_be_part=in_part is not None))
    if undecided:
        _decide_order(undecided, days, place, findings)
    return days


def _refuse_outside(
    days: np.ndarray, limits: tuple[int, int], expected: str, place: Place, findings: Findings
) -> None:
    """Report the days before the first or after the last limit, and make them missing."""
    with np.errstate(invalid="ignore"):
        outside = np.flatnonzero((days < limits[0]) | (days > limits[1]))
    for row in outside.tolist():
        counted = days[row] - _EPOCH.toordinal()
        remedy = sentence("Correct the date.")
        if calendar := name_calendar(datetime.date.fromordinal(int(days[row]))):
            remedy = sentence("{first} {second}", first=remedy, second=calendar)
        if 1 < counted < 366:
            # Excel counts a 29 February of 1900, which never was.
            number = counted - (counted <= 60)
            held = sentence(
                "The cell may hold the number {number:.0f}, shown as a date.", number=number
            )
            remedy = sentence("{first} {second}", first=remedy, second=held)
        findings.problems.append(place.error(row, show_date(days[row]), expected, remedy))
        days[row] = np.nan


def _refuse(value: object, row: int, place: Place, *, may_be_part: bool) -> Problem:
    """Return the error for a cell that is no date, or not one whose day is known."""
    if isinstance(value, AgainstOrder):
        return place.error(
            row,
            sentence(
                "the text date '{value}', {listed}",
                value=value,
                listed=list_or(map(term, find_orders(value))),
            ),
            sentence("a date {order}, as the recipe reads the column", order=value.order),
            sentence("Correct the cell, or, if the whole column changed, the order in the recipe."),
        )
    part, about = read_partial_date(value), read_about(value)
    if part and may_be_part:  # all of it is in the future
        return place.error(
            row,
            sentence("{value}, {known}", value=show_value(value), known=part.between),
            sentence("a date up to today"),
            sentence("Correct the date."),
        )
    if part or about:
        known = (
            sentence("known only as {part}: {between}", part=part.words, between=part.between)
            if part
            else sentence("about {about}", about=about)
        )
        if may_be_part:
            remedy = sentence(
                "How far 'about' reaches is not said: type the month, the year or "
                "the interval in which it surely lies, such as {about}, or 2015-05 "
                "to 2015-07.",
                about=about,
            )
        else:
            remedy = how_to_type_the_day(place)
        found = sentence("{value}, {known}", value=show_value(value), known=known)
        return place.error(row, found, ONE_DAY, remedy)
    remedy = explain_special(value) or sentence(
        "Type the date as year-month-day, such as 2005-06-17."
    )
    if isinstance(value, str) and (day := read_era(value)):
        remedy = sentence("It counts the years of an era: type {date}.", date=day.isoformat())
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and SERIAL[0] <= value <= SERIAL[-1]
    ):
        looks = (_EPOCH + datetime.timedelta(days=int(value))).isoformat()
        remedy = sentence(
            "{value} looks like the Excel date {looks}: format the cell as a "
            "date, or type {looks}.",
            value=show_value(value),
            looks=looks,
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
    fits = {order: [read_in_order(text, order) for _, text in texts] for order in ORDERS}
    whole = [order for order in ORDERS if None not in fits[order]]
    if not whole:
        remedy = sentence("Type the date as year-month-day, such as 2005-06-17.")
        findings.problems += [
            place.error(row, sentence("the text '{text}'", text=text), _EXPECTED, remedy)
            for row, text in texts
        ]
    elif len(whole) == 1 or fits[whole[0]] == fits[whole[1]]:
        for (row, _), day in zip(texts, fits[whole[0]], strict=True):
            days[row] = day
        row, text = texts[_find_deciding(fits, whole[0])]
        findings.problems.append(
            place.note(
                row,
                sentence("the text date '{text}'", text=text),
                sentence("a real Excel date, or one such as 2005-06-17"),
                sentence(
                    "The whole column is read {whole}, because of this cell: {date}.",
                    whole=term(whole[0]),
                    date=show_date(days[row]),
                ),
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
    return place.stop(
        row,
        sentence("the text date '{text}', and {undecided}", text=text, undecided=UNDECIDED),
        _EXPECTED,
        sentence(
            "Type {date} if the day comes first, {date_2} if the month does, "
            "and the others in the column likewise.",
            date=show_date(one or 1),
            date_2=show_date(two or 1),
        ),
    )
