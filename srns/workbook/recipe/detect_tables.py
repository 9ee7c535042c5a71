"""Where the tables of a sheet begin and end, which way they lie, and what stands around them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from srns.workbook.files.cells import SheetCells, is_blank
from srns.workbook.problems import address
from srns.workbook.recipe.match_headings import (
    find_visit,
    guess,
    names_child,
    numbers_rows,
    unit_alone,
)
from srns.workbook.values.text import clean

_TOTAL = re.compile(
    r"(total|sum|mean|median|average|avg|sd|iqr|range|min|max|count|n)\b\s*[:=]?.*", re.IGNORECASE
)
TITLE = "a title above the table"
FOOTNOTE = "a note below or beside the table"
TOTAL = "a row of totals"
Spot = tuple[int, int]


@dataclass(frozen=True)
class Region:
    """One table of one sheet, turned so that headings stand above.

    Attributes
    ----------
    tab
        The sheet it stands on.
    turned
        Whether the headings stand to the left in the workbook.
    headings, heading_spots
        What each column is called, rows of headings joined, and where (row, column from 0).
    rows
        The values under the headings.
    lines, across
        Where each row and each column of the table stands (from 0), along and across it.
    """

    tab: str
    turned: bool
    headings: tuple[str, ...]
    heading_spots: tuple[tuple[Spot, ...], ...]
    rows: tuple[tuple[object, ...], ...]
    lines: tuple[int, ...]
    across: tuple[int, ...]

    @property
    def first(self) -> str:
        """The address of the first heading."""
        return address(*self.heading_spots[0][0]) if self.heading_spots[0] else "A1"

    def column(self, number: int) -> list[object]:
        """Give the values of one column."""
        return [row[number] for row in self.rows]

    def heading_cell(self, number: int) -> str:
        """Give the address of a column's heading; of the first heading where it has none."""
        spots = self.heading_spots[number]
        return address(*spots[-1]) if spots else self.first

    def spot(self, row: int, number: int) -> Spot:
        """Give where a value of the table stands in the workbook."""
        line, across = self.lines[row], self.across[number]
        return (across, line) if self.turned else (line, across)

    def spots(self, number: int) -> Iterator[Spot]:
        """Give where the values of one column stand."""
        across = self.across[number]
        return ((across, line) if self.turned else (line, across) for line in self.lines)


@dataclass(frozen=True)
class Layout:
    """The tables of one sheet, and the reason for each cell that belongs to none."""

    regions: tuple[Region, ...]
    aside: Mapping[Spot, str]


def find_layout(cells: SheetCells) -> Layout:
    """Find the tables of one sheet."""
    grid = [list(row) for row in cells.rows]
    _fill_merged_headings(grid, cells)
    upright = _heading_rows(grid)
    turned_grid = [list(row) for row in zip(*grid, strict=True)] if grid else []
    turned = _heading_rows(turned_grid)
    lying = max((score for _, score in turned), default=0)
    standing = max((score for _, score in upright), default=0)
    if lying > standing and lying >= 3:
        return _lay_out(cells, turned_grid, [row for row, _ in turned][:1], turned=True)
    return _lay_out(cells, grid, [row for row, _ in upright], turned=False)


def _fill_merged_headings(grid: list[list[object]], cells: SheetCells) -> None:
    """Let every cell of a merged range hold what its first cell shows."""
    for (top, left), (bottom, right) in cells.merged:
        one = (top - cells.first_row, left - cells.first_column)
        if not (0 <= one[0] < len(grid) and 0 <= one[1] < len(grid[0])):
            continue
        for row in range(one[0], min(bottom - cells.first_row, len(grid) - 1) + 1):
            for column in range(one[1], min(right - cells.first_column, len(grid[0]) - 1) + 1):
                if is_blank(grid[row][column]):
                    grid[row][column] = grid[one[0]][one[1]]


def _score(row: Sequence[object]) -> int:
    words = [value for value in row if isinstance(value, str) and not is_blank(value)]
    return sum(bool(guess(clean(word))) for word in dict.fromkeys(words))


