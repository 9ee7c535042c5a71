"""Tables of a sheet: where each begins and ends, its orientation, and what surrounds it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise

from srns.languages.sentences import sentence
from srns.workbook.files.cells import ColumnValues, SheetCells, is_blank
from srns.workbook.headings.heading import parse_heading
from srns.workbook.problems import address
from srns.workbook.recipe.child_lines import find_child_line, part_by_child_lines
from srns.workbook.recipe.days_across import Title, put_days_into_rows
from srns.workbook.recipe.heading_rows import find_heading_rows, is_line
from srns.workbook.recipe.label_lines import add_lines, find_label_lines
from srns.workbook.recipe.lower_headings import (
    continues_headings,
    fill_measures,
    fill_visits,
    gives_day,
    join_headings,
    lists_visits_of,
)
from srns.workbook.recipe.match_headings import find_visit, guess, names_child, numbers_rows
from srns.workbook.recipe.month_grid import MonthGrids, find_month_grids
from srns.workbook.recipe.region import Layout, Position, Region
from srns.workbook.recipe.total_rows import names_flag, names_range, names_total
from srns.workbook.values.text import clean

_MOST_ACROSS = 2_000
NO_TABLE = sentence("no table was found here")
TITLE = sentence("a title above the table")
FOOTNOTE = sentence("a note below or beside the table")
TOTAL = sentence("a row of totals")
RANGES = sentence("normal ranges of the laboratory")
FLAGS = sentence("flags of the laboratory")
NO_ROWS = sentence("headings with other headings right under them")


def find_layout(cells: SheetCells, arranged: str = "") -> Layout:
    """Find the tables of one sheet.

    Parameters
    ----------
    arranged
        How a person says that it is laid out: `long` (each row a visit or a child), `wide` (each
        row a child, its days or visits across) or `turned` (each column a child or a visit); empty
        to find it out.
    """
    calendars = None if arranged else find_month_grids(cells)
    return _around(cells, calendars) if calendars else _find_tables(cells, arranged)


def _find_tables(cells: SheetCells, arranged: str) -> Layout:
    """Find the tables of a sheet that holds no calendar."""
    grid = cells.rows
    if cells.merged:
        grid = [list(row) for row in cells.rows]
        _fill_merged_headings(grid, cells)
    upright = find_heading_rows(grid)
    # Nobody lists thousands of children across, and a long sheet would be turned for nothing.
    may_be_turned = 0 < len(grid) <= _MOST_ACROSS
    turned_grid = [list(row) for row in zip(*grid, strict=True)] if may_be_turned else []
    turned = find_heading_rows(turned_grid, turned=True)
    best_turned = max((weight for _, weight in turned), default=0)
    best_upright = sum(weight for _, weight in upright)  # of all tables below each other
    best_upright += _weigh_lines(grid, upright)
    lies = best_turned > best_upright and (best_turned >= 3 or not upright)
    if arranged == "turned" or (lies and not arranged):
        return _lay_out(cells, turned_grid, [row for row, _ in turned][:1], turned=True)
    heads = [row for row, _ in upright]
    return _lay_out(cells, grid, heads, turned=False, across=arranged != "long")


def _around(cells: SheetCells, calendars: MonthGrids) -> Layout:
    """Return the layout of a sheet with calendars, and of what stands around them."""
    ignored = {
        (line, across): TITLE if line < calendars.top else FOOTNOTE
        for line, values in enumerate(cells.rows, cells.first_row)
        for across, value in enumerate(values, cells.first_column)
        if not is_blank(value) and (line, across) not in calendars.inside
    }
    texts = {
        address(*place): clean(
            cells.rows[place[0] - cells.first_row][place[1] - cells.first_column]
        )
        for place in ignored
    }
    return Layout(tuple(replace(one, notes=texts) for one in calendars.regions), ignored)


def _weigh_lines(grid: Sequence[Sequence[object]], heads: Sequence[tuple[int, int]]) -> int:
    """Return how many lines such as "Sex | F" describe the child above the first table.

    Seen sideways they look like headings, and more so the fewer visits the child has.
    """
    above = grid[: heads[0][0]] if heads else []
    lines = list(find_label_lines(above, 0, 0))
    return len(lines) + 2 * (find_child_line(lines) is not None)


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

    `row_offset` and `column_offset` are of the first row and column of `grid` in the workbook;
    `columns` are its columns where they are those of the sheet.
    """

    sheet: str
    grid: list[Sequence[object]]
    row_offset: int
    column_offset: int
    turned: bool
    columns: Sequence[ColumnValues] = ()
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

    def ignore_all(self, rows: Iterable[int], reason: str) -> None:
        """Ignore the filled cells of some rows; the first reason holds."""
        for row in rows:
            self.ignore(row, reason)

    def ignore(self, row: int, reason: str) -> None:
        """Ignore the filled cells of a row; the first reason holds."""
        for column, value in enumerate(self.grid[row]):
            if not is_blank(value):
                self.ignored.setdefault(self.position(row, column), reason)


