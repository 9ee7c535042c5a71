"""Tables for the pages, with clinical column names: verdicts, evidence, counts, regimens."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from srns.analysis.definitions.recorded_vs_computed import (
    recorded_against_computed,
    recorded_agreement,
)
from srns.analysis.groups import maintenance
from srns.analysis.proportions.intervals import EXACT
from srns.analysis.summary import summarize
from srns.charts.months import origin_days
from srns.charts.theme import letter
from srns.cohort.paper_numbers import show_percent
from srns.cohort.tables import DAYS_PER_MONTH
from srns.cohort.terms import COMPLETE, NOT_EVALUABLE, PARTIAL, UNCLASSIFIED
from srns.cohort.wording import join_words
from srns.dashboard.state import session
from srns.dashboard.state.filters import View, calls_of
from srns.rules.classification import Classification
from srns.rules.explain import UNREADABLE
from srns.rules.near_misses import near_misses

REMISSIONS = (COMPLETE, PARTIAL)
_VALUES = re.compile(r" \((?:Up/c|dipstick|24-hour protein|albumin) [^()]*\)")
_OTHER_URINE = {"protein_24h": "24-hour protein", "dipstick": "dipstick"}


def ledger_table(entries: pd.DataFrame) -> pd.DataFrame:
    """List the cells that were not used, with the reason."""
    return entries[entries["outcome"] != "used"].reset_index(drop=True)


def verdict_table(view: View, patients: Sequence[str] = ()) -> pd.DataFrame:
    """List the verdicts with their reasons.

    Parameters
    ----------
    patients
        Only these children; empty: all that pass the filters.
    """
    found = calls_of(view, patients or view.patients)
    verdicts, children = found.verdicts, list(found.verdicts["patient"])
    return pd.DataFrame(
        {
            "patient": verdicts["patient"],
            "histology": list(view.groups.loc[children, "histology"]),
            "response": verdicts["response"],
            "code": [letter(response) for response in verdicts["response"]],
            "override": [override_of(view, child) for child in children],
            "reason": verdicts["reason"],
            "nearest miss": [nearest_miss(found, child) for child in children],
            "months from day 0": verdicts["months_from_day_0"].round(1),
            "months from first infusion": verdicts["months_from_first_infusion"].round(1),
            "months from last infusion": verdicts["months_from_last_infusion"].round(1),
            "infusions before remission": verdicts["infusions_before"],
            "better response possible": verdicts["left_open"],
            "last day that counts": verdicts["window_end_day"],
            "ended by": verdicts["window_ended_by"].fillna(""),
            "relapse day": verdicts["relapse_day"],
            "status at last follow-up": verdicts["status"],
            "sustained": verdicts["sustained"].map({True: "yes", False: "no"}).fillna("–"),
        }
    )


def short_reason(reason: str) -> str:
    """Return the reason of a verdict without the values in parentheses, to fit a line.

    >>> short_reason("Up/c < 0.2 mg/mg on day 137 (Up/c 0.15 mg/mg, albumin 3.8 g/dL).")
    'Up/c < 0.2 mg/mg on day 137.'
    """
    return _VALUES.sub("", reason)


def nearest_miss(found: Classification, patient: str) -> str:
    """Return what a child without a verdict fell short by, in one sentence; empty for any other.

    Of an unclassified or not evaluable child the reason names a gap or what was missing; the near
    miss says how far it was from a response.
    """
    response = found.outcomes.loc[found.outcomes["patient"] == patient, "response"].iloc[0]
    if response not in (UNCLASSIFIED, NOT_EVALUABLE):
        return ""
    misses = near_misses(found, patient, most=1)
    return f"Nearest: {misses[0].words}" if misses else ""


def override_of(view: View, patient: str) -> str:
    """Return the override of one child in words; empty if there is none."""
    override = view.classification.overrides.get(patient)
    return override.words if override else ""


def recorded_table(view: View) -> pd.DataFrame:
    """Compare the recorded response with the computed one, one row per child."""
    table = compared_responses(view)
    agrees = table["agrees"].map({True: "agrees", False: "differs"}).fillna("not comparable")
    return pd.DataFrame(
        {
            "patient": table["patient"],
            "recorded (as typed)": table["recorded_typed"],
            "recorded": table["recorded"],
            "computed": table["computed"],
            "agreement": agrees,
            "reason for the difference": table["why"],
            "override": table["override"],
        }
    )


def compared_responses(view: View) -> pd.DataFrame:
    """Compare recorded and computed responses, once for each selection of children."""
    return session.cached(
        ("recorded", tuple(view.patients)),
        lambda: recorded_against_computed(view.cohort, view.classification),
    )


def agreement_facts(view: View) -> list[tuple[str, object]]:
    """Return the agreement as numbers: n, percent, Cohen's kappa with its interval."""
    found = recorded_agreement(compared_responses(view))
    facts: list[tuple[str, object]] = [("compared", found.n), ("agree", found.agree)]
    if found.percent is not None:
        facts.append(("agreement", show_percent(found.percent)))
    if found.kappa is not None:
        interval = f" ({found.low:.2f} to {found.high:.2f})" if found.low is not None else ""
        facts.append(("Cohen's kappa (95 % CI)", f"{found.kappa:.2f}{interval}"))
    return facts


