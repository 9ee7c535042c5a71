"""Cells such as "died 05.05.2021": a date with a word that says what happened on it."""

import datetime
import re
from collections.abc import Collection
from dataclasses import dataclass

from srns.cohort.terms import ENDS_IN_KIDNEY_FAILURE
from srns.workbook.headings.heading import parse_heading
from srns.workbook.values.dates import find_orders, read_fixed_date, read_wide
from srns.workbook.values.outcome_text import find_outcome_events
from srns.workbook.values.partial_dates import PartialDate, month_number, read_partial_date
from srns.workbook.values.text import clean

_CERTAIN = ("death", "transplant")
"""Events that end what is judged, whatever else is known of them; dialysis may have been acute."""
_ALIVE = ("survival", "last follow-up date")
"""What words beside a date mean that only say that the child was seen on it."""
_DATE = re.compile(
    r"(?P<before>.*?)(?<!\d)(?P<date>\d{1,4}[./\-]\d{1,2}[./\-]\d{1,4}|\d{1,2}[./\-](?:19|20)\d{2}"
    r"|(?:19|20)\d{2}\s*[年년]\s*\d{1,2}\s*[月월](?:\s*\d{1,2}\s*[日号일]?)?"
    r"|(?:19|20)\d{2}-\d{1,2}|\d{1,2}\.?\s*[^\W\d_]{3,10}\.?\s*\d{4}|(?:19|20)\d{2})(?!\d)(?P<after>.*)"
)
_NAMED = re.compile(
    r"(?P<before>.*?)(?P<date>(?P<month>[^\W\d_]{3,10})[ .,\-/]*(?:19|20)\d{2})(?!\d)(?P<after>.*)"
)
_PARTS = re.compile(r"[;→>]|,(?!\d)|\b(?:then|and|und|dann|et|puis|y|luego|e|depois|poi)\b")
_EDGES = " \t()[]{},;:.-–=†✝"
_CROSS = re.compile("[†✝]")
_DOUBT = re.compile(
    r"[?\d]|\b(?:not?|never|non|nicht|kein|ne|pas|não|nao|sin|sem|senza|değil|or|oder|ou|o)\b",
    re.IGNORECASE,
)
"""What denies or doubts what is said beside a date, and a second number."""


@dataclass(frozen=True)
class DatedEvent:
    """A date as typed, and the event of that day; empty where the child was only seen."""

    date: str
    event: str


def read_dated_event(value: object, certain: Collection[str] = _CERTAIN) -> DatedEvent | None:
    """Return the date of a cell and what its words say; None where they are not understood.

    Parameters
    ----------
    certain
        Events that are read. Of several losses of the kidneys ("ESKD, dialysis 2019-09-02") the
        last one is.

    Examples
    --------
    >>> read_dated_event("died 05.05.2021"), read_dated_event("2021-05-05 (alive)")
    (DatedEvent(date='05.05.2021', event='death'), DatedEvent(date='2021-05-05', event=''))
    >>> read_dated_event("Expired on 12/05/2019")
    DatedEvent(date='12/05/2019', event='death')
    >>> read_dated_event("05.05.2021"), read_dated_event("moved 05.05.2021")
    (None, None)
    """
    match = _find_date(clean(value)) if isinstance(value, str) else None
    if match is None or not _is_date(match["date"]):
        return None
    beside = f"{match['before']} {match['after']}"
    if _DOUBT.search(beside):
        return None
    words = " ".join(one.strip(_EDGES) for one in beside.split()).strip()
    if _CROSS.search(beside) and not words:
        return DatedEvent(match["date"], "death")
    if event := _find_certain(words, certain):
        return DatedEvent(match["date"], event)
    said = parse_heading(words)
    seen = words and not said.unexplained and said.quantity in _ALIVE
    return DatedEvent(match["date"], "") if seen else None


def read_event_among_others(
    text: str, event: str, certain: Collection[str] = _CERTAIN
) -> DatedEvent | None:
    """Return an event with its date from a text that tells of several, each in its own part.

    >>> read_event_among_others("ESRD 2019, Tx 12/2020, well", "kidney failure", ["kidney failure"])
    DatedEvent(date='2019', event='kidney failure')
    """
    read = (read_dated_event(part, certain) for part in _PARTS.split(clean(text)))
    return next((one for one in read if one is not None and one.event == event), None)


def _find_date(text: str) -> re.Match[str] | None:
    """Return the date of a text, with what stands before and behind it."""
    dated = _DATE.fullmatch(text)
    named = _NAMED.fullmatch(text)
    if named is None or month_number(named["month"]) is None:
        return dated
    return dated if dated and len(dated["date"]) > len(named["date"]) else named


def _find_certain(words: str, certain: Collection[str]) -> str:
    """Return the event that words tell of, the last of several kidney losses; else empty."""
    told = find_outcome_events(words)
    events = [one.event for one in told if one.is_certain and one.event in certain]
    if len(events) < len(told):
        return ""
    several = len(events) > 1 and any(one not in ENDS_IN_KIDNEY_FAILURE for one in events)
    return events[-1] if events and not several else ""


def find_event_day(dated: DatedEvent, orders: Collection[str]) -> PartialDate | None:
    """Return the day of an event, or the days between which it was; None where its order is open.

    Parameters
    ----------
    orders
        Those of the other text dates.
    """
    day = read_fixed_date(dated.date)
    fits = find_orders(dated.date)
    order = fits[0] if len(fits) == 1 else next(iter(orders)) if len(orders) == 1 else ""
    if day is None and order:
        day = read_wide(dated.date, order)
    if day is None:
        return None if fits else read_partial_date(dated.date)
    date = datetime.date.fromordinal(day)
    return PartialDate(date, date, date.isoformat())


def _is_date(text: str) -> bool:
    return bool(read_fixed_date(text) or find_orders(text) or read_partial_date(text))
