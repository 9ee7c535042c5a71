"""Heading rows of a sheet, found by how many of their cells are known headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from srns.workbook.files.cells import is_blank
from srns.workbook.headings.deciding import names_another
from srns.workbook.headings.heading import parse_heading
from srns.workbook.recipe.label_lines import find_label_lines, states_value
from srns.workbook.recipe.lower_headings import gives_day, kind_of, measures
from srns.workbook.recipe.match_headings import NUMBERED_CHILD, guess, names_child, numbers_rows
from srns.workbook.values.text import clean

_ROWS_SEARCHED = 2000
_NUMBERED = re.compile(r"[^\W\d_]{1,2}\d+")
_FEWEST_DAYS = 3
_FEWEST_DATES = 2
_FEWEST_OF_OURS = 3
_FEW_CELLS = 4
_ENOUGH = 4
"""Weight of a row that needs no better one in its sheet."""
_FEW = 20
_MOST_HEADINGS = 1000
"""Different texts in one row; a row of more is one of values, such as a column seen sideways."""
_MOST_TEXTS = 4000
"""Different texts in the rows of one sheet that are read as headings, which takes 1 ms each."""


@dataclass(frozen=True)
class _RowEvidence:
    """What speaks for a row of cells being a row of headings; all are counts of cells.

    `distinct` and `known` count a text that comes twice once; `known` may mean a column of the
    dictionary, that of the child once. A child with its number, as in "Pt 1", is no heading.
    `understood` counts what is known, and other tests than ours by their names.
    """

    filled: int
    texts: int
    distinct: int
    known: int
    understood: int
    names_child: bool
    has_heading_for_child: bool
    numbers_rows: bool

    @property
    def weight(self) -> int:
        """How much the row holds, to compare it with other rows."""
        return self.known + 2 * (self.names_child or self.numbers_rows)

    @property
    def is_known(self) -> bool:
        """Whether two texts may mean a column of the dictionary, and half of all are understood."""
        return self.texts >= 2 and self.known >= 2 and 2 * self.understood >= self.distinct

    @property
    def may_head_days(self) -> bool:
        """Whether the row has a heading for the child, and something beside it."""
        return self.has_heading_for_child and self.filled >= 2

    def outweighs(self, weight_above: int) -> bool:
        """Return whether the row is all headings, and more of them than the row above it."""
        return self.is_known and self.texts == self.filled and self.weight > weight_above

    @property
    def is_all_headings(self) -> bool:
        """Whether the row holds known headings, and nothing but texts."""
        return self.is_known and self.texts == self.filled

    def starts_table(self, *, first: bool) -> bool:
        """Return whether a table starts here; any but the first must name the child.

        At least two thirds of the filled cells must be text.
        """
        mostly_text = 3 * self.texts >= 2 * self.filled
        return self.is_known and mostly_text and (self.names_child or first)


def _weigh_row(row: Sequence[object], texts: frozenset[str], *, turned: bool) -> _RowEvidence:
    """Weigh a row that holds these texts, blank ones among them."""
    texts = frozenset(text for text in texts if not is_blank(text))
    # "PT-002" and "PT-003" are children, and no headings; one alone may be a heading.
    numbered = {text for text in texts if NUMBERED_CHILD.fullmatch(clean(text))}
    distinct = set(texts) - (numbered if len(numbered) > 1 else set())
    distinct -= {text for text in distinct if states_value(text)}
    known = {text for text in distinct if guess(clean(text))}
    children = sum(map(names_child, known))
    # Seen sideways, other tests may be those of a laboratory list; beside few headings, its values.
    may_be_others = not turned and len(known) - max(children - 1, 0) >= _FEWEST_OF_OURS
    others = sum(map(_names_another_test, distinct - known)) if may_be_others else 0
    return _RowEvidence(
        filled=sum(not is_blank(value) for value in row),
        texts=sum(value in texts for value in row),
        distinct=len(distinct),
        known=len(known) - max(children - 1, 0),
        understood=len(known) - max(children - 1, 0) + others,
        names_child=children > 0,
        has_heading_for_child=any(map(names_child, known - numbered)),
        numbers_rows=any(map(numbers_rows, texts)),
    )


def _names_another_test(text: str) -> bool:
    """Return whether a heading names a test that no definition needs, and nothing else.

    >>> [_names_another_test(one) for one in ("Sodium, mmol/day", "Potassium?", "AE 6891")]
    [True, True, False]
    """
    parsed = parse_heading(clean(text))
    return bool(parsed.analyte) and names_another(parsed)


def _rows_to_read(grid: Sequence[Sequence[object]]) -> Iterator[tuple[int, Sequence[object]]]:
    """Yield the rows that may be headings, as long as reading them takes seconds.

    Rows without a text are passed over.
    """
    read: set[str] = set()
    for number, row in enumerate(grid[:_ROWS_SEARCHED]):
        texts = {value for value in row if isinstance(value, str)}
        if not texts or len(texts) > _MOST_HEADINGS:
            continue
        read |= texts
        if len(read) > _MOST_TEXTS:
            return
        yield number, row


def _weigh_rows(
    grid: Sequence[Sequence[object]], *, turned: bool
) -> Iterator[tuple[int, _RowEvidence]]:
    """Yield the rows that may be headings; of rows with the same texts that are none, the first."""
    dull: set[frozenset[str]] = set()
    before: tuple[Sequence[object], _RowEvidence] | None = None
    for number, row in _rows_to_read(grid):
        texts = frozenset(value for value in row if isinstance(value, str))
        if texts in dull:
            continue
        again = before is not None and before[0] == row
        evidence = before[1] if before and again else _weigh_row(row, texts, turned=turned)
        before = (row, evidence)
        if not (evidence.is_known or evidence.may_head_days):
            dull.add(texts)
        yield number, evidence


def _row_of_days(grid: Sequence[Sequence[object]]) -> list[tuple[int, int]]:
    """Return the first row of several cells, if all but the first are days or visits."""
    for number, row in enumerate(grid[:_ROWS_SEARCHED]):
        filled = [value for value in row if not is_blank(value)]
        if len(filled) < 2:
            continue
        behind = [value for value in row[1:] if not is_blank(value)]
        days = _count_days(behind)
        # Measures below the first cell are headings on the left, and the days those of the rows.
        beside = any(measures(below[0]) for below in grid[number + 1 : number + 1 + _FEW])
        whole = days == len(behind) >= _FEWEST_DAYS and not beside
        return [(number, 2 + days)] if whole else []
    return []


def _count_days(row: Sequence[object]) -> int:
    """Return the number of cells that are days or visits; none beside a heading for dates.

    There they are its values, and the row is a column seen sideways. "D1" may be a child.
    """
    if any(gives_day(value) for value in row if isinstance(value, str) and not is_blank(value)):
        return 0
    return sum(
        kind_of(value) in ("date", "visit") and not _NUMBERED.fullmatch(clean(value))
        for value in row
    )


def _count_numbers(row: Sequence[object], *, turned: bool) -> int:
    """Return the number of cells that are whole numbers and rise; none where they count from 1.

    So children do that stand beside each other.
    """
    numbers = [float(one) for one in row if isinstance(one, int | float) and one is not True]
    rise = all(a < b for a, b in pairwise(numbers)) and all(one == int(one) for one in numbers)
    counted = numbers == list(range(1, len(numbers) + 1))
    days = rise and not counted and not turned and len(numbers) >= _FEWEST_DAYS
    return len(numbers) if days else 0


def _is_next(found: Sequence[tuple[int, int]], number: int) -> bool:
    """Return whether the last row that was found is the one above."""
    return bool(found) and found[-1][0] == number - 1


def find_heading_rows(
    grid: Sequence[Sequence[object]], *, turned: bool = False
) -> list[tuple[int, int]]:
    """Return the rows that look like headings, each with its weight.

    In a turned grid, bare numbers behind a heading for the child are its children, and no days.
    """
    found: list[tuple[int, int]] = []
    lower: set[int] = set()
    days = 0
    for number, evidence in _weigh_rows(grid, turned=turned):
        # Days may be above the headings, too: they do not speak against the row below.
        if _is_next(found, number) and evidence.outweighs(found[-1][1] - days):
            found[-1], days = (number, evidence.weight), 0  # the row above only names groups
        elif evidence.starts_table(first=not found) or (
            evidence.is_all_headings and _begins_again(grid, found, number)
        ):
            lower |= {number} if found else set()
            found.append((number, evidence.weight))
            days = 0
        elif evidence.may_head_days and (days or not found):
            again = _count_days(grid[number]) or _count_numbers(grid[number], turned=turned)
            if again or not found:
                days = again
                found.append((number, 2 + days))
    return _drop_weak(found or _last_resort(grid, turned=turned), lower)


def _last_resort(grid: Sequence[Sequence[object]], *, turned: bool) -> list[tuple[int, int]]:
    """Return the row of headings of which few or none are known, by the days beside them."""
    return (_row_of_tests(grid) if turned else []) or _row_of_days(grid)


def _row_of_tests(grid: Sequence[Sequence[object]]) -> list[tuple[int, int]]:
    """Return the first row of texts of which one is a result of ours, if dates stand below it.

    So a cumulative report lies in a turned grid: few of its many tests are known, and each column
    of results begins with its date.
    """
    for number, row in enumerate(grid[:_FEW]):
        filled = [value for value in row if not is_blank(value)]
        if not filled or not all(isinstance(value, str) for value in filled):
            continue
        first = next(place for place, value in enumerate(row) if not is_blank(value))
        tests = dict.fromkeys(map(clean, filled[:_MOST_HEADINGS]))
        if not any(map(_is_result, tests)):
            continue
        dates = sum(kind_of(below[first]) == "date" for below in grid[number + 1 :])
        if dates >= _FEWEST_DATES:
            return [(number, 2 + dates)]
    return []


def _is_result(text: str) -> bool:
    return any(one.whole and one.sheet.name == "Labs" for one in guess(text))


def _drop_weak(found: list[tuple[int, int]], lower: set[int]) -> list[tuple[int, int]]:
    """Return the rows that hold enough to be headings, and those of lower tables."""
    best = max((weight for _, weight in found), default=0)
    return [one for one in found if one[1] >= min(best, _ENOUGH) or one[0] in lower]


def _begins_again(
    grid: Sequence[Sequence[object]], found: Sequence[tuple[int, int]], number: int
) -> bool:
    """Return whether a row is apart from what is above it, or a row of headings again."""
    again = any(list(grid[above]) == list(grid[number]) for above, _ in found)
    return again or _is_apart(grid, number)


def _is_apart(grid: Sequence[Sequence[object]], number: int) -> bool:
    """Return whether nothing is directly above a row but lines such as "Sex: F"."""
    above = number - 1
    while above >= 0 and is_line(grid[above]):
        above -= 1
    return above < 0 or all(map(is_blank, grid[above]))


def is_line(row: Sequence[object]) -> bool:
    """Return whether a row is one text, or a few cells of which one is a label with its value."""
    filled = [value for value in row if not is_blank(value)]
    if not 0 < len(filled) <= _FEW_CELLS or not isinstance(filled[0], str):
        return False
    return len(filled) == 1 or any(find_label_lines([row], 0, 0))
