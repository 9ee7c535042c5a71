"""What a workbook says: the cohort, what is wrong with it, and what became of every cell."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from srns.cohort.dictionary import (
    IGNORED_SHEETS,
    PATIENTS,
    SHEETS,
    TEMPLATE_VERSION,
    Sheet,
    find_sheet,
)
from srns.cohort.tables import ABSENCES, Cohort, empty_table
from srns.cohort.terms import fold

from .cells import SheetCells, Source, is_blank, open_workbook
from .ledger import Block, Fate, Ledger, make_blocks
from .problems import Problem, address, show_list, sort_problems
from .rows import Children, read_children, read_events, read_infusions, read_labs, read_treatments
from .sheets import Grid, make_grid, read_identities, read_when, refuse_strangers
from .values import Findings


@dataclass(frozen=True)
class Reading:
    """One workbook, read.

    Attributes
    ----------
    name
        Of the file.
    cohort
        The tables; None where there is any error, for errors stop the analysis.
    problems
        Sorted by sheet, row and column.
    ledger
        What became of every cell that is not empty.
    readable
        False where the file is no workbook that can be opened.
    template_version
        Of the template that the workbook was made from; empty where it was not.
    """

    name: str
    cohort: Cohort | None
    problems: tuple[Problem, ...]
    ledger: Ledger = field(default_factory=Ledger)
    readable: bool = True
    template_version: str = ""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop the analysis."""
        return tuple(one for one in self.problems if one.severity == "error")


def read_workbook(source: Source, *, name: str = "", today: datetime.date | None = None) -> Reading:
    """Read a workbook in the template's shape.

    Parameters
    ----------
    source
        A path, the bytes of a file, or an open file.
    name
        What the file is called, where `source` does not say.
    today
        Dates after it are errors; without it none is.
    """
    if not name:
        given = source if isinstance(source, str | Path) else getattr(source, "name", "workbook")
        name = Path(str(given)).name
    workbook = open_workbook(source)
    if isinstance(workbook, Problem):
        return Reading(name, None, (workbook,), readable=False)
    findings = Findings()
    chosen, fates = _choose_sheets(workbook.sheets, findings)
    grids = {
        sheet: make_grid(cells, next(s for s in SHEETS if s.name == sheet))
        for sheet, cells in chosen.items()
    }
    for grid in grids.values():
        findings.problems.extend(grid.headers.problems)
    examples: dict[str, Mapping[int, Fate]] = {}
    cohort = _read_tables(grids, findings, examples, today)
    problems = sort_problems(findings.problems, [sheet.name for sheet in workbook.sheets])
    by_sheet: dict[str, list[Problem]] = {}
    for problem in problems:
        by_sheet.setdefault(problem.sheet, []).append(problem)
    blocks: list[Block] = []
    grids_by_tab = {grid.cells.name: grid for grid in grids.values()}
    for cells in workbook.sheets:
        blocks += _account(
            cells,
            grids_by_tab.get(cells.name),
            fates.get(cells.name),
            examples.get(cells.name, {}),
            by_sheet.get(cells.name, []),
        )
    stopped = any(problem.severity == "error" for problem in problems)
    return Reading(
        name,
        None if stopped else cohort,
        problems,
        Ledger(tuple(blocks)),
        template_version=_read_version(workbook.sheets),
    )


