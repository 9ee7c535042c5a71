"""Dates of other calendars: recognized, and said in the days of ours; never converted unasked."""

import datetime
import re

from srns.languages.sentences import sentence

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


def name_calendar(day: datetime.date) -> str:
    """Return in which calendar the year of an impossible date may be, and what to type.

    >>> name_calendar(datetime.date(2558, 3, 5))
    'If the year is of the Buddhist calendar, type 2015-03-05.'
    """
    if 1930 <= day.year - _BUDDHA <= 2100:
        if (day.month, day.day) == (2, 29):
            return sentence("If the year is of the Buddhist calendar, subtract 543 from it.")
        ours = day.replace(year=day.year - _BUDDHA)
        return sentence(
            "If the year is of the Buddhist calendar, type {date}.", date=ours.isoformat()
        )
    if 1300 <= day.year <= 1500:
        return sentence(
            "If it is of the Persian or the Islamic calendar, type the day of the Gregorian "
            "calendar, such as 2005-06-17."
        )
    return ""
