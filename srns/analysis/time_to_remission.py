"""How long did remission take, and how long were the children followed afterwards?"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from srns.analysis.incidence import cumulative_incidence, numbers
from srns.cohort.tables import DAYS_PER_MONTH, DAYS_PER_YEAR, Cohort
from srns.cohort.terms import COMPLETE, DEATH, ENDS_IN_KIDNEY_FAILURE
from srns.rules.classify import Classification

ORIGINS: Mapping[str, str] = {
    "last infusion": "months_from_last_infusion",
    "first infusion": "months_from_first_infusion",
}


def time_to_response(classification: Classification, response: str, origin: str) -> dict:
    """Describe the months to a response among the children who reached it.

    From the last infusion, children whose remission came before it are not in the median: they
    are named under `during_treatment`.
    """
    outcomes = classification.outcomes
    reached = outcomes[outcomes["response"] == response]
    months = reached[ORIGINS[origin]]
    early = (months < 0) & (origin == "last infusion")
    spread = numbers(months[~early].dropna().to_numpy())
    return {
        "response": response,
        "origin": origin,
        "during_treatment": reached.loc[early, "patient"].tolist(),
        "n": spread.n,
        "median": spread.median,
        "min": spread.low,
        "max": spread.high,
    }


def follow_up_in_remission(cohort: Cohort, classification: Classification) -> dict:
    """Describe the years from the last infusion to the last follow-up of those still in CR."""
    outcomes = classification.outcomes
    still = (outcomes["status"] == COMPLETE) & (outcomes["sustained"] == True)  # noqa: E712
    last_infusion = cohort.infusions.groupby("patient")["day"].max()
    patients = cohort.patients.assign(still=still.to_numpy())
    if "last_follow_up_day" not in patients:
        patients["last_follow_up_day"] = np.nan
    chosen = patients[patients["still"]]
    days = chosen["last_follow_up_day"].astype(float) - chosen["patient"].map(last_infusion).astype(
        float
    )
    spread = numbers((days / DAYS_PER_YEAR).dropna().to_numpy())
    return {
        "of": "children in complete remission at last follow-up, without a relapse",
        "origin": "last infusion",
        "patients": chosen["patient"].tolist(),
        "n": spread.n,
        "median_years": spread.median,
        "min_years": spread.low,
        "max_years": spread.high,
    }


@dataclass(frozen=True)
class TimeAtRisk:
    """One row of `table` is a child: `patient`, `month`, `cause`; others are named in `left_out`.

    `cause` is 1 for the response, 2 for kidney failure or death before it, 0 for the end of the
    record (the last Up/c). An event without a day is put at the child's last Up/c: `undated`.
    """

    table: pd.DataFrame
    left_out: Mapping[str, str]
    undated: tuple[str, ...]


def time_at_risk(cohort: Cohort, classification: Classification, response: str) -> TimeAtRisk:
    """Give each child's months from the first infusion to a response, or to what ended the wait."""
    found = classification.found
    last_occasion = np.full(found.children, np.nan)
    last_occasion[found.urine.child] = found.urine.day
    patients = cohort.patients["patient"]
    first_infusion = patients.map(cohort.infusions.groupby("patient")["day"].min()).astype(float)
    ending = cohort.events[cohort.events["event"].isin([*ENDS_IN_KIDNEY_FAILURE, DEATH])]
    ending_day = patients.map(ending.groupby("patient")["day"].min().astype(float)).astype(float)
    undated = patients.isin(ending["patient"]) & ending_day.isna()
    ends = pd.Series(np.where(undated, last_occasion, ending_day))
    outcomes = classification.outcomes
    months = outcomes["months_from_first_infusion"].where(outcomes["response"] == response)
    reached = months * DAYS_PER_MONTH + first_infusion
    is_first = reached.notna() & ~(ends < reached)
    cause = np.select([is_first, ends.notna()], [1, 2], 0)
    day = np.select([is_first, ends.notna()], [reached, ends], last_occasion)
    month = (pd.Series(day) - first_infusion) / DAYS_PER_MONTH
    left_out = {
        **dict.fromkeys(patients[month.isna()], "no infusion or no Up/c after the first infusion"),
        **dict.fromkeys(patients[month < 0], "the wait ended before the first infusion"),
    }
    table = pd.DataFrame({"patient": patients, "month": month, "cause": cause})
    named = tuple(patients[undated & ~patients.isin(left_out) & ~is_first])
    return TimeAtRisk(table[~patients.isin(left_out)], left_out, named)


def incidence_of(cohort: Cohort, classification: Classification, response: str) -> dict:
    """Estimate the cumulative incidence of a response, kidney failure and death competing."""
    waited = time_at_risk(cohort, classification, response)
    curve = cumulative_incidence(
        waited.table["month"].to_numpy(dtype=float), waited.table["cause"].to_numpy(dtype=int)
    )
    rises = curve[curve["events"] > 0]
    return {
        "response": response,
        "origin": "first infusion",
        "n": len(waited.table),
        "months": rises["month"].tolist(),
        "estimate": rises["estimate"].tolist(),
        "low": rises["low"].tolist(),
        "high": rises["high"].tolist(),
        "at_risk": rises["at_risk"].tolist(),
        "undated_events_put_at_last_upcr": list(waited.undated),
        "left_out": dict(waited.left_out),
    }