def _lay_out(
    cells: SheetCells,
    grid: Sequence[Sequence[object]],
    heads: Sequence[int],
    *,
    turned: bool,
    across: bool = True,
) -> Layout:
    frame = _frame_of(cells, grid, turned=turned)
    grid = frame.grid
    if not heads:
        return _lay_out_unknown(frame)
    tops = _first_heading_rows(frame, heads)
    frame.ignore_all(range(tops[0]), TITLE)
    begins = [tops[0], *map(partial(_find_begin, frame.grid), tops[1:], heads)]
    regions: list[Region] = []
    for number, (head, top, begin) in enumerate(zip(heads, tops, begins, strict=True)):
        end = begins[number + 1] if number + 1 < len(heads) else len(grid)
        frame.ignore_all(range(begin, top), TITLE)
        rows = _HeadingRows(top, head, _join_lower_rows(frame, head, end))
        if rows.first == end < len(grid):
            frame.ignore_all(range(top, end), NO_ROWS)
            continue
        spans = [
            range(left, _leave_out_beside(frame, rows, range(left, right), end))
            for left, right in _spans(grid, head)
        ]
        made = [_make_region(frame, rows, columns, end) for columns in spans]
        above = range(begin if number else 0, top)
        regions += [_with_lines_above(frame, made[0], above)] if len(made) == 1 else made
    titles = _find_titles(frame, tops[0])
    if across:
        regions = [put_days_into_rows(region, titles) for region in regions]
    notes = frame.notes()
    return Layout(tuple(replace(region, notes=notes) for region in regions), frame.ignored)


def _frame_of(cells: SheetCells, grid: Sequence[Sequence[object]], *, turned: bool) -> _Frame:
    """Return the rows of a sheet, as they stand, merged or turned, with their place in it."""
    offsets = (cells.first_row, cells.first_column)
    row_offset, column_offset = offsets[::-1] if turned else offsets
    columns = cells.columns if grid is cells.rows else ()
    return _Frame(cells.name, list(grid), row_offset, column_offset, turned, columns)


def _lay_out_unknown(frame: _Frame) -> Layout:
    """Return the layout of a sheet of which no heading is known."""
    plain = _find_plain_heading(frame.grid)
    if plain is None:
        return Layout((), {}, NO_TABLE)
    rows = _HeadingRows(plain, plain, plain + 1)
    region = _make_region(frame, rows, range(len(frame.grid[0])), len(frame.grid))
    return Layout((region,), frame.ignored, NO_TABLE)


def _find_titles(frame: _Frame, top: int) -> list[Title]:
    """Return the texts above the first row of headings, with their places."""
    return [
        Title(clean(value), frame.position(row, column))
        for row in range(top)
        for column, value in enumerate(frame.grid[row])
        if isinstance(value, str) and not is_blank(value)
    ]


def _with_lines_above(frame: _Frame, region: Region, above: range) -> Region:
    """Return a table with the lines such as 'Sex: F' above it, where no heading names a child.

    Lines that name a child stand between its rows, too.
    """
    if frame.turned or any(names_child(one) or numbers_rows(one) for one in region.headings):
        return region
    rows = frame.grid[above.start : above.stop]
    lines = list(find_label_lines(rows, above.start + frame.row_offset, frame.column_offset))
    parted = part_by_child_lines(region, lines)
    if parted is not region:
        named = find_child_line(lines)
        lines = [named] if named else []
    for line in lines:
        for cell in (line.label_at, line.value_at):
            frame.ignored.pop(cell, None)
    return add_lines(region, lines) if lines and parted is region else parted


def _find_begin(grid: Sequence[Sequence[object]], top: int, above: int) -> int:
    """Return the first of the lines directly above a lower table, apart from what is above them."""
    row = top
    while row - 1 > above and is_line(grid[row - 1]):
        row -= 1
    apart = row - 1 <= above or all(map(is_blank, grid[row - 1]))
    labeled = find_child_line(list(find_label_lines(grid[row:top], 0, 0))) is not None
    return row if apart or labeled else top


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
        below = frame.grid[first]
        frame.grid[head] = fill_measures(fill_visits(frame.grid[head], below), below)
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
            grid[top - 1] = fill_visits(grid[top - 1], grid[top])
            top -= 1
        tops.append(top)
    return tops


