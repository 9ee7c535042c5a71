"""What becomes of a date that is known only in part, or of which the cell shows only a part."""

import datetime
from collections.abc import Mapping, MutableMapping
from dataclasses import replace

import numpy as np

from .findings import Findings, Place
from .partial_dates import PartialDate, month_or_year, read_partial_date
from .shown_dates import ShownDate
from .values import show_plain, show_value

ONE_DAY = "one day, such as 2005-06-17"
_KEPT = (
    "Type the day if the notes tell it. It is kept as this interval, and what hangs on the day "
    "within it is answered 'cannot tell'."
)


def hold(
    value: object,
    row: int,
    place: Place,
    findings: Findings,
    today: datetime.date | None,
) -> PartialDate | None:
    """Keep a date that is known in part, and say what was understood."""
    part = read_partial_date(value)
    if part is None or (today is not None and part.first > today):
        return None
    findings.problems.append(
        place.query(
            row,
            f"{show_value(value)}, known only as {part.words}: {part.between}",
            ONE_DAY,
            _KEPT,
        )
    )
    return replace(part, typed=show_plain(value))


def how_to_type_the_day(place: Place) -> str:
    """Say what to do where a day is needed and only a part of the date is known."""
    if place.matched.column.id == "index_date":
        return (
            "All days are counted from this one: type it if the notes tell it; else clear the "
            "cell, and the first infusion is taken."
        )
    return (
        "The order of the days decides the verdict: type the day if the notes tell it; "
        "else clear the row, for no day is made up."
    )


def settle_shown(
    dates: Mapping[int, ShownDate],
    days: np.ndarray,
    place: Place,
    findings: Findings,
    today: datetime.date | None,
    in_part: MutableMapping[int, PartialDate] | None,
) -> None:
    """Settle the dates of a column of which the cells show only a part.

    Where all that show a month or a year are firsts, no day was typed, and they are known in part.
    Where others are not, days were typed, and a first may be one of them: it is asked about.

    Parameters
    ----------
    dates
        By row.
    days
        The ordinals of the column; a date that is known in part is taken out.
    """
    months = {row: date for row, date in dates.items() if date.shows != "no year"}
    typed = all(date.is_first for date in months.values())
    for row, date in dates.items():
        part = _part_shown(date)
        if part is None:
            findings.problems.append(
                place.query(
                    row,
                    f"{date.isoformat()}, of which the cell does not show the year",
                    "a date whose year can be seen",
                    "Excel takes the year in which it was typed: look it up once more; it is used "
                    "as it stands.",
                )
            )
        elif not typed and date.is_first:
            findings.problems.append(
                place.query(
                    row,
                    f"{date.isoformat()}, of which the cell shows only {part.words}",
                    "a date whose day can be seen",
                    "Other cells of the column have other days, so it is used as it stands: look "
                    "up whether it was the first.",
                )
            )
        elif typed and (today is None or part.first <= today):  # else it is refused as to come
            found = f"{date.isoformat()}, of which the cell shows only {part.words}: {part.between}"
            days[row] = np.nan
            if in_part is not None:
                in_part[row] = replace(part, typed=part.words)
                findings.problems.append(place.query(row, found, ONE_DAY, _KEPT))
            else:
                remedy = (
                    f"{how_to_type_the_day(place)} If it was the first, let the cell show its day."
                )
                findings.problems.append(place.error(row, found, ONE_DAY, remedy))


def _part_shown(date: ShownDate) -> PartialDate | None:
    if date.shows == "no year":
        return None
    return month_or_year(date.year, date.month if date.shows == "month" else None)
