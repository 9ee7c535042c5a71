"""Which tab of the workbook is which sheet of the dictionary."""

from srns.cohort.dictionary import IGNORED_SHEETS, SHEETS, find_sheet
from srns.cohort.terms import fold
from srns.workbook.files.cells import SheetCells, is_blank
from srns.workbook.files.own_marks import is_issue_list
from srns.workbook.findings import Findings
from srns.workbook.ledger import Fate
from srns.workbook.problems import OTHER_SHAPE, Problem, show_list


def choose_sheets(
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
        if is_issue_list(cells):
            fates[cells.name] = ("ignored", "the list of problems of an earlier copy")
        elif fold(cells.name) in quiet:
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
                    f"Add it, or rename the sheet that holds the {sheet.name.lower()}. "
                    f"{OTHER_SHAPE}",
                )
            )
    return chosen, fates


def read_version(sheets: tuple[SheetCells, ...]) -> str:
    """Give the version of the template that the workbook was made from; empty where it was not."""
    for cells in sheets:
        if fold(cells.name) == fold("Definitions"):
            for row in cells.rows[:5]:
                for value in row:
                    if isinstance(value, str) and value.startswith("Template version "):
                        return value.removeprefix("Template version ").strip()
    return ""
