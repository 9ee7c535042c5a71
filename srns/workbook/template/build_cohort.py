"""Cohort built from the sheets: children first, then what happened to them."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from srns.cohort.dictionary import PATIENTS
from srns.cohort.tables import ABSENCES, EVENTS, Cohort, empty_table
from srns.languages.sentences import sentence
from srns.workbook.findings import Findings
from srns.workbook.ledger import Fate
from srns.workbook.problems import Problem
from srns.workbook.template.disagreeing_tests import query_disagreeing_tests
from srns.workbook.template.events import read_events
from srns.workbook.template.grid import Grid, usable
from srns.workbook.template.infusions import read_infusions
from srns.workbook.template.labs import read_labs
from srns.workbook.template.listed_results import ListedResults
from srns.workbook.template.origins import count_from_day_zero, first_dates, is_undecided
from srns.workbook.template.outcome_events import EventDays, ReadRows, read_told_events
from srns.workbook.template.patient_ids import read_patient_ids, reject_unlisted_patients
from srns.workbook.template.patients import Children, read_children
from srns.workbook.template.sample_results import labs_table
from srns.workbook.template.study_days import RowDates, read_row_dates
from srns.workbook.template.treatments import read_treatments


def read_tables(
    grids: Mapping[str, Grid],
    lists: Sequence[ListedResults],
    findings: Findings,
    examples: dict[str, Mapping[int, Fate]],
    today: datetime.date | None,
    day_zero: str = "",
    *,
    whole: bool = True,
    orders: Collection[str] = (),
) -> Cohort | None:
    """Read the five tables; None where there is no usable sheet Patients.

    Where no child has an index date, an infusion or a typed day, days are counted from each
    child's earliest date until `day_zero` says from when; `Cohort.day_zero` is empty as long as it
    does not, and there is an error with what the workbook offers.

    Parameters
    ----------
    grids
        By name of the dictionary's sheet.
    lists
        Laboratory lists, whose results join those of the sheet Labs.
    examples
        Filled with the fates of the template's example rows, by tab.
    today
        The last day that a date may have; None for no limit.
    day_zero
        The name of day 0, as `srns.cohort.day_zero.with_day_zero` takes it; empty for the index
        date, else the first infusion.
    whole
        Whether these are all children; of some of them day 0 is never left open.
    orders
        The orders of the workbook's text dates, for a date in a note.
    """
    patients_grid = grids.get(PATIENTS.name)
    if patients_grid is None or not usable(patients_grid):
        return None
    sheets = {
        name: _read_rows(grid, findings, examples) for name, grid in grids.items() if usable(grid)
    }
    listed = sheets[PATIENTS.name]
    children = read_children(listed.grid, listed.patients, listed.keep, findings, today)
    row_dates = _read_dates(sheets, children, findings, today)
    row_patients = {name: sheet.patients for name, sheet in sheets.items()}
    listed_in = _cells_of_patients(listed.grid)
    for one in lists:
        one.refuse_strangers(children, listed_in, findings)
        row_dates[f"list {one.tab}"], row_patients[f"list {one.tab}"] = one.dates, one.patients
    if "Infusions" in row_dates:
        children = children.with_first_infusions(
            sheets["Infusions"].patients, row_dates["Infusions"]
        )
    undecided = whole and is_undecided(children, row_dates)
    if undecided or day_zero:
        children = children.with_anchors(first_dates(children, row_patients, row_dates))
    children = children.with_last_follow_up(findings)
    tables = _read_other_tables(sheets, lists, row_dates, children, findings, today, orders)
    cohort = Cohort(
        children.table(),
        sources=children.sources,
        absences=_absences(findings, sheets),
    )
    cohort = replace(cohort, **tables)
    return count_from_day_zero(cohort, day_zero, undecided, findings, whole=whole)


def _read_other_tables(
    sheets: Mapping[str, ReadRows],
    lists: Sequence[ListedResults],
    row_dates: Mapping[str, RowDates],
    children: Children,
    findings: Findings,
    today: datetime.date | None,
    orders: Collection[str],
) -> dict[str, pd.DataFrame]:
    """Read what happened to the children: events first, because nothing comes after a death."""
    tables: dict[str, pd.DataFrame] = {}
    if sheet := sheets.get("Events"):
        tables["events"] = read_events(
            sheet.grid, sheet.patients, sheet.keep, row_dates["Events"], children, findings
        )
        children = children.with_deaths(tables["events"])
    events = tables.get("events", empty_table(EVENTS))
    days = EventDays(dict(zip(children.rows, children.index, strict=True)), orders, today)
    told = read_told_events(sheets, events, days, findings)
    if len(told):
        tables["events"] = pd.concat([events, told], ignore_index=True) if len(events) else told
        children = children.with_deaths(tables["events"])
    results = [
        read_labs(sheet.grid, sheet.patients, sheet.keep, row_dates[name], children, findings)
        for name in ("Labs", "Diary")
        if (sheet := sheets.get(name))
    ]
    results += [one.read(children, findings, today) for one in lists]
    if results:
        tables["labs"] = labs_table(results)
        query_disagreeing_tests(tables["labs"], findings)
    if sheet := sheets.get("Infusions"):
        tables["infusions"] = read_infusions(
            sheet.grid, sheet.patients, sheet.keep, row_dates["Infusions"], children, findings
        )
    if sheet := sheets.get("Treatments"):
        tables["treatments"] = read_treatments(
            sheet.grid, sheet.patients, sheet.keep, children, findings, today
        )
    return tables


def _read_rows(grid: Grid, findings: Findings, examples: dict[str, Mapping[int, Fate]]) -> ReadRows:
    """Read the patient of each row, and leave out example rows and empty ones."""
    patients, example_rows = read_patient_ids(grid, findings)
    examples[grid.cells.name] = example_rows
    keep = np.ones(len(grid.filled), dtype=bool)
    for row in example_rows:
        keep[row - grid.headers.row - 1] = False
    keep &= grid.filled
    if example_rows and not keep.any() and grid.sheet.name == PATIENTS.name:
        place = grid.place(next(iter(grid.headers.matched)))
        findings.problems.append(
            Problem(
                "note",
                grid.cells.name,
                place.cell(min(example_rows) - grid.headers.row - 1),
                sentence("only the template's example"),
                sentence("your patients"),
                sentence("Type them under the example, which is never read."),
            )
        )
    return ReadRows(grid, patients, keep)


def _read_dates(
    sheets: Mapping[str, ReadRows],
    children: Children,
    findings: Findings,
    today: datetime.date | None,
) -> dict[str, RowDates]:
    """Check the patients of every other sheet, and read the dates of those with one per row."""
    listed_in = _cells_of_patients(sheets[PATIENTS.name].grid)
    row_dates: dict[str, RowDates] = {}
    for name in ("Labs", "Diary", "Infusions", "Events", "Treatments"):
        sheet = sheets.get(name)
        if sheet is None:
            continue
        reject_unlisted_patients(sheet.grid, sheet.patients, children.rows, listed_in, findings)
        if name == "Treatments":  # a course has two dates, which its reader reads and reports
            row_dates[name] = read_row_dates(
                sheet.grid, "start_", Findings(), sheet.keep, today, allow_partial=True
            )
        else:
            row_dates[name] = read_row_dates(
                sheet.grid,
                "",
                findings,
                sheet.keep,
                today,
                needed=bool(sheet.grid.sheet.one_of),
                allow_partial=name == "Events",
            )
    return row_dates


def _cells_of_patients(grid: Grid) -> str:
    """Return the range of cells that list the patients, such as 'Patients!A2:A9'."""
    matched = grid.headers.get("patient")
    if matched is None:
        return ""
    place = grid.place(matched)
    return f"{grid.cells.name}!{place.cell(0)}:{place.cell(len(grid.filled) - 1)}"


def _absences(findings: Findings, sheets: Mapping[str, ReadRows]) -> pd.DataFrame:
    """Return the table `absences`: one row per cell that says why there is no value."""
    if not findings.absences:
        return empty_table(ABSENCES)
    by_table = {name.lower(): sheet.patients for name, sheet in sheets.items()}
    rows = [
        ("labs" if table == "diary" else table, by_table[table][row], column, reason, cell)
        for table, row, column, reason, cell in findings.absences
    ]
    return pd.DataFrame(rows, columns=list(ABSENCES))
