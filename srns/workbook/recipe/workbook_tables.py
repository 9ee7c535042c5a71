"""Tables of a workbook as a person sees them, and which of them a recipe reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from srns.workbook.files.cells import SheetCells, WorkbookCells
from srns.workbook.files.own_marks import is_issue_list
from srns.workbook.recipe.apply import find_region
from srns.workbook.recipe.assembled_sheets import AssembledSheets
from srns.workbook.recipe.model import UNKNOWN, ColumnRecipe, Recipe, TableRecipe
from srns.workbook.recipe.region import Layout, Region
from srns.workbook.recipe.workbook_layout import WorkbookLayout
from srns.workbook.results.results_sheets import ResultsSheet

_SHOWN = 5000


@dataclass(frozen=True)
class WorkbookTable:
    """One table with its cells.

    Attributes
    ----------
    region
        Of a laboratory list, which may be long, only the first rows.
    dialect
        Of a laboratory list, which has one test a row; empty for any other table.
    roles
        Of a laboratory list, the role of each column that is needed, by its number.
    """

    region: Region
    dialect: str = ""
    roles: Mapping[int, str] = field(default_factory=dict)

    def new_recipe(self) -> TableRecipe:
        """Return a recipe of the table that reads none of its columns."""
        return TableRecipe(
            self.region.tab,
            self.region.first,
            "columns" if self.region.turned else "rows",
            tuple(ColumnRecipe(text, "ignore", why=UNKNOWN) for text in self.region.headings),
        )


def find_tables(workbook: WorkbookCells | WorkbookLayout) -> tuple[WorkbookTable, ...]:
    """Return every table of every sheet, in the order of the workbook."""
    layout = WorkbookLayout.of(workbook)
    found: list[WorkbookTable] = []
    for cells in layout.workbook.sheets:
        if not cells.rows or is_issue_list(cells):
            continue
        if (results := layout.results_of(cells)) is not None:
            found.append(_of_list(results))
        else:
            found += [WorkbookTable(region) for region in layout.tables_of(cells).regions]
    return tuple(found)


def _of_list(results: ResultsSheet) -> WorkbookTable:
    cells: SheetCells = results.cells
    head, left = cells.first_row + results.head, cells.first_column
    columns = range(len(results.headings))
    rows = tuple(map(tuple, results.rows[:_SHOWN]))
    region = Region(
        cells.name,
        False,
        results.headings,
        tuple(((head, left + number),) for number in columns),
        rows,
        tuple(range(head + 1, head + 1 + len(rows))),
        tuple(left + number for number in columns),
    )
    return WorkbookTable(region, results.dialect.id, results.roles)


def pair_tables(tables: Sequence[WorkbookTable], recipe: Recipe) -> tuple[int | None, ...]:
    """Return for each table the number of its recipe; None where the recipe does not read it."""
    found: list[int | None] = [None] * len(tables)
    lists = {one.region.tab: number for number, one in enumerate(tables) if one.dialect}
    of_tab: dict[str, list[int]] = {}
    for number, one in enumerate(tables):
        if not one.dialect:
            of_tab.setdefault(one.region.tab, []).append(number)
    layouts = {
        tab: Layout(tuple(tables[number].region for number in numbers), {})
        for tab, numbers in of_tab.items()
    }
    served: set[tuple[str, int]] = set()
    for number, table in enumerate(recipe.tables):
        if table.sheet in lists:
            found[lists[table.sheet]] = number
            continue
        before = set(served)
        find_region(table, layouts, served, AssembledSheets())
        for tab, place in served - before:
            found[of_tab[tab][place]] = number
    return tuple(found)


def fits_tables(recipe: Recipe, tables: Sequence[WorkbookTable]) -> bool:
    """Return whether every table of a recipe is there, with the headings that it had.

    A column without a heading may come or go: notes beside a table do.
    """
    places = pair_tables(tables, recipe)
    headings = {
        place: sorted(filter(None, one.region.headings))
        for place, one in zip(places, tables, strict=True)
        if place is not None
    }
    return all(
        headings.get(number) == sorted(filter(None, (one.heading for one in table.columns)))
        for number, table in enumerate(recipe.tables)
    )
