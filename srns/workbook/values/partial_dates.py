"""Partial dates, such as 2014, June 2015 or early 2016, as the interval of days they may mean.

No width is invented. What "early" covers is defined nowhere, so it means the whole year; nor is how
far "about" reaches, so such a date is no interval (see docs/decisions/0030).
"""

import calendar
import datetime
import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, replace

import numpy as np

from srns.languages.messages import Sentence
from srns.languages.sentences import sentence, term
from srns.workbook.files.date_formats import ShownDate
from srns.workbook.findings import Findings, Place
from srns.workbook.values.numbers_and_words import show_plain, show_value

_ABOUT = re.compile(
    r"^(?:~|≈|c\.?(?:a\.?)?\s|circa\s|about\s|approx\.?\s|approximately\s|around\s)\s*",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:(early|mid|late)[ -]+)?(19\d{2}|20\d{2})", re.IGNORECASE)
_MONTH = re.compile(r"(\d{1,2})[./\- ](19\d{2}|20\d{2})")
_MONTH_LAST = re.compile(r"(19\d{2}|20\d{2})[./\- ](\d{1,2})")
_MARKED = re.compile(r"(19\d{2}|20\d{2})\s*[年년](?:\s*(\d{1,2})\s*[月월]份?)?")
_NAMED = re.compile(r"([^\W\d_]{3,10})[ .,\-/]*(19\d{2}|20\d{2})")
_DAY = re.compile(r"((?:19|20)\d{2})-(\d{1,2})-(\d{1,2})")
_TWO = re.compile(r"(?:between\s+)?(.+?)\s+(?:to|and|until|–|-)\s+(.+)", re.IGNORECASE)


@dataclass(frozen=True)
class PartialDate:
    """A date known only in part.

    Attributes
    ----------
    first, last
        The first and the last day that it may mean.
    words
        What was understood, such as ``June 2015``.
    typed
        The text of the cell.
    """

    first: datetime.date
    last: datetime.date
    words: str
    typed: str = ""

    @property
    def between(self) -> str:
        """The interval in words, in one form for every date."""
        return sentence(
            "a day between {date} and {date_2}",
            date=self.first.isoformat(),
            date_2=self.last.isoformat(),
        )


def read_partial_date(value: object) -> PartialDate | None:
    """Read the interval of days that a cell means; None for one day, no date, or an "about".

    >>> read_partial_date("06.2015").words, read_partial_date("06.2015").between
    ('June 2015', 'a day between 2015-06-01 and 2015-06-30')
    >>> read_partial_date("2018年1月").words
    'January 2018'
    >>> read_partial_date("early 2016").between
    'a day between 2016-01-01 and 2016-12-31'
    >>> read_partial_date("2015-05 to 2015-07").between
    'a day between 2015-05-01 and 2015-07-31'
    """
    if isinstance(value, float | int) and not isinstance(value, bool):
        whole = float(value).is_integer() and 1900 <= value < 2100
        return _year(int(value)) if whole else None
    if not isinstance(value, str):
        return None
    text = value.strip()
    if match := _TWO.fullmatch(text):
        one, two = (_day_or_part(each) for each in match.groups())
        if one and two and one.first < two.last:
            return PartialDate(one.first, two.last, _range(one.words, two.words))
    return _month_or_year(text)


def read_about(value: object) -> str:
    """Read the month or year that an "about" date names; empty where a cell is no such date.

    >>> read_about("~6/2015"), read_about("6/2015")
    ('June 2015', '')
    """
    about = _ABOUT.match(value.strip()) if isinstance(value, str) else None
    part = _day_or_part(str(value).strip()[about.end() :]) if about else None
    return part.words if part else ""


def _day_or_part(text: str) -> PartialDate | None:
    if match := _DAY.fullmatch(text):
        try:
            day = datetime.date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return None
        return PartialDate(day, day, day.isoformat())
    return _month_or_year(text)


