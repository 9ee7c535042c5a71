"""How the sheets become one cohort: children first, then what happened to them."""

import datetime
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from srns.cohort.dictionary import PATIENTS
from srns.cohort.tables import ABSENCES, Cohort, empty_table
from srns.workbook.findings import Findings
from srns.workbook.ledger import Fate
from srns.workbook.problems import Problem
from srns.workbook.template.events import read_events
from srns.workbook.template.grid import Grid, usable
from srns.workbook.template.infusions import read_infusions
from srns.workbook.template.labs import read_labs
from srns.workbook.template.patient_ids import read_identities, refuse_strangers
from srns.workbook.template.patients import read_children
from srns.workbook.template.study_days import read_when
from srns.workbook.template.treatments import read_treatments


def read_tables(
    grids: Mapping[str, Grid],
    findings: Findings,
    examples: dict[str, Mapping[int, Fate]],
    today: datetime.date | None,
) -> Cohort | None:
    """Read the five tables; None where there is no sheet Patients to read."""
    patients_grid = grids.get(PATIENTS.name)
    if patients_grid is None or not usable(patients_grid):
        return None
    identities: dict[str, list[str]] = {}
    keeps: dict[str, np.ndarray] = {}
    for sheet, grid in grids.items():
        if not usable(grid):
            continue
        identities[sheet], passed = read_identities(grid, findings)
        examples[grid.cells.name] = passed
        keep = np.ones(len(grid.filled), dtype=bool)
        for row in passed:
            keep[row - grid.headers.row - 1] = False
        keeps[sheet] = keep & grid.filled
        if passed and keeps[sheet].sum() == 0 and sheet == PATIENTS.name:
            place = grid.place(next(iter(grid.headers.matched)))
            findings.problems.append(
                Problem(
                    "note",
                    grid.cells.name,
                    place.cell(min(passed) - grid.headers.row - 1),
                    "only the template's example",
                    "your patients",
                    "Type them under the example, which is never read.",
                )
            )
    children = read_children(
        patients_grid, identities[PATIENTS.name], keeps[PATIENTS.name], findings, today
    )
    first = patients_grid.headers.get("patient")
    where = ""
    if first:
        place = patients_grid.place(first)
        last = place.cell(len(patients_grid.filled) - 1)
        where = f"{patients_grid.cells.name}!{place.cell(0)}:{last}"
    whens = {}
    for sheet in ("Labs", "Infusions", "Events"):
        grid = grids.get(sheet)
        if grid and sheet in identities:
            refuse_strangers(grid, identities[sheet], children.rows, where, findings)
            whens[sheet] = read_when(
                grid,
                "",
                findings,
                keeps[sheet],
                today,
                needed=bool(grid.sheet.one_of),
                may_be_part=sheet == "Events",
            )
    if "Treatments" in identities:
        refuse_strangers(
            grids["Treatments"], identities["Treatments"], children.rows, where, findings
        )
    infusions_grid = grids.get("Infusions")
    if infusions_grid and "Infusions" in whens:
        children = children.with_first_infusions(identities["Infusions"], whens["Infusions"])
    children = children.with_last_follow_up(findings)
    tables: dict[str, pd.DataFrame] = {}
    for sheet, read in (
        ("Labs", read_labs),
        ("Infusions", read_infusions),
        ("Events", read_events),
    ):
        if sheet in whens:
            tables[sheet.lower()] = read(
                grids[sheet], identities[sheet], keeps[sheet], whens[sheet], children, findings
            )
    if "Treatments" in identities:
        tables["treatments"] = read_treatments(
            grids["Treatments"],
            identities["Treatments"],
            keeps["Treatments"],
            children,
            findings,
            today,
        )
    cohort = Cohort(
        children.table(),
        sources=children.sources,
        absences=_absences(findings, grids, identities),
    )
    return replace(cohort, **tables)


def _absences(
    findings: Findings, grids: Mapping[str, Grid], identities: Mapping[str, list[str]]
) -> pd.DataFrame:
    if not findings.absences:
        return empty_table(ABSENCES)
    by_table = {sheet.lower(): patients for sheet, patients in identities.items()}
    rows = [
        (table, by_table[table][row], column, reason, cell)
        for table, row, column, reason, cell in findings.absences
    ]
    return pd.DataFrame(rows, columns=list(ABSENCES))
