"""How long did a remission last, and how long the next one?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from srns.analysis.time_to_event.competing_events import endings
from srns.analysis.time_to_event.cumulative_incidence import CENSORED, EVENT
from srns.analysis.time_to_event.curves import curve_of, curve_record
from srns.analysis.time_to_event.time_at_risk import ANY_REMISSION, COMPETING, last_occasions
from srns.cohort.date_intervals import is_in_part, show_span
from srns.cohort.tables import DAYS_PER_MONTH, Cohort
from srns.cohort.terms import COMPLETE, PARTIAL, RELAPSED, UNKNOWN
from srns.rules.classification import Classification

FIRST = "first remission"
LATER = "remission after a relapse"


@dataclass(frozen=True)
class Durations:
    """How long each remission held.

    Attributes
    ----------
    table
        One row is one remission of one child: `patient`, `number` (1, 2, …), `remission` ("first
        remission" or "remission after a relapse"), `start_day`, `month` (from its first
        occasion), `cause` (1 relapse, 2 kidney failure or death, 0 the end of the record: the
        last Up/c).
    undated
        Children whose relapse, kidney failure or death has no day and was put at the last Up/c.
    in_part
        Children whose relapse, kidney failure or death is known only in part and was put on the
        last day that it may have been: between which days it lies.
    left_out
        Children of whom a remission is left out: because of a relapse, kidney failure or death that
        is known only in part nobody can tell what ended it.
    """

    table: pd.DataFrame
    undated: tuple[str, ...]
    response: str
    in_part: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


def durations(
    cohort: Cohort, classification: Classification, response: str = ANY_REMISSION
) -> Durations:
    """Follow every remission to the relapse that ended it, or to what came instead.

    Time starts anew with every remission (gap time), so that a child who relapsed and went into
    remission again is at risk again. The remissions of one child are not independent.

    Parameters
    ----------
    response
        ``complete remission``: from where complete remission began; `ANY_REMISSION`: from where
        the better or the lesser began.
    """
    changes = classification.course.changes
    child, day, state = changes.child, changes.day.astype(float), changes.state
    counts = np.isin(state, [COMPLETE, PARTIAL] if response == ANY_REMISSION else [response])
    same_child = np.zeros(len(child), dtype=bool)
    same_child[1:] = child[1:] == child[:-1]
    relapse = state == RELAPSED
    # The stretches between relapses; a remission goes on while one response replaces another.
    stretch = (~same_child | np.concatenate(([False], relapse[:-1]))).cumsum()
    first = np.flatnonzero(counts)
    first = first[np.unique(stretch[first], return_index=True)[1]]
    closing = np.full(int(stretch.max(initial=0)) + 1, np.nan)
    closing[stretch[relapse]] = day[relapse]
    # Directly after a state that is unknown, because a relapse is known in part, stands the last
    # day on which it may have come; wherever else it is unknown, nobody can tell what held.
    unknown = state == UNKNOWN
    in_part = np.flatnonzero(relapse[1:] & unknown[:-1] & same_child[1:])
    closing_first = closing.copy()
    closing_first[stretch[in_part]] = day[in_part]
    untold = np.bincount(stretch[unknown], minlength=len(closing))
    untold[stretch[in_part]] -= 1

    last = last_occasions(classification)
    ending = endings(cohort, last)
    ends, end_guessed = ending.day, ending.undated
    who, start = child[first], day[first]
    relapsed = closing[stretch[first]] if len(first) else np.zeros(0)
    number = _number(who)
    is_last = np.ones(len(who), dtype=bool)
    is_last[:-1] = who[1:] != who[:-1]
    undated = _undated_relapse(cohort)[who] & is_last & np.isnan(relapsed)
    relapsed = np.where(undated, last[who], relapsed)
    has_relapsed = ~np.isnan(relapsed) & ~(ends[who] < relapsed)
    has_ended = ~np.isnan(ends[who]) & is_last
    cause = np.select([has_relapsed, has_ended], [EVENT, COMPETING], CENSORED)
    until = np.select([has_relapsed, has_ended], [relapsed, ends[who]], last[who])
    months = (until - start) / DAYS_PER_MONTH
    patients = cohort.patients["patient"].to_numpy()[who]
    table = pd.DataFrame(
        {
            "patient": patients,
            "number": number,
            "remission": np.where(number == 1, FIRST, LATER),
            "start_day": start,
            "month": months,
            "cause": cause,
        }
    )
    guessed = undated | (end_guessed[who] & (cause == COMPETING))
    relapsed_first = np.where(undated, relapsed, closing_first[stretch[first]])
    ended_first = np.where(is_last, ending.earliest[who], np.nan)
    unsure = untold[stretch[first]] > 0
    # Which came first, the relapse or the kidney failure?
    unsure |= (ended_first < relapsed) & (ends[who] >= relapsed_first)
    unsure |= (cause == COMPETING) & (ended_first < start) & (ends[who] >= start)
    # Kidney failure recorded before the remission: that remission has no time of its own.
    kept = (months >= 0) & ~unsure
    between = {
        str(patients[place]): show_span(spans[place], until[place])
        for causes, spans in ((EVENT, relapsed_first), (COMPETING, ended_first))
        for place in np.flatnonzero((cause == causes) & (spans < until) & kept)
    }
    return Durations(
        table[kept].reset_index(drop=True),
        tuple(dict.fromkeys(patients[guessed & kept])),
        response,
        between,
        tuple(dict.fromkeys(patients[unsure])),
    )


def duration_of(cohort: Cohort, classification: Classification, response: str) -> dict:
    """Estimate how long remissions held: one curve of first ones, one of those after a relapse."""
    lasted = durations(cohort, classification, response)
    table = lasted.table
    return {
        "response": response,
        "origin": f"onset of {response}",
        "event": "relapse",
        "curves": [
            {
                "remission": name,
                **curve_record(
                    curve_of(
                        name,
                        table.loc[table["remission"] == name, "month"].to_numpy(dtype=float),
                        table.loc[table["remission"] == name, "cause"].to_numpy(dtype=int),
                    )
                ),
            }
            for name in (FIRST, LATER)
        ],
        "undated_events_put_at_last_upcr": list(lasted.undated),
        "events_known_in_part_put_at_their_latest": dict(lasted.in_part),
        "left_out_because_known_in_part": list(lasted.left_out),
    }


def _number(who: np.ndarray) -> np.ndarray:
    """Count the remissions of each child from 1 on."""
    if not len(who):
        return np.zeros(0, dtype=int)
    fresh = np.concatenate(([True], who[1:] != who[:-1]))
    place = np.arange(len(who))
    return place - np.maximum.accumulate(np.where(fresh, place, 0)) + 1


def _undated_relapse(cohort: Cohort) -> np.ndarray:
    events = cohort.events
    unknown = events["day"].isna() & ~is_in_part(events, "day")
    undated = events[(events["event"] == "relapse") & unknown]
    return cohort.patients["patient"].isin(undated["patient"]).to_numpy()
