"""Lines such as "Patient 2" between the rows of a table: they name the child of the rows below."""

from collections.abc import Iterator, Sequence

from srns.workbook.files.cells import is_blank
from srns.workbook.recipe.column_evidence import is_date
from srns.workbook.recipe.label_lines import LabelLine, find_label_lines
from srns.workbook.recipe.match_headings import names_child, numbers_rows
from srns.workbook.recipe.region import PlacedRegion, Region
from srns.workbook.values.text import clean

CHILD_HEADING = "patient"
"""Heading of the children that stand in lines between the rows."""


def find_child_line(lines: Sequence[LabelLine]) -> LabelLine | None:
    """Return the line that names the child."""
    return next((line for line in lines if names_child(line.label)), None)


def part_by_child_lines(region: Region, above: Sequence[LabelLine] = ()) -> Region:
    """Return a table with a column for the child, where lines between its rows name the children.

    Texts alone between dated rows may be names; their column has no heading, so that it is asked.
    Any other table stays as it is.

    Parameters
    ----------
    above
        The lines above the table, one of which may name the first child.
    """
    if not region.in_place or any(map(_is_of_child, region.headings)):
        return region
    heading = CHILD_HEADING
    lines = {row: line for row in range(len(region.rows)) if (line := _read_line(region, row))}
    if not lines and not above:
        heading, lines = "", _read_names(region)
    if not lines:
        return region
    rows = list(_name_rows(region, lines, find_child_line(above)))
    first = next(iter(lines.values()))
    return PlacedRegion(
        region.tab,
        region.turned,
        (heading, *region.headings),
        ((), *region.heading_positions),
        tuple((child, *region.rows[row]) for row, child, _ in rows),
        tuple(region.lines[row] for row, _, _ in rows),
        (first.value_at[1], *region.across),
        notes=region.notes,
        places=tuple(
            (at, *(region.cell_position(row, n) for n in range(len(region.headings))))
            for row, _, at in rows
        ),
    )


def _is_of_child(heading: str) -> bool:
    return names_child(heading) or numbers_rows(heading)


def _read_line(region: Region, row: int) -> LabelLine | None:
    """Return the line that a row is, if it names a child and holds nothing else."""
    values = region.rows[row]
    if sum(not is_blank(value) for value in values) > 2:
        return None
    line, across = region.lines[row], region.across[0]
    return find_child_line(list(find_label_lines([values], line, across)))


def _read_names(region: Region) -> dict[int, LabelLine]:
    """Return the rows of one text each, if all others begin with a date and follow such a row."""
    found: dict[int, LabelLine] = {}
    for row, values in enumerate(region.rows):
        filled = [value for value in values if not is_blank(value)]
        if not filled or is_date(values[0]):
            continue
        if len(filled) > 1 or not isinstance(values[0], str):
            return {}
        at = region.cell_position(row, 0)
        found[row] = LabelLine(CHILD_HEADING, clean(values[0]), at, at)
    return found if len(found) > 1 and min(found) == 0 else {}


def _name_rows(
    region: Region, lines: dict[int, LabelLine], first: LabelLine | None
) -> Iterator[tuple[int, object, tuple[int, int]]]:
    """Yield each row that holds something, with its child and where that stands."""
    child = first
    for row, values in enumerate(region.rows):
        if row in lines:
            child = lines[row]
        elif any(not is_blank(value) for value in values):
            at = child.value_at if child else region.cell_position(row, 0)
            yield row, child.value if child else "", at
