"""Dates of other calendars: recognized, and said in the days of ours; never converted unasked."""

import datetime
import re

from srns.languages.sentences import sentence
from srns.workbook.values.dates import find_orders, read_fixed_date, read_wide

_BUDDHA = 543
_ERAS = {
    "明治": 1867, "M": 1867, "大正": 1911, "T": 1911, "昭和": 1925, "S": 1925,
    "平成": 1988, "H": 1988, "令和": 2018, "R": 2018, "民國": 1911, "民国": 1911, "民": 1911,
}  # fmt: skip
_ERA = re.compile(
    rf"({'|'.join(_ERAS)})\s*(\d{{1,3}}|元)\s*[年./\-]\s*(\d{{1,2}})\s*[月./\-]\s*(\d{{1,2}})\s*日?"
)


def read_era(text: str) -> datetime.date | None:
    """Return the day of a text that counts the years of an era; None for any other text.

    >>> read_era("平成27年3月5日"), read_era("R1.12.1"), read_era("2015-03-05")
    (datetime.date(2015, 3, 5), datetime.date(2019, 12, 1), None)
    """
    match = _ERA.fullmatch(text.strip())
    if match is None:
        return None
    year = _ERAS[match[1]] + (1 if match[2] == "元" else int(match[2]))
    try:
        return datetime.date(year, int(match[3]), int(match[4]))
    except ValueError:
        return None


def read_other_calendar(value: object, order: str = "") -> datetime.date | None:
    """Return the day of a date that counts the years of an era or of Buddha; None for any other.

    Parameters
    ----------
    order
        Of text dates such as 5/3/2558; without it one that may be two days is none.

    Examples
    --------
    >>> read_other_calendar("H27.3.5"), read_other_calendar("25/3/2558")
    (datetime.date(2015, 3, 5), datetime.date(2015, 3, 25))
    >>> read_other_calendar("25/3/2015"), read_other_calendar("5/3/2558")
    (None, None)
    """
    if not isinstance(value, str):
        return _from_buddha(value) if isinstance(value, datetime.date) else None
    if era := read_era(value):
        return era
    text = value.strip()
    fits = find_orders(text)
    one = order if order in fits else fits[0] if len(fits) == 1 else ""
    day = read_fixed_date(text) or (read_wide(text, one) if one else None)
    return None if day is None else _from_buddha(datetime.date.fromordinal(day))


def _from_buddha(day: datetime.date) -> datetime.date | None:
    leap = (day.month, day.day) == (2, 29)
    if leap or not 1930 <= day.year - _BUDDHA <= 2100:
        return None
    return datetime.date(day.year - _BUDDHA, day.month, day.day)


def name_calendar(day: datetime.date) -> str:
    """Return in which calendar the year of an impossible date may be, and what to type.

    >>> name_calendar(datetime.date(2558, 3, 5))
    'If the year is of the Buddhist calendar, type 2015-03-05.'
    """
    if 1930 <= day.year - _BUDDHA <= 2100:
        ours = _from_buddha(day)
        if ours is None:
            return sentence("If the year is of the Buddhist calendar, subtract 543 from it.")
        return sentence(
            "If the year is of the Buddhist calendar, type {date}.", date=ours.isoformat()
        )
    if 1300 <= day.year <= 1500:
        return sentence(
            "If it is of the Persian or the Islamic calendar, type the day of the Gregorian "
            "calendar, such as 2005-06-17."
        )
    return ""