def why_no_kappa(view: View) -> str:
    """Return why kappa or its interval is missing; empty if neither is."""
    return recorded_agreement(compared_responses(view)).why_missing


def describe_agreement(table: pd.DataFrame) -> str:
    """Return a sentence on how often the recorded and the computed response agree."""
    agree, differ = (int((table["agreement"] == word).sum()) for word in ("agrees", "differs"))
    if agree + differ == 0:
        return "The workbook contains no recorded response to compare with."
    words = f"Recorded and computed response agree in {agree} of {agree + differ} children."
    if differ:
        children = table.loc[table["agreement"] == "differs", "patient"]
        words += f" They differ in child {', '.join(children)}."
    return words


def response_counts(
    view: View,
    by: str = "histology",
    responses: Sequence[str] = (),
    *,
    overall: bool = False,
    adjudicated: bool = False,
    interval: str = EXACT,
) -> pd.DataFrame:
    """Count responses by group, with confidence intervals; one row per group and response.

    The children stand in `patients` as a list and in `children` as words.

    Parameters
    ----------
    by
        As `srns.analysis.groups.grouping` takes it.
    responses
        Only these; empty: all that occur in the cohort.
    overall
        Count all children together instead of by group.
    adjudicated
        Let overrides replace the computed responses.
    interval
        Method of the confidence intervals.
    """
    summary = _summary(view, by, adjudicated=adjudicated, interval=interval)
    table = pd.DataFrame(summary["responses"])
    seen = set(table.loc[table["n"] > 0, "response"])
    wanted = list(responses) or [
        response for response in dict.fromkeys(table["response"]) if response in seen
    ]
    is_all = table["group"] == "all"
    table = table[(is_all if overall else ~is_all) & table["response"].isin(wanted)]
    table = table[table["of"] > 0].reset_index(drop=True)
    table["children"] = [", ".join(names) for names in table["patients"]]
    return table


def without_lists(counts: pd.DataFrame) -> pd.DataFrame:
    """Return counted responses with the children as words alone, as they are shown and saved."""
    return counts.drop(columns="patients")


def children_of(counts: pd.DataFrame) -> Callable[[Mapping[str, Any]], Sequence[str]]:
    """Return which children a row of counted responses has, by its `group` and `response`."""
    found = {
        (row["group"], row["response"]): tuple(row["patients"]) for row in counts.to_dict("records")
    }
    return lambda row: found.get((row["group"], row["response"]), ())


