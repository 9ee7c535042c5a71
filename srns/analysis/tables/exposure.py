"""Cumulative cyclophosphamide exposure of each child: infusions and oral courses.

Nothing is dropped silently: a sum that is missing a course is a lower bound (``>=``).
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from srns.cohort.date_intervals import earliest, is_in_part, latest
from srns.cohort.tables import Cohort
from srns.cohort.terms import fold
from srns.languages.messages import mark
from srns.languages.sentences import joined, sentence, term
from srns.rules.body_size import mosteller
from srns.rules.carry_forward import carried_forward

BODY_WITHIN_DAYS = 90
CYCLOPHOSPHAMIDE = "cyclophosphamide"


@dataclass(frozen=True)
class ReferenceDose:
    """A cumulative dose named by a source: a reference line, not a verdict.

    Attributes
    ----------
    certainty
        How the source was verified.
    """

    dose: float
    unit: str
    meaning: str
    source: str
    certainty: str


REFERENCE_DOSES = (
    ReferenceDose(168, "mg/kg", mark("maximum of an oral course (2 mg/kg a day for 12 weeks)"),
         mark("KDIGO 2025, nephrotic syndrome in children"),
         mark("read in a summary of the guideline")),
    ReferenceDose(200, "mg/kg", mark("below it, gonadal toxicity is reported to be lowest"),
         mark("a patient information page"), mark("weak source: unverified")),
    ReferenceDose(300, "mg/kg", mark("above it, gonadal dysfunction in most males"),
         mark("a meta-analysis cited in teaching material"), mark("secondary source: unverified")),
    ReferenceDose(7500, "mg/m²", mark("above it, risk of permanent azoospermia"),
         mark("a study of childhood cancer survivors (PMID 11169946)"),
         mark("read in the abstract only")),
)  # fmt: skip


def exposure(cohort: Cohort, *, body_within_days: int = BODY_WITHIN_DAYS) -> pd.DataFrame:
    """Sum the cyclophosphamide doses of each child.

    1. Infusions: mg/m² as recorded, converted to mg/kg by the body surface area and weight on that
       day (the last height and weight, at most `body_within_days` old).
    2. Courses in the sheet Treatments: dose × doses per day × days (first and last included),
       converted between mg/kg and mg/m² by body size at the start of the course. A course typed as
       intravenous that overlaps the child's infusions in time, or has no start and is not of
       purpose *prior*, is taken to be those infusions and not counted again; one before them, after
       them or in a child without infusions is added.
    3. Totals add routes and courses. Whatever cannot be quantified is listed, and the total is then
       a lower bound.

    Returns
    -------
    DataFrame
        One row per child: `patient`, `infusions`, `infusion_mg_m2`, `infusion_mg_kg`, `courses`
        (in Treatments), `course_mg_m2`, `course_mg_kg`, `total_mg_m2`, `total_mg_kg`,
        `total_mg_m2_bound` and `total_mg_kg_bound` (``>=`` where a dose is missing),
        `lacking` (what is missing, in words) and `cells` (of the doses). A total without any known
        dose is missing, as is that of a child with neither an infusion nor a course on record.
    """
    doses = pd.concat(
        [_infusions(cohort, body_within_days), _courses(cohort, body_within_days)],
        ignore_index=True,
    )
    # Columns as arrays: asking a frame for each child's rows took a millisecond a child.
    places = doses.groupby("patient", sort=False).indices
    route, cell = doses["route"].to_numpy(object), doses["cell"].to_numpy(object)
    why_not = doses["why_not"].to_numpy(object)
    amounts = {unit: doses[unit].to_numpy(float) for unit in ("mg_m2", "mg_kg")}
    rows = []
    for patient in cohort.patients["patient"]:
        own = np.asarray(places.get(patient, _NO_PLACES))
        infused, taken = own[route[own] == "infusion"], own[route[own] == "course"]
        row: dict[str, object] = {
            "patient": patient,
            "infusions": len(infused),
            "courses": len(taken),
        }
        for unit, amount in amounts.items():
            row[f"infusion_{unit}"] = _sum(amount[infused], of=own)
            row[f"course_{unit}"] = _sum(amount[taken], of=own)
            row[f"total_{unit}"] = _sum(amount[own], of=own)
            row[f"total_{unit}_bound"] = ">=" if np.isnan(amount[own]).any() else ""
        row["lacking"] = _list_lacking(why_not[own]) if len(own) else _NOTHING
        row["cells"] = [each for each in cell[own] if each]
        rows.append(row)
    return pd.DataFrame(rows, columns=_COLUMNS)


_COLUMNS = [
    "patient", "infusions", "infusion_mg_m2", "infusion_mg_kg", "courses", "course_mg_m2",
    "course_mg_kg", "total_mg_m2", "total_mg_m2_bound", "total_mg_kg", "total_mg_kg_bound",
    "lacking", "cells",
]  # fmt: skip


_NOTHING = mark("no infusion and no course recorded")
_NO_PLACES = np.array([], dtype=np.intp)


def _sum(doses: np.ndarray, *, of: np.ndarray) -> float:
    """Sum the known doses: NaN if all are unknown, 0 for a route that was not used.

    A child without a recorded dose `of` any route is not known to have had none: NaN.
    """
    unknown = np.isnan(doses)
    if not len(of) or (len(doses) and unknown.all()):
        return float("nan")
    return float(np.where(unknown, 0.0, doses).sum())


def _list_lacking(reasons: Iterable[str]) -> str:
    return joined(
        (
            sentence("{n} × {reason}", n=n, reason=term(reason))
            for reason, n in Counter(reasons).most_common()
            if reason
        ),
        "; ",
    )


def _infusions(cohort: Cohort, within_days: int) -> pd.DataFrame:
    rows = cohort.infusions
    per_m2 = rows["cyclophosphamide_mg_m2"].astype(float).to_numpy()
    height, weight = _body(cohort, rows["patient"], rows["day"], within_days)
    per_kg = per_m2 * mosteller(height, weight) / weight
    why_not = np.where(
        np.isnan(per_m2),
        mark("infusion without a dose"),
        np.where(
            np.isnan(per_kg), mark("infusion without a recent height and weight for mg/kg"), ""
        ),
    )
    return _doses(rows, "infusion", per_m2, per_kg, why_not)


def _courses(cohort: Cohort, within_days: int) -> pd.DataFrame:
    rows = cohort.treatments[cohort.treatments["drug"] == CYCLOPHOSPHAMIDE].reset_index(drop=True)
    typed = rows["drug_typed"] if "drug_typed" in rows else rows["drug"]
    intravenous = typed.map(lambda words: bool(re.match(r"i\.?v|intraven", str(words).casefold())))
    duplicate = intravenous & _is_on_sheet_infusions(cohort, rows)
    rows = rows[~duplicate].reset_index(drop=True)
    height, weight = _body(cohort, rows["patient"], rows["start_day"], within_days)
    surface = mosteller(height, weight)
    days = (rows["stop_day"].astype(float) - rows["start_day"].astype(float) + 1).to_numpy()
    per_m2, per_kg, why_not = (np.full(len(rows), np.nan), np.full(len(rows), np.nan),
                               np.full(len(rows), "", dtype=object))  # fmt: skip
    in_part = is_in_part(rows, "start_day") | is_in_part(rows, "stop_day")
    for place, row in enumerate(rows.to_dict("records")):
        unit, a_day = read_dose_unit(row["dose_unit"], row["frequency"])
        amount = float(row["dose"]) * a_day * days[place] if a_day else np.nan
        if pd.isna(row["dose"]):
            why_not[place] = mark("course without a dose")
        elif unit is None:
            why_not[place] = sentence(
                "course with the dose unit '{unit}'", unit=row["dose_unit"] or ""
            )
        elif not a_day:
            why_not[place] = sentence(
                "course with the frequency '{frequency}'", frequency=row["frequency"] or ""
            )
        elif np.isnan(days[place]):
            why_not[place] = (
                mark("course with a partial start or stop date")
                if in_part[place]
                else mark("course without a start or stop date")
            )
        elif days[place] < 1:
            why_not[place] = mark("course that stops before it starts")
            amount = np.nan
        by_kg = {"mg/kg": 1.0, "mg": 1 / weight[place], "mg/m²": surface[place] / weight[place]}
        by_m2 = {"mg/m²": 1.0, "mg": 1 / surface[place], "mg/kg": weight[place] / surface[place]}
        if unit is not None:
            per_kg[place], per_m2[place] = amount * by_kg[unit], amount * by_m2[unit]
        if not why_not[place] and np.isnan(per_kg[place] + per_m2[place]):
            why_not[place] = mark("course without a recent height and weight to convert its dose")
    return _doses(rows, "course", per_m2, per_kg, why_not)


def _is_on_sheet_infusions(cohort: Cohort, courses: pd.DataFrame) -> np.ndarray:
    """Mark the courses that overlap the child's infusions in time, or may well be them."""
    day = cohort.infusions["day"].astype(float).groupby(cohort.infusions["patient"])
    first, last = (
        courses["patient"].map(days).to_numpy(dtype=float, na_value=np.nan)
        for days in (day.min(), day.max())
    )
    start, stop = earliest(courses, "start_day"), latest(courses, "stop_day")
    late_start = latest(courses, "start_day")
    stop = np.where(np.isnan(stop), late_start, stop)  # one pulse, unless a stop is recorded
    dated = ~np.isnan(start)
    overlaps = dated & (start <= last) & (np.fmax(stop, late_start) >= first)
    undated = ~dated & (courses["purpose"].fillna("") != "prior").to_numpy()
    has_infusions = courses["patient"].isin(cohort.infusions["patient"]).to_numpy()
    return has_infusions & (overlaps | undated | np.isnan(first))


