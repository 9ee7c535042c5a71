"""JSON documents of the commands, for other programs: their keys are an interface."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import pandas as pd

from srns.analysis.regimens.relapse_by_drug import CAUTION, RelapseByDrug
from srns.analysis.time_to_event.curves import curve_record
from srns.analysis.time_to_event.time_analysis import Curves, Times
from srns.cohort.plain_json import plain as plain
from srns.cohort.quantities import URINE_TESTS
from srns.rules.classification import Classification
from srns.rules.definition import identify
from srns.rules.eligibility import judge_eligibility
from srns.workbook.read_workbook import Reading


def checked(reading: Reading) -> dict[str, Any]:
    """Return the problems and the ledger of a workbook."""
    ledger = reading.ledger
    return {
        "problems": [problem.as_dict() for problem in reading.problems],
        "ledger": {
            "cells": ledger.cells,
            "used": ledger.used,
            "ignored": ledger.ignored,
            "failed": ledger.failed,
        },
        "unknown_results": reading.unknown_results,
    }


def classified(classification: Classification) -> dict[str, Any]:
    """Return the definition, and the verdict on each child with its evidence and eligibility.

    `day_zero` is what days are counted from, `strategy` what a rescue drug changes. An occasion has
    `dipstick`, and `protein_24h` with its unit, where they were measured.

    In `eligibility` each item of each question is answered; the one whose item is empty is the
    answer to the whole question. `relapse_between` are the days between which the first relapse
    lies where its own is not known.
    """
    occasions = classification.occasions
    by_child = {
        patient: (
            [_evidence(row) for row in rows if row["evidence"]],
            [_evidence(row) for row in rows if not row["evidence"]],
        )
        for patient, rows in (
            (patient, _rows(group)) for patient, group in occasions.groupby("patient", sort=False)
        )
    }
    eligibility: dict[str, list[dict[str, Any]]] = {}
    for answer in _rows(judge_eligibility(classification)):
        eligibility.setdefault(answer.pop("patient"), []).append(plain(answer))
    between = classification.relapse_between
    patients = []
    for verdict in _rows(classification.verdicts):
        evidence, others = by_child.get(verdict["patient"], ([], []))
        patients.append(
            {
                **plain(verdict),
                "relapse_between": plain(between.get(str(verdict["patient"]))),
                "evidence": evidence,
                "other_occasions": others,
                "eligibility": eligibility[verdict["patient"]],
            }
        )
    return {
        "definition": identify(classification.definition),
        "day_zero": classification.cohort.day_zero,
        "strategy": classification.strategy,
        "patients": patients,
    }


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def cell_columns(occasions: Iterable[str]) -> list[str]:
    """List the columns of visits that hold a cell: of the urine tests, then of albumin."""
    known = set(occasions)
    return [f"{test}_cell" for test in (*URINE_TESTS, "albumin") if f"{test}_cell" in known]


def _evidence(occasion: dict[str, Any]) -> dict[str, Any]:
    cells = [occasion[column] for column in cell_columns(occasion)]
    others: dict[str, Any] = {}
    if protein := occasion.get("protein_24h_text"):
        others |= {"protein_24h": protein, "protein_24h_unit": occasion["protein_24h_unit"]}
    if grade := occasion.get("dipstick_text"):
        others["dipstick"] = grade
    return {
        "day": int(occasion["day"]),
        "upcr": occasion["upcr_text"],
        "upcr_unit": occasion["upcr_unit"],
        **others,
        "albumin": occasion["albumin_text"] or None,
        "albumin_unit": occasion["albumin_unit"] or None,
        "albumin_day": plain(occasion["albumin_day"]),
        "cells": [cell for cell in cells if cell],
        "lacked": occasion["lacked"] or None,
    }


def timed(found: Times, by_drug: RelapseByDrug | None = None) -> dict[str, Any]:
    """Return the curves of time to remission and to relapse, with numbers at risk and cautions."""
    asked, waited, visits = found.question, found.at_risk, found.visits
    return {
        "response": asked.response,
        "origin": asked.origin,
        "by": asked.by or None,
        "landmark_months": asked.landmark,
        "late_entry": asked.late_entry,
        "children": _rows(waited.table),
        "before_origin": dict(waited.before_origin),
        "left_out": dict(waited.left_out),
        "undated_events_put_at_last_upcr": list(waited.undated),
        "events_known_in_part_put_at_their_latest": dict(waited.in_part),
        "time_to_remission": _curves(found.response_curves),
        "between_visits": {
            "earliest": curve_record(visits.earliest),
            "latest": curve_record(visits.latest),
            "turnbull": _rows(visits.estimate.table),
            "widest_months": visits.widest_months,
        },
        "remissions": _rows(found.durations.table),
        "duration_of_remission": {
            **_curves(found.duration_curves),
            "undated_events_put_at_last_upcr": list(found.durations.undated),
            "events_known_in_part_put_at_their_latest": dict(found.durations.in_part),
            "left_out_because_known_in_part": list(found.durations.left_out),
        },
        **({} if by_drug is None else {"relapse_by_drug": _by_drug(by_drug)}),
    }


def _by_drug(found: RelapseByDrug) -> dict[str, Any]:
    return {
        "since": found.since,
        "caution": CAUTION,
        "curves": [
            {"group": curve.group, **curve_record(curve), "steps": _rows(curve.table)}
            for curve in found.curves
        ],
        "person_time": {
            drugs: {"relapses": rate.events, "person_years": rate.time, "per_year": rate.rate,
                    "low": rate.low, "high": rate.high}
            for drugs, rate in found.rates.items()
        },
        "stretches": _rows(found.stretches),
        "not_placed": dict(found.not_placed),
    }  # fmt: skip


def _curves(curves: Curves) -> dict[str, Any]:
    return {
        "event": curves.event,
        "since": curves.since,
        "cautions": list(curves.cautions),
        "curves": [
            {"group": curve.group, **curve_record(curve), "steps": _rows(curve.table)}
            for curve in curves.curves
        ],
        "numbers_behind": _rows(curves.risk_table),
        "tests": [test._asdict() for test in curves.tests],
        "milestones": [asdict(each) for each in curves.milestones],
        "restricted_means": [asdict(each) for each in curves.means],
        "mean_differences": [asdict(each) for each in curves.mean_differences],
    }
