"""Table of cumulative cyclophosphamide: each child's doses, with reference doses below."""

from collections.abc import Sequence

import pandas as pd

from srns.analysis.results_data.rows import (
    WHOLE,
    Row,
    Stat,
    Statistic,
    Subject,
    as_table,
    rows_about,
    show,
    statistics_of,
    within_limits,
)
from srns.analysis.tables.exposure import BODY_WITHIN_DAYS, REFERENCE_DOSES, ReferenceDose, exposure
from srns.analysis.tables.printed_table import PrintedTable, show_rounded
from srns.cohort.tables import Cohort
from srns.languages.sentences import run_on, sentence, term

VARIABLE = "cumulative cyclophosphamide"
_DOSES = ("infusion_mg_m2", "total_mg_m2", "total_mg_kg")
_UNITS = {"mg_m2": "mg/m²", "mg_kg": "mg/kg"}


def exposure_results(found: pd.DataFrame) -> pd.DataFrame:
    """Return the doses of `exposure` as analysis results data: of each child, then their range."""
    rows: list[Row] = []
    for child in found.to_dict("records"):
        group, who = ("patient", str(child["patient"])), [str(child["patient"])]
        cells = {who[0]: child["cells"]}
        for column in ("infusions", "courses"):
            about = Subject(VARIABLE, column, group, "identity")
            rows += rows_about(about, [Stat("count", child[column], WHOLE)], who, cells)
        for column in _DOSES:
            dose = Stat("sum", child[column], WHOLE)
            if child.get(f"{column}_bound") and child[column] == child[column]:
                dose = within_limits("sum", f"≥{show(child[column], WHOLE)}")
            rows += rows_about(Subject(VARIABLE, column, group, "identity"), [dose], who, cells)
    return as_table([*rows, *_range_rows(found)])


def _range_rows(found: pd.DataFrame) -> list[Row]:
    """Return the range of the totals, and the children above each reference dose."""
    cells = dict(zip(found["patient"].astype(str), found["cells"], strict=True))
    rows: list[Row] = []
    for column, unit in _UNITS.items():
        known = found[found[f"total_{column}"].notna()]
        dose = known[f"total_{column}"]
        about = Subject(VARIABLE, f"total_{column}", None, "continuous")
        stats = [
            Stat("N", len(known), WHOLE),
            Stat("min", dose.min(), WHOLE),
            Stat("max", dose.max(), WHOLE),
        ]
        rows += rows_about(about, stats, known["patient"], cells)
        for mark in (mark for mark in REFERENCE_DOSES if mark.unit == unit):
            above = known.loc[[float(show(each, WHOLE)) > mark.dose for each in dose], "patient"]
            at = Subject(VARIABLE, f"above {show_rounded(mark.dose, 0)} {unit}")
            stats = [Stat("n", len(above), WHOLE), Stat("reference", mark.dose, WHOLE)]
            rows += rows_about(at, stats, above, cells)
    return rows


def exposure_table(cohort: Cohort, *, body_within_days: int = BODY_WITHIN_DAYS) -> PrintedTable:
    """Tabulate the cumulative cyclophosphamide of each child, with reference doses."""
    found = exposure(cohort, body_within_days=body_within_days)
    results = exposure_results(found)
    stats = statistics_of(results, VARIABLE)
    children = [str(patient) for patient in found["patient"]]

    def column(level: str, name: str = "sum") -> list[Statistic]:
        return [stats[child, level][name] for child in children]

    printed = pd.DataFrame(
        {
            "child": found["patient"],
            "infusions": [each.stat for each in column("infusions", "count")],
            "infusions (mg/m²)": _print(column("infusion_mg_m2")),
            "other courses": [each.stat for each in column("courses", "count")],
            "total (mg/m²)": _print(column("total_mg_m2")),
            "total (mg/kg)": _print(column("total_mg_kg")),
            "not included": found["lacking"],
        }
    )
    notes = (
        sentence(
            "All routes and courses are summed. ≥: a dose could not be included; see 'not "
            "included'. mg/kg by Mosteller body surface area and the last height and weight, at "
            "most {days} days old; edema inflates weight and body surface area.",
            days=body_within_days,
        ),
        sentence(
            "Reference doses, for orientation only: {doses}",
            doses=run_on(map(_reference, REFERENCE_DOSES)),
        ),
    )
    title = sentence("Cumulative cyclophosphamide")
    return PrintedTable("exposure", title, printed, notes, results)


def _reference(known: ReferenceDose) -> str:
    """Return a reference dose in words."""
    return sentence(
        "{dose} {unit}: {meaning} ({source}; {certainty}).",
        dose=show_rounded(known.dose, 0),
        unit=known.unit,
        meaning=term(known.meaning),
        source=term(known.source),
        certainty=term(known.certainty),
    )


def _print(doses: Sequence[Statistic]) -> list[str]:
    return ["unknown" if dose.stat is None else dose.text for dose in doses]