def _choose_sheets(
    sheets: tuple[SheetCells, ...], findings: Findings
) -> tuple[dict[str, SheetCells], dict[str, Fate]]:
    """Give the tab of each sheet of the dictionary, and the fate of the other tabs."""
    chosen: dict[str, SheetCells] = {}
    fates: dict[str, Fate] = {}
    quiet = {fold(name) for name in IGNORED_SHEETS}
    # A tab with the very name goes before one with a synonym.
    exact = {
        one.name: tab.name
        for tab in reversed(sheets)
        for one in SHEETS
        if fold(tab.name) == fold(one.name)
    }
    for cells in sheets:
        filled = any(not is_blank(value) for row in cells.rows for value in row[:1]) or any(
            not is_blank(value) for row in cells.rows for value in row
        )
        sheet = find_sheet(cells.name)
        if fold(cells.name) in quiet:
            fates[cells.name] = ("ignored", "a sheet of the template that holds no data")
        elif sheet is None or (
            exact.get(sheet.name, cells.name) != cells.name and fold(cells.name) != fold(sheet.name)
        ):
            fates[cells.name] = ("ignored", "a sheet that is not in the data dictionary")
            if filled:
                findings.problems.append(
                    Problem(
                        "note",
                        cells.name,
                        "A1",
                        f"the sheet '{cells.name}'",
                        f"one of the sheets {show_list([one.name for one in SHEETS])}",
                        "Nothing need be done: it is ignored.",
                    )
                )
        elif sheet.name in chosen:
            fates[cells.name] = ("failed", f"a second sheet for {sheet.name}")
            findings.problems.append(
                Problem(
                    "error",
                    cells.name,
                    "A1",
                    f"a second sheet for {sheet.name} (the first is '{chosen[sheet.name].name}')",
                    f"one sheet {sheet.name}",
                    "Bring the two together, or give one another name.",
                )
            )
        elif filled:
            chosen[sheet.name] = cells
        elif sheet.required:
            findings.problems.append(
                Problem(
                    "error",
                    cells.name,
                    "A1",
                    "an empty sheet",
                    f"the columns of {sheet.name}",
                    "Fill it as the template shows.",
                )
            )
    present = {
        fold(one.name) for one in SHEETS if any(find_sheet(cells.name) is one for cells in sheets)
    }
    for sheet in SHEETS:
        if sheet.required and fold(sheet.name) not in present:
            names = show_list([cells.name for cells in sheets], "and") or "no sheet"
            findings.problems.append(
                Problem(
                    "error",
                    sheet.name,
                    "A1",
                    f"no such sheet, only {names}",
                    f"a sheet '{sheet.name}'",
                    f"Add it, or rename the sheet that holds the {sheet.name.lower()}.",
                )
            )
    return chosen, fates


def _usable(grid: Grid | None) -> bool:
    if grid is None or grid.headers.get("patient") is None:
        return False
    one_of = grid.sheet.one_of
    return not one_of or any(grid.headers.get(identity) for identity in one_of)


def _read_tables(
    grids: Mapping[str, Grid],
    findings: Findings,
    examples: dict[str, Mapping[int, Fate]],
    today: datetime.date | None,
) -> Cohort | None:
    patients_grid = grids.get(PATIENTS.name)
    if patients_grid is None or not _usable(patients_grid):
        return None
    identities: dict[str, list[str]] = {}
    keeps: dict[str, np.ndarray] = {}
    for sheet, grid in grids.items():
        if not _usable(grid):
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
                grid, "", findings, keeps[sheet], today, needed=bool(grid.sheet.one_of)
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
    return Cohort(
        children.table(),
        sources=children.sources,
        absences=_absences(findings, grids, identities),
        overrides=(),
        **tables,
    )


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


def _account(
    cells: SheetCells,
    grid: Grid | None,
    fate: Fate | None,
    examples: Mapping[int, Fate],
    problems: list[Problem],
) -> list[Block]:
    if not cells.rows:
        return []
    if grid is None:
        columns = tuple(zip(*cells.rows, strict=True))
        shown = fate or ("ignored", "an empty sheet")
        return make_blocks(
            cells, columns, 0, dict.fromkeys(range(len(columns)), shown), {}, problems
        )
    head = grid.headers.row
    columns = (
        tuple((cells.rows[head][i], *values) for i, values in enumerate(grid.columns))
        if (len(grid.filled) < 1000)
        else None
    )
    fates: dict[int, Fate] = {}
    for offset in range(len(cells.rows[head])):
        if offset in grid.headers.ignored:
            fates[offset] = ("ignored", grid.headers.ignored[offset])
        elif offset in grid.headers.failed:
            fates[offset] = ("failed", grid.headers.failed[offset])
        elif _usable(grid):
            fates[offset] = ("used", "")
        else:
            fates[offset] = ("failed", "a column that the sheet must have is missing")
    rows = dict(examples)
    if columns is not None:
        return make_blocks(cells, columns, head, fates, rows, problems)
    header = tuple((value,) for value in cells.rows[head])
    return make_blocks(cells, header, head, fates, {}, problems) + make_blocks(
        cells, grid.columns, head + 1, fates, rows, problems
    )


def _read_version(sheets: tuple[SheetCells, ...]) -> str:
    for cells in sheets:
        if fold(cells.name) == fold("Definitions"):
            for row in cells.rows[:5]:
                for value in row:
                    if isinstance(value, str) and value.startswith("Template version "):
                        return value.removeprefix("Template version ").strip()
    return ""


__all__ = ["TEMPLATE_VERSION", "Children", "Reading", "Sheet", "address", "read_workbook"]
