"""Periods of drugs written beside their names, such as "tacrolimus 01/2020 - 06/2020"."""

import re
from dataclasses import dataclass

from srns.workbook.values.dates import find_orders, read_fixed_date, read_wide, show_date
from srns.workbook.values.numbers_and_words import missing_reason
from srns.workbook.values.partial_dates import MONTH_NAMES, read_partial_date
from srns.workbook.values.text import clean
from srns.workbook.values.yes_no import read_yes_no

_MONTH = rf"(?:{'|'.join(sorted({name[:3] for name in MONTH_NAMES}))})[^\W\d_]{{0,7}}\.?\s+"
_DATE = (
    r"(?:(?:19|20)\d{2}-\d{1,2}(?:-\d{1,2})?|(?:\d{1,2}[./-]){1,2}(?:19|20)\d{2}"
    rf"|(?:\d{{1,2}}\.?\s+)?{_MONTH}(?:19|20)\d{{2}}|(?:19|20)\d{{2}})(?!\d)"
)
_NO_DAY = re.compile(
    r"(?:nil|not given|still on|(?:still )?continu\w+|on ?going|till date|en cours|(?:fort)?laufend"
    r"|en curso|em curso|current\w*|now|today|present|to date|heute|hoy|hoje|actual)\.?",
    re.IGNORECASE,
)
"""What stands in place of the day of a drug that was not given, or that goes on."""
_REMARKED = re.compile(r"(?P<day>[^()\[\]]*\d[^()\[\]]*?)\s*[(\[](?P<remark>[^()\[\]]+)[)\]]")
_NOW = r"now|today|present|ongoing|current|to date|heute|laufend|aujourd'hui|actual|hoy|hoje|oggi"
_TO = r"\s*(?:[-–—→]|\b(?:to|until|till|through|bis|au|jusqu'[aà]u?|hasta|até|fino a)\b)\s*"
_FROM = r"\b(?:from|since|starting|started|seit|ab|von|depuis|dès|desde|dal)\b\s*:?\s*"
_UNTIL = r"\b(?:until|till|stopped|up to|bis|jusqu'[aà]u?|hasta|até|fino a)\b\s*:?\s*"
_PERIOD = re.compile(
    rf"[(\[,]?\s*(?:(?:{_FROM})?(?P<start>{_DATE}){_TO}(?P<stop>{_DATE}|{_NOW}|(?=[)\]]|$))"
    rf"|{_FROM}(?P<since>{_DATE})|{_UNTIL}(?P<until>{_DATE}))\s*[)\]]?",
    re.IGNORECASE,
)
_MARK = "\x1a"
_MARKED = re.compile(rf"\s*{_MARK}(\d+){_MARK}\s*")


@dataclass(frozen=True)
class DrugPeriod:
    """First and last day of a course, as a date column takes them; empty where not said."""

    start: str = ""
    stop: str = ""


def mark_periods(text: str) -> tuple[str, list[DrugPeriod]]:
    """Return a text with a mark in place of each period of which the days are certain.

    A date such as 3/4/2020, of which the order of day and month is open, stays, and so does one
    that is neither said to be the first day nor the last.

    >>> text, periods = mark_periods("Tac 01/2020 - 06/2020, then MMF since 2021")
    >>> [(one.start, one.stop) for one in periods]
    [('2020-01', '2020-06'), ('2021', '')]
    >>> mark_periods("Tac 3/4/2020 - 5/6/2020")[1]
    []
    """
    periods: list[DrugPeriod] = []

    def mark(match: re.Match[str]) -> str:
        start, stop = match["start"] or match["since"] or "", match["stop"] or match["until"] or ""
        order = _common_order(start, stop)
        days = [_certain(one, order) for one in (start, stop)]
        if None in days:
            return match[0]
        periods.append(DrugPeriod(*(one or "" for one in days)))
        return f" {_MARK}{len(periods) - 1}{_MARK} "

    return _PERIOD.sub(mark, text).strip(), periods


def take_period(part: str, periods: list[DrugPeriod]) -> tuple[str, DrugPeriod] | None:
    """Return a part of a text without its mark, and the period; None where it has two."""
    marks = _MARKED.findall(part)
    if len(marks) > 1:
        return None
    period = periods[int(marks[0])] if marks else DrugPeriod()
    return _MARKED.sub(" ", part).strip(" ,:;"), period


def _common_order(*texts: str) -> str:
    """Return the one order of day and month in which all these dates are dates; else empty."""
    orders = [set(found) for text in texts if (found := find_orders(text))]
    common = set.intersection(*orders) if orders else set()
    return common.pop() if len(common) == 1 else ""


def _certain(text: str, order: str) -> str | None:
    """Return a date as a column of dates takes it; None where its day is not certain."""
    if not text or re.fullmatch(_NOW, text, re.IGNORECASE):
        return ""
    plain = text.replace("-", ".") if re.fullmatch(r"\d{1,2}-(?:19|20)\d{2}", text) else text
    day = read_fixed_date(plain)
    if day is None and order and find_orders(plain):
        day = read_wide(plain, order)
    if day is not None:
        return show_date(day)
    part = read_partial_date(plain.replace(". ", " "))
    if part is None:
        return None
    year = f"{part.first:%Y}"
    return year if part.first.month != part.last.month else f"{part.first:%Y-%m}"


def part_day(value: object) -> tuple[object, str]:
    """Return what a cell for the start or the end of a drug says of its day, and what else it says.

    The day is empty where the drug was never given, or goes on.

    >>> part_day("never"), part_day("continuing"), part_day("Jan 2019 (nephrotoxicity)")
    (('', 'never'), ('', 'continuing'), ('Jan 2019', 'nephrotoxicity'))
    """
    if not isinstance(value, str):
        return value, ""
    text = clean(value)
    if missing_reason(text) is not None or read_yes_no(text) is False or _NO_DAY.fullmatch(text):
        return "", text
    match = _REMARKED.fullmatch(text)
    return (match["day"], match["remark"]) if match else (value, "")