def _body(
    cohort: Cohort, patients: pd.Series, days: pd.Series, within_days: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the height (cm) and weight (kg) of each child on each day."""
    height, weight = (
        carried_forward(cohort, analyte, patients, days, within_days=within_days).value
        for analyte in ("height", "weight")
    )
    return height, weight


def _doses(
    rows: pd.DataFrame, route: str, per_m2: np.ndarray, per_kg: np.ndarray, why_not: np.ndarray
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "patient": rows["patient"].to_numpy(dtype=object),
            "cell": rows["cell"].to_numpy(dtype=object),
            "route": route,
            "mg_m2": per_m2,
            "mg_kg": per_kg,
            "why_not": why_not,
        }
    )


_TIMES_A_DAY = {
    1.0: ("daily", "once daily", "once a day", "every day", "od", "qd", "q24h", "per day", "day"),
    2.0: ("twice daily", "twice a day", "bid", "bd", "q12h", "every 12 hours"),
    3.0: ("three times a day", "three times daily", "tid", "tds", "q8h", "every 8 hours"),
    0.5: ("every other day", "alternate days", "every second day", "qod", "on alternate days"),
}
_FREQUENCIES = {fold(words): times for times, all_ in _TIMES_A_DAY.items() for words in all_}
_UNITS = {"mg": "mg", "mgkg": "mg/kg", "mgm2": "mg/m²", "mgm²": "mg/m²"}


def read_dose_unit(unit: object, frequency: object) -> tuple[str | None, float | None]:
    """Read a dose unit and the number of doses per day; None for what cannot be read.

    A unit per day (``mg/kg/day``) also gives the frequency.

    >>> read_dose_unit("mg/kg/day", None), read_dose_unit("mg", "BID"), read_dose_unit("mg", None)
    (('mg/kg', 1.0), ('mg', 2.0), ('mg', None))
    """
    words = _words(unit).strip()
    a_day = re.search(r"(/|per| a )\s*(day|d)$", words)
    known = _UNITS.get(fold(words[: a_day.start()] if a_day else words))
    if a_day:
        return known, 1.0
    return known, _FREQUENCIES.get(fold(_words(frequency)))


def _words(cell: object) -> str:
    return cell.casefold() if isinstance(cell, str) else ""
