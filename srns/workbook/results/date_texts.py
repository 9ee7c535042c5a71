"""Texts of dates with a time of the day, and those that fit no order of their column."""

import datetime
import re
from collections.abc import Mapping, Sequence

from srns.languages.sentences import list_or, sentence, term
from srns.workbook.findings import Findings
from srns.workbook.results.source import RowPlace
from srns.workbook.values.dates import read_fixed_date, read_in_order

_CLOCK = re.compile(
    r"[T ,]+(\d{1,2}):(\d{2})(?::\d{2}(?:[.,]\d+)?)?(?:\s*([AaPp])\.?[Mm]\.?)?"
    r"\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?$"
)
_DIGITS = re.compile(
    r"((?:19|20|21)\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})(?:\d{2})?(?:\.\d+)?)?(?:[+-]\d{4})?"
)
_ZONE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})$")
_ISO_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")
ORDERS = ("day first", "month first", "year first")
_LOOSE = re.compile(r"\d{1,4}[./\- ]\d{1,2}[./\- ]\d{2,4}")


def split_time(value: object) -> tuple[object, str]:
    """Part a date from its time of the day; midnight is no time.

    >>> split_time("24/12/2014 13:31"), split_time("20141224133100+0100")
    (('24/12/2014', '13:31'), ('2014-12-24', '13:31'))
    >>> split_time("2014-12-24T00:00:00Z")
    ('2014-12-24', '')
    """
    if isinstance(value, datetime.datetime):
        return value.date(), _clock(f"{value.hour:02d}", f"{value.minute:02d}")
    if isinstance(value, float | int) and not isinstance(value, bool) and value > 19000000:
        value = f"{value:.0f}"
    if not isinstance(value, str):
        return value, ""
    if _ISO_TIME.match(value):  # the common case, quickly
        return value[:10], _clock(value[11:13], value[14:16])
    return _split_text(value.strip())


def _clock(hour: str, minute: str, half: str = "") -> str:
    hours = int(hour) % 12 + (12 if half in "Pp" else 0) if half else int(hour)
    return f"{hours:02d}:{minute}" if hours or minute != "00" else ""


def _split_text(text: str) -> tuple[str, str]:
    if match := _DIGITS.fullmatch(text):
        clock = _clock(match[4], match[5]) if match[4] else ""
        return f"{match[1]}-{match[2]}-{match[3]}", clock
    if match := _ZONE.match(text):
        return match[1], ""
    if match := _CLOCK.search(text):
        return text[: match.start()].strip(), _clock(match[1], match[2], match[3] or "")
    return text, ""


def _contradiction(orders: Mapping[int, frozenset[str]], fits: Sequence[int]) -> tuple[int, int]:
    """Return two dates that no order fits, or that fit fewest orders."""
    first: dict[frozenset[str], int] = {}
    for spot in fits:
        first.setdefault(orders[spot], spot)
    pairs = [(one, two) for one in first for two in first if not one & two]
    one, two = pairs[0] if pairs else sorted(first, key=len)[:2]
    return min(first[one], first[two]), max(first[one], first[two])


def find_common_orders(dates: Sequence[object]) -> set[str]:
    """Return the orders in which every text date that needs one is a date; none without any.

    >>> sorted(find_common_orders(["03/04/2020", "2020-01-01"]))
    ['day first', 'month first']
    >>> find_common_orders(["03/04/2020", "25/04/2020"])
    {'day first'}
    """
    orders = [
        {order for order in ORDERS if read_in_order(date, order) is not None}
        for date in dates
        if isinstance(date, str) and _LOOSE.fullmatch(date) and read_fixed_date(date) is None
    ]
    return set.intersection(*orders) if orders else set()


def leave_out_misfits(dates: list[object], place: RowPlace, findings: Findings) -> list[object]:
    """Blank the text dates that would keep the order of all others from being decided.

    A date that is one in no order is left out alone; where two orders contradict each other, none
    of the text dates can be read until a person says which holds.
    """
    orders = {
        spot: frozenset(order for order in ORDERS if read_in_order(date, order) is not None)
        for spot, date in enumerate(dates)
        if isinstance(date, str) and _LOOSE.fullmatch(date) and read_fixed_date(date) is None
    }
    fits = [spot for spot, those in orders.items() if those]
    kept = list(dates)
    for spot in orders.keys() - set(fits):
        findings.problems.append(
            place.error(
                spot,
                sentence("the text '{text}'", text=str(dates[spot])),
                sentence("a date, such as 2005-06-17"),
                sentence("Type the date as year-month-day, such as 2005-06-17."),
            )
        )
        kept[spot] = ""
    if fits and not frozenset.intersection(*(orders[spot] for spot in fits)):
        one, two = _contradiction(orders, fits)
        findings.problems.append(
            place.error(
                two,
                sentence(
                    "the text dates '{one}' ({its_order}) and '{other}' ({other_order})",
                    one=str(dates[one]),
                    its_order=list_or(map(term, sorted(orders[one]))),
                    other=str(dates[two]),
                    other_order=list_or(map(term, sorted(orders[two]))),
                ),
                sentence("one order in the whole column"),
                sentence("Say which order holds; what is no date in it is left out."),
            )
        )
        for spot in fits:
            kept[spot] = ""
    return kept
