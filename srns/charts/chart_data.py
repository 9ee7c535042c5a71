"""Chart data of one child: values in display units, days as months, states as bands.

Everything clinical (state, evidence, relapse) comes from the classification and is only arranged
here. Results are converted for display; the text as reported is kept alongside.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from srns.analysis.tables.kidney_function import kidney_function
from srns.charts.drug_lanes import undated_courses
from srns.charts.long_gaps import missed_infusions, urine_gaps
from srns.charts.months import month_of, origin_days, origin_words, with_months
from srns.charts.partial_date_bars import event_spans, treatment_bars
from srns.charts.urine_points import (
    dipstick_points,
    kind_of,
    protein_points,
    unreadable_results,
    with_visits,
)
from srns.charts.window_shading import shaded_days
from srns.cohort.date_intervals import earliest
from srns.cohort.quantities import ALBUMIN, UPCR, Quantity, show_result
from srns.cohort.tables import AS_READ, Cohort
from srns.cohort.terms import DEATH, ENDS_IN_KIDNEY_FAILURE, KIDNEY_FAILURE
from srns.cohort.unit_systems import CONVENTIONAL as CONVENTIONAL  # the pages import them from here
from srns.cohort.unit_systems import SI as SI
from srns.cohort.unit_systems import Units
from srns.languages.lists import list_some
from srns.languages.messages import _, mark, translated
from srns.languages.sentences import joined

ALONE = mark("cyclophosphamide alone")
WITH_STEROID = mark("with methylprednisolone")


@dataclass(frozen=True)
class PatientChartData:
    """Chart data of one child; every frame has `month`, counted from what `origin` names.

    Attributes
    ----------
    not_drawn
        Which results are left out of the figure, and why; empty where none are.
    spans
        Events with a partial date, possible from `month` to `until`.
    origin
        What months count from, in words.
    day_0_month, day_0
        Where day 0 lies, and what it is in words.
    shaded
        The stretches that do not count; see `srns.charts.window_shading.shaded_days`.
    dipstick, protein, protein_unit
        Urine tests other than Up/c; see `srns.charts.urine_points`.
    unreadable
        Results that are there but cannot be read.
    egfr
        Kidney function: one row per creatinine of which a GFR can be estimated.
    long_gaps, missed, undated_drugs
        What nobody measured, gave or dated: see `srns.charts.long_gaps`, `srns.charts.drug_lanes`.
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
    not_drawn: str
    spans: pd.DataFrame
    origin: str
    day_0_month: float
    day_0: str
    shaded: pd.DataFrame
    dipstick: pd.DataFrame
    protein: pd.DataFrame
    protein_unit: str
    unreadable: pd.DataFrame
    egfr: pd.DataFrame
    long_gaps: pd.DataFrame
    missed: pd.DataFrame
    undated_drugs: pd.DataFrame

    @property
    def at_floor(self) -> int:
        """Number of Up/c results below the axis, drawn at its lower end."""
        return int(self.upcr["at_floor"].sum()) if len(self.upcr) else 0


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
    labs = with_months(_results(cohort, patient, UPCR, units.upcr), start)
    labs = with_visits(labs, occasions, UPCR.analyte)
    labs["at_floor"] = labs["shown"] < units.upcr_floor
    labs["drawn"] = labs["shown"].clip(lower=units.upcr_floor)
    return labs


def albumin_points(
    cohort: Cohort, occasions: pd.DataFrame, patient: str, units: Units, start: float
) -> pd.DataFrame:
    """Return one child's albumin results for drawing; see `upcr_points`."""
    labs = with_months(_results(cohort, patient, ALBUMIN, units.albumin), start)
    labs["kind"] = [kind_of(bound or "", evidence=False) for bound in labs["bound"]]
    paired: dict[str, list[str]] = {}
    decided: set[str] = set()
    for visit in occasions[occasions["albumin_cell"] != ""].to_dict("records"):
        paired.setdefault(visit["albumin_cell"], []).append(str(visit["day"]))
        if visit["evidence"]:
            decided.add(visit["albumin_cell"])
    labs["evidence"] = [cell in decided for cell in labs["cell"]]
    labs["counted"] = [
        _counted(paired.get(cell, ()), decided=cell in decided) for cell in labs["cell"]
    ]
    return labs