def _summary(
    view: View,
    by: str = "histology",
    *,
    adjudicated: bool = False,
    interval: str = EXACT,
) -> dict[str, Any]:
    return session.cached(
        ("summary", by, adjudicated, interval, tuple(view.patients)),
        lambda: summarize(
            view.cohort, view.classification, by, adjudicated=adjudicated, interval=interval
        ),
    )


def times_to_remission(view: View) -> list[str]:
    """Return one sentence a response on the times to it, from each day that time counts from."""
    by_response: dict[str, list[str]] = {}
    for row in _summary(view)["time_to_remission"]:
        if not row["n"]:
            continue
        children = "1 child" if row["n"] == 1 else f"{row['n']} children"
        spread = f"range {row['min']:.1f} to {row['max']:.1f}, " if row["n"] > 1 else ""
        during = join_words(row["during_treatment"])
        apart = f", without child {during}, during treatment" if during else ""
        by_response.setdefault(row["response"], []).append(
            f"{row['median']:.1f} from the {row['origin']} ({spread}{children}{apart})"
        )
    return [
        f"Median months to {response}: {'; '.join(parts)}."
        for response, parts in by_response.items()
    ]


def evidence_table(view: View, patient: str) -> pd.DataFrame:
    """List one child's visits with their cells and the criteria they did not meet."""
    found = calls_of(view, [patient])
    mine = found.occasions[found.occasions["patient"] == patient].sort_values("day")
    start = origin_days(found.cohort)[patient]
    return pd.DataFrame(
        {
            "day": mine["day"],
            "month": ((mine["day"].astype(float) - start) / DAYS_PER_MONTH).round(1),
            "Up/c": _with_unit(mine["upcr_text"], mine["upcr_unit"]),
            "Up/c cell": mine["upcr_cell"],
            **_other_urine(mine),
            "albumin": _with_unit(mine["albumin_text"], mine["albumin_unit"]),
            "albumin day": mine["albumin_day"],
            "albumin cell": mine["albumin_cell"],
            "decides the verdict": mine["evidence"].map({True: "yes", False: ""}),
            "criterion not met": mine["lacked"],
            "state": mine["state"],
        }
    ).reset_index(drop=True)


def _other_urine(visits: pd.DataFrame) -> dict[str, Any]:
    """Return the columns of 24-hour protein and dipstick, where any visit has one."""
    columns: dict[str, Any] = {}
    for test, label in _OTHER_URINE.items():
        if f"{test}_text" in visits and (visits[f"{test}_text"] != "").any():
            columns[label] = [
                each.strip() for each in _with_unit(visits[f"{test}_text"], visits[f"{test}_unit"])
            ]
            columns[f"{label} cell"] = visits[f"{test}_cell"]
    return columns


def _with_unit(texts: pd.Series, units: pd.Series) -> list[str]:
    return [
        "–" if not text else text if text == UNREADABLE else f"{text} {unit}"
        for text, unit in zip(texts, units, strict=True)
    ]


def regimen_table(view: View) -> pd.DataFrame:
    """List each child's maintenance regimen (also as typed), response and status."""
    regimens = maintenance(view.cohort)
    outcomes = view.classification.outcomes.set_index("patient")
    return pd.DataFrame(
        {
            "regimen": regimens["regimen"],
            "as typed": regimens["typed"],
            "patient": regimens["patient"],
            "response": list(outcomes["response"].reindex(regimens["patient"])),
            "status at last follow-up": list(outcomes["status"].reindex(regimens["patient"])),
        }
    ).sort_values("regimen", kind="stable")


def outcome_counts(table: pd.DataFrame) -> pd.DataFrame:
    """Count the status at last follow-up by regimen, and list the children."""
    counted = table.groupby(["regimen", "status at last follow-up"], sort=False)["patient"]
    counts = counted.agg(n="size", children=", ".join).reset_index()
    whole = table.groupby("regimen")["patient"].size()
    counts.insert(3, "of", counts["regimen"].map(whole))
    return counts
