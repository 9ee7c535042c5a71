"""Events that outcomes and notes tell of and the sheet Events does not list."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from srns.cohort.tables import EVENTS
from srns.cohort.terms import DEATH, ENDS_IN_KIDNEY_FAILURE
from srns.languages.sentences import sentence, term
from srns.workbook.findings import Findings, Place
from srns.workbook.problems import Problem
from srns.workbook.template.grid import Grid
from srns.workbook.values.outcome_text import (
    OutcomeEvent,
    find_noted_events,
    find_outcome_events,
)

_OUTCOME = "recorded_outcome"
_NOTES = ("notes", "note")
_LASTING = frozenset((DEATH, "transplant"))
"""What a note tells of for good; a dialysis in a note may have been that of an acute illness."""


@dataclass(frozen=True)
class ReadRows:
    """A sheet, the child of each of its rows, and whether the row is read."""

    grid: Grid
    patients: Sequence[str]
    keep: np.ndarray


def read_told_events(
    children: ReadRows, sheets: Iterable[ReadRows], events: pd.DataFrame, findings: Findings
) -> pd.DataFrame:
    """Return a row for each loss of the kidneys or of the child that only words tell of.

    It is an event without a day, because an outcome or a note does not say when, and a query asks
    for it. Where the words leave open whether it happened, there is only the query.

    Parameters
    ----------
    children
        The sheet Patients, with the outcomes.
    sheets
        Every sheet with notes.
    events
        The rows of the sheet Events.
    """
    listed = set(zip(events["patient"], map(_kind, events["event"]), strict=True))
    asked: set[tuple[str, str]] = set()
    rows: list[tuple[str, object, str, str, str]] = []
    for told in _told(children, _OUTCOME, find_outcome_events):
        _keep(told, told.one.is_certain, "outcome", listed, asked, rows, findings)
    for sheet in sheets:
        for name in _NOTES:
            for told in _told(sheet, name, find_noted_events):
                lasts = told.one.is_certain and told.one.event in _LASTING
                _keep(told, lasts, "note", listed, asked, rows, findings)
    found = pd.DataFrame(rows, columns=list(EVENTS))
    return found.astype({"day": "Int64"})


@dataclass(frozen=True)
class _Told:
    """An event that one cell tells of."""

    place: Place
    row: int
    child: str
    text: str
    one: OutcomeEvent


def _told(
    sheet: ReadRows, column: str, find: Callable[[str], tuple[OutcomeEvent, ...]]
) -> Iterator[_Told]:
    matched = sheet.grid.headers.get(column)
    if matched is None:
        return
    place, find_once = sheet.grid.place(matched), lru_cache(maxsize=None)(find)
    for row, text in enumerate(sheet.grid.values(matched)):
        if sheet.keep[row] and isinstance(text, str):
            for one in find_once(text):
                yield _Told(place, row, sheet.patients[row], text, one)


def _keep(
    told: _Told,
    happened: bool,
    where: str,
    listed: set[tuple[str, str]],
    asked: set[tuple[str, str]],
    rows: list[tuple[str, object, str, str, str]],
    findings: Findings,
) -> None:
    """Ask for the day of an event that is not listed, and list it if it surely happened."""
    known = (told.child, _kind(told.one.event))
    if known in listed or (not happened and known in asked):
        return
    findings.problems.append(_ask_for_day(told, happened, where))
    asked.add(known)
    if happened:
        listed.add(known)
        cell = told.place.full(told.row)
        rows.append((told.child, pd.NA, told.one.event, told.text, cell))


def _kind(event: str) -> str:
    """Return one word for all that loses the kidneys: a dialysis tells of kidney failure, too."""
    return "kidneys" if event in ENDS_IN_KIDNEY_FAILURE else event


def _ask_for_day(told: _Told, happened: bool, where: str) -> Problem:
    event = term(told.one.event)
    if happened:
        remedy = sentence(
            "It is read as {event} on an unknown day: type it with its day in Events.",
            event=event,
        )
    else:
        remedy = sentence(
            "It is kept as words: type the {event} in Events if it happened.", event=event
        )
    found = (
        sentence("the outcome '{text}', and no {event} among the child's events",
                 text=told.text, event=event)
        if where == "outcome" else
        sentence("the note '{text}', and no {event} among the child's events",
                 text=told.text, event=event)
    )  # fmt: skip
    return told.place.query(
        told.row, found, sentence("a row in the sheet Events for what ends a remission"), remedy
    )