def _heading_rows(grid: Sequence[Sequence[object]]) -> list[tuple[int, int]]:
    """Give the rows that look like headings, each with how many it holds."""
    found: list[tuple[int, int]] = []
    for number, row in enumerate(grid[:2000]):
        filled = [value for value in row if not is_blank(value)]
        texts = [value for value in filled if isinstance(value, str)]
        score = _score(row)
        identity = any(map(names_child, texts))
        numbered = any(map(numbers_rows, texts))
        named = len(texts) >= 2 and score >= 2 and 2 * score >= len(set(texts))
        above = bool(found) and found[-1][0] == number - 1
        weight = score + 2 * (identity or numbered)
        if above and named and len(texts) == len(filled) and weight > found[-1][1]:
            found[-1] = (number, weight)  # the row above only names groups of columns
        elif named and (identity or not found) and 3 * len(texts) >= 2 * len(filled):
            found.append((number, weight))
        elif identity and not found and len(filled) >= 2:
            found.append((number, 2))
    best = max((score for _, score in found), default=0)
    firsts = [one for one in found if one[1] >= min(best, 4)]
    return firsts or found


def _lay_out(
    cells: SheetCells, grid: Sequence[Sequence[object]], heads: Sequence[int], *, turned: bool
) -> Layout:
    aside: dict[Spot, str] = {}
    regions: list[Region] = []

    starts = (cells.first_row, cells.first_column)
    before, beside = starts[::-1] if turned else starts

    def spot(row: int, column: int) -> Spot:
        line, across = row + before, column + beside
        return (across, line) if turned else (line, across)

    def put_aside(row: int, reason: str) -> None:
        for column, value in enumerate(grid[row]):
            if not is_blank(value):
                aside.setdefault(spot(row, column), reason)

    if not heads:
        for row in range(len(grid)):
            put_aside(row, "no table was found here")
        return Layout((), aside)
    tops: list[int] = []
    for head in heads:
        top = head
        while top and _heads_the_next(grid, top - 1, tops[-1] if tops else -1):
            top -= 1
        tops.append(top)
    for row in range(tops[0]):
        put_aside(row, TITLE)
    for (head, top), (_, end) in pairwise([*zip(heads, tops, strict=True), (0, len(grid))]):
        first = head + 1
        while first < end and _is_units(grid[first]):
            first += 1
        for left, right in _spans(grid, head):
            columns = range(left, right)
            headings = [_join(grid, range(top, first), column) for column in columns]
            body = list(_body(grid, first, end, columns, put_aside))
            regions.append(
                Region(
                    cells.name,
                    turned,
                    tuple(headings),
                    tuple(
                        tuple(
                            spot(row, column)
                            for row in range(top, first)
                            if not is_blank(grid[row][column])
                        )
                        for column in columns
                    ),
                    tuple(tuple(grid[row][left:right]) for row in body),
                    tuple(row + before for row in body),
                    tuple(column + beside for column in columns),
                )
            )
    return Layout(tuple(regions), aside)


def _heads_the_next(grid: Sequence[Sequence[object]], row: int, above: int) -> bool:
    """Tell whether a row above the headings belongs to them: visits, or groups of columns."""
    if row <= above:
        return False
    filled = [clean(value) for value in grid[row] if not is_blank(value)]
    return bool(filled) and any(
        find_visit(word)[0] is not None and len(word) < 25 for word in filled
    )


def _is_units(row: Sequence[object]) -> bool:
    filled = [value for value in row if not is_blank(value)]
    return bool(filled) and all(unit_alone(value) for value in filled)


def _join(grid: Sequence[Sequence[object]], rows: range, column: int) -> str:
    words: list[str] = []
    for row in rows:
        word = clean(grid[row][column]) if not is_blank(grid[row][column]) else ""
        if word and word not in words:
            unit = unit_alone(word)
            words.append(f"({unit})" if unit and words else word)
    return " ".join(words)


def _spans(grid: Sequence[Sequence[object]], head: int) -> Iterator[tuple[int, int]]:
    """Part tables that stand side by side: an empty column, then a heading for the child again."""
    row = grid[head]
    starts = [0]
    for column in range(1, len(row)):
        if is_blank(row[column - 1]) and names_child(row[column]):
            starts.append(column)
    yield from pairwise([*starts, len(row)])


def _body(
    grid: Sequence[Sequence[object]],
    first: int,
    end: int,
    columns: range,
    put_aside: Callable[[int, str], None],
) -> Iterator[int]:
    for row in range(first, end):
        values = [grid[row][column] for column in columns]
        filled = [value for value in values if not is_blank(value)]
        if not filled:
            continue
        lead = clean(next(iter(filled)))
        alone = len(filled) == 1 and len(columns) >= 3 and isinstance(filled[0], str)
        if len(filled) > 1 and _TOTAL.fullmatch(lead) and not lead.isdigit() and len(lead) < 30:
            put_aside(row, TOTAL)
        elif alone and (len(lead) > 12 or "=" in lead or lead.startswith("*")):
            put_aside(row, FOOTNOTE)
        else:
            yield row