def _month_or_year(text: str) -> PartialDate | None:
    if match := _YEAR.fullmatch(text):
        return _year(int(match[2]), (match[1] or "").lower())
    if match := _MARKED.fullmatch(text):
        if match[2] is None:
            return _year(int(match[1]))
        year, month = int(match[1]), int(match[2])
    elif match := _MONTH.fullmatch(text):
        month, year = int(match[1]), int(match[2])
    elif match := _MONTH_LAST.fullmatch(text):
        year, month = int(match[1]), int(match[2])
    elif match := _NAMED.fullmatch(text):
        month, year = month_number(match[1]) or 0, int(match[2])
    else:
        return None
    return month_or_year(year, month) if 1 <= month <= 12 else None


def _range(first: str, last: str) -> Sentence:
    return sentence("{low} to {high}", low=first, high=last)


def month_or_year(year: int, month: int | None) -> PartialDate:
    """Return the days of a month, or of a year.

    >>> month_or_year(2016, 2).between
    'a day between 2016-02-01 and 2016-02-29'
    """
    if month is None:
        return _year(year)
    days = calendar.monthrange(year, month)[1]
    name = sentence("{month} {year}", month=term(MONTHS[month - 1].capitalize()), year=year)
    return PartialDate(datetime.date(year, month, 1), datetime.date(year, month, days), name)


def _year(year: int, part: str = "") -> PartialDate:
    words = sentence(
        "{year}, the whole of it because no source says what '{part}' covers", year=year, part=part
    )
    return PartialDate(
        datetime.date(year, 1, 1), datetime.date(year, 12, 31), words if part else str(year)
    )


MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


# German, French, Spanish, Italian, Portuguese, Dutch, Turkish, Russian, Polish.
_OTHER_MONTHS = {
    1: (
        "januar",
        "janvier",
        "enero",
        "gennaio",
        "janeiro",
        "januari",
        "jänner",
        "ocak",
        "января",
        "январь",
        "stycznia",
    ),
    2: (
        "februar",
        "février",
        "fevrier",
        "febrero",
        "febbraio",
        "fevereiro",
        "februari",
        "şubat",
        "февраля",
        "февраль",
        "lutego",
    ),
    3: (
        "märz",
        "maerz",
        "mrz",
        "mars",
        "marzo",
        "março",
        "maart",
        "mrt",
        "mart",
        "марта",
        "март",
        "marca",
    ),
    4: ("avril", "abril", "aprile", "nisan", "апреля", "апрель", "kwietnia"),
    5: ("mai", "mayo", "maggio", "maio", "mei", "mayıs", "мая", "май", "maja"),
    6: ("juni", "juin", "junio", "giugno", "junho", "haziran", "июня", "июнь", "czerwca"),
    7: ("juli", "juillet", "julio", "luglio", "julho", "temmuz", "июля", "июль", "lipca"),
    8: ("août", "aout", "agosto", "augustus", "ağustos", "августа", "август", "sierpnia"),
    9: (
        "septembre",
        "septiembre",
        "settembre",
        "setembro",
        "sept",
        "eylül",
        "сентября",
        "сентябрь",
        "września",
    ),
    10: (
        "oktober",
        "octobre",
        "octubre",
        "ottobre",
        "outubro",
        "okt",
        "ekim",
        "октября",
        "октябрь",
        "października",
    ),
    11: ("novembre", "noviembre", "novembro", "kasım", "ноября", "ноябрь", "listopada"),
    12: (
        "dezember",
        "décembre",
        "decembre",
        "diciembre",
        "dicembre",
        "dezembro",
        "dez",
        "aralık",
        "декабря",
        "декабрь",
        "grudnia",
    ),
}


MONTH_NAMES = (*MONTHS, *(name for names in _OTHER_MONTHS.values() for name in names))


