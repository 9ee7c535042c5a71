"""Which days a date that is known only in part may be: 2014, 2014-06, June 2015, early 2016.

No width is made up. What "early" covers is said nowhere, so the whole year is taken; how far
"about" reaches neither, so such a date is no interval (see docs/decisions/0030).
"""

import calendar
import datetime
import re
from dataclasses import dataclass

from .months import MONTHS, month_number

_ABOUT = re.compile(
    r"^(?:~|≈|c\.?(?:a\.?)?\s|circa\s|about\s|approx\.?\s|approximately\s|around\s)\s*",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:(early|mid|late)[ -]+)?(19\d{2}|20\d{2})", re.IGNORECASE)
_MONTH = re.compile(r"(\d{1,2})[./\- ](19\d{2}|20\d{2})")
_MONTH_LAST = re.compile(r"(19\d{2}|20\d{2})[./\- ](\d{1,2})")
_NAMED = re.compile(r"([^\W\d_]{3,10})[ .,\-/]*(19\d{2}|20\d{2})")
_DAY = re.compile(r"((?:19|20)\d{2})-(\d{1,2})-(\d{1,2})")
_TWO = re.compile(r"(?:between\s+)?(.+?)\s+(?:to|and|until|–|-)\s+(.+)", re.IGNORECASE)


@dataclass(frozen=True)
class PartialDate:
    """The first and the last day that are meant.

    Attributes
    ----------
    words
        What was understood.
    typed
        What stands in the cell.
    """

    first: datetime.date
    last: datetime.date
    words: str
    typed: str = ""

    @property
    def between(self) -> str:
        """Say the interval in one form for every date."""
        return f"a day between {self.first.isoformat()} and {self.last.isoformat()}"


def read_partial_date(value: object) -> PartialDate | None:
    """Give the days that are meant; None where one day is given, no date, or an "about".

    >>> read_partial_date("06.2015").words, read_partial_date("06.2015").between
    ('June 2015', 'a day between 2015-06-01 and 2015-06-30')
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
            return PartialDate(one.first, two.last, f"{one.words} to {two.words}")
    return _month_or_year(text)


def read_about(value: object) -> str:
    """Give the month or year that a date is said to be about; empty where it is said of none.

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
    if match := _MONTH.fullmatch(text):
        month, year = int(match[1]), int(match[2])
    elif match := _MONTH_LAST.fullmatch(text):
        year, month = int(match[1]), int(match[2])
    elif match := _NAMED.fullmatch(text):
        month, year = month_number(match[1]) or 0, int(match[2])
    else:
        return None
    return month_or_year(year, month) if 1 <= month <= 12 else None


def month_or_year(year: int, month: int | None) -> PartialDate:
    """Give the days of a month, or of a year.

    >>> month_or_year(2016, 2).between
    'a day between 2016-02-01 and 2016-02-29'
    """
    if month is None:
        return _year(year)
    days = calendar.monthrange(year, month)[1]
    name = f"{MONTHS[month - 1].capitalize()} {year}"
    return PartialDate(datetime.date(year, month, 1), datetime.date(year, month, days), name)


def _year(year: int, part: str = "") -> PartialDate:
    words = f"{year}, the whole of it because no source says what '{part}' covers"
    return PartialDate(
        datetime.date(year, 1, 1), datetime.date(year, 12, 31), words if part else str(year)
    )
