"""Events that the recorded outcomes tell of and the sheet Events does not list."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from srns.cohort.tables import EVENTS
from srns.cohort.terms import ENDS_IN_KIDNEY_FAILURE
from srns.languages.sentences import sentence
from srns.workbook.findings import Findings, Place
from srns.workbook.problems import Problem
from srns.workbook.template.grid import Grid
from srns.workbook.values.outcome_text import OutcomeEvent, find_outcome_events

_OUTCOME, _NOTE = "recorded_outcome", "note"


def read_outcome_events(
    grid: Grid, patients: Sequence[str], keep: np.ndarray, events: pd.DataFrame, findings: Findings
) -> pd.DataFrame:
    """Return a row for each loss of the kidneys or of the child that only an outcome tells of.

    It is an event without a day, because the outcome does not say when, and a query asks for it.
    Where the words leave open whether it happened, there is only the query.

    Parameters
    ----------
    grid, patients, keep
        The sheet Patients, the child of each of its rows, and whether the row is read.
    events
        The rows of the sheet Events.
    """
    matched = grid.headers.get(_OUTCOME)
    rows: list[tuple[str, object, str, str, str]] = []
    if matched is None:
        return pd.DataFrame(rows, columns=list(EVENTS))
    place = grid.place(matched)
    listed = set(zip(events["patient"], map(_kind, events["event"]), strict=True))
    for row, text in enumerate(grid.values(matched)):
        if not keep[row] or not isinstance(text, str):
            continue
        for one in find_outcome_events(text):
            told = (patients[row], _kind(one.event))
            if told in listed:
                continue
            findings.problems.append(_ask_for_day(place, row, text, one))
            if one.is_certain:
                listed.add(told)
                rows.append((patients[row], pd.NA, one.event, text, place.full(row)))
    found = pd.DataFrame(rows, columns=list(EVENTS))
    return found.astype({"day": "Int64"})


def query_noted_events(
    grid: Grid, patients: Sequence[str], keep: np.ndarray, events: pd.DataFrame, findings: Findings
) -> None:
    """Ask for each loss of the kidneys or of the child that only a note of a result tells of.

    A note may be about anybody: it is never read as an event.

    Parameters
    ----------
    grid, patients, keep
        The sheet with the notes, the child of each of its rows, and whether the row is read.
    events
        The rows of the sheet Events, and what the outcomes tell of.
    """
    matched = grid.headers.get(_NOTE)
    if matched is None:
        return
    place = grid.place(matched)
    told = set(zip(events["patient"], map(_kind, events["event"]), strict=True))
    for row, text in enumerate(grid.values(matched)):
        if not keep[row] or not isinstance(text, str):
            continue
        for one in find_outcome_events(text):
            if one.is_certain and (patients[row], _kind(one.event)) not in told:
                told.add((patients[row], _kind(one.event)))
                findings.problems.append(_ask_whether(place, row, text, one))


def _ask_whether(place: Place, row: int, text: str, one: OutcomeEvent) -> Problem:
    return place.query(
        row,
        sentence(
            "the note '{text}', and no {event} among the child's events",
            text=text,
            event=one.event,
        ),
        sentence("a row in the sheet Events for what ends a remission"),
        sentence(
            "It is kept as words: type the {event} in Events if it happened.", event=one.event
        ),
    )


def _kind(event: str) -> str:
    """Return one word for all that loses the kidneys: a dialysis tells of kidney failure, too."""
    return "kidneys" if event in ENDS_IN_KIDNEY_FAILURE else event


def _ask_for_day(place: Place, row: int, text: str, one: OutcomeEvent) -> Problem:
    if one.is_certain:
        remedy = sentence(
            "It is read as {event} on an unknown day: type it with its day in Events.",
            event=one.event,
        )
    else:
        remedy = sentence(
            "It is kept as words: type the {event} in Events if it happened.", event=one.event
        )
    return place.query(
        row,
        sentence(
            "the outcome '{text}', and no {event} among the child's events",
            text=text,
            event=one.event,
        ),
        sentence("a row in the sheet Events for what ends a remission"),
        remedy,
    )
