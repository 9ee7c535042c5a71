"""Which table of the workbook a table of the recipe means."""

from collections.abc import Mapping

from ..layout.regions import Layout, Region
from ..problems import Problem, show_list
from ..recipe import TableRecipe
from .arrangement import Arrangement
from .changes import find_changes


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
