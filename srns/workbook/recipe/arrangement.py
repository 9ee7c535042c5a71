"""How the tables of a sheet are laid out: found, or as a person says."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from srns.workbook.recipe.model import Recipe
from srns.workbook.recipe.propose import propose
from srns.workbook.recipe.region import PlacedRegion, Region
from srns.workbook.recipe.workbook_layout import WorkbookLayout

ARRANGEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "long": "one row a visit or a child (long)",
        "wide": "one row a child, days across (wide)",
        "turned": "one column a child or a visit",
    }
)
"""Everything that a sheet may be laid out as, in words."""


def find_arrangement(region: Region) -> str:
    """Return how a table was read: `turned`, `wide` where its days stood across, else `long`."""
    if region.turned:
        return "turned"
    across = isinstance(region, PlacedRegion) and len({*region.lines}) < len(region.lines)
    return "wide" if across else "long"


def rearrange(
    layout: WorkbookLayout, recipe: Recipe, sheet: str, arranged: str
) -> tuple[WorkbookLayout, Recipe] | None:
    """Return layout and recipe with one sheet laid out as a person says, and proposed again.

    What was decided about other sheets stays. None where no table of the sheet is found so.
    """
    new = layout.arranged_as({sheet: arranged})
    cells = next(one for one in layout.workbook.sheets if one.name == sheet)
    if arranged not in map(find_arrangement, new.tables_of(cells).regions):
        return None
    proposed = propose(new, recipe.made_for)
    about = f": {sheet}!"
    tables = [one for one in recipe.tables if one.sheet != sheet]
    tables += [replace(one, arranged=arranged) for one in proposed.tables if one.sheet == sheet]
    kept = {one.id: one for one in recipe.questions if about not in one.id}
    asked = {one.id: one for one in proposed.questions if about in one.id}
    general = {one.id: one for one in proposed.questions if "!" not in one.id}
    questions = {**general, **kept, **asked}
    return new, replace(recipe, tables=tuple(tables), questions=tuple(questions.values()))