def month_number(word: str) -> int | None:
    """Return the month, 1 to 12, of a name or the beginning of one; None where it is ambiguous.

    >>> month_number("Mrz"), month_number("sept"), month_number("ma")
    (3, 9, None)
    """
    low = word.lower()
    months = [i for i, name in enumerate(MONTHS, 1) if name.startswith(low)] or [
        number
        for number, names in _OTHER_MONTHS.items()
        if any(name.startswith(low) for name in names)
    ]
    return months[0] if len(months) == 1 else None


ONE_DAY = sentence("one day, such as 2005-06-17")


_KEPT = sentence(
    "Type the day if it is in the notes. It is kept as this interval, "
    "and what depends on the day within it is answered 'cannot tell'."
)


def keep_partial(
    value: object,
    row: int,
    place: Place,
    findings: Findings,
    today: datetime.date | None,
) -> PartialDate | None:
    """Return a date known only in part, and add the query that says what was understood.

    None where the cell is no such date, or all of it is in the future.
    """
    part = read_partial_date(value)
    if part is None or (today is not None and part.first > today):
        return None
    findings.problems.append(
        place.query(
            row,
            sentence(
                "{value}, known only as {part}: {between}",
                value=show_value(value),
                part=part.words,
                between=part.between,
            ),
            ONE_DAY,
            _KEPT,
        )
    )
    return replace(part, typed=show_plain(value))


def how_to_type_the_day(place: Place) -> str:
    """Return the remedy where a day is needed and only part of the date is known."""
    if place.matched.column.id == "index_date":
        return sentence(
            "All days are counted from this one: type it if it is in the "
            "notes; else clear the cell, and the first infusion is taken."
        )
    return sentence(
        "The order of the days decides the verdict: type the day if it is "
        "in the notes; else clear the row, because no day is invented."
    )


def settle_shown(
    dates: Mapping[int, ShownDate],
    days: np.ndarray,
    place: Place,
    findings: Findings,
    today: datetime.date | None,
    in_part: MutableMapping[int, PartialDate] | None,
) -> None:
    """Decide what the dates mean of which the cells show only a part.

    If all cells that show a month or a year hold its first day, no day was typed: they are partial
    dates. If any holds another day, days were typed, and a first day may be one: that is a query.

    Parameters
    ----------
    dates
        By row.
    days
        The ordinals of the column; those of partial dates are made missing.
    in_part
        Filled with the partial dates, by row; without it they are errors.
    """
    months = {row: date for row, date in dates.items() if date.shows != "no year"}
    no_day_typed = all(date.is_first for date in months.values())
    for row, date in dates.items():
        part = _part_shown(date)
        if part is None:
            findings.problems.append(
                place.query(
                    row,
                    sentence(
                        "{date}, of which the cell does not show the year", date=date.isoformat()
                    ),
                    sentence("a date whose year can be seen"),
                    sentence(
                        "Excel takes the year in which it was typed: check the year; it is "
                        "used as it stands."
                    ),
                )
            )
        elif not no_day_typed and date.is_first:
            findings.problems.append(
                place.query(
                    row,
                    sentence(
                        "{date}, of which the cell shows only {part}",
                        date=date.isoformat(),
                        part=part.words,
                    ),
                    sentence("a date whose day can be seen"),
                    sentence(
                        "Other cells of the column have other days, so it is used as it "
                        "stands: look up whether it was the first."
                    ),
                )
            )
        elif no_day_typed and (today is None or part.first <= today):  # else it is in the future
            found = sentence(
                "{date}, of which the cell shows only {part}: {between}",
                date=date.isoformat(),
                part=part.words,
                between=part.between,
            )
            days[row] = np.nan
            if in_part is not None:
                in_part[row] = replace(part, typed=part.words)
                findings.problems.append(place.query(row, found, ONE_DAY, _KEPT))
            else:
                remedy = sentence(
                    "{place} If it was the first, let the cell show its day.",
                    place=how_to_type_the_day(place),
                )
                findings.problems.append(place.error(row, found, ONE_DAY, remedy))


def _part_shown(date: ShownDate) -> PartialDate | None:
    if date.shows == "no year":
        return None
    return month_or_year(date.year, date.month if date.shows == "month" else None)
