"""Cells such as "died 05.05.2021": a date with a word that says what happened on it."""

import re
from dataclasses import dataclass

from srns.workbook.headings.deciding import find_event
from srns.workbook.headings.heading import parse_heading
from srns.workbook.problems import Problem, address
from srns.workbook.recipe.assembled_sheets import Cell
from srns.workbook.recipe.column_evidence import is_date
from srns.workbook.values.partial_dates import read_partial_date
from srns.workbook.values.text import clean

LAST_FOLLOW_UP = "Patients.last_follow_up_date"
_CERTAIN = ("death", "transplant")
"""Events that end what is judged, whatever else is known of them; dialysis may have been acute."""
_ALIVE = ("survival", "last follow-up date")
"""What words beside a date mean that only say that the child was seen on it."""
_DATE = re.compile(
    r"(?P<before>.*?)(?<!\d)(?P<date>\d{1,4}[./\-]\d{1,2}[./\-]\d{1,4}|\d{1,2}[./\-](?:19|20)\d{2}"
    r"|(?:19|20)\d{2}-\d{1,2}|\d{1,2}\.?\s*[^\W\d_]{3,10}\.?\s*\d{4}|(?:19|20)\d{2})(?!\d)(?P<after>.*)"
)
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


def read_dated_event(value: object) -> DatedEvent | None:
    """Return the date of a cell and what its words say; None where they are not understood.

    >>> read_dated_event("died 05.05.2021"), read_dated_event("2021-05-05 (alive)")
    (DatedEvent(date='05.05.2021', event='death'), DatedEvent(date='2021-05-05', event=''))
    >>> read_dated_event("05.05.2021"), read_dated_event("moved 05.05.2021")
    (None, None)
    """
    match = _DATE.fullmatch(clean(value)) if isinstance(value, str) else None
    if match is None or not (is_date(match["date"]) or read_partial_date(match["date"])):
        return None
    beside = f"{match['before']} {match['after']}"
    if _DOUBT.search(beside):
        return None
    words = " ".join(one.strip(_EDGES) for one in beside.split()).strip()
    if _CROSS.search(beside) and not words:
        return DatedEvent(match["date"], "death")
    said = parse_heading(words)
    event = find_event(said)
    if event in _CERTAIN:
        return DatedEvent(match["date"], event)
    seen = words and not said.unexplained and said.quantity in _ALIVE
    return DatedEvent(match["date"], "") if seen else None


def note_dated_event(cell: Cell, read: DatedEvent) -> Problem:
    """Return the note that a cell is read as a date, and as an event where it names one."""
    tab, place = cell[1]
    what = f"{read.event} on that day, and as the last follow-up" if read.event else "the date"
    return Problem(
        "note",
        tab,
        address(*place),
        f"the text '{clean(cell[0])}'",
        "a date, such as 2005-06-17",
        f"It is read as {what}. Type an event of another day in the sheet Events.",
    )
