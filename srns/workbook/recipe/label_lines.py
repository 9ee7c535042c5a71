"""Lines such as "Diagnosis: FSGS" above the table of one child: a label and its value each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from srns.workbook.files.cells import is_blank
from srns.workbook.headings.deciding import names_another
from srns.workbook.headings.heading import parse_heading
from srns.workbook.recipe.lower_headings import is_unit
from srns.workbook.recipe.match_headings import (
    NUMBERED_CHILD,
    guess,
    identifies,
    names_child,
)
from srns.workbook.recipe.region import PlacedRegion, Position, Region
from srns.workbook.values.text import clean

_LABEL = re.compile(r"([^\W\d_][^:=]{0,39}?)\s*[:=]\s*(\S.*)?")


@dataclass(frozen=True)
class LabelLine:
    """A label with its value, and where each of them is; in one cell, or side by side."""

    label: str
    value: object
    label_at: Position
    value_at: Position


def find_label_lines(
    rows: Sequence[Sequence[object]], row_offset: int, column_offset: int
) -> Iterator[LabelLine]:
    """Yield the lines of some rows: `label: value`, a known label beside its value, or "Patient 2".

    Parameters
    ----------
    row_offset, column_offset
        Of the first row and column in the sheet, from 0.
    """
    for number, row in enumerate(rows):
        line = number + row_offset
        filled = [(n + column_offset, value) for n, value in enumerate(row) if not is_blank(value)]
        if child := _child_alone(filled):
            yield LabelLine("patient", child, (line, filled[0][0]), (line, filled[0][0]))
            continue
        taken = -1
        for place, (across, value) in enumerate(filled):
            match = _LABEL.fullmatch(clean(value)) if isinstance(value, str) else None
            if across == taken:
                continue
            if match and match[2]:
                at = (line, across)
                yield LabelLine(match[1], match[2], at, at)
            elif place + 1 < len(filled) and (match or _are_pair([one for _, one in filled])):
                label = match[1] if match else clean(value)
                taken, beside = filled[place + 1]
                yield LabelLine(label, beside, (line, across), (line, taken))


def _child_alone(filled: Sequence[tuple[int, object]]) -> str:
    """Return the child of a row that holds nothing but such as "Patient 2"; else empty."""
    match = NUMBERED_CHILD.match(clean(filled[0][1])) if len(filled) == 1 else None
    return (match["number"] or match["letters"]) if match else ""


def states_value(text: str) -> bool:
    """Return whether a text is a known label with its value, and so no heading of a column.

    >>> states_value("Sex: F"), states_value("Patient: 7"), states_value("Prot:creat ratio")
    (True, True, False)
    """
    label, colon, value = clean(text).partition(": ")
    return bool(colon and value) and is_unit(value) is False and _is_known(label)


def _are_pair(filled: Sequence[object]) -> bool:
    """Return whether a row holds a known label and its value, and not two names of groups."""
    return len(filled) == 2 and _is_label(filled[0]) and not _is_known(filled[1])


def _is_label(value: object) -> bool:
    """Return whether a cell is a heading that is understood, though the dictionary may lack it."""
    named = isinstance(value, str) and names_another(parse_heading(clean(value)))
    return named or _is_known(value)


def _is_known(value: object) -> bool:
    """Return whether a cell is a heading that is understood."""
    known = isinstance(value, str) and len(value) < 40
    return known and (any(one.whole for one in guess(clean(value))) or identifies(value))


def add_lines(region: Region, lines: Sequence[LabelLine]) -> Region:
    """Return the table of one child with a row and columns for the lines above it.

    A line that names the child does so for every row; each other stands in the first row alone,
    which has nothing else, because no day of the table is that of the line.
    """
    own = len(region.headings)
    empty, first = ("",) * own, region.heading_positions[0] or (lines[0].label_at,)
    values = tuple(line.value for line in lines)
    named = tuple(line.value if names_child(line.label) else "" for line in lines)
    places = tuple(line.value_at for line in lines)
    return PlacedRegion(
        region.tab,
        region.turned,
        (*region.headings, *(line.label for line in lines)),
        (*region.heading_positions, *((line.label_at,) for line in lines)),
        ((*empty, *values), *((*row, *named) for row in region.rows)),
        (lines[0].label_at[0], *region.lines),
        (*region.across, *(line.label_at[1] for line in lines)),
        places=(
            (*(first[0],) * own, *places),
            *(
                (*(region.cell_position(row, number) for number in range(own)), *places)
                for row in range(len(region.rows))
            ),
        ),
        undated=frozenset(range(own, own + len(lines))),
    )
