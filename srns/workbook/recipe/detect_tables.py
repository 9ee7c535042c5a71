"""Tables of a sheet: where each begins and ends, its orientation, and what surrounds it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from srns.workbook.files.cells import SheetCells, is_blank
from srns.workbook.headings.heading import parse_heading
from srns.workbook.problems import address
from srns.workbook.recipe.days_across import Title, put_days_into_rows
from srns.workbook.recipe.heading_rows import find_heading_rows
from srns.workbook.recipe.label_lines import add_lines, find_label_lines
from srns.workbook.recipe.lower_headings import (
    continues_headings,
    fill_measures,
    join_headings,
    lists_visits_of,
)
from srns.workbook.recipe.match_headings import find_visit, guess, names_child, numbers_rows
from srns.workbook.recipe.region import Layout, Position, Region
from srns.workbook.recipe.total_rows import names_total
from srns.workbook.values.text import clean

_MOST_ACROSS = 2_000
NO_TABLE = "no table was found here"
TITLE = "a title above the table"
FOOTNOTE = "a note below or beside the table"
TOTAL = "a row of totals"


def find_layout(cells: SheetCells) -> Layout:
    """Find the tables of one sheet."""
    grid = cells.rows
    if cells.merged:
        grid = [list(row) for row in cells.rows]
        _fill_merged_headings(grid, cells)
    upright = find_heading_rows(grid)
    # Nobody lists thousands of children across, and a long sheet would be turned for nothing.
    may_be_turned = 0 < len(grid) <= _MOST_ACROSS
    turned_grid = [list(row) for row in zip(*grid, strict=True)] if may_be_turned else []
    turned = find_heading_rows(turned_grid)
    best_turned = max((weight for _, weight in turned), default=0)
    best_upright = max((weight for _, weight in upright), default=0)
    if best_turned > best_upright and (best_turned >= 3 or not upright):
        return _lay_out(cells, turned_grid, [row for row, _ in turned][:1], turned=True)
    return _lay_out(cells, grid, [row for row, _ in upright], turned=False)


def _fill_merged_headings(grid: list[list[object]], cells: SheetCells) -> None:
    """Copy the value of a merged range into all of its cells."""
    for (top, left), (bottom, right) in cells.merged:
        one = (top - cells.first_row, left - cells.first_column)
        if not (0 <= one[0] < len(grid) and 0 <= one[1] < len(grid[0])):
            continue
        for row in range(one[0], min(bottom - cells.first_row, len(grid) - 1) + 1):
            for column in range(one[1], min(right - cells.first_column, len(grid[0]) - 1) + 1):
                if is_blank(grid[row][column]):
                    grid[row][column] = grid[one[0]][one[1]]


@dataclass
class _Frame:
    """The cells of one sheet, turned so that headings are above, with their place in the workbook.

    `row_offset` and `column_offset` are of the first row and column of `grid` in the workbook.
    """

    sheet: str
    grid: list[Sequence[object]]
    row_offset: int
    column_offset: int
    turned: bool
    ignored: dict[Position, str] = field(default_factory=dict)

    def position(self, row: int, column: int) -> Position:
        """Return the row and column in the workbook, from 0."""
        line, across = row + self.row_offset, column + self.column_offset
        return (across, line) if self.turned else (line, across)

    def notes(self) -> Mapping[str, str]:
        """Return the texts that are ignored as titles and notes, by their addresses."""
        found: dict[str, str] = {}
        for (line, across), reason in self.ignored.items():
            row, column = (across, line) if self.turned else (line, across)
            value = self.grid[row - self.row_offset][column - self.column_offset]
            if reason in (TITLE, FOOTNOTE) and isinstance(value, str):
                found[address(line, across)] = clean(value)
        return found

    def ignore(self, row: int, reason: str) -> None:
        """Ignore the filled cells of a row; the first reason holds."""
        for column, value in enumerate(self.grid[row]):
            if not is_blank(value):
                self.ignored.setdefault(self.position(row, column), reason)


def _lay_out(
    cells: SheetCells, grid: Sequence[Sequence[object]], heads: Sequence[int], *, turned: bool
) -> Layout:
    offsets = (cells.first_row, cells.first_column)
    row_offset, column_offset = offsets[::-1] if turned else offsets
    frame = _Frame(cells.name, list(grid), row_offset, column_offset, turned)
    grid = frame.grid
    if not heads:
        return _lay_out_unknown(frame)
    tops = _first_heading_rows(frame, heads)
    for row in range(tops[0]):
        frame.ignore(row, TITLE)
    regions: list[Region] = []
    for (head, top), (_, end) in pairwise([*zip(heads, tops, strict=True), (0, len(grid))]):
        rows = _HeadingRows(top, head, _join_lower_rows(frame, head, end))
        for left, right in _spans(grid, head):
            right = _leave_out_beside(frame, rows, range(left, right), end)
            regions.append(_make_region(frame, rows, range(left, right), end))
    if len(regions) == 1 and not turned:
        regions = [_with_lines_above(frame, regions[0], tops[0])]
    titles = _find_titles(frame, tops[0])
    regions = [put_days_into_rows(region, titles) for region in regions]
    notes = frame.notes()
    return Layout(tuple(replace(region, notes=notes) for region in regions), frame.ignored)


def _lay_out_unknown(frame: _Frame) -> Layout:
    """Return the layout of a sheet of which no heading is known."""
    for row in range(len(frame.grid)):
        frame.ignore(row, NO_TABLE)
    plain = _find_plain_heading(frame.grid)
    if plain is None:
        return Layout((), frame.ignored)
    rows = _HeadingRows(plain, plain, plain + 1)
    region = _make_region(frame, rows, range(len(frame.grid[0])), len(frame.grid))
    return Layout((region,), frame.ignored)


def _find_titles(frame: _Frame, top: int) -> list[Title]:
    """Return the texts above the first row of headings, with their places."""
    return [
        Title(clean(value), frame.position(row, column))
        for row in range(top)
        for column, value in enumerate(frame.grid[row])
        if isinstance(value, str) and not is_blank(value)
    ]


def _with_lines_above(frame: _Frame, region: Region, top: int) -> Region:
    """Return the table with the lines such as 'Sex: F' above it, where no heading names a child."""
    if any(names_child(heading) or numbers_rows(heading) for heading in region.headings):
        return region
    lines = list(find_label_lines(frame.grid[:top], frame.row_offset, frame.column_offset))
    for line in lines:
        for cell in (line.label_at, line.value_at):
            frame.ignored.pop(cell, None)
    return add_lines(region, lines) if lines else region


def _find_plain_heading(grid: Sequence[Sequence[object]]) -> int | None:
    """Return the row that may hold headings though none is known: two texts, with rows below.

    A person may say what its columns hold.
    """
    for row, values in enumerate(grid[:-1]):
        filled = [value for value in values if not is_blank(value)]
        if len(filled) >= 2:
            return row if all(isinstance(value, str) for value in filled) else None
    return None


@dataclass(frozen=True)
class _HeadingRows:
    """Rows of headings: the first, the one that was found, and the first row below them all."""

    top: int
    head: int
    first: int


def _join_lower_rows(frame: _Frame, head: int, end: int) -> int:
    """Repeat each measure above its visits in the rows below; return the first row of data."""
    first = head + 1
    while first < end and continues_headings(frame.grid[head], frame.grid[first]):
        frame.grid[head] = fill_measures(frame.grid[head], frame.grid[first])
        first += 1
    return first


def _first_heading_rows(frame: _Frame, heads: Sequence[int]) -> list[int]:
    """Return the topmost of the rows that belong to each row of headings."""
    tops: list[int] = []
    grid = frame.grid
    for head in heads:
        top, above = head, tops[-1] if tops else -1
        if top - 1 > above and lists_visits_of(grid[top - 1], grid[top]):
            grid[top - 1] = fill_measures(grid[top - 1], grid[top])
            top -= 1
        while top and _heads_the_next(grid, top - 1, above):
            top -= 1
        tops.append(top)
    return tops


def _make_region(frame: _Frame, rows: _HeadingRows, columns: range, end: int) -> Region:
    """Make a table of the rows from the headings up to, but not including, `end`."""
    body = _data_rows(frame, rows.first, end, columns)
    heading_rows = range(rows.top, rows.first)
    texts, own = frame.grid[rows.top : rows.first], rows.head - rows.top + 1
    return Region(
        frame.sheet,
        frame.turned,
        tuple(join_headings(texts, column, own) for column in columns),
        tuple(
            tuple(
                frame.position(row, column)
                for row in heading_rows
                if not is_blank(frame.grid[row][column])
            )
            for column in columns
        ),
        tuple(_parts(frame.grid, body, columns)),
        _shift(body, frame.row_offset),
        _shift(columns, frame.column_offset),
    )


def _shift(places: Sequence[int], by: int) -> Sequence[int]:
    if isinstance(places, range):
        return range(places.start + by, places.stop + by)
    return [place + by for place in places]


def _parts(
    grid: Sequence[Sequence[object]], rows: Sequence[int], columns: range
) -> Iterable[Sequence[object]]:
    """Return the cells of some rows that are in some columns."""
    some = grid[rows.start : rows.stop] if isinstance(rows, range) else [grid[row] for row in rows]
    if not some or len(columns) == len(some[0]):
        return some
    return (row[columns.start : columns.stop] for row in some)


def _heads_the_next(grid: Sequence[Sequence[object]], row: int, above: int) -> bool:
    """Return whether a row above the headings belongs to them, as a row of visits does."""
    if row <= above:
        return False
    filled = [clean(value) for value in grid[row] if not is_blank(value)]
    if len(filled) == 1 and not is_blank(grid[row][0]):
        return False  # a note above the headings, such as "first infusion = day 0"
    return bool(filled) and (
        any(
            len(word) < 25 and (find_visit(word)[0] is not None or _numbers_visit(word))
            for word in filled
        )
        or _fills_headings(grid[row], grid[row + 1])
    )


def _fills_headings(upper: Sequence[object], lower: Sequence[object]) -> bool:
    """Return whether a row has the headings that the row below lacks, such as child and date."""
    if not all(isinstance(value, str) for value in upper):
        return False
    lacking = (
        clean(value)
        for value, below in zip(upper, lower, strict=True)
        if is_blank(below) and not is_blank(value)
    )
    return any(one.whole for heading in lacking for one in guess(heading))


def _numbers_visit(word: str) -> bool:
    """Return whether a cell is such as "Visit 2", which gives no day."""
    quantity = parse_heading(word).quantity
    return quantity in ("visit", "date of follow-up") and any(map(str.isdigit, word))


def _spans(grid: Sequence[Sequence[object]], head: int) -> Iterator[tuple[int, int]]:
    """Separate side-by-side tables: an empty column, then a heading for the child again.

    Without an empty column, that heading and the one behind it must both be there already.
    """
    row = grid[head]
    starts = [0]
    for column in range(1, len(row)):
        before = [clean(value) for value in row[starts[-1] : column] if not is_blank(value)]
        if not before or not names_child(row[column]):
            continue
        following = [clean(value) for value in row[column : column + 2]]
        again = before[-1] != following[0] and len(following) == 2 and set(following) <= {*before}
        if is_blank(row[column - 1]) or again:
            starts.append(column)
    yield from pairwise([*starts, len(row)])


def _leave_out_beside(frame: _Frame, rows: _HeadingRows, columns: range, end: int) -> int:
    """Ignore words behind an empty column without a heading; return the end of the table.

    Numbers and dates there may be those of a shifted row, and stay.
    """
    body = range(rows.first, end)
    headed = [
        column
        for column in columns
        if any(not is_blank(frame.grid[row][column]) for row in range(rows.top, rows.first))
    ]
    behind = range(max(headed, default=columns.start) + 1, columns.stop)
    if not behind:
        return columns.stop
    words = all(isinstance(frame.grid[row][column], str) for row in body for column in behind)
    empty = (column for column in behind if all(is_blank(frame.grid[row][column]) for row in body))
    stop = next(empty, columns.stop) if words else columns.stop
    for row in body:
        for column in range(stop, columns.stop):
            if not is_blank(frame.grid[row][column]):
                frame.ignored.setdefault(frame.position(row, column), FOOTNOTE)
    return stop


def _data_rows(frame: _Frame, first: int, end: int, columns: range) -> Sequence[int]:
    """Return the rows that hold data; totals and footnotes are ignored with their reason."""
    every = range(first, end)
    leads = [row[columns.start] for row in frame.grid[first:end]]
    if str not in {*map(type, leads)}:
        return every  # each begins with a number or a date
    chosen = list(_rows_with_data(frame, leads, first, columns))
    return chosen if len(chosen) < len(every) else every


def _rows_with_data(
    frame: _Frame, leads: Sequence[object], first: int, columns: range
) -> Iterator[int]:
    beside = columns.start + 1
    # Most rows neither name a total nor are one text alone.
    plain = _plain_texts(leads) if beside < columns.stop else set()
    for row, lead in enumerate(leads, first):
        if not isinstance(lead, str) or (lead in plain and not is_blank(frame.grid[row][beside])):
            yield row
            continue
        filled = [value for column in columns if not is_blank(value := frame.grid[row][column])]
        reason = _why_no_data(filled, len(columns)) if filled else ""
        if reason:
            frame.ignore(row, reason)
        elif filled:
            yield row


def _plain_texts(leads: Iterable[object]) -> set[str]:
    """Return the texts that show something and name no total."""
    texts = {lead for lead in leads if isinstance(lead, str)}
    return {text for text in texts if not (is_blank(text) or names_total(clean(text)))}


def _why_no_data(filled: Sequence[object], width: int) -> str:
    """Return the reason why the filled cells of a row are no data; empty where they are."""
    lead = clean(filled[0])
    if len(filled) > 1:
        return TOTAL if names_total(lead) else ""
    sentence = len(lead) > 12 or "=" in lead or lead.startswith("*")
    return FOOTNOTE if width >= 3 and isinstance(filled[0], str) and sentence else ""
