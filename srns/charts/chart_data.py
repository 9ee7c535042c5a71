"""Chart data of one child: values in display units, days as months, states as bands.

Everything clinical (state, evidence, relapse) comes from the classification and is only arranged
here. Results are converted for display; the text as reported is kept alongside.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from srns.charts.partial_date_bars import event_spans, treatment_bars
from srns.cohort.date_intervals import earliest
from srns.cohort.quantities import ALBUMIN, UPCR, Quantity, show_result
from srns.cohort.tables import DAYS_PER_MONTH, Cohort
from srns.cohort.terms import DEATH, ENDS_IN_KIDNEY_FAILURE, KIDNEY_FAILURE

EVIDENCE = "decided the verdict"
OTHER = "other sample"
CENSORED_LOW = "reported below (<)"
CENSORED_HIGH = "reported above (>)"
ALONE = "cyclophosphamide alone"
WITH_STEROID = "with methylprednisolone"
KINDS = (EVIDENCE, OTHER, CENSORED_LOW, CENSORED_HIGH)

_FLOOR_MG_MG = 0.01


@dataclass(frozen=True)
class Units:
    """Display units of a figure."""

    name: str
    upcr: str
    albumin: str

    @property
    def upcr_floor(self) -> float:
        """Lower end of the logarithmic axis; smaller values, including 0, are drawn there."""
        return _FLOOR_MG_MG * float(UPCR.factor("mg/mg", self.upcr))


CONVENTIONAL = Units("conventional", "mg/mg", "g/dL")
SI = Units("SI", "mg/mmol", "g/L")


@dataclass(frozen=True)
class PatientChartData:
    """Chart data of one child; every frame has `month`, months from the first infusion.

    `spans` are events with a partial date, possible from `month` to `until`.
    """

    patient: str
    upcr: pd.DataFrame
    albumin: pd.DataFrame
    infusions: pd.DataFrame
    treatments: pd.DataFrame
    states: pd.DataFrame
    events: pd.DataFrame
    first_month: float
    last_month: float
    undated: tuple[str, ...]
    spans: pd.DataFrame

    @property
    def at_floor(self) -> int:
        """Number of Up/c results below the axis, drawn at its lower end."""
        return int(self.upcr["at_floor"].sum()) if len(self.upcr) else 0


def first_infusion_days(cohort: Cohort) -> dict[str, float]:
    """Return the day of each child's first infusion; 0 (the index date) without one."""
    days = dict.fromkeys(cohort.patients["patient"], 0.0)
    known = cohort.infusions.dropna(subset=["day"])
    days.update(known.groupby("patient")["day"].min().astype(float).to_dict())
    return days


def month_of(day: float, first_infusion_day: float = 0.0) -> float:
    """Convert a day to months from the first infusion."""
    return (float(day) - first_infusion_day) / DAYS_PER_MONTH


def _with_months(table: pd.DataFrame, start: float, column: str = "day") -> pd.DataFrame:
    table = table.dropna(subset=[column]).copy()
    table["month"] = [month_of(day, start) for day in table[column]]
    return table.sort_values(column, kind="stable")


def _convert(labs: pd.DataFrame, quantity: Quantity, unit: str) -> list[float]:
    return [
        float(value) * float(quantity.factor(reported, unit))
        for value, reported in zip(labs["value"], labs["unit"], strict=True)
    ]


def _of(table: pd.DataFrame, patient: str) -> pd.DataFrame:
    return table[table["patient"] == patient]


def _results(cohort: Cohort, patient: str, quantity: Quantity, unit: str) -> pd.DataFrame:
    labs = _of(cohort.labs, patient)
    labs = labs[labs["analyte"] == quantity.analyte].dropna(subset=["day", "value"]).copy()
    labs["shown"] = _convert(labs, quantity, unit)
    labs["reported"] = [
        f"{show_result(float(value), bound or '')} {reported}"
        for value, bound, reported in zip(labs["value"], labs["bound"], labs["unit"], strict=True)
    ]
    return labs


def _kind(bound: str, evidence: bool) -> str:
    if bound in ("<", "<="):
        return CENSORED_LOW
    if bound in (">", ">="):
        return CENSORED_HIGH
    return EVIDENCE if evidence else OTHER


def upcr_points(
    cohort: Cohort, occasions: pd.DataFrame, patient: str, units: Units, start: float
) -> pd.DataFrame:
    """Return one child's Up/c results for drawing.

    Returns
    -------
    DataFrame
        One row per result: `month`, `shown` (in `units`), `drawn` (never below the axis),
        `at_floor`, `kind`, `evidence`, `state`, `lacked`, `reported` (as in the workbook), `cell`.
    """
    labs = _with_months(_results(cohort, patient, UPCR, units.upcr), start)
    mine = _of(occasions, patient)
    by_cell = {row["upcr_cell"]: row for row in mine.to_dict("records")}
    judged: list[dict[Any, Any]] = [by_cell.get(cell, {}) for cell in labs["cell"]]
    labs["evidence"] = [bool(row.get("evidence", False)) for row in judged]
    labs["state"] = [str(row.get("state") or "not assessed") for row in judged]
    labs["lacked"] = [str(row.get("lacked") or "") for row in judged]
    labs["at_floor"] = labs["shown"] < units.upcr_floor
    labs["drawn"] = labs["shown"].clip(lower=units.upcr_floor)
    labs["kind"] = [
        _kind(bound or "", evidence)
        for bound, evidence in zip(labs["bound"], labs["evidence"], strict=True)
    ]
    return labs


