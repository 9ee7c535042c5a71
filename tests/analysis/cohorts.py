"""Small cohorts for the tests of the tables, written as a person would list them."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from srns.cohort.tables import EVENTS, INFUSIONS, LABS, Cohort
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from srns.workbook.read_workbook import read_workbook

ROOT = Path(__file__).parents[2]
PAPER = read_workbook(ROOT / "data" / "haddad2021.xlsx")
assert PAPER.cohort is not None
PAPER_COHORT = PAPER.cohort
DEFINITION = load_definition("haddad_2021")


def judged(cohort: Cohort) -> Classification:
    """Judge by the paper's definition."""
    return classify(cohort, DEFINITION)


def paper_with(**tables: pd.DataFrame) -> Cohort:
    """Give the paper's cohort with other tables."""
    return replace(PAPER_COHORT, **tables)


def first_children(n: int) -> Cohort:
    """Give the first `n` children of the paper, and nothing of the others."""
    kept = set(PAPER_COHORT.patients["patient"][:n])

    def only(table: pd.DataFrame) -> pd.DataFrame:
        return table[table["patient"].isin(kept)].reset_index(drop=True)

    return Cohort(
        *(
            only(getattr(PAPER_COHORT, name))
            for name in ("patients", "labs", "infusions", "treatments", "events")
        ),
        only(PAPER_COHORT.sources),
        only(PAPER_COHORT.absences),
    )


def treatments(*rows: tuple) -> pd.DataFrame:
    """List courses: patient, drug, start, stop, then dose, unit, frequency, purpose, as typed."""
    filled = [(*row, *(None,) * (9 - len(row))) for row in rows]
    names = ["patient", "drug", "start_day", "stop_day", "dose", "dose_unit", "frequency",
             "purpose", "drug_typed"]  # fmt: skip
    table = pd.DataFrame(filled, columns=names, dtype=object)
    table["purpose"] = table["purpose"].fillna("maintenance")
    table["drug_typed"] = table["drug_typed"].fillna(table["drug"])
    table["cell"] = "Treatments!B2"
    return table.astype({"start_day": "Int64", "stop_day": "Int64", "dose": float})


def labs(*rows: tuple) -> pd.DataFrame:
    """List results: patient, day, analyte, value, bound, unit."""
    listed = [(*row, f"Labs!C{place}") for place, row in enumerate(rows, start=2)]
    return pd.DataFrame(listed, columns=list(LABS), dtype=object).astype(
        {"day": "Int64", "value": float}
    )


def child(**columns: object) -> Cohort:
    """Give one child, with an infusion of 500 mg/m² on day 0 and nothing else."""
    patients = pd.DataFrame([{"patient": "1", **columns}])
    infusions = pd.DataFrame([("1", 0, 500.0, None, "Infusions!B2")], columns=list(INFUSIONS))
    return Cohort(patients, infusions=infusions.astype({"day": "Int64"}))


def events(*rows: tuple) -> pd.DataFrame:
    """List events: patient, day, event."""
    listed = [(patient, day, event, "", "Events!C2") for patient, day, event in rows]
    return pd.DataFrame(listed, columns=list(EVENTS), dtype=object).astype({"day": "Int64"})
