"""Which days a date that is known only in part may be: 2014, 2014-06, ~6/2015, early 2016."""

import calendar
import datetime
import re

from .months import month_number

_ABOUT = re.compile(
    r"^(?:~|≈|c\.?(?:a\.?)?\s|circa\s|about\s|approx\.?\s|around\s)\s*", re.IGNORECASE
)
_YEAR = re.compile(r"(?:(early|mid|late)[ -]+)?(19\d{2}|20\d{2})", re.IGNORECASE)
_MONTH = re.compile(r"(\d{1,2})[./\- ](19\d{2}|20\d{2})")
_MONTH_LAST = re.compile(r"(19\d{2}|20\d{2})[./\- ](\d{1,2})")
_NAMED = re.compile(r"([^\W\d_]{3,10})[ .,\-/]*(19\d{2}|20\d{2})")
_THIRDS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}


def read_partial_date(value: object) -> tuple[datetime.date, datetime.date] | None:
    """Give the first and the last day that are meant; None where a day is given, or no date.

    "About" widens by as much as is left open: a month by one on either side, a year likewise.

    >>> [day.isoformat() for day in read_partial_date("~6/2015")]
    ['2015-05-01', '2015-07-31']
    >>> [day.isoformat() for day in read_partial_date("early 2016")]
    ['2016-01-01', '2016-04-30']
    """
    if isinstance(value, float | int) and not isinstance(value, bool):
        whole = float(value).is_integer() and 1900 <= value < 2100
        return _months(int(value), 1, int(value), 12) if whole else None
    if not isinstance(value, str):
        return None
    text = value.strip()
    about = _ABOUT.match(text)
    text = text[about.end() :] if about else text
    if match := _YEAR.fullmatch(text):
        year = int(match[2])
        first, last = _THIRDS.get((match[1] or "").lower(), (1, 12))
        wide = int(bool(about) and not match[1])
        return _months(year - wide, first, year + wide, last)
    if match := _MONTH.fullmatch(text):
        month, year = int(match[1]), int(match[2])
    elif match := _MONTH_LAST.fullmatch(text):
        year, month = int(match[1]), int(match[2])
    elif match := _NAMED.fullmatch(text):
        month, year = month_number(match[1]) or 0, int(match[2])
    else:
        return None
    if not 1 <= month <= 12:
        return None
    count = 12 * year + month - 1
    wide = int(bool(about))
    (year, month), (until, last) = divmod(count - wide, 12), divmod(count + wide, 12)
    return _months(year, month + 1, until, last + 1)


def _months(year: int, month: int, until: int, last: int) -> tuple[datetime.date, datetime.date]:
    days = calendar.monthrange(until, last)[1]
    return datetime.date(year, month, 1), datetime.date(until, last, days)
