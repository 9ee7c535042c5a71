"""Verdicts of the children, the evidence for one, and what the workbook records beside them."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from srns.analysis.definitions.recorded_vs_computed import (
    agreement_results,
    recorded_against_computed,
    recorded_agreement,
)
from srns.charts.months import origin_days
from srns.charts.theme import letter
from srns.cohort.overrides import Override
from srns.cohort.tables import DAYS_PER_MONTH
from srns.cohort.terms import NOT_EVALUABLE, UNCLASSIFIED
from srns.languages.lists import join_row
from srns.languages.messages import _, translated
from srns.languages.sentences import sentence
from srns.panels.filters import one_of
from srns.panels.panel import Panel, table_panel
from srns.panels.view import View, calls_of
from srns.report.report_tables import verdicts as listed_verdicts
from srns.rules.classification import Classification
from srns.rules.explain import UNREADABLE
from srns.rules.near_misses import near_misses

MOST_MISSES = 3
_OTHER_URINE = {"protein_24h": "24-hour protein", "dipstick": "dipstick"}


def verdicts(view: View) -> Panel:
    """List the verdicts of all children with their reasons."""
    return table_panel(
        "verdicts", verdict_table(view), lambda: listed_verdicts(view.classification).results
    )


def evidence(view: View, *, patient: str | int) -> Panel:
    """List one child's visits; in words its verdict and what nearly led to a better one."""
    child = child_of(view, patient)
    verdict = calls_of(view, [child]).verdicts.set_index("patient").loc[child]
    sentences = (verdict["reason"], *(miss.words for miss in misses_of(view, child)))
    return Panel(
        "evidence",
        "Evidence",
        view.once(("evidence", child), lambda: evidence_table(view, child)),
        sentences=tuple(map(translated, sentences)),
    )


def recorded_vs_computed(view: View) -> Panel:
    """Hold the recorded responses against the computed ones."""
    table = recorded_table(view)
    why = recorded_agreement(compared_responses(view)).why_missing
    said = (describe_agreement(table), *filter(None, [why]))
    return Panel(
        "recorded_vs_computed",
        "Recorded vs computed",
        table,
        sentences=said,
        results=lambda: agreement_rows(view),
    )


def overrides(view: View) -> Panel:
    """List the overrides that the cohort holds."""
    return table_panel("overrides", override_table(view.whole.overrides))


def child_of(view: View, patient: str | int) -> str:
    """Return a child that is shown, by its study number or by its place in the whole cohort.

    Raises
    ------
    InputError
        Where there is no such child.
    """
    known = [str(each) for each in view.whole.patients["patient"]]
    return one_of(one_of(patient, known, "the child"), view.patients, "the child")


def misses_of(view: View, patient: str) -> Sequence[Any]:
    """Return what nearly led one child to a better response."""
    return view.once(
        ("near misses", patient),
        lambda: near_misses(calls_of(view, [patient]), patient, most=MOST_MISSES),
    )


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


def nearest_miss(found: Classification, patient: str) -> str:
    """Return what a child without a verdict fell short by, in one sentence; empty for any other.

    Of an unclassified or not evaluable child the reason names a gap or what was missing; the near
    miss says how far it was from a response.
    """
    response = found.outcomes.loc[found.outcomes["patient"] == patient, "response"].iloc[0]
    if response not in (UNCLASSIFIED, NOT_EVALUABLE):
        return ""
    misses = near_misses(found, patient, most=1)
    return sentence("Nearest: {miss}", miss=misses[0].words) if misses else ""


def override_of(view: View, patient: str) -> str:
    """Return the override of one child in words; empty if there is none."""
    override = view.classification.overrides.get(patient)
    return override.words if override else ""


def override_table(held: Sequence[Override]) -> pd.DataFrame:
    """List the overrides, one a row."""
    return pd.DataFrame(
        {
            "patient": [each.patient for each in held],
            "response": [each.response for each in held],
            "reason": [each.reason for each in held],
            "by": [each.by for each in held],
            "definition": [each.definition or "any" for each in held],
        }
    )


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
    return view.once(
        ("recorded", tuple(view.patients)),
        lambda: recorded_against_computed(view.cohort, view.classification),
    )


def agreement_rows(view: View) -> pd.DataFrame:
    """Return the agreement of recorded and computed responses as analysis results data."""
    return agreement_results(view.cohort, view.classification, compared_responses(view))


def describe_agreement(table: pd.DataFrame) -> str:
    """Return a sentence on how often the recorded and the computed response agree."""
    agree, differ = (int((table["agreement"] == word).sum()) for word in ("agrees", "differs"))
    if agree + differ == 0:
        return _("The workbook contains no recorded response to compare with.")
    words = _("Recorded and computed response agree in {n} of {of} children.").format(
        n=agree, of=agree + differ
    )
    if not differ:
        return words
    children = table.loc[table["agreement"] == "differs", "patient"]
    exceptions = _("They differ in child {children}.").format(children=join_row(children))
    return f"{words} {exceptions}"


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