def _counted(days: Sequence[str], *, decided: bool) -> str:
    """Return with the visits of which days an albumin counts, in words."""
    if not days:
        return _("no: no visit is paired with it")
    words = (
        _("yes: with the visit of day {days}, which decided the verdict")
        if decided
        else _("yes: with the visit of day {days}")
    )
    return words.format(days=list_some(days, 3))


def egfr_points(cohort: Cohort, patient: str, start: float) -> pd.DataFrame:
    """Return one child's estimates of GFR: `month`, `egfr`, `bound`, `stage`, `day`, `cell`."""
    found = kidney_function(_cohort_of_one(cohort, patient))
    found = found[found["egfr"].notna()]
    return with_months(found.drop(columns="month"), start)


def _cohort_of_one(cohort: Cohort, patient: str) -> Cohort:
    tables = ("patients", "labs", "infusions", "treatments", "events")
    return replace(cohort, **{name: _of(getattr(cohort, name), patient) for name in tables},
                   overrides=())  # fmt: skip


def infusion_ticks(cohort: Cohort, patient: str, start: float) -> pd.DataFrame:
    """Return the infusions; `given` is whether methylprednisolone was given with them."""
    ticks = with_months(_of(cohort.infusions, patient), start)
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
    marks = with_months(_of(cohort.events, patient), start)[["patient", "month", "event", "cell"]]
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
    starts = origin_days(cohort)
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
    start = origin_days(cohort)[patient]
    occasions, verdicts = classification.occasions, classification.verdicts
    occasions = _of(occasions, patient)
    upcr = upcr_points(cohort, occasions, patient, units, start)
    albumin = albumin_points(cohort, occasions, patient, units, start)
    egfr = egfr_points(cohort, patient, start)
    dipstick = dipstick_points(cohort, occasions, patient, start)
    protein, protein_unit, other_units = protein_points(cohort, occasions, patient, start)
    unreadable = unreadable_results(cohort, patient, start)
    infusions = infusion_ticks(cohort, patient, start)
    missed = missed_infusions(infusions)
    events = event_marks(cohort, verdicts, patient, start)
    spans = event_spans(cohort, patient, start)
    months = _all_months(
        upcr, albumin, egfr, dipstick, protein, unreadable, infusions, events, spans
    )
    months += spans["until"].tolist()
    first, last = min(months, default=0.0), max(months, default=1.0)
    room = max(last - first, 1.0) * 0.03
    bars = treatment_bars(cohort, patient, start, first - room, last + room)
    undated_drugs = undated_courses(cohort, patient, start, first - room, last + room)
    not_drawn = ""
    if other_units:
        not_drawn = _("24-hour protein in another unit than {unit} ({n})").format(
            unit=protein_unit, n=other_units
        )
    window, child = classification.found.window, _place(cohort, patient)
    end = last + room
    if np.isfinite(window.last[child]):
        end = min(end, max(month_of(window.last[child], start), first))
    return PatientChartData(
        patient,
        upcr,
        albumin,
        infusions,
        bars,
        state_bands(occasions, patient, start, end),
        events,
        first - room,
        last + room,
        not_drawn,
        spans,
        origin_words(cohort, patient),
        month_of(0, start),
        _day_0(cohort, infusions),
        shaded_days(window, child, start, first - room, last + room, last),
        dipstick,
        protein,
        protein_unit,
        unreadable,
        egfr,
        urine_gaps(upcr if len(upcr) else protein),
        missed,
        undated_drugs,
    )


def _place(cohort: Cohort, patient: str) -> int:
    return int(np.flatnonzero((cohort.patients["patient"] == patient).to_numpy())[0])


def _day_0(cohort: Cohort, infusions: pd.DataFrame) -> str:
    """Return what day 0 of a child is, in words."""
    if cohort.day_zero != AS_READ:
        return translated(cohort.day_zero)
    return _("first infusion") if (infusions["day"] == 0).any() else translated(AS_READ)


def _all_months(*tables: pd.DataFrame) -> list[float]:
    return [float(month) for table in tables for month in table["month"]]


def reference_lines(
    lines: Iterable[tuple[str, float]], quantity: Quantity, units: Units
) -> pd.DataFrame:
    """Return a definition's limits in the unit shown: `name`, `label` (with the unit), `drawn`.

    Parameters
    ----------
    lines
        What `Definition.limit_lines` lists for these units.
    """
    unit = units.unit_of(quantity)
    rows = [(name, joined(filter(None, (name, unit)), " "), value) for name, value in lines]
    return pd.DataFrame(rows, columns=["name", "label", "drawn"]).drop_duplicates()