def _make_region(frame: _Frame, rows: _HeadingRows, columns: range, end: int) -> Region:
    """Make a table of the rows from the headings up to, but not including, `end`."""
    heading_rows = range(rows.top, rows.first)
    texts, own = frame.grid[rows.top : rows.first], rows.head - rows.top + 1
    headings = tuple(join_headings(texts, column, own) for column in columns)
    named = any(names_child(one) or numbers_rows(one) for one in headings)
    names = not named and _begins_with_text(frame.grid[rows.first : end])
    body = _data_rows(frame, rows.first, end, columns, names=names)
    return Region(
        frame.sheet,
        frame.turned,
        headings,
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
        parts=tuple(frame.columns[number].part(body.start, body.stop) for number in columns)
        if frame.columns and isinstance(body, range)
        else (),
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
    if find_child_line([*find_label_lines([grid[row]], 0, 0)]):
        return False  # "Patient: 7" beside "Start: 2020-01-08" is a line, and no row of visits
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

    Without an empty column, that heading and the one behind it must both be there already. Behind
    one, the first heading of the table again may be that of the child, though it is not known.
    """
    row = grid[head]
    words = [clean(value) for value in row]
    starts = [0]
    last, before = "", set[str]()
    for column, word in enumerate(words):
        leads = word == words[starts[-1]] and is_blank(row[column - 1]) and not gives_day(word)
        if before and word and (names_child(row[column]) or leads):
            following = words[column : column + 2]
            again = last != word and len(following) == 2 and before.issuperset(following)
            if is_blank(row[column - 1]) or again:
                starts.append(column)
                before = set()
        if not is_blank(row[column]):
            last = word
            before.add(word)
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


def _begins_with_text(rows: Iterable[Sequence[object]]) -> bool:
    """Return whether the first filled row is one text, which may name the child of those below."""
    first = next((row for row in rows if not all(map(is_blank, row))), ())
    filled = [value for value in first if not is_blank(value)]
    return len(filled) == 1 and isinstance(filled[0], str)


def _data_rows(
    frame: _Frame, first: int, end: int, columns: range, *, names: bool
) -> Sequence[int]:
    """Return the rows that hold data; totals and footnotes are ignored with their reason.

    With `names`, one text alone may name the child of the rows below, and is no footnote there.
    """
    every = range(first, end)
    leads = [row[columns.start] for row in frame.grid[first:end]]
    if str not in {*map(type, leads)}:
        return every  # each begins with a number or a date
    last = _last_of_several(frame.grid, first, end)
    chosen = list(_rows_with_data(frame, leads, first, columns, last, names=names))
    return chosen if len(chosen) < len(every) else every


def _rows_with_data(
    frame: _Frame,
    leads: Sequence[object],
    first: int,
    columns: range,
    last: int,
    *,
    names: bool,
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
        if reason and not (row < last and _may_name_child(filled, names=names)):
            frame.ignore(row, reason)
        elif filled:
            yield row


def _last_of_several(grid: Sequence[Sequence[object]], first: int, end: int) -> int:
    """Return the last row with more than one filled cell; `end` where there is none."""
    backwards = range(end - 1, first - 1, -1)
    several = (row for row in backwards if sum(not is_blank(value) for value in grid[row]) > 1)
    return next(several, end)


def _may_name_child(filled: Sequence[object], *, names: bool) -> bool:
    """Return whether a row is one text that names the child of the rows below, or may do so."""
    lines = list(find_label_lines([filled], 0, 0)) if len(filled) == 1 else []
    return len(filled) == 1 and (names or find_child_line(lines) is not None)


def _plain_texts(leads: Iterable[object]) -> set[str]:
    """Return the texts that show something and name no total."""
    texts = {lead for lead in leads if isinstance(lead, str)}
    return {text for text in texts if not (is_blank(text) or _why_beside(clean(text)))}


def _why_no_data(filled: Sequence[object], width: int) -> str:
    """Return the reason why the filled cells of a row are no data; empty where they are."""
    lead = clean(filled[0])
    if len(filled) > 1:
        return _why_beside(lead)
    is_prose = len(lead) > 12 or "=" in lead or lead.startswith("*")
    return FOOTNOTE if width >= 3 and isinstance(filled[0], str) and is_prose else ""


def _why_beside(lead: str) -> str:
    """Return what the first cell of a row says that it is beside the data; empty where nothing."""
    kinds = ((TOTAL, names_total), (RANGES, names_range), (FLAGS, names_flag))
    return next((reason for reason, names in kinds if names(lead)), "")
