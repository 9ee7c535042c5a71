"""Invented cohorts of any size, for measuring only; no child is real."""

from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd

from srns.cohort.tables import Cohort


def invent_cohort(
    children: int, results_per_child: int, *, first_day: int = -60, seed: int = 1
) -> Cohort:
    """Make shuffled laboratory rows, half Up/c and half albumin, some of them censored.

    One in fifty days is measured twice, one result in a hundred is censored, values lie on and
    around the thresholds.
    """
    random = np.random.default_rng(seed)
    pairs = children * results_per_child // 2
    child = np.repeat(np.arange(children), results_per_child // 2)
    day = random.integers(first_day, 2000, pairs)
    upcr = np.round(random.choice([0.1, 0.5, 3.0], pairs) * random.uniform(0.5, 2.2, pairs), 2)
    albumin = np.round(random.uniform(1.0, 4.6, pairs), 1)
    censored = np.where(random.random(2 * pairs) < 0.01, "<", "")
    analytes = ["upcr", "albumin"]
    order = random.permutation(2 * pairs)
    names = np.array([f"P{number:06d}" for number in range(children)], dtype=object)
    kind = np.repeat([0, 1], pairs)
    labs = pd.DataFrame(
        {
            "patient": pd.Categorical.from_codes(np.tile(child, 2), names),
            "day": np.concatenate([day, day + random.integers(-3, 4, pairs)]),
            "analyte": pd.Categorical.from_codes(kind, analytes),
            "value": np.concatenate([upcr, albumin]),
            "bound": pd.Categorical(censored, categories=["", "<"]),
            "unit": pd.Categorical.from_codes(kind, ["mg/mg", "g/dL"]),
        }
    ).iloc[order]
    labs["cell"] = ""
    infusions = pd.DataFrame(
        {
            "patient": np.repeat(names, 6),
            "day": np.tile([0, 30, 61, 91, 122, 152], children),
            "cyclophosphamide_mg_m2": 750.0,
            "methylprednisolone_mg_kg": np.nan,
            "cell": "",
        }
    )
    return Cohort(pd.DataFrame({"patient": names}), labs.reset_index(drop=True), infusions)


def invent_diaries(children: int, days: int = 365, *, seed: int = 1) -> Cohort:
    """Make a diary of each child: a strip a day, one day in ten missing, nothing else."""
    random = np.random.default_rng(seed)
    child, day = (grid.ravel() for grid in np.mgrid[:children, 1 : days + 1])
    kept = random.random(child.size) >= 0.1
    child, day = child[kept], day[kept]
    names = np.array([f"P{number:06d}" for number in range(children)], dtype=object)
    labs = pd.DataFrame(
        {
            "patient": pd.Categorical.from_codes(child, names),
            "day": pd.array(day, dtype="Int64"),
            "analyte": "dipstick",
            "value": random.integers(0, 6, child.size).astype(float),
            "bound": "",
            "unit": "",
            "cell": "",
            "source": "diary",
        }
    )
    return Cohort(pd.DataFrame({"patient": names}), labs)


def write_workbook(target: Path, children: int, visits: int) -> None:
    """Write a workbook in the template's shape: histology, an infusion, a drug, monthly visits."""
    random = np.random.default_rng(1)
    workbook = openpyxl.Workbook(write_only=True)
    patients = workbook.create_sheet("Patients")
    patients.append(["patient", "sex", "histology", "steroid resistance", "last follow-up day"])
    labs = workbook.create_sheet("Labs")
    labs.append(["patient", "day", "Up/c (mg/mg)", "albumin (g/dL)"])
    infusions = workbook.create_sheet("Infusions")
    infusions.append(["patient", "day", "cyclophosphamide (mg/m2)"])
    treatments = workbook.create_sheet("Treatments")
    treatments.append(["patient", "drug", "start day", "stop day", "purpose"])
    last = 30 * visits
    for number in range(children):
        name = f"P{number:05d}"
        histology = ("MCD", "MCD/IgM", "FSGS")[number % 3]
        patients.append([name, "fm"[number % 2], histology, ("initial", "late")[number % 2], last])
        infusions.append([name, 0, 500])
        drug = ("tacrolimus", "mycophenolate mofetil", "prednisolone")[number % 3]
        treatments.append([name, drug, 60, 60 + 30 * (number % visits), "maintenance"])
        before, after = 4.0, random.choice([0.1, 0.5, 4.0])
        turn = random.integers(1, visits + 1)
        for visit in range(visits):
            upcr = (before if visit < turn else after) * random.uniform(0.5, 1.5)
            albumin = random.uniform(3.6, 4.5) if upcr < 0.3 else random.uniform(1.5, 3.6)
            labs.append([name, 30 * (visit + 1), round(upcr, 2), round(albumin, 1)])
    workbook.save(target)
