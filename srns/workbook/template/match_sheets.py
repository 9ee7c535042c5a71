"""Tabs of the workbook, matched with the sheets of the dictionary."""

from collections.abc import Mapping

from srns.cohort.dictionary import IGNORED_SHEETS, SHEETS, Sheet, find_sheet
from srns.cohort.terms import fold
from srns.languages.sentences import list_and, list_or, sentence
from srns.workbook.files.cells import SheetCells, is_blank
from srns.workbook.files.own_marks import is_issue_list
from srns.workbook.findings import Findings
from srns.workbook.ledger import Fate
from srns.workbook.problems import OTHER_SHAPE, Problem
from srns.workbook.values.drug_columns import list_courses
from srns.workbook.values.drug_names import find_named_drug


def choose_sheets(
    sheets: tuple[SheetCells, ...], findings: Findings, *, with_results: bool = False
) -> tuple[dict[str, SheetCells], dict[str, Fate]]:
    """Return the tab of each sheet of the dictionary, and the fate of the other tabs.

    With a laboratory list (`with_results`), which is in none of the tabs, Labs may be missing.
    """
    chosen: dict[str, SheetCells] = {}
    fates: dict[str, Fate] = {}
    exact_tabs = _tabs_with_exact_names(sheets)
    for cells in sheets:
        sheet = find_sheet(cells.name)
        without_data = _why_without_data(cells)
        if without_data:
            fates[cells.name] = ("ignored", without_data)
        elif sheet is None or _gives_way(cells, sheet, exact_tabs):
            fates[cells.name] = ("ignored", sentence("a sheet that is not in the data dictionary"))
            if _is_filled(cells):
                findings.problems.append(_note_unknown(cells))
        elif sheet.name in chosen:
            fates[cells.name] = ("failed", sentence("a second sheet for {sheet}", sheet=sheet.name))
            findings.problems.append(_refuse_second(cells, sheet, chosen[sheet.name]))
        elif _is_filled(cells):
            chosen[sheet.name] = cells
        elif sheet.required:
            findings.problems.append(_refuse_empty(cells, sheet))
    missing = _find_missing(sheets)
    if with_results:
        missing = [one for one in missing if one.sheet != "Labs"]
    findings.problems.extend(missing)
    return chosen, fates


def _tabs_with_exact_names(sheets: tuple[SheetCells, ...]) -> dict[str, str]:
    """Return by sheet the first tab of its very name, which takes precedence over synonyms."""
    return {
        sheet.name: cells.name
        for cells in reversed(sheets)
        for sheet in SHEETS
        if fold(cells.name) == fold(sheet.name)
    }


def _gives_way(cells: SheetCells, sheet: Sheet, exact_tabs: Mapping[str, str]) -> bool:
    """Return whether a tab named by a synonym gives way to one with the sheet's very name."""
    exact = exact_tabs.get(sheet.name, cells.name)
    return exact != cells.name and fold(cells.name) != fold(sheet.name)


def _why_without_data(cells: SheetCells) -> str:
    """Return the reason why a tab never holds data; empty where it may."""
    if is_issue_list(cells):
        return sentence("the issue list of an earlier marked copy")
    if fold(cells.name) in {fold(name) for name in IGNORED_SHEETS}:
        return sentence("a sheet of the template that holds no data")
    return ""


def _is_filled(cells: SheetCells) -> bool:
    # The first column decides nearly always, and is looked through much faster.
    return any(not is_blank(value) for row in cells.rows for value in row[:1]) or any(
        not is_blank(value) for row in cells.rows for value in row
    )


def _note_unknown(cells: SheetCells) -> Problem:
    drug = find_named_drug(cells.name)
    return Problem(
        "query" if drug else "note",
        cells.name,
        "A1",
        sentence("the sheet '{name}'", name=cells.name),
        sentence("one of the sheets {listed}", listed=list_or([one.name for one in SHEETS])),
        list_courses(drug) if drug else sentence("No action needed: it is ignored."),
    )


def _refuse_second(cells: SheetCells, sheet: Sheet, first: SheetCells) -> Problem:
    return Problem(
        "error",
        cells.name,
        "A1",
        sentence(
            "a second sheet for {sheet} (the first is '{first}')",
            sheet=sheet.name,
            first=first.name,
        ),
        sentence("one sheet {sheet}", sheet=sheet.name),
        sentence("Combine the two, or give one another name."),
    )


def _refuse_empty(cells: SheetCells, sheet: Sheet) -> Problem:
    return Problem(
        "error",
        cells.name,
        "A1",
        sentence("an empty sheet"),
        sentence("the columns of {sheet}", sheet=sheet.name),
        sentence("Fill it in as the template shows."),
    )


def _find_missing(sheets: tuple[SheetCells, ...]) -> list[Problem]:
    """Return an error for each required sheet that no tab matches, not even an ignored one."""
    present = {sheet.name for cells in sheets if (sheet := find_sheet(cells.name))}
    names = list_and([cells.name for cells in sheets])
    return [
        Problem(
            "error",
            sheet.name,
            "A1",
            sentence("no such sheet, only {names}", names=names)
            if names
            else sentence("no such sheet"),
            sentence("a sheet '{sheet}'", sheet=sheet.name),
            sentence(
                "Add it, or rename the sheet that holds the {sheet}. {other_shape}",
                sheet=sheet.name.lower(),
                other_shape=OTHER_SHAPE,
            ),
        )
        for sheet in SHEETS
        if sheet.required and not {sheet.name, sheet.or_sheet} & present
    ]


def read_version(sheets: tuple[SheetCells, ...]) -> str:
    """Return the template version that the workbook was made from; empty where it was not."""
    for cells in sheets:
        if fold(cells.name) == fold("Definitions"):
            for row in cells.rows[:5]:
                for value in row:
                    if isinstance(value, str) and value.startswith("Template version "):
                        return value.removeprefix("Template version ").strip()
    return ""
