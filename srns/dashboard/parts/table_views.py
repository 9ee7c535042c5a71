"""The tables that the pages show, with the words of the field as headings."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from srns.analysis.definitions.recorded_vs_computed import (
    recorded_against_computed,
    recorded_agreement,
)
from srns.analysis.groups import maintenance
from srns.analysis.proportions.intervals import EXACT
from srns.analysis.summary import summarize
from srns.charts.chart_data import first_infusion_days
from srns.charts.theme import letter
from srns.cohort.tables import DAYS_PER_MONTH
from srns.cohort.terms import COMPLETE, PARTIAL
from srns.dashboard.state import session
from srns.dashboard.state.filters import View

REMISSIONS = (COMPLETE, PARTIAL)


def ledger_table(entries: pd.DataFrame) -> pd.DataFrame:
    """List the cells that were not used, with the reason."""
    return entries[entries["outcome"] != "used"].reset_index(drop=True)


def verdict_table(view: View) -> pd.DataFrame:
    """List the verdicts with their reasons."""
    verdicts = view.classification.verdicts
    return pd.DataFrame(
        {
            "patient": verdicts["patient"],
            "histology": list(view.groups["histology"]),
            "response": verdicts["response"],
            "letters": [letter(response) for response in verdicts["response"]],
            "overridden by a person": override_words(view),
            "reason": verdicts["reason"],
            "months from first infusion": verdicts["months_from_first_infusion"].round(1),
            "months from last infusion": verdicts["months_from_last_infusion"].round(1),
            "infusions before": verdicts["infusions_before"],
            "left open": verdicts["left_open"],
            "relapse day": verdicts["relapse_day"],
            "status at last follow-up": verdicts["status"],
            "sustained": verdicts["sustained"].map({True: "yes", False: "no"}).fillna("–"),
        }
    )


def override_words(view: View) -> list[str]:
    """Say what a person decided against each verdict; empty where nobody did."""
    overrides = view.classification.overrides
    return [overrides[name].words if name in overrides else "" for name in view.patients]


def override_of(view: View, patient: str) -> str:
    """Say what a person decided against one child's verdict; empty where nobody did."""
    override = view.classification.overrides.get(patient)
    return override.words if override else ""


def declared_table(view: View) -> pd.DataFrame:
    """Hold the response written in the workbook against the rule."""
    table = declared_of(view)
    agrees = table["agrees"].map({True: "agrees", False: "differs"}).fillna("nothing to compare")
    return pd.DataFrame(
        {
            "patient": table["patient"],
            "as written": table["recorded_typed"],
            "read as": table["recorded"],
            "by the rule": table["computed"],
            "": agrees,
            "which clause decides": table["why"],
            "overridden by a person": table["override"],
        }
    )


def declared_of(view: View) -> pd.DataFrame:
    """Hold what was recorded against the rule, once for a choice of children."""
    return session.remembered(
        ("declared", tuple(view.patients)),
        lambda: recorded_against_computed(view.cohort, view.classification),
    )


def agreement_facts(view: View) -> list[tuple[str, object]]:
    """Give agreement in figures: n, percent, Cohen's kappa with its interval."""
    found = recorded_agreement(declared_of(view))
    facts: list[tuple[str, object]] = [("compared", found.n), ("agree", found.agree)]
    if found.percent is not None:
        facts.append(("agreement", f"{found.percent:.1f} %"))
    if found.kappa is not None:
        interval = f" ({found.low:.2f} to {found.high:.2f})" if found.low is not None else ""
        facts.append(("Cohen's kappa (95 %)", f"{found.kappa:.2f}{interval}"))
    return facts


def why_no_interval(view: View) -> str:
    """Say why kappa or its interval is missing; empty where nothing is."""
    return recorded_agreement(declared_of(view)).why_missing


