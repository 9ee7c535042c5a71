"""Cells behind the numbers: of a column of the sheet Patients, of verdicts, infusions, courses."""

from collections.abc import Callable, Mapping

import pandas as pd

from srns.analysis.results_data.rows import Cells
from srns.cohort.tables import Cohort
from srns.rules.classification import Classification

_BASELINE = ("baseline_upcr", "baseline_albumin", "baseline_creatinine")
_TYPED_AS: Mapping[str, str] = {"histology_group": "histology", "recorded": "recorded_response"}
_VERDICT = (
    "response", "status", "sustained", "in_remission_at_start", "months_from_day_0",
    "months_from_first_infusion", "months_from_last_infusion", "infusions_before",
)  # fmt: skip
_EVENTS = ("events", "window_ended_by", "kidney_failure", "death")
_GIVEN = ("infusions", "methylprednisolone_infusions", "infusion_months")


def deciding_cells(classification: Classification) -> dict[str, list[str]]:
    """Return the cells of the results that decided the verdict on each child."""
    occasions = classification.occasions
    names = [name for name in occasions if str(name).endswith("_cell")]
    found: dict[str, list[str]] = {}
    for row in occasions[occasions["evidence"]].to_dict("records"):
        found.setdefault(str(row["patient"]), []).extend(row[name] for name in names if row[name])
    return found


def cells_of_table(table: pd.DataFrame, chosen: pd.Series | None = None) -> dict[str, list[str]]:
    """Return the cells of the rows of infusions, treatments, labs or events, by child."""
    rows = table if chosen is None else table[chosen]
    found: dict[str, list[str]] = {}
    for patient, cell in zip(rows["patient"], rows["cell"], strict=True):
        if cell:
            found.setdefault(str(patient), []).append(str(cell))
    return found


def cells_of_column(cohort: Cohort, column: str) -> dict[str, list[str]]:
    """Return the cells of a column of the sheet Patients, by child."""
    sources = cohort.sources
    chosen = (sources["table"] == "patients") & (sources["column"] == _TYPED_AS.get(column, column))
    return cells_of_table(sources, chosen)


def together(*cells: Cells) -> dict[str, list[str]]:
    """Return the cells of several sources, each once."""
    found: dict[str, dict[str, None]] = {}
    for each in cells:
        for patient, own in each.items():
            found.setdefault(patient, {}).update(dict.fromkeys(own))
    return {patient: list(own) for patient, own in found.items()}


def cells_of_profile(
    cohort: Cohort, classification: Classification, profile: pd.DataFrame
) -> Callable[[str], Cells]:
    """Return which cells stand behind a column of `patient_profile.profile`, by child."""
    decided = deciding_cells(classification)

    def behind(column: str) -> Cells:
        if column.removesuffix("_cell") in _BASELINE:
            column = column.removesuffix("_cell")
            known = profile[profile[f"{column}_cell"].notna()]
            return cells_of_table(
                pd.DataFrame({"patient": known["patient"], "cell": known[f"{column}_cell"]})
            )
        if column in _VERDICT:
            return decided
        courses = cohort.treatments
        if column == "prior_drugs":
            return cells_of_table(courses, courses["purpose"] == "prior")
        if column in ("maintenance", "maintenance_drugs"):
            return cells_of_table(courses, courses["purpose"] != "prior")
        if column == "cyclophosphamide_mg_m2":
            taken = cells_of_table(courses, courses["drug"] == "cyclophosphamide")
            return together(cells_of_table(cohort.infusions), taken)
        if column == "relapse":
            return together(cells_of_table(cohort.events), decided)
        if column in ("creatinine_results", "baseline_egfr"):
            return cells_of_table(cohort.labs, cohort.labs["analyte"] == "creatinine")
        if column in _EVENTS:
            return cells_of_table(cohort.events)
        if column in _GIVEN:
            return cells_of_table(cohort.infusions)
        if column == "follow_up_years":
            return together(
                cells_of_column(cohort, "last_follow_up_day"), cells_of_table(cohort.infusions)
            )
        return cells_of_column(cohort, column)

    return behind
