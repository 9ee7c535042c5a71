"""Events that outcomes and notes tell of and the sheet Events does not list."""

import datetime
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pandas as pd

from srns.cohort.dictionary import PATIENTS
from srns.cohort.tables import EVENTS
from srns.cohort.terms import DEATH, ENDS_IN_KIDNEY_FAILURE, LOSES_KIDNEY
from srns.languages.sentences import sentence, term
from srns.workbook.findings import Findings, Place
from srns.workbook.problems import Problem
from srns.workbook.template.grid import Grid
from srns.workbook.values.dated_events import (
    DatedEvent,
    find_event_day,
    read_dated_event,
    read_event_among_others,
)
from srns.workbook.values.outcome_text import (
    OutcomeEvent,
    find_noted_events,
    find_outcome_events,
)

_OUTCOME = "recorded_outcome"
_NOTES = ("notes", "note")
_ACUTE = "acute dialysis"
"""Event of the sheet Events by which a person says that the dialysis of a note did not last."""
ROW_EXPECTED = sentence("a row in the sheet Events for what ends a remission")
"""What is expected where words tell of a death or of lost kidneys."""
_LASTING = frozenset((DEATH, "transplant"))
"""What a note without a date tells of for good; a dialysis may have been of an acute illness."""


@dataclass(frozen=True)
class ReadRows:
    """A sheet, the child of each of its rows, and whether the row is read."""

    grid: Grid
    patients: Sequence[str]
    keep: np.ndarray


def read_told_events(
    sheets: Mapping[str, ReadRows],
    events: pd.DataFrame,
    days: "EventDays",
    findings: Findings,
) -> pd.DataFrame:
    """Return a row for each loss of the kidneys or of the child that only words tell of.

    Where an outcome or a note says nothing but the event and its date, it is an event of that day.
    Else it has no day, and a query asks for it. Where the words leave open whether it happened,
    there is only the query.

    Parameters
    ----------
    sheets
        By name: Patients with the outcomes, and every sheet with notes.
    events
        The rows of the sheet Events.
    days
        What the days of events are counted from.
    """
    listed = set(zip(events["patient"], map(_kind, events["event"]), strict=True))
    told = _ToldEvents(listed, days, findings)
    for one in _told(sheets[PATIENTS.name], _OUTCOME, find_outcome_events):
        told.add(one, one.event.is_certain, "outcome")
    for sheet in sheets.values():
        for name in _NOTES:
            for one in _told(sheet, name, find_noted_events):
                lasts = one.event.is_certain and one.event.event in _LASTING
                told.add(one, lasts, "note")
    return told.table()


@dataclass(frozen=True)
class EventDays:
    """What the days of events in words are counted from.

    Attributes
    ----------
    index
        The index date of each child (ordinal), where it is known.
    orders
        The orders of the workbook's other text dates.
    today
        The last day that a date may have; None for no limit.
    """

    index: Mapping[str, float]
    orders: Collection[str] = ()
    today: datetime.date | None = None

    def find(
        self, child: str, text: str, told: OutcomeEvent
    ) -> tuple[DatedEvent, tuple[int, int]] | None:
        """Return the event that a text tells with its date, and its first and last possible day."""
        dated = read_dated_event(text, LOSES_KIDNEY)
        if dated is None and told.is_certain:
            dated = read_event_among_others(text, told.event, LOSES_KIDNEY)
        when = find_event_day(dated, self.orders) if dated and dated.event else None
        zero = self.index.get(child, np.nan)
        if dated is None or when is None or np.isnan(zero):
            return None
        if self.today is not None and when.first > self.today:
            return None
        return dated, (when.first.toordinal() - int(zero), when.last.toordinal() - int(zero))


@dataclass(frozen=True)
class _Told:
    """An event that one cell tells of."""

    place: Place
    row: int
    child: str
    text: str
    event: OutcomeEvent


def _told(
    sheet: ReadRows, column: str, find: Callable[[str], tuple[OutcomeEvent, ...]]
) -> Iterator[_Told]:
    matched = sheet.grid.headers.get(column)
    if matched is None:
        return
    place, find_once = sheet.grid.place(matched), lru_cache(maxsize=None)(find)
    for row, text in enumerate(sheet.grid.values(matched)):
        if sheet.keep[row] and isinstance(text, str):
            # Of several losses of the kidneys the first in a child's course counts, also where a
            # text names the transplant before the kidney failure.
            for one in sorted(find_once(text), key=lambda told: LOSES_KIDNEY.index(told.event)):
                yield _Told(place, row, sheet.patients[row], text, one)


@dataclass
class _ToldEvents:
    """The events that words tell of and no sheet lists, each of a child once."""

    listed: set[tuple[str, str]]
    days: EventDays
    findings: Findings
    asked: set[tuple[str, str]] = field(default_factory=set)
    rows: list[dict[str, object]] = field(default_factory=list)

    def add(self, told: _Told, happened: bool, where: str) -> None:
        """List an event if it surely happened, and ask for its day or whether it did."""
        known = (told.child, _kind(told.event.event))
        acute = told.event.event == "dialysis" and (told.child, _ACUTE) in self.listed
        if acute or known in self.listed or (not happened and known in self.asked):
            return
        dated = self.days.find(told.child, told.text, told.event)
        if dated is None or where != "outcome":
            self.findings.problems.append(_ask_for_day(told, happened, where, dated is not None))
        self.asked.add(known)
        if not (happened or dated):
            return
        self.listed.add(known)
        row = {"patient": told.child, "day": pd.NA, "event": told.event.event}
        row |= {"detail": told.text, "cell": told.place.full(told.row)}
        if dated is not None:
            event, (first, last) = dated
            row["event"] = event.event
            row |= {"day": first} if first == last else {
                "day_earliest": first, "day_latest": last, "day_typed": event.date
            }  # fmt: skip
        self.rows.append(row)

    def table(self) -> pd.DataFrame:
        """Return the events; a column of partial dates only where there is one."""
        found = pd.DataFrame(self.rows)
        whole = ["day", *(one for one in ("day_earliest", "day_latest") if one in found)]
        named = found.reindex(columns=[*EVENTS, *(one for one in found if one not in EVENTS)])
        return named.astype(dict.fromkeys(whole, "Int64"))


def _kind(event: str) -> str:
    """Return one word for all that loses the kidneys: a dialysis tells of kidney failure, too."""
    return "kidneys" if event in ENDS_IN_KIDNEY_FAILURE else event


def _ask_for_day(told: _Told, happened: bool, where: str, dated: bool) -> Problem:
    event = term(told.event.event)
    if dated:
        remedy = sentence(
            "It is read as {event} on that day: type it in Events if it was otherwise.",
            event=event,
        )
    elif happened:
        remedy = sentence(
            "It is read as {event} on an unknown day: type it with its day in Events.",
            event=event,
        )
    else:
        remedy = ask_whether(told.event.event)
    found = (
        sentence("the outcome '{text}', and no {event} among the child's events",
                 text=told.text, event=event)
        if where == "outcome" else
        sentence("the note '{text}', and no {event} among the child's events",
                 text=told.text, event=event)
    )  # fmt: skip
    return told.place.query(told.row, found, ROW_EXPECTED, remedy)


def ask_whether(event: str) -> str:
    """Return what to do about words that may tell of an event."""
    return sentence(
        "It is kept as words: type the {event} in Events if it happened.", event=term(event)
    )