def say_agreement(table: pd.DataFrame) -> str:
    """Say how often the person and the rule agree."""
    agree, differ = (int((table[""] == word).sum()) for word in ("agrees", "differs"))
    if agree + differ == 0:
        return "The workbook records no response to compare with."
    words = f"The recorded response agrees with the rule in {agree} of {agree + differ} children."
    if differ:
        words += f" It differs in {', '.join(table.loc[table[''] == 'differs', 'patient'])}."
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
    """Count responses by group with their intervals.

    Parameters
    ----------
    by
        As `srns.analysis.groups.grouping` takes it.
    responses
        Only these; empty means those that any child has.
    overall
        Give the rows of all children together instead of the groups.
    adjudicated
        Count what persons decided in place of the computed responses.
    interval
        How the intervals are made.
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
    return table.drop(columns="patients")


def _summary(
    view: View,
    by: str = "histology",
    *,
    adjudicated: bool = False,
    interval: str = EXACT,
) -> dict[str, Any]:
    return session.remembered(
        ("summary", by, adjudicated, interval, tuple(view.patients)),
        lambda: summarize(
            view.cohort, view.classification, by, adjudicated=adjudicated, interval=interval
        ),
    )


def times_to_remission(view: View) -> list[str]:
    """Say the time to each remission in sentences."""
    sentences = []
    for row in _summary(view)["time_to_remission"]:
        if not row["n"]:
            continue
        text = (
            f"{row['response'].capitalize()} came a median of {row['median']:.1f} months after the "
            f"{row['origin']} (range {row['min']:.1f} to {row['max']:.1f}, "
            f"{row['n']} {'child' if row['n'] == 1 else 'children'})."
        )
        if row["during_treatment"]:
            during = ", ".join(row["during_treatment"])
            text += f" Not counted, because it came during treatment: child {during}."
        sentences.append(text)
    return sentences


def cohort_facts(view: View) -> list[tuple[str, object]]:
    """Count what there is."""
    labs = view.cohort.labs
    return [
        ("children", len(view.patients)),
        ("Up/c results", int((labs["analyte"] == "upcr").sum())),
        ("albumin results", int((labs["analyte"] == "albumin").sum())),
        ("infusions", len(view.cohort.infusions)),
        ("drug courses", len(view.cohort.treatments)),
        ("events", len(view.cohort.events)),
    ]


def evidence_table(view: View, patient: str) -> pd.DataFrame:
    """List one child's occasions with the cells they stand in and what each lacked."""
    mine = view.classification.occasions
    mine = mine[mine["patient"] == patient].sort_values("day")
    start = first_infusion_days(view.cohort)[patient]
    return pd.DataFrame(
        {
            "day": mine["day"],
            "month": ((mine["day"].astype(float) - start) / DAYS_PER_MONTH).round(1),
            "Up/c": _with_unit(mine["upcr_text"], mine["upcr_unit"]),
            "Up/c cell": mine["upcr_cell"],
            "albumin": _with_unit(mine["albumin_text"], mine["albumin_unit"]),
            "albumin day": mine["albumin_day"],
            "albumin cell": mine["albumin_cell"],
            "the verdict rests on it": mine["evidence"].map({True: "yes", False: ""}),
            "what it lacked": mine["lacked"],
            "state": mine["state"],
        }
    ).reset_index(drop=True)


def _with_unit(texts: pd.Series, units: pd.Series) -> list[str]:
    return [f"{text} {unit}" if text else "–" for text, unit in zip(texts, units, strict=True)]


def regimen_table(view: View) -> pd.DataFrame:
    """List every child's maintenance regimen with the words as typed, response and status."""
    regimens = maintenance(view.cohort)
    verdicts = view.classification.verdicts.set_index("patient")
    return pd.DataFrame(
        {
            "regimen": regimens["regimen"],
            "as typed": regimens["typed"],
            "patient": regimens["patient"],
            "response": list(verdicts["response"].reindex(regimens["patient"])),
            "status at last follow-up": list(verdicts["status"].reindex(regimens["patient"])),
        }
    ).sort_values("regimen", kind="stable")


def outcome_counts(table: pd.DataFrame) -> pd.DataFrame:
    """Count the status at last follow-up by regimen, with the children's names."""
    counted = table.groupby(["regimen", "status at last follow-up"], sort=False)["patient"]
    counts = counted.agg(n="size", children=", ".join).reset_index()
    whole = table.groupby("regimen")["patient"].size()
    counts.insert(3, "of", counts["regimen"].map(whole))
    return counts
