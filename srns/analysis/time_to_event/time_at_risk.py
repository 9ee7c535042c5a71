"""Time at risk: from the origin to the response, a competing event or censoring."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from srns.analysis.follow_up import (
    NOT_AT_RISK,
    FollowUpEnd,
    follow_up_end,
    in_remission_at_start,
    last_follow_up,
    on_latest_days,
    partial_relapses,
    settled_otherwise,
)
from srns.analysis.time_to_event.cumulative_incidence import CENSORED, EVENT, summarize_values
from srns.analysis.time_to_event.curves import curve_of, curve_record
from srns.analysis.time_to_event.time_origins import (
    DAY_ZERO,
    FIRST_INFUSION,
    Origins,
    default_origin,
    every_origin,
    follow_up_origin,
    origin_days,
    why_unknown,
    with_article,
)
from srns.cohort.date_intervals import is_in_part
from srns.cohort.tables import DAYS_PER_MONTH, DAYS_PER_YEAR, Cohort
from srns.cohort.terms import COMPLETE, NOT_EVALUABLE
from srns.languages.sentences import sentence, term
from srns.rules.classification import Classification
from srns.rules.verdict import Judged

ANY_REMISSION = "complete or partial remission"
COMPETING = 2


def time_to_response(
    classification: Classification, response: str, origin: str, days: NDArray[np.float64]
) -> dict:
    """Summarize the months to a response among the children who reached it.

    Children whose remission came before the origin are excluded from the median and listed under
    `during_treatment`, those without the origin under `without_a_day`. This does not estimate the
    time to remission, because it conditions on reaching it; use `incidence_of`.

    Parameters
    ----------
    days
        Day of the origin for each child.
    """
    outcomes = classification.outcomes
    is_reached = (outcomes["response"] == response).to_numpy()
    months = (reached_days(classification, response)[0] - days) / DAYS_PER_MONTH
    early = is_reached & (months < 0) & (origin not in (FIRST_INFUSION, DAY_ZERO))
    known = is_reached & ~early & ~np.isnan(months)
    spread = summarize_values(months[known])
    return {
        "response": response,
        "origin": origin,
        "during_treatment": outcomes.loc[early, "patient"].tolist(),
        "patients": outcomes.loc[known, "patient"].tolist(),
        "without_a_day": outcomes.loc[is_reached & np.isnan(months), "patient"].tolist(),
        "n": spread.n,
        "median": spread.median,
        "min": spread.low,
        "max": spread.high,
    }


def follow_up_in_remission(
    cohort: Cohort, classification: Classification, origins: Origins | None = None
) -> dict:
    """Summarize the years from the last infusion to last follow-up of children still in CR.

    In a cohort without infusions, from day 0. Follow-up ends with the window of observation.

    Parameters
    ----------
    origins
        Result of `every_origin`, if already computed.
    """
    origins = every_origin(cohort) if origins is None else origins
    origin = follow_up_origin(origins)
    outcomes = classification.outcomes
    still = (outcomes["status"] == COMPLETE) & (outcomes["sustained"] == True)  # noqa: E712
    chosen = cohort.patients[still.to_numpy()]
    days = (last_follow_up(classification) - origins[origin])[still.to_numpy()]
    known = ~np.isnan(days)
    spread = summarize_values(days[known] / DAYS_PER_YEAR)
    return {
        "of": "children in complete remission at last follow-up, without a relapse",
        "origin": origin,
        "patients": chosen["patient"].tolist(),
        "without_a_day": chosen.loc[~known, "patient"].tolist(),
        "n": spread.n,
        "median_years": spread.median,
        "min_years": spread.low,
        "max_years": spread.high,
        "known_in_part": chosen.loc[is_in_part(chosen, "last_follow_up_day"), "patient"].tolist(),
    }


@dataclass(frozen=True)
class TimeAtRisk:
    """Follow-up of each child from the origin to a response.

    Attributes
    ----------
    table
        One row is a child: `patient`, `days` (whole days from the origin; times are compared in
        days), `month` (the same in months), `cause` (1 the response, 2 kidney failure or death
        before it, 0 censored at the last visit in the window), and the interval of the response in
        months: `after` (the last visit without it, or day 0) and `until` (the first visit with it;
        infinite without the response), and `entry`, the month on which it entered the cohort (day
        0; 0 where time starts then or later).
    left_out
        By child not in the table: the reason.
    before_origin
        By child left out because the response came before the origin: its (negative) month.
    undated
        Children whose kidney failure or death has no date and was placed at their last Up/c.
    in_part
        By child: the range of possible days of a kidney failure or death with a partial date, which
        was placed on the latest of them.
    """

    table: pd.DataFrame
    left_out: Mapping[str, str]
    undated: tuple[str, ...]
    origin: str = FIRST_INFUSION
    response: str = COMPLETE
    before_origin: Mapping[str, float] = field(default_factory=dict)
    landmark: float | None = None
    in_part: Mapping[str, str] = field(default_factory=dict)

    def without(self, reasons: Mapping[str, str]) -> "TimeAtRisk":
        """Return the follow-up of the others; these children are listed with their reason."""
        kept = ~self.table["patient"].isin(list(reasons))
        return replace(
            self,
            table=self.table[kept].reset_index(drop=True),
            left_out={**self.left_out, **reasons},
            undated=tuple(patient for patient in self.undated if patient not in reasons),
            in_part={child: words for child, words in self.in_part.items() if child not in reasons},
        )


def time_at_risk(
    cohort: Cohort,
    classification: Classification,
    response: str,
    origin: str | None = None,
    origins: Origins | None = None,
) -> TimeAtRisk:
    """Return each child's months from the origin to a response, competing event or censoring.

    Parameters
    ----------
    response
        A response of the definition, counted where it is the child's verdict, or
        `ANY_REMISSION`: the first of any.
    origin
        Time zero: one of `srns.analysis.time_to_event.time_origins.ORIGINS`; by default day 0, or
        the first infusion where that is day 0.
    origins
        Result of `every_origin`, if already computed.
    """
    patients = cohort.patients["patient"].to_numpy()
    origins = every_origin(cohort) if origins is None else origins
    origin = origin or default_origin(origins)
    start = origins[origin] if origin in origins else origin_days(cohort, origin)
    end = follow_up_end(classification)
    reached, seen_without = reached_days(classification, response)
    with np.errstate(invalid="ignore"):
        is_first = ~np.isnan(reached) & ~(end.day < reached)
    has_ended = ~np.isnan(end.day)
    cause = np.select([is_first, has_ended], [EVENT, COMPETING], CENSORED)
    day = np.select([is_first, has_ended], [reached, end.day], end.last_visit)
    without = np.where(is_first, seen_without, np.fmin(end.last_visit, day))
    without = np.where(np.isnan(without) & ~np.isnan(day), 0.0, without)
    why_not = cannot_be_placed(classification, response, end)
    placed = np.array([not words for words in why_not], dtype=bool)
    days = np.where(placed, day - start, np.nan)
    month = days / DAYS_PER_MONTH
    table = pd.DataFrame(
        {
            "patient": patients,
            "days": days,
            "month": month,
            "cause": cause,
            # A visit on or before the origin adds no information.
            "after": np.clip((without - start) / DAYS_PER_MONTH, 0.0, None),
            "until": np.where(is_first, month, np.inf),
            "entry": np.clip(-start / DAYS_PER_MONTH, 0.0, None),
        }
    )
    unknown, early = np.isnan(month), month < 0
    before, begins = early & is_first, term(with_article(origin))
    left_out = {
        **dict.fromkeys(patients[unknown & placed], _why_no_follow_up(origin)),
        **{patients[child]: why_not[child] for child in np.flatnonzero(~placed).tolist()},
        **dict.fromkeys(
            patients[early & ~before], sentence("follow-up ended before {origin}", origin=begins)
        ),
        **dict.fromkeys(
            patients[before],
            sentence("{response} came before {origin}", response=term(response), origin=begins),
        ),
    }
    is_in = ~(unknown | early)
    return TimeAtRisk(
        table[is_in].reset_index(drop=True),
        left_out,
        tuple(patients[end.undated & is_in & ~is_first]),
        origin,
        response,
        dict(zip(patients[before], month[before].tolist(), strict=True)),
        in_part=_known_in_part(classification, response, end, is_first, is_in),
    )


def cannot_be_placed(classification: Classification, response: str, end: FollowUpEnd) -> list[str]:
    """Return, by child, why it has no place on the curve; empty for a child that has one."""
    words = [""] * classification.found.children
    reached = reached_days(classification, response)[0]
    late = on_latest_days(classification)
    if late is not None:
        maybe = reached_days(classification, response, late.judged)[0]
        relapses = partial_relapses(classification.cohort)
        for child in np.flatnonzero(np.isnan(reached) & ~np.isnan(maybe)).tolist():
            if np.isnan(end.day[child]):
                words[child] = sentence(
                    "a relapse may have come within the visits of {response} ({days})",
                    response=term(response),
                    days=relapses.get(child, sentence("partial date")),
                )
            else:
                words[child] = sentence(
                    "kidney failure or death may have come before or after {response} ({days})",
                    response=term(response),
                    days=end.between(child),
                )
    settled = settled_otherwise(classification)
    undecided = settled & (classification.judged.settled == NOT_EVALUABLE)
    for child in np.flatnonzero(undecided).tolist():
        words[child] = sentence(
            "a rescue may have come before or after {response}", response=term(response)
        )
    for child in np.flatnonzero(in_remission_at_start(classification)).tolist():
        words[child] = NOT_AT_RISK
    return words


def _known_in_part(
    classification: Classification,
    response: str,
    end: FollowUpEnd,
    is_first: NDArray[np.bool_],
    is_in: NDArray[np.bool_],
) -> dict[str, str]:
    """Return, by child, the possible days of an event that was placed on the latest of them."""
    patients = classification.cohort.patients["patient"]
    found = {
        str(patients.iloc[child]): end.between(child)
        for child in np.flatnonzero(end.in_part & is_in & ~is_first).tolist()
    }
    late = on_latest_days(classification)
    if late is None:
        return found
    # A relapse that may have come within the run dates the remission after it.
    early = reached_days(classification, response, late.judged)[0]
    moved = reached_days(classification, response)[0] > early
    relapses = partial_relapses(classification.cohort)
    return found | {
        str(patients.iloc[child]): relapses[child]
        for child in np.flatnonzero(moved & is_in & is_first).tolist()
        if child in relapses
    }


def _why_no_follow_up(origin: str) -> str:
    if origin == DAY_ZERO:
        return sentence("no day 0 or no urine result after it")
    if origin == FIRST_INFUSION:
        return sentence("no infusion or no Up/c after the first infusion")
    return sentence("no Up/c after the first infusion, or {why}", why=term(why_unknown(origin)))


def restrict_to_landmark(at_risk: TimeAtRisk, landmark: float) -> TimeAtRisk:
    """Restrict to the children still at risk at a landmark; list the others with the reason.

    Months are still counted from the origin. Children may then be grouped by what was known at the
    landmark without guarantee-time bias.

    Parameters
    ----------
    landmark
        Months from the origin, above 0.
    """
    table = at_risk.table
    past = table["days"] > landmark * DAYS_PER_MONTH
    month = format(landmark, "g")
    why = {
        EVENT: sentence(
            "{response} by month {month}",
            response=term(at_risk.response),
            month=month,
        ),
        COMPETING: sentence("kidney failure or death by month {month}", month=month),
        CENSORED: sentence("not followed beyond month {month}", month=month),
    }
    excluded = table[~past]
    reasons = {
        patient: why[cause]
        for patient, cause in zip(excluded["patient"], excluded["cause"], strict=True)
    }
    return replace(at_risk.without(reasons), landmark=landmark)


def follow_from_entry(at_risk: TimeAtRisk) -> TimeAtRisk:
    """Leave out, with the reason, the children whose follow-up ended by the day they entered.

    The others can be counted at risk from their `entry` on (late entry).
    """
    table = at_risk.table
    gone = table.loc[(table["entry"] > 0) & (table["month"] <= table["entry"]), "patient"]
    return at_risk.without(
        dict.fromkeys(gone, sentence("follow-up ended by the day the child entered (day 0)"))
    )


def reached_days(
    classification: Classification, response: str, judged: Judged | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the day of each child's response and of the last visit before it.

    NaN where there is none, and for a child that was in remission at start or whose verdict a
    rescue decided. The response is dated as the definition says (`dated_by`).
    """
    judged, urine = judged or classification.judged, classification.found.visits
    counts = (classification.judged.at_start < 0) & ~settled_otherwise(classification)
    reached = np.full(classification.found.children, np.nan)
    without = reached.copy()
    for number, tested in enumerate(judged.tested):
        run = tested.deciding
        if response == ANY_REMISSION:
            chosen = (run.decided >= 0) & counts
        elif response == tested.response.name:
            chosen = (judged.response == number) & counts
        else:
            continue
        dated = run.first if classification.definition.dated_by == "first" else run.decided
        child = np.flatnonzero(chosen)
        child = child[~(reached[child] <= urine.day[dated[child]])]
        reached[child] = urine.day[dated[child]]
        previous = run.first[child] - 1
        known = (previous >= 0) & (urine.child[previous] == child)
        without[child] = np.where(known, urine.day[previous], np.nan)
    return reached, without


def by_length(followed: pd.DataFrame) -> list[str]:
    """List children by the length of their follow-up, shortest first.

    Those at risk at any month of the curve are then the last so many of the list.

    Parameters
    ----------
    followed
        One row per follow-up: `patient`, `days`.
    """
    order = np.argsort(followed["days"].to_numpy(), kind="stable")
    return followed["patient"].to_numpy()[order].tolist()


def incidence_of(
    cohort: Cohort,
    classification: Classification,
    response: str,
    origin: str | None = None,
    origins: Origins | None = None,
) -> dict:
    """Return the cumulative incidence of a response, with kidney failure and death competing."""
    at_risk = time_at_risk(cohort, classification, response, origin, origins)
    curve = curve_of(
        "all",
        at_risk.table["month"].to_numpy(dtype=float),
        at_risk.table["cause"].to_numpy(dtype=int),
    )
    return {
        "response": response,
        "origin": at_risk.origin,
        **curve_record(curve),
        "patients": by_length(at_risk.table),
        "before_origin": dict(at_risk.before_origin),
        "undated_events_put_at_last_upcr": list(at_risk.undated),
        "events_known_in_part_put_at_their_latest": dict(at_risk.in_part),
        "left_out": dict(at_risk.left_out),
    }
