"""Duration of remission: from onset to relapse, for first and later remissions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from srns.analysis.follow_up import (
    LatestDays,
    follow_up_end,
    in_remission_at_start,
    on_latest_days,
    relapsed_as_window_ended,
    settled_otherwise,
    undated_relapse,
)
from srns.analysis.time_to_event.cumulative_incidence import CENSORED, EVENT
from srns.analysis.time_to_event.curves import curve_record, curves_of_groups
from srns.analysis.time_to_event.time_at_risk import (
    ANY_REMISSION,
    COMPETING,
    by_length,
    reached_days,
)
from srns.cohort.date_intervals import show_span
from srns.cohort.tables import DAYS_PER_MONTH, Cohort
from srns.cohort.terms import COMPLETE, NOT_EVALUABLE, PARTIAL, RELAPSED, UNKNOWN
from srns.rules.classification import Classification

FIRST = "first remission"
LATER = "remission after a relapse"


@dataclass(frozen=True)
class Durations:
    """Follow-up of each remission.

    Attributes
    ----------
    table
        One row is one remission of one child: `patient`, `number` (1, 2, …), `remission` ("first
        remission" or "remission after a relapse"), `start_day`, `days` and `month` (from its onset,
        in whole days and in months), `cause` (1 relapse, 2 kidney failure or death, 0 censored at
        the last visit in the window).
    undated
        Children whose relapse, kidney failure or death has no date and was placed at the last Up/c.
    in_part
        By child: the range of possible days of a relapse, kidney failure or death with a partial
        date, which was placed on the latest of them.
    left_out
        Children with a remission left out because, owing to a partial date, the remission or its
        end is undetermined.
    at_start
        Children left out because they were in remission at start: its onset is unknown.
    """

    table: pd.DataFrame
    undated: tuple[str, ...]
    response: str
    in_part: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    at_start: tuple[str, ...] = ()


def durations(
    cohort: Cohort, classification: Classification, response: str = ANY_REMISSION
) -> Durations:
    """Follow every remission to relapse, a competing event or the end of the record.

    Time restarts at every remission (gap time), so a child who relapses and enters
    remission again is at risk again. The remissions of one child are not independent.

    Parameters
    ----------
    response
        ``complete remission``: from the onset of complete remission; `ANY_REMISSION`: from the
        onset of complete or partial remission.
    """
    changes = classification.course.changes
    at_start = in_remission_at_start(classification)
    onset_known = ~at_start[changes.child]
    child, day, state = (
        column[onset_known] for column in (changes.child, changes.day.astype(float), changes.state)
    )
    counts = np.isin(state, [COMPLETE, PARTIAL] if response == ANY_REMISSION else [response])
    same_child = np.zeros(len(child), dtype=bool)
    same_child[1:] = child[1:] == child[:-1]
    relapse = state == RELAPSED
    # Split at relapses: a remission continues when one response replaces another.
    episode = (~same_child | np.concatenate(([False], relapse[:-1]))).cumsum()
    first = np.flatnonzero(counts)
    first = first[np.unique(episode[first], return_index=True)[1]]
    closing = np.full(int(episode.max(initial=0)) + 1, np.nan)
    closing[episode[relapse]] = day[relapse]
    # A relapse with a partial date gives an unknown state, then the latest possible day; any other
    # unknown state leaves the remission undetermined.
    unknown = state == UNKNOWN
    in_part = np.flatnonzero(relapse[1:] & unknown[:-1] & same_child[1:])
    closing_first = closing.copy()
    closing_first[episode[in_part]] = day[in_part]
    undetermined = np.bincount(episode[unknown], minlength=len(closing))
    undetermined[episode[in_part]] -= 1

    ending = follow_up_end(classification)
    last, ends, ended_undated = ending.last_visit, ending.day, ending.undated
    children, start = child[first], day[first]
    relapsed = closing[episode[first]] if len(first) else np.zeros(0)
    number = _number(children)
    is_last = np.ones(len(children), dtype=bool)
    is_last[:-1] = children[1:] != children[:-1]
    undated = undated_relapse(cohort)[children] & is_last & np.isnan(relapsed)
    relapsed = np.where(undated, last[children], relapsed)
    has_relapsed = ~np.isnan(relapsed) & ~(ends[children] < relapsed)
    has_ended = ~np.isnan(ends[children]) & is_last
    cause = np.select([has_relapsed, has_ended], [EVENT, COMPETING], CENSORED)
    until = np.select([has_relapsed, has_ended], [relapsed, ends[children]], last[children])
    days = until - start
    patients = cohort.patients["patient"].to_numpy()[children]
    table = pd.DataFrame(
        {
            "patient": patients,
            "number": number,
            "remission": np.where(number == 1, FIRST, LATER),
            "start_day": start,
            "days": days,
            "month": days / DAYS_PER_MONTH,
            "cause": cause,
        }
    )
    undated_end = undated | (ended_undated[children] & (cause == COMPETING))
    relapsed_first = np.where(undated, relapsed, closing_first[episode[first]])
    ended_first = np.where(is_last, ending.earliest[children], np.nan)
    unclear = undetermined[episode[first]] > 0
    # Undetermined if the relapse or the kidney failure may have come first.
    unclear |= (ended_first < relapsed) & (ends[children] >= relapsed_first)
    unclear |= (cause == COMPETING) & (ended_first < start) & (ends[children] >= start)
    late = on_latest_days(classification)
    unclear |= relapsed_as_window_ended(classification, late)[children]
    # Kidney failure recorded before the remission: no follow-up.
    kept = (days >= 0) & ~unclear
    between = {
        str(patients[place]): show_span(spans[place], until[place])
        for causes, spans in ((EVENT, relapsed_first), (COMPETING, ended_first))
        for place in np.flatnonzero((cause == causes) & (spans < until) & kept)
    }
    return Durations(
        table[kept].reset_index(drop=True),
        tuple(dict.fromkeys(patients[undated_end & kept])),
        response,
        between,
        tuple(dict.fromkeys([*patients[unclear], *_undetermined(classification, response, late)])),
        tuple(cohort.patients.loc[at_start, "patient"]),
    )


def _undetermined(
    classification: Classification, response: str, late: LatestDays | None
) -> list[str]:
    """List the children whose remission itself depends on a partial date or on a rescue."""
    unknown = settled_otherwise(classification)
    unknown &= classification.judged.settled == NOT_EVALUABLE
    if late is not None:
        maybe = reached_days(classification, response, late.judged)[0]
        unknown |= ~np.isnan(maybe) & np.isnan(reached_days(classification, response)[0])
    return classification.cohort.patients.loc[unknown, "patient"].tolist()


def duration_of(cohort: Cohort, classification: Classification, response: str) -> dict:
    """Return the relapse curves of first remissions and of remissions after a relapse."""
    found = durations(cohort, classification, response)
    table = found.table
    curves = curves_of_groups(
        table["month"].to_numpy(dtype=float),
        table["cause"].to_numpy(dtype=int),
        table["remission"].to_numpy(dtype=object),
        (FIRST, LATER),
    )
    return {
        "response": response,
        "origin": f"onset of {response}",
        "event": "relapse",
        "curves": [
            {
                "remission": each.group,
                **curve_record(each),
                "patients": by_length(table[table["remission"] == each.group]),
            }
            for each in curves
        ],
        "undated_events_put_at_last_upcr": list(found.undated),
        "events_known_in_part_put_at_their_latest": dict(found.in_part),
        "left_out_because_known_in_part": list(found.left_out),
        "left_out_in_remission_at_start": list(found.at_start),
    }


def _number(children: np.ndarray) -> np.ndarray:
    """Return the number of each remission within its child, from 1."""
    if not len(children):
        return np.zeros(0, dtype=int)
    is_new = np.concatenate(([True], children[1:] != children[:-1]))
    place = np.arange(len(children))
    return place - np.maximum.accumulate(np.where(is_new, place, 0)) + 1
