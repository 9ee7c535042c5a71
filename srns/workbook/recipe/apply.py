"""The sheets of the dictionary, brought together from anywhere in a workbook by a recipe.

Every value keeps the cell it came from, so that the same readers and the same problems serve.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Mapping, Sequence

from srns.workbook.files.cells import WorkbookCells, is_blank
from srns.workbook.problems import Problem, show_list
from srns.workbook.recipe.apply_table import TableReader
from srns.workbook.recipe.arranged_sheets import Arrangement
from srns.workbook.recipe.changes_since import find_changes
from srns.workbook.recipe.detect_tables import Layout, Region, find_layout
from srns.workbook.recipe.match_headings import guess, names_child
from srns.workbook.recipe.model import Recipe, TableRecipe
from srns.workbook.values.text import clean

_FEW, _MOST = 2, 4


def arrange(workbook: WorkbookCells, recipe: Recipe) -> Arrangement:
    """Bring the sheets together; what no longer fits the recipe is a problem."""
    made = Arrangement(epoch=_epoch(workbook.content))
    for question in recipe.open_questions:
        made.problems.append(
            Problem(
                "error",
                "",
                "",
                f"the open question '{question.id}' in the recipe: {question.asks}",
                f"the answer {show_list([repr(one) for one in question.options])}",
                "Write it into the recipe under 'answer'.",
            )
        )
    if recipe.open_questions:
        made.otherwise = "nothing is read while a question of the recipe is open"
    layouts = {cells.name: find_layout(cells) for cells in workbook.sheets if cells.rows}
    served: set[tuple[str, int]] = set()
    for tab, layout in layouts.items():
        made.aside[tab] = dict(layout.aside)
    for table in recipe.tables:
        found = find_region(table, layouts, served, made)
        if found and not recipe.open_questions:
            TableReader(found, table, recipe, made).read()
    if recipe.tables:
        for tab, layout in layouts.items():
            left = [
                region
                for number, region in enumerate(layout.regions)
                if (tab, number) not in served
            ]
            made.problems += _left_tables(tab, left, all_of_it=len(left) == len(layout.regions))
    _require_children(made)
    return made


def _left_tables(tab: str, regions: Sequence[Region], *, all_of_it: bool) -> list[Problem]:
    """Ask about tables that the recipe does not read and that hold something of the children."""
    problems: list[Problem] = []
    for region in regions:
        known = [heading for heading in region.headings if any(_guesses(heading))]
        if any(map(names_child, known)):
            found = "a table that the recipe does not know"
            expected = "the tables for which the recipe was made"
            remedy = "Make a new recipe if it matters; it is ignored now."
        elif len(known) >= _FEW:
            named = show_list([repr(heading) for heading in known[:_MOST]], "and")
            found, expected = f"a table of {named} that names no child", "a column for the child"
            remedy = (
                "If it is about the children, call that column 'patient' and make a new recipe; it "
                "is ignored now."
            )
        else:
            continue
        problems.append(Problem("query", tab, region.first, found, expected, remedy))
    if all_of_it and not problems:
        problems.append(
            Problem(
                "note",
                tab,
                "A1",
                f"the sheet '{tab}', from which the recipe reads no table",
                "a table with a heading for the child",
                "Nothing need be done: it is ignored.",
            )
        )
    return problems


def _epoch(content: bytes) -> datetime.date:
    """Give the day from which the workbook counts its dates."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            head = archive.read("xl/workbook.xml")
    except (zipfile.BadZipFile, KeyError):
        return datetime.date(1899, 12, 30)
    mac = re.search(rb"""date1904=["'](1|true)["']""", head)
    return datetime.date(1904, 1, 1) if mac else datetime.date(1899, 12, 30)


def _guesses(heading: str):
    return [one for one in guess(heading) if one.whole]


def _require_children(made: Arrangement) -> None:
    """List every child that any table names, where no table of children does."""
    for sheet, rows in list(made.rows.items()):
        made.rows[sheet] = [row for row in rows if len(row) > 1]
    known = made.rows.setdefault("Patients", [])
    names = {str(clean(row["patient", ""][0])) for row in known}
    if known and any(len(row) > 1 for row in known):
        return
    for rows in list(made.rows.values()):
        for row in rows:
            cell = row["patient", ""]
            name = str(clean(cell[0]))
            if name and name not in names and not is_blank(cell[0]):
                names.add(name)
                known.append({("patient", ""): cell})


def find_region(
    table: TableRecipe,
    layouts: Mapping[str, Layout],
    served: set[tuple[str, int]],
    made: Arrangement,
) -> Region | None:
    """Find the table with most of the headings; what has changed in it becomes a problem."""
    layout = layouts.get(table.sheet)
    if layout is None:
        made.problems.append(
            Problem(
                "error",
                "",
                "",
                f"no sheet '{table.sheet}'",
                f"the sheets for which the recipe was made, among them '{table.sheet}'",
                "Give the sheet its old name, or make a new recipe.",
            )
        )
        return None
    wanted = {column.heading for column in table.columns}
    ranked = sorted(
        (
            (len(wanted & set(region.headings)), region.first == table.first_heading, -number)
            for number, region in enumerate(layout.regions)
            if (table.sheet, number) not in served
        ),
        reverse=True,
    )
    if not ranked or not ranked[0][0]:
        made.problems.append(
            Problem(
                "error",
                table.sheet,
                table.first_heading,
                "none of the headings that the recipe knows",
                "a table with the headings "
                + show_list([column.heading for column in table.columns][:6], "and"),
                "Restore the headings, or make a new recipe.",
            )
        )
        return None
    number = -ranked[0][2]
    served.add((table.sheet, number))
    region = layout.regions[number]
    made.problems += find_changes(region, table)
    return region
