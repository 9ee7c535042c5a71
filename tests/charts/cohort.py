"""Three made-up children with a censored result, a zero, a relapse and a kidney failure."""

from dataclasses import replace

import pandas as pd

from srns.charts.chart_data import CONVENTIONAL, PatientChartData, Units, patient_chart_data
from srns.cohort.tables import Cohort
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition

HADDAD = load_definition("haddad_2021")


def labs(*rows: tuple[str, int, str, float, str]) -> pd.DataFrame:
    """Make results; the cell is the row's place, in a column of its analyte."""
    table = pd.DataFrame(rows, columns=["patient", "day", "analyte", "value", "bound"])
    table["unit"] = table["analyte"].map({"upcr": "mg/mg", "albumin": "g/dL"})
    letters = table["analyte"].map({"upcr": "C", "albumin": "D", "creatinine": "E", "height": "F"})
    table["cell"] = [f"Labs!{letter}{place}" for place, letter in enumerate(letters, 2)]
    return table


def made_up() -> Cohort:
    """Make the cohort."""
    patients = pd.DataFrame(
        {
            "patient": ["A", "B", "C"],
            "histology_group": ["MCD", "MCD variant", "FSGS"],
            "steroid_resistance": ["initial", "late", "late"],
            "recorded_response": ["complete remission", None, "no response"],
            "last_follow_up_day": [900, 300, 200],
        }
    )
    infusions = pd.DataFrame(
        {
            "patient": ["A", "A", "B", "C"],
            "day": [0, 30, 0, 0],
            "cyclophosphamide_mg_m2": [500, 750, 500, 500],
            "methylprednisolone_mg_kg": [None, 30, None, None],
            "cell": ["Infusions!B2", "Infusions!B3", "Infusions!B4", "Infusions!B5"],
        }
    )
    treatments = pd.DataFrame(
        {
            "patient": ["A", "A", "C"],
            "drug": ["tacrolimus", "mycophenolate mofetil", "none"],
            "drug_typed": ["Tac", "MMF", "None"],
            "start_day": [None, 60.0, None],
            "stop_day": [None, None, None],
            "dose": [None, None, None],
            "dose_unit": [None, None, None],
            "frequency": [None, None, None],
            "purpose": ["prior", "maintenance", "maintenance"],
            "cell": ["Treatments!B2", "Treatments!B3", "Treatments!B4"],
        }
    )
    events = pd.DataFrame(
        {
            "patient": ["C"],
            "day": [180],
            "event": ["kidney failure"],
            "detail": [None],
            "cell": ["Events!C2"],
        }
    )
    results = labs(
        ("A", -10, "upcr", 8.0, ""),
        ("A", 40, "upcr", 0.8, ""),
        ("A", 70, "upcr", 0.1, ""),
        ("A", 100, "upcr", 0.15, "<"),
        ("A", 130, "upcr", 0.0, ""),
        ("A", 130, "albumin", 4.0, ""),
        ("A", 400, "upcr", 3.0, ""),
        ("B", 30, "upcr", 0.3, "<"),
        ("B", 30, "albumin", 1.0, "<"),
        ("C", 30, "upcr", 30.0, ">"),
        ("C", 60, "upcr", 9.0, ""),
    )
    return Cohort(patients, results, infusions, treatments, events)


def with_kidney_function() -> Cohort:
    """Make the cohort with all that a GFR needs of two of its children, once of one of them."""
    cohort = made_up()
    results = labs(
        ("A", 0, "creatinine", 0.4, ""),
        ("A", 0, "height", 110.0, ""),
        ("A", 90, "creatinine", 0.6, ""),
        ("B", 0, "creatinine", 0.3, "<"),
        ("B", 0, "height", 95.0, ""),
    )
    results["unit"] = results["analyte"].map({"creatinine": "mg/dL", "height": "cm"})
    ages = {"sex": ["male", "female", "male"], "age_at_first_infusion_years": [6.0, 4.0, 9.0]}
    return replace(
        cohort,
        patients=cohort.patients.assign(**ages),
        labs=pd.concat([cohort.labs, results], ignore_index=True),
    )


def judged() -> tuple[Cohort, Classification]:
    """Judge the cohort by Haddad 2021."""
    cohort = made_up()
    return cohort, classify(cohort, HADDAD)


def story(patient: str, units: Units = CONVENTIONAL) -> PatientChartData:
    """Tell one child's story."""
    cohort, classification = judged()
    return patient_chart_data(cohort, classification, patient, units)