def albumin_points(cohort: Cohort, patient: str, units: Units, start: float) -> pd.DataFrame:
    """Return one child's albumin results for drawing; see `upcr_points`."""
    labs = _with_months(_results(cohort, patient, ALBUMIN, units.albumin), start)
    labs["kind"] = [_kind(bound or "", evidence=False) for bound in labs["bound"]]
    return labs


def infusion_ticks(cohort: Cohort, patient: str, start: float) -> pd.DataFrame:
    """Return the infusions; `given` is whether methylprednisolone was given with them."""
    ticks = _with_months(_of(cohort.infusions, patient), start)
    with_steroid = pd.to_numeric(ticks["methylprednisolone_mg_kg"], errors="coerce") > 0
    ticks["given"] = with_steroid.map({True: WITH_STEROID, False: ALONE})
    return ticks


def state_bands(occasions: pd.DataFrame, patient: str, start: float, until: float) -> pd.DataFrame:
    """Return the state bands: each visit's state lasts to the next, the last one to `until`.

    Returns
    -------
    DataFrame
        One row per band of one state: `patient`, `state`, `month`, `until`.
    """
    mine = _of(occasions, patient).sort_values("day", kind="stable")
    rows: list[dict[str, Any]] = []
    for day, state in zip(mine["day"], mine["state"], strict=True):
        month = month_of(day, start)
        if rows and rows[-1]["state"] == state:
            continue
        if rows:
            rows[-1]["until"] = month
        rows.append({"patient": patient, "state": state, "month": month, "until": until})
    if rows:
        rows[-1]["until"] = max(until, rows[-1]["month"])
    return pd.DataFrame(rows, columns=["patient", "state", "month", "until"])


def event_marks(cohort: Cohort, verdicts: pd.DataFrame, patient: str, start: float) -> pd.DataFrame:
    """Return the dated events and the computed relapse."""
    marks = _with_months(_of(cohort.events, patient), start)[["patient", "month", "event", "cell"]]
    relapse = _of(verdicts, patient)["relapse_day"].dropna()
    found = [
        {"patient": patient, "month": month_of(day, start), "event": "relapse", "cell": "computed"}
        for day in relapse
    ]
    marks = pd.DataFrame(
        [*marks.to_dict("records"), *found], columns=["patient", "month", "event", "cell"]
    )
    marks["mark"] = [
        KIDNEY_FAILURE
        if event in ENDS_IN_KIDNEY_FAILURE
        else event
        if event in ("relapse", DEATH)
        else "other"
        for event in marks["event"]
    ]
    return marks.drop_duplicates(subset=["month", "mark"])


def last_follow_up_months(cohort: Cohort) -> dict[str, float]:
    """Return each child's last follow-up in months; without a date, the last record.

    For a partial date, the earliest possible day.
    """
    starts = first_infusion_days(cohort)
    ends: dict[str, float] = {}
    for table in (cohort.labs, cohort.infusions, cohort.events):
        last = table.dropna(subset=["day"]).groupby("patient")["day"].max()
        for patient, day in zip(last.index, last, strict=True):
            ends[patient] = max(float(day), ends.get(patient, float(day)))
    followed = earliest(cohort.patients, "last_follow_up_day")
    known = ~np.isnan(followed)
    ends |= dict(zip(cohort.patients["patient"][known], followed[known].tolist(), strict=True))
    return {
        patient: month_of(ends.get(patient, 0.0), starts[patient])
        for patient in cohort.patients["patient"]
    }


def patient_chart_data(
    cohort: Cohort, classification: Any, patient: str, units: Units
) -> PatientChartData:
    """Assemble the chart data of one child."""
    start = first_infusion_days(cohort)[patient]
    occasions, verdicts = classification.occasions, classification.verdicts
    upcr = upcr_points(cohort, occasions, patient, units, start)
    albumin = albumin_points(cohort, patient, units, start)
    infusions = infusion_ticks(cohort, patient, start)
    events = event_marks(cohort, verdicts, patient, start)
    spans = event_spans(cohort, patient, start)
    months = _all_months(upcr, albumin, infusions, events, spans)
    months += spans["until"].tolist()
    first, last = min(months, default=0.0), max(months, default=1.0)
    room = max(last - first, 1.0) * 0.03
    bars, undated = treatment_bars(cohort, patient, start, first - room, last + room)
    return PatientChartData(
        patient,
        upcr,
        albumin,
        infusions,
        bars,
        state_bands(occasions, patient, start, last + room),
        events,
        first - room,
        last + room,
        undated,
        spans,
    )


def _all_months(*tables: pd.DataFrame) -> list[float]:
    return [float(month) for table in tables for month in table["month"]]


def reference_lines(
    lines: Iterable[tuple[str, float]], quantity: Quantity, unit: str
) -> pd.DataFrame:
    """Convert a definition's thresholds from the canonical unit to lines in the display unit."""
    factor = float(quantity.factor(quantity.canonical_unit, unit))
    rows = [{"label": label, "value": float(value) * factor} for label, value in lines]
    return pd.DataFrame(rows, columns=["label", "value"]).drop_duplicates()
