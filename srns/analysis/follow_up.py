"""Follow-up in the window: who is at risk, until when, and what ended it.

The window of observation of the classification ends every number: verdict, times, person-time,
regimens and tables. Person-time ends at one place, `follow_up_end`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from srns.cohort.child_keys import child_codes
from srns.cohort.date_intervals import earliest, is_in_part, show_span
from srns.cohort.tables import Cohort
from srns.cohort.terms import (
    AT_START,
    COMPLETE,
    LOSES_KIDNEY,
    NEXT_LINE,
    NOT_EVALUABLE,
    PARTIAL,
    RELAPSED,
)
from srns.languages.messages import mark
from srns.languages.sentences import first_of, list_and, nsentence, sentence
from srns.rules.classification import Classification
from srns.rules.course import Changes, follow_course
from srns.rules.occasions import Occasions, find_occasions
from srns.rules.rescue import NO_RESPONSE
from srns.rules.response_names import responses_of
from srns.rules.verdict import Judged, judge
from srns.rules.window import LAST_FOLLOW_UP, OPEN, Window

NOT_AT_RISK = mark("in remission at start: not at risk")


def in_remission_at_start(classification: Classification) -> NDArray[np.bool_]:
    """Return which children the verdict finds in remission at start, in the order of `patients`."""
    return classification.judged.at_start >= 0


def at_risk(responses: pd.Series) -> NDArray[np.bool_]:
    """Return which children can respond: all but those in remission at start.

    >>> at_risk(pd.Series(["complete remission", "in remission at start"])).tolist()
    [True, False]
    """
    return (responses != AT_START).to_numpy(dtype=bool)


def maybe_in_remission_at_start(classification: Classification) -> list[str]:
    """List the children at risk of whom baseline leaves open that they were in remission."""
    outcomes = classification.outcomes
    open_ = outcomes["remission_at_start"].isna().to_numpy() & at_risk(outcomes["response"])
    return outcomes.loc[open_, "patient"].tolist()


def at_start_sentences(at_start: list[str], maybe: list[str], of: int) -> list[str]:
    """Word how many children were, and how many may have been, in remission at the start.

    Parameters
    ----------
    of
        How many children there are.

    >>> at_start_sentences(["3"], ["1", "2"], 9)
    ['In remission at start, so not at risk and not counted for response: 1 of 9 children (3).', \
'May have been in remission at start, because baseline does not decide it: 2 of 8 children at risk \
(1, 2).']
    """
    sentences = []
    if at_start:
        sentences.append(
            nsentence(
                "In remission at start, so not at risk and not counted for response: {count} of "
                "{n} child ({children}).",
                "In remission at start, so not at risk and not counted for response: {count} of "
                "{n} children ({children}).",
                of,
                count=len(at_start),
                children=first_of(at_start),
            )
        )
    if maybe:
        sentences.append(
            nsentence(
                "May have been in remission at start, because baseline does not decide it: "
                "{count} of {n} child at risk ({children}).",
                "May have been in remission at start, because baseline does not decide it: "
                "{count} of {n} children at risk ({children}).",
                of - len(at_start),
                count=len(maybe),
                children=first_of(maybe),
            )
        )
    return sentences


def not_evaluable(verdicts: pd.DataFrame) -> list[str]:
    """List the children of whom no response is known, in the order of `verdicts`."""
    return verdicts.loc[verdicts["response"] == NOT_EVALUABLE, "patient"].tolist()


def not_evaluable_sentences(children: list[str], of: int) -> list[str]:
    """Word who counts as without remission because nothing is known; empty without such a child.

    Parameters
    ----------
    of
        How many children are at risk.

    >>> not_evaluable_sentences(["3"], 9)
    ['Cannot be evaluated, and counted as without remission: 1 of 9 children at risk (3).']
    """
    if not children:
        return []
    return [
        nsentence(
            "Cannot be evaluated, and counted as without remission: {count} of {n} child at risk "
            "({children}).",
            "Cannot be evaluated, and counted as without remission: {count} of {n} children at "
            "risk ({children}).",
            of,
            count=len(children),
            children=first_of(children),
        )
    ]


@dataclass(frozen=True)
class FollowUpEnd:
    """The end of person-time, one entry per child in the order of `patients`.

    Attributes
    ----------
    last_visit
        The day of the last visit with a urine result in the window; NaN without one.
    day
        The latest possible day of what ended the window for good (kidney failure, death, or a
        rescue that counts as no response); NaN where nothing did. Without a date: the last visit.
    earliest
        The earliest possible day of it; equal to `day` where its date is known or missing.
    undated
        Whether it has no date.
    """

    last_visit: NDArray[np.float64]
    day: NDArray[np.float64]
    earliest: NDArray[np.float64]
    undated: NDArray[np.bool_]

    @property
    def until(self) -> NDArray[np.float64]:
        """The last day of person-time: the end for good, else the last visit in the window."""
        return np.where(np.isnan(self.day), self.last_visit, self.day)

    @property
    def in_part(self) -> NDArray[np.bool_]:
        """Whether the date of the end is only partially known."""
        return self.earliest < self.day

    def between(self, child: int) -> str:
        """Return the range of possible days in words."""
        if self.undated[child]:
            return sentence("no date recorded")
        return show_span(self.earliest[child], self.day[child])


def follow_up_end(classification: Classification) -> FollowUpEnd:
    """Return where the person-time of each child ends: the one place for curves and rates.

    A child is followed to its last visit with a urine result in the window, because a later date
    of last follow-up does not show that there was no relapse; or to kidney failure or death. Under
    ``rescue is no response`` a rescue ends person-time like these.
    """
    found, cohort = classification.found, classification.cohort
    window, children = found.window, found.children
    last_visit = np.full(children, np.nan)
    last_visit[found.visits.child] = found.visits.day  # sorted by day: the last assignment wins
    first, undated = _first_endings(cohort)
    with np.errstate(invalid="ignore"):
        for_good = first <= window.last
    undated &= ~for_good
    if classification.strategy == NO_RESPONSE:
        rescued = is_rescue(window) & ~for_good
        first, for_good = np.where(rescued, window.surely, first), for_good | rescued
        undated &= ~rescued
    placed = np.where(undated, last_visit, np.nan)
    return FollowUpEnd(
        last_visit,
        np.where(for_good, window.last, placed),
        np.where(for_good, first, placed),
        undated,
    )


def is_rescue(window: Window) -> NDArray[np.bool_]:
    """Return whose window a rescue drug ended."""
    return ~np.isin(window.ended_by, (OPEN, LAST_FOLLOW_UP, NEXT_LINE, *LOSES_KIDNEY))


def last_follow_up(classification: Classification) -> NDArray[np.float64]:
    """Return the day of last follow-up of each child, no later than the end of its window.

    NaN where it is not recorded or its date is only partially known.
    """
    patients = classification.cohort.patients
    if "last_follow_up_day" not in patients:
        return np.full(len(patients), np.nan)
    day = pd.to_numeric(patients["last_follow_up_day"], errors="coerce")
    recorded = day.to_numpy(dtype=float, na_value=np.nan)
    return np.minimum(recorded, classification.found.window.last)


def last_known_days(cohort: Cohort, window: Window | None = None) -> dict[str, float]:
    """Return the last day with any data for each child, no later than the end of its window.

    For an event or follow-up with a partial date, the earliest possible day.
    """
    days = [
        pd.DataFrame({"patient": table["patient"], "day": earliest(table, column)}).dropna()
        for table, column in (
            (cohort.labs, "day"),
            (cohort.events, "day"),
            (cohort.infusions, "day"),
            (cohort.patients, "last_follow_up_day"),
        )
    ]
    every = pd.concat([table.astype({"day": float}) for table in days if len(table)] or [days[0]])
    last = every.groupby("patient")["day"].max().astype(float)
    ends = {}
    if window is not None:
        ends = dict(zip(cohort.patients["patient"].astype(str), window.last.tolist(), strict=True))
    return {
        str(patient): min(float(day), ends.get(str(patient), np.inf))
        for patient, day in last.items()
    }


@dataclass(frozen=True)
class LatestDays:
    """The judgement if every end with a partial date came late, and no relapse broke a run.

    What it reaches and the verdict does not depends on a date that is known only in part.
    """

    judged: Judged
    occasions: Occasions


def on_latest_days(classification: Classification) -> LatestDays | None:
    """Judge again on the latest days of partial dates; None where no such date matters."""
    found = classification.found
    certain = bool((found.visits.broken == found.visits.surely_broken).all())
    if found.window.is_certain and certain:
        return None
    late = replace(found.window, surely=found.window.last)
    occasions = find_occasions(classification.cohort, found.rules, late)
    visits = replace(occasions.visits, broken=occasions.visits.surely_broken)
    occasions = replace(occasions, visits=visits)
    return LatestDays(judge(occasions, classification.definition), occasions)


def relapsed_as_window_ended(
    classification: Classification, late: LatestDays | None
) -> NDArray[np.bool_]:
    """Return who relapsed on a day on which the window may already have ended."""
    relapsed = np.zeros(classification.found.children, dtype=bool)
    if late is None:
        return relapsed
    changes = _late_changes(classification, late)
    unsure = changes.day > classification.found.window.surely[changes.child]
    relapsed[changes.child[(changes.state == RELAPSED) & unsure]] = True
    return relapsed


def remits_later(classification: Classification, late: LatestDays | None) -> NDArray[np.bool_]:
    """Return who has one remission more if every end with a partial date came late."""
    children = classification.found.children
    if late is None:
        return np.zeros(children, dtype=bool)

    def remissions(changes: Changes) -> NDArray[np.intp]:
        reached = np.isin(changes.state, (COMPLETE, PARTIAL))
        return np.bincount(changes.child[reached], minlength=children)

    known = remissions(classification.course.changes)
    return remissions(_late_changes(classification, late)) > known


def _late_changes(classification: Classification, late: LatestDays) -> Changes:
    definition = classification.definition
    verdict = responses_of(late.judged, definition)
    return follow_course(
        classification.cohort, late.occasions, late.judged, definition, verdict
    ).changes


def partial_relapses(cohort: Cohort) -> Mapping[int, str]:
    """Return, by child, the possible days of its recorded relapses with a partial date in words."""
    events = cohort.events
    rows = np.flatnonzero((events["event"] == "relapse").to_numpy() & is_in_part(events, "day"))
    codes = child_codes(cohort.patients["patient"], events["patient"])
    words: dict[int, list[str]] = {}
    for row in rows.tolist():
        span = events["day_earliest"].iloc[row], events["day_latest"].iloc[row]
        words.setdefault(int(codes[row]), []).append(show_span(*map(float, span)))
    return {child: list_and(spans) for child, spans in words.items()}


def undated_relapse(cohort: Cohort) -> NDArray[np.bool_]:
    """Return who has a recorded relapse without any date, in the order of `patients`."""
    events = cohort.events
    unknown = events["day"].isna() & ~is_in_part(events, "day")
    undated = events[(events["event"] == "relapse") & unknown]
    return cohort.patients["patient"].isin(undated["patient"]).to_numpy()


def _first_endings(cohort: Cohort) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the earliest possible day of kidney failure or death, and who has one without a date.

    NaN for a child without such an event, or without any date of it.
    """
    events = cohort.events[cohort.events["event"].isin(LOSES_KIDNEY)]
    child = child_codes(cohort.patients["patient"], events["patient"])
    known = child >= 0
    first = np.full(len(cohort.patients), np.nan)
    days = earliest(events, "day")
    np.fmin.at(first, child[known], days[known])
    undated = np.zeros(len(first), dtype=bool)
    undated[child[known & np.isnan(days)]] = True
    return first, undated


def settled_otherwise(classification: Classification) -> NDArray[np.bool_]:
    """Return whose verdict a rescue decided, so that no visit dates a response."""
    return classification.judged.settled != ""
