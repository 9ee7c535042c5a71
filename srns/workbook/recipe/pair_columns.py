"""Columns of a table, each matched with its column in a recipe."""

from collections.abc import Sequence

from srns.workbook.recipe.model import TableRecipe


def pair_columns(headings: Sequence[str], table: TableRecipe) -> tuple[int | None, ...]:
    """Return for each column of a table its number in the recipe; None where it is not there.

    Columns are matched by their headings; those of one heading in their order.
    """
    taken: set[int] = set()
    found: list[int | None] = []
    for heading in headings:
        index = next(
            (
                number
                for number, column in enumerate(table.columns)
                if column.heading == heading and number not in taken
            ),
            None,
        )
        if index is not None:
            taken.add(index)
        found.append(index)
    return tuple(found)
