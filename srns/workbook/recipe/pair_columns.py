"""Columns of a table, each matched with its column in a recipe."""

from collections import deque
from collections.abc import Sequence

from srns.workbook.recipe.model import TableRecipe


def pair_columns(headings: Sequence[str], table: TableRecipe) -> tuple[int | None, ...]:
    """Return for each column of a table its number in the recipe; None where it is not there.

    Columns are matched by their headings; those of one heading in their order.
    """
    places: dict[str, deque[int]] = {}
    for number, column in enumerate(table.columns):
        places.setdefault(column.heading, deque()).append(number)
    return tuple(here.popleft() if (here := places.get(heading)) else None for heading in headings)
