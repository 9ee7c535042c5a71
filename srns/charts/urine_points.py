"""Urine points besides Up/c: dipstick grades, 24-hour protein, and results that cannot be read."""

from typing import Any

import pandas as pd

from srns.charts.months import with_months
from srns.cohort.dipstick import GRADES
from srns.cohort.quantities import ALBUMIN, DIPSTICK, PROTEIN_24H, UPCR, show_result
from srns.cohort.tables import Cohort
from srns.languages.messages import _, mark, translated
from srns.rules.series import DIARY

EVIDENCE = mark("decided the verdict")
OTHER = mark("other sample")
CENSORED_LOW = mark("reported below (<)")
CENSORED_HIGH = mark("reported above (>)")
NOT_ASSESSED = mark("not assessed")
KINDS = (EVIDENCE, OTHER, CENSORED_LOW, CENSORED_HIGH)
_BASES = (("mg/m²/day", "mg/m²/h"), ("mg/day", "g/day"), ("mg/kg/day",))
"""Units of 24-hour protein that convert into each other without the child's size."""


def kind_of(bound: str, *, evidence: bool) -> str:
    """Return how a result is drawn: one of `KINDS`."""
    if bound in ("<", "<="):
        return CENSORED_LOW
    if bound in (">", ">="):
        return CENSORED_HIGH
    return EVIDENCE if evidence else OTHER


def with_visits(labs: pd.DataFrame, occasions: pd.DataFrame, test: str) -> pd.DataFrame:
    """Return results with what their visit says: `evidence`, `state`, `lacked`, `kind`, `counted`.

    `counted` says in words why a result counts or does not.
    """
    of_visit: dict[tuple[Any, Any], dict[Any, Any]] = {}
    if f"{test}_cell" in occasions:
        columns = ["day", f"{test}_cell", "evidence", "state", "lacked"]
        of_visit = {
            (row["day"], row[f"{test}_cell"]): row for row in occasions[columns].to_dict("records")
        }
    judged = [
        of_visit.get((day, cell), {}) for day, cell in zip(labs["day"], labs["cell"], strict=True)
    ]
    evidence = [bool(row.get("evidence", False)) for row in judged]
    return labs.assign(
        evidence=pd.Series(evidence, index=labs.index, dtype=bool),
        state=[str(row.get("state") or NOT_ASSESSED) for row in judged],
        lacked=[str(row.get("lacked") or "") for row in judged],
        counted=[_counted(day, row) for day, row in zip(labs["day"], judged, strict=True)],
        kind=[
            kind_of(bound or "", evidence=decided)
            for bound, decided in zip(labs["bound"], evidence, strict=True)
        ],
    )


def _counted(day: float, visit: dict[Any, Any]) -> str:
    """Return why a result counts, or does not."""
    if visit:
        return _("yes: it decided the verdict") if visit["evidence"] else _("yes, without deciding")
    if day <= 0:
        return _("no: baseline, on or before day 0")
    return _("no: another result of that day counts, or it lies after the end of follow-up")


def dipstick_points(
    cohort: Cohort, occasions: pd.DataFrame, patient: str, start: float
) -> pd.DataFrame:
    """Return one child's dipstick results for drawing.

    Returns
    -------
    DataFrame
        One row per result: `month`, `grade` (a word of `GRADES`), `diary` (read at home), `kind`,
        `evidence`, `state`, `lacked`, `reported`, `day`, `cell`.
    """
    labs = with_months(_readable(cohort, patient, DIPSTICK.analyte), start)
    labs["grade"] = [GRADES[round(float(value))] for value in labs["value"]]
    labs["reported"] = [
        f"{bound or ''}{grade}" for bound, grade in zip(labs["bound"], labs["grade"], strict=True)
    ]
    home = (labs["source"] == DIARY).fillna(False) if "source" in labs else False
    labs["diary"] = pd.Series(home, index=labs.index).astype(bool)
    return with_visits(labs, occasions, DIPSTICK.analyte)


def protein_points(
    cohort: Cohort, occasions: pd.DataFrame, patient: str, start: float
) -> tuple[pd.DataFrame, str, int]:
    """Return one child's 24-hour protein for drawing, its unit, and how many are left out.

    Results stand in the unit that most have. Of others, those that convert without the child's
    size are converted; the rest is left out and counted.

    Returns
    -------
    DataFrame
        As `dipstick_points`, with `drawn` in the unit in place of `grade`.
    """
    labs = with_months(_readable(cohort, patient, PROTEIN_24H.analyte), start)
    if labs.empty:
        return with_visits(labs.assign(drawn=[], reported=[]), occasions, "protein_24h"), "", 0
    unit = str(labs["unit"].value_counts(sort=False).idxmax())
    basis = next(units for units in _BASES if unit in units)
    kept = labs[labs["unit"].isin(basis)].copy()
    kept["drawn"] = [
        float(value) * float(PROTEIN_24H.factor(reported, unit))
        for value, reported in zip(kept["value"], kept["unit"], strict=True)
    ]
    kept["reported"] = [
        f"{show_result(float(value), bound or '')} {reported}"
        for value, bound, reported in zip(kept["value"], kept["bound"], kept["unit"], strict=True)
    ]
    return with_visits(kept, occasions, "protein_24h"), unit, len(labs) - len(kept)


def unreadable_results(cohort: Cohort, patient: str, start: float) -> pd.DataFrame:
    """Return one child's results that are there but cannot be read.

    Returns
    -------
    DataFrame
        One row per result: `month`, `day`, `analyte`, `label` (`Up/c cannot be read (Labs!C7)`),
        `cell`.
    """
    names = {each.analyte: each.label for each in (UPCR, ALBUMIN, DIPSTICK, PROTEIN_24H)}
    labs = cohort.labs[cohort.labs["patient"] == patient]
    labs = labs[labs["value"].isna() & labs["analyte"].isin(list(names))]
    labs = with_months(labs, start)
    labs["label"] = [
        _("{test} cannot be read").format(test=translated(names[analyte]))
        + (f" ({cell})" if cell else "")
        for analyte, cell in zip(labs["analyte"], labs["cell"].fillna(""), strict=True)
    ]
    return labs[["month", "day", "analyte", "label", "cell"]]


def _readable(cohort: Cohort, patient: str, analyte: str) -> pd.DataFrame:
    labs = cohort.labs[cohort.labs["patient"] == patient]
    return labs[labs["analyte"] == analyte].dropna(subset=["day", "value"])
