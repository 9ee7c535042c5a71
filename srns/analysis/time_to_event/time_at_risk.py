"""Time at risk: from the origin to the response, a competing event or censoring."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from srns.analysis.time_to_event.competing_events import endings
from srns.analysis.time_to_event.cumulative_incidence import CENSORED, EVENT, summarize_values
from srns.analysis.time_to_event.curves import curve_of, curve_record
from srns.analysis.time_to_event.time_origins import (
    FIRST_INFUSION,
    LAST_INFUSION,
    Origins,
    every_origin,
    why_unknown,
)
from srns.cohort.date_intervals import is_in_part
from srns.cohort.tables import DAYS_PER_MONTH, DAYS_PER_YEAR, Cohort
from srns.cohort.terms import COMPLETE
from srns.rules.classification import Classification

ANY_REMISSION = "complete or partial remission"
COMPETING = 2


def time_to_response(
    classification: Classification, response: str, origin: str, days: NDArray[np.float64]
) -> dict:
    """Summarize the months to a response among the children who reached it.

    Children whose remission came before the origin are excluded from the median and listed under
    `during_treatment`. This does not estimate the time to remission, because it conditions on
    reaching it; use `incidence_of`.

    Parameters
    ----------
    days
        Day of the origin for each child.
    """
    outcomes = classification.outcomes
    is_reached = (outcomes["response"] == response).to_numpy()
    months = (_reached(classification, response)[0] - days) / DAYS_PER_MONTH
    early = is_reached & (months < 0) & (origin != FIRST_INFUSION)
    known = is_reached & ~early & ~np.isnan(months)
    spread = summarize_values(months[known])
    return {
        "response": response,
        "origin": origin,
        "during_treatment": outcomes.loc[early, "patient"].tolist(),
        "n": spread.n,
        "median": spread.median,
        "min": spread.low,
        "max": spread.high,
    }


def follow_up_in_remission(
    cohort: Cohort, classification: Classification, origins: Origins | None = None
) -> dict:
    """Summarize the years from the last infusion to last follow-up of children still in CR.

    Parameters
    ----------
    origins
        Result of `every_origin`, if already computed.
    """
    origins = every_origin(cohort) if origins is None else origins
    outcomes = classification.outcomes
    still = (outcomes["status"] == COMPLETE) & (outcomes["sustained"] == True)  # noqa: E712
    patients = cohort.patients.assign(still=still.to_numpy())
    if "last_follow_up_day" not in patients:
        patients["last_follow_up_day"] = np.nan
    chosen = patients[patients["still"]]
    last_infusion = origins[LAST_INFUSION][patients["still"].to_numpy()]
    days = chosen["last_follow_up_day"].astype(float) - last_infusion
    spread = summarize_values((days / DAYS_PER_YEAR).dropna().to_numpy())
    return {
        "of": "children in complete remission at last follow-up, without a relapse",
        "origin": LAST_INFUSION,
        "patients": chosen["patient"].tolist(),
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
        One row is a child: `patient`, `month` (from the origin), `cause` (1 the response, 2 kidney
        failure or death before it, 0 censored at the last Up/c), and the interval of the response
        in months: `after` (the last visit without it, or the first infusion) and `until` (the
        first visit with it; infinite without the response).
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


def time_at_risk(
    cohort: Cohort,
    classification: Classification,
    response: str,
    origin: str = FIRST_INFUSION,
    origins: Origins | None = None,
) -> TimeAtRisk:
    """Return each child's months from the origin to a response, competing event or censoring.

    Parameters
    ----------
    response
        A response of the definition, counted where it is the child's verdict, or
        `ANY_REMISSION`: the first of any.
    origin
        Time zero: one of `srns.analysis.time_to_event.time_origins.ORIGINS`.
    origins
        Result of `every_origin`, if already computed.
    """
    patients = cohort.patients["patient"].to_numpy()
    origins = every_origin(cohort) if origins is None else origins
    start, first_infusion = origins[origin], origins[FIRST_INFUSION]
    last_occasion = last_occasions(classification)
    ending = endings(cohort, last_occasion)
    ends, undated = ending.day, ending.undated
    reached, seen_without = _reached(classification, response)
    is_first = ~np.isnan(reached) & ~np.isnan(first_infusion) & ~(ends < reached)
    has_ended = ~np.isnan(ends)
    cause = np.select([is_first, has_ended], [EVENT, COMPETING], CENSORED)
    day = np.select([is_first, has_ended], [reached, ends], last_occasion)
    without = np.where(is_first, seen_without, np.minimum(last_occasion, day))
    without = np.where(np.isnan(without), first_infusion, without)
    ambiguous = ending.earliest < reached
    ambiguous &= is_first
    day = np.where(ambiguous, np.nan, day)
    month, after = (day - start) / DAYS_PER_MONTH, (without - start) / DAYS_PER_MONTH
    table = pd.DataFrame(
        {
            "patient": patients,
            "month": month,
            "cause": cause,
            # A visit on or before the origin adds no information.
            "after": np.clip(after, 0.0, None),
            "until": np.where(is_first, month, np.inf),
        }
    )
    unknown, early = np.isnan(month), month < 0
    before = early & is_first
    left_out = {
        **dict.fromkeys(patients[unknown & ~ambiguous], _why_no_follow_up(origin)),
        **{
            patients[child]: f"kidney failure or death may have come before or after {response} "
            f"({ending.between(child)})"
            for child in np.flatnonzero(ambiguous).tolist()
        },
        **dict.fromkeys(patients[early & ~before], f"follow-up ended before the {origin}"),
        **dict.fromkeys(patients[before], f"{response} came before the {origin}"),
    }
    is_in = ~(unknown | early)
    return TimeAtRisk(
        table[is_in].reset_index(drop=True),
        left_out,
        tuple(patients[undated & is_in & ~is_first]),
        origin,
        response,
        dict(zip(patients[before], month[before].tolist(), strict=True)),
        in_part={
            str(patients[child]): ending.between(child)
            for child in np.flatnonzero(ending.in_part & is_in & ~is_first).tolist()
        },
    )


def _why_no_follow_up(origin: str) -> str:
    if origin == FIRST_INFUSION:
        return "no infusion or no Up/c after the first infusion"
    return f"no Up/c after the first infusion, or {why_unknown(origin)}"


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
    past = table["month"] > landmark
    why = {
        EVENT: f"{at_risk.response} by month {landmark:g}",
        COMPETING: f"kidney failure or death by month {landmark:g}",
        CENSORED: f"not followed beyond month {landmark:g}",
    }
    excluded = table[~past]
    reasons = {
        patient: why[cause]
        for patient, cause in zip(excluded["patient"], excluded["cause"], strict=True)
    }
    kept = table[past].reset_index(drop=True)
    return TimeAtRisk(
        kept,
        {**at_risk.left_out, **reasons},
        tuple(patient for patient in at_risk.undated if patient not in reasons),
        at_risk.origin,
        at_risk.response,
        at_risk.before_origin,
        landmark,
        {child: words for child, words in at_risk.in_part.items() if child not in reasons},
    )


def last_occasions(classification: Classification) -> NDArray[np.float64]:
    """Return the day of each child's last visit with a urine result; NaN without one."""
    found = classification.found
    last = np.full(found.children, np.nan)
    last[found.visits.child] = found.visits.day  # sorted by day: the last assignment wins
    return last


def _reached(
    classification: Classification, response: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the day of each child's response and of the last visit before it.

    NaN where there is none. The response is dated as the definition says (`dated_by`).
    """
    judged, urine = classification.judged, classification.found.visits
    reached = np.full(classification.found.children, np.nan)
    without = reached.copy()
    for number, tested in enumerate(judged.tested):
        run = tested.deciding
        if response == ANY_REMISSION:
            chosen = run.decided >= 0
        elif response == tested.response.name:
            chosen = judged.response == number
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


def incidence_of(
    cohort: Cohort,
    classification: Classification,
    response: str,
    origin: str = FIRST_INFUSION,
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
        "origin": origin,
        **curve_record(curve),
        "before_origin": dict(at_risk.before_origin),
        "undated_events_put_at_last_upcr": list(at_risk.undated),
        "events_known_in_part_put_at_their_latest": dict(at_risk.in_part),
        "left_out": dict(at_risk.left_out),
    }
