"""Dates in cells: read one text as a day, and find the orders in which it may be read."""

import datetime
import re
from functools import lru_cache

from srns.workbook.values.partial_dates import month_number

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?Z?")
# A day of one digit stands last only behind a year of four: 2020/4/1.
_THREE = re.compile(r"(?=\d{4}\D|.*\d{2}$)(\d{1,4})[./\- ](\d{1,2})[./\- ](\d{1,4})")
_NAMED = re.compile(r"(\d{1,2})[ .\-/]*([^\W\d_]{3,10})[ .,\-/]*(\d{4})")
_NAMED_FIRST = re.compile(r"([A-Za-z]{3,9})[ .\-/]*(\d{1,2})(?:st|nd|rd|th)?[ .,\-/]+(\d{4})")
# Years of two digits, as Excel writes its own dates into text files: 17-Jun-05.
_NAMED_SHORT = re.compile(r"(\d{1,2})[ .\-/]*([^\W\d_]{3,10})[ .,\-/]*['’]?(\d{2})")
_NAMED_FIRST_SHORT = re.compile(
    r"([^\W\d_]{3,10})[ .\-/]*(\d{1,2})(?:st|nd|rd|th)?[ .,\-/]+['’]?(\d{2})"
)
SERIAL = range(20000, 60001)
"""Numbers that may be dates as Excel stores them, from 1954 to 2064."""
ORDERS = ("day first", "month first", "year first")


_DIGITS_ONLY = re.compile(r"[\d./\- ]+")
_COMPACT = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])([0-3]\d)")
_CLOCK = re.compile(
    r"(?<=[\w.])(?:T|,?\s+(?:at |um |às |a las |alle )?)\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?"
    r"\s*(?:[ap]\.?m\.?|uhr|h)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_MARKED = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号일]?")
_YEAR_MARK = re.compile(r"(?<=\d{4})\s?(?:года?|г\.?|r\.)$", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"(?:(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:day|nesday|rsday|urday)?|montag|dienstag"
    r"|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\.?,?\s+(?=\w)",
    re.IGNORECASE,
)
_OF = re.compile(r"(?<=\d)(?:\.º|º|er|°)?\s+(?:de|of|di)\s+|\s+(?:de|del|di|of)\s+(?=\d{4})", re.I)


def plain_date(text: str) -> str:
    """Return the text of a date without a time of the day, a weekday and words between.

    >>> plain_date("24/12/2014 13:31"), plain_date("Thu 5 Mar 2015"), plain_date("2015年3月5日")
    ('24/12/2014', '5 Mar 2015', '2015-3-5')
    >>> plain_date("5 de marzo de 2015"), plain_date("20150305")
    ('5 marzo 2015', '2015-03-05')
    """
    text = text.strip()
    if _DIGITS_ONLY.fullmatch(text):
        match = _COMPACT.fullmatch(text)
        return "-".join(match.groups()) if match else text
    if clock := _CLOCK.search(text):
        text = text[: clock.start()] if clock.end() == len(text) else text
    text = _YEAR_MARK.sub("", text)
    if match := _MARKED.fullmatch(text):
        return "-".join(match.groups())
    weekday = _WEEKDAY.match(text)
    return _OF.sub(" ", text[weekday.end() :] if weekday else text).strip()


class AgainstOrder(str):
    """A text date that does not fit the order decided for its column, which is in `order`."""

    order = ""


def needs_order(text: str) -> bool:
    """Return whether a text is a date, such as 3/4/2012, that its column must decide.

    >>> needs_order("3/4/2012"), needs_order("17 June 2005")
    (True, False)
    """
    return not isinstance(text, AgainstOrder) and _THREE.fullmatch(plain_date(text)) is not None


def show_date(ordinal: float) -> str:
    """Return the day of a proleptic ordinal as 2005-06-17."""
    return datetime.date.fromordinal(int(ordinal)).isoformat()


def _ordinal(year: int, month: int, day: int) -> int | None:
    try:
        return datetime.date(year, month, day).toordinal()
    except ValueError:
        return None


@lru_cache(maxsize=8192)
def read_fixed_date(text: str) -> int | None:
    """Read a text that can mean only one day: ISO, or with the name of the month.

    Returns its proleptic ordinal; None where it is no such date.

    >>> show_date(read_fixed_date("17 June 2005"))
    '2005-06-17'
    """
    text = text.strip()
    match = _ISO.fullmatch(text) or _ISO.fullmatch(text := plain_date(text))
    if match:
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
    match = _THREE.fullmatch(plain_date(text))
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

    >>> show_date(read_wide("3.4.12", "day first")), show_date(read_wide("3-Apr-12", "day first"))
    ('2012-04-03', '2012-04-03')
    """
    text = plain_date(text)
    if named := _NAMED_SHORT.fullmatch(text) or _NAMED_FIRST_SHORT.fullmatch(text):
        return _read_named(named[1], named[2], named[3], order)
    match = _THREE.fullmatch(text)
    short = match and len(match[3]) == 2 and len(match[1]) <= 2 and int(match[3]) <= 40
    if match and short and order != "year first":
        text = f"{match[1]}/{match[2]}/20{match[3]}"
    return read_in_order(text, order)


def _read_named(first: str, second: str, year: str, order: str) -> int | None:
    """Read the parts of a date whose month is a word, its year one of two digits up to 40."""
    day, month = (second, first) if first.isalpha() else (first, second)
    stands = "month first" if first.isalpha() else "day first"
    number = month_number(month)
    if order != stands or number is None or int(year) > 40:
        return None
    return _ordinal(2000 + int(year), number, int(day))


@lru_cache(maxsize=8192)
def find_orders(text: str) -> tuple[str, ...]:
    """Return the orders in which a text is a date.

    >>> find_orders("25/03/12"), find_orders("03/04/2012"), find_orders("3-Apr-12")
    (('day first',), ('day first', 'month first'), ('day first',))
    """
    return tuple(order for order in ORDERS if read_wide(text, order) is not None)
