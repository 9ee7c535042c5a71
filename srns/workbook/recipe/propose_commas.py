"""Single cells with a comma among decimal points: decimal commas, where they can be no other."""

import re
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass

from srns.cohort.dictionary import find_column
from srns.cohort.quantities import read_bound
from srns.languages.sentences import list_and, nsentence, sentence
from srns.workbook.problems import Problem, address
from srns.workbook.recipe.model import ColumnRecipe, Question, name_question
from srns.workbook.recipe.region import Region
from srns.workbook.values.result_text import part_cell
from srns.workbook.values.text import clean
from srns.workbook.values.typing_errors import COMMA, POINTED, THOUSANDS

COMMAS = "decimal commas"
"""Kind of the question whether a table's commas are decimal ones; part of stored ids."""
A_POINT = sentence("yes: read them as points")
_UNREAD = sentence("no: leave these cells unread")
_APART = 10
"""How many times a number may be beyond the others of its column and still be among them."""
_SHOWN = 5
_ZERO = re.compile(r"[<>≤≥=\s]*0,\d+(?!\d).*")


def holds_comma(value: object) -> bool:
    """Return whether a cell holds one number with a comma that may be a decimal one.

    >>> [holds_comma(each) for each in ("0,15", "<1,0 g/dL", "1.5", "1,000", "3, see note")]
    [True, True, False, False, False]
    """
    if not isinstance(value, str) or "," not in value:
        return False
    text = part_cell(clean(value)).text
    typed = read_bound(text)[1] if isinstance(text, str) else ""
    return bool(COMMA.fullmatch(typed)) and not THOUSANDS.fullmatch(typed)


@dataclass(frozen=True)
class CommaCells:
    """Cells of a table with a comma in columns that have numbers with a decimal point as well.

    Attributes
    ----------
    cells
        Each with its address and what was typed, in the order of the columns.
    certain
        Whether each can only be a decimal comma: as a group of thousands it would be written
        otherwise, and as a decimal it is among the other numbers of its column.
    """

    cells: tuple[tuple[str, str], ...]
    certain: bool


def find_commas(columns: Mapping[int, ColumnRecipe], region: Region) -> CommaCells:
    """Find the commas among decimal points of a table; `columns` are those that are read.

    A column that agrees on the comma is read by it without a question, and is not listed.
    """
    found: list[tuple[str, str]] = []
    certain = True
    for number, one in columns.items():
        if not _holds_numbers(one):
            continue
        values = region.column(number)
        rows = [row for row, value in enumerate(values) if holds_comma(value)]
        points = [size for value in values if (size := _size_with_point(value)) is not None]
        if not rows or not points:
            continue
        found += [(address(*region.cell_position(n, number)), clean(values[n])) for n in rows]
        certain &= all(_is_below_one(values[row]) or _is_among(values[row], points) for row in rows)
        certain &= not any(_may_be_thousands(value) for value in values)
    return CommaCells(tuple(found), certain)


def ask_about_commas(
    columns: Sequence[ColumnRecipe], region: Region, questions: MutableMapping[str, Question]
) -> None:
    """Ask once for the table, where a column has decimal points beside the commas.

    Where they can only be decimal commas the question is answered, and may be answered otherwise.
    """
    found = find_commas(dict(enumerate(columns)), region)
    if not found.cells:
        return
    key = name_question(COMMAS, region.tab, region.first)
    why = (
        sentence(
            "their columns have numbers with a point as well; none may be thousands, and read as "
            "decimals they are among the other numbers"
        )
        if found.certain
        else sentence("their columns have numbers with a point as well")
    )
    questions[key] = Question(
        key,
        nsentence(
            "Sheet {sheet}: {n} cell among numbers with a decimal point holds a comma "
            "('{example}'). Is it a decimal comma?",
            "Sheet {sheet}: {n} cells among numbers with a decimal point hold a comma "
            "('{example}'). Are these decimal commas?",
            len(found.cells),
            sheet=region.tab,
            example=found.cells[0][1],
        ),
        (A_POINT, _UNREAD),
        why,
        A_POINT if found.certain else "",
    )


def query_commas(columns: Mapping[int, ColumnRecipe], region: Region) -> list[Problem]:
    """Return the query of the cells that were read with their comma as a decimal point."""
    cells = find_commas(columns, region).cells
    if not cells:
        return []
    shown = list_and([f"{place} ('{typed}')" for place, typed in cells[:_SHOWN]])
    if more := len(cells[_SHOWN:]):
        shown = nsentence("{listed} and {n} more", "{listed} and {n} more", more, listed=shown)
    return [
        Problem(
            "query",
            region.tab,
            cells[0][0],
            nsentence(
                "a decimal comma in {cells}", "decimal commas in {cells}", len(cells), cells=shown
            ),
            sentence("decimal points, which the other numbers of the column have"),
            nsentence(
                "It is read as decimal points. If that is wrong, answer the question about decimal "
                "commas otherwise, or correct the cells.",
                "They are read as decimal points. If that is wrong, answer the question about "
                "decimal commas otherwise, or correct the cells.",
                len(cells),
            ),
        )
    ]


def _holds_numbers(one: ColumnRecipe) -> bool:
    sheet, _, identity = one.means.rpartition(".")
    kinds = ("quantity", "number", "number or words")
    return bool(sheet) and find_column(sheet, identity).kind in kinds


def _size_with_point(value: object) -> float | None:
    """Return the size of a number whose point is surely a decimal one; None for any other cell."""
    if isinstance(value, float):
        return abs(value) if value != int(value) else None
    if not isinstance(value, str) or "." not in value:
        return None
    cell = part_cell(value)
    if cell.number is None or POINTED.fullmatch(read_bound(cell.text)[1]):
        return None  # 3.900 may be 3900, where commas are decimal ones
    return abs(cell.number)


def _is_among(value: object, points: Sequence[float]) -> bool:
    """Return whether a cell, read with a decimal comma, is of the size of the other numbers."""
    number = part_cell(clean(value).replace(",", ".")).number
    if number is None:
        return False
    return min(points) / _APART <= abs(number) <= max(points) * _APART


def _is_below_one(value: object) -> bool:
    """Return whether a cell is such as "0,15", whose comma can only be a decimal one."""
    return _ZERO.fullmatch(clean(value)) is not None


def _may_be_thousands(value: object) -> bool:
    if not isinstance(value, str) or "," not in value:
        return False
    text = part_cell(clean(value)).text
    typed = read_bound(text)[1] if isinstance(text, str) else ""
    return THOUSANDS.fullmatch(typed) is not None
