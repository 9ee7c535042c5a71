"""Cells of a workbook: their values, their addresses, and what is merged or hidden."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import overload

import numpy as np

from srns.workbook.files.file_types import Kind
from srns.workbook.files.formulas_and_errors import Special
from srns.workbook.problems import Problem

Row = list[object]
_CHUNK = 4096


@dataclass(frozen=True)
class SheetCells:
    """The cells of one sheet; rows and columns count from 0.

    Attributes
    ----------
    name
        As on the sheet's tab.
    rows
        The values of the filled area, every row of one width; an empty cell is ``""``.
    first_row, first_column
        Where the filled area begins.
    merged
        First and last row and column of each merged range.
    hidden
        Whether the sheet is hidden.
    special
        Formulas without a saved result and error cells, by row and column; they are in `rows` too.
    hidden_rows, hidden_columns
        The hidden rows, and first and last of each range of hidden columns.
    comments
        Row and column of each cell with a comment, in .xls and .ods; an .xlsx has them in `parts`.
    """

    name: str
    rows: list[Row]
    first_row: int
    first_column: int
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    hidden: bool
    special: Mapping[tuple[int, int], Special]
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    comments: tuple[tuple[int, int], ...] = ()

    @cached_property
    def columns(self) -> "tuple[ColumnValues, ...]":
        """The values by column; none of a sheet without rows."""
        return columns_of(self.rows, len(self.rows[0]) if self.rows else 0)


@dataclass(frozen=True)
class WorkbookCells:
    """The worksheets of one workbook, in the order of their tabs.

    Attributes
    ----------
    content
        The bytes of the file.
    kind
        What the file is, whatever its name.
    notes
        Notes on the file as a whole.
    names, parts
        Of a packed workbook: the names of all its parts; and by name the small ones that hold
        properties, authors and comments.
    places
        Of an .xlsx: the part of each sheet, by the name of the sheet.
    files
        Of several files that were joined: each of them, with the names that its sheets have here.
    """

    sheets: tuple[SheetCells, ...]
    content: bytes
    kind: Kind = "xlsx"
    notes: tuple[Problem, ...] = ()
    names: tuple[str, ...] = ()
    parts: Mapping[str, bytes] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    files: tuple["WorkbookCells", ...] = ()


class ColumnValues(Sequence[object]):
    """The values of a column, and what is true of them, found once for all readers of it.

    A part of a column takes from it what is known of the whole.
    """

    def __init__(
        self, values: Sequence[object], whole: "ColumnValues | None" = None, start: int = 0
    ) -> None:
        self._values = values
        self._whole, self._start = whole, start

    def part(self, start: int, stop: int) -> "ColumnValues":
        """Return the values from a row up to, but not including, another."""
        return ColumnValues(self._values[start:stop], self, start)

    @classmethod
    def of(cls, values: Sequence[object]) -> "ColumnValues":
        """Return values as a column; one that is a column already stays as it is."""
        return values if isinstance(values, cls) else cls(values)

    @overload
    def __getitem__(self, row: int) -> object: ...

    @overload
    def __getitem__(self, row: slice) -> Sequence[object]: ...

    def __getitem__(self, row: int | slice) -> object:
        return self._values[row]

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[object]:
        return iter(self._values)

    @cached_property
    def kinds(self) -> frozenset[type]:
        """The types of the values."""
        if self._whole is None:
            return frozenset().union(*self._chunks)
        first, stop = self._start, self._start + len(self)
        within = range(-(-first // _CHUNK), stop // _CHUNK)
        if not len(within):
            return frozenset(map(type, self._values))
        edges = chain(
            self._values[: within[0] * _CHUNK - first],
            self._values[(within[-1] + 1) * _CHUNK - first :],
        )
        chunks = self._whole._chunks[within.start : within.stop]
        return frozenset(map(type, edges)).union(*chunks)

    @cached_property
    def _chunks(self) -> tuple[frozenset[type], ...]:
        """The types of each stretch of values, for most stretches of a long column are numbers."""
        starts = range(0, len(self), _CHUNK)
        return tuple(frozenset(map(type, self._values[n : n + _CHUNK])) for n in starts)

    def _text_chunks(self) -> Iterator[tuple[int, Sequence[object]]]:
        for number, kinds in enumerate(self._chunks):
            if str in kinds:
                start = number * _CHUNK
                yield start, self._values[start : start + _CHUNK]

    @cached_property
    def filled(self) -> np.ndarray:
        """The rows that show something, ascending."""
        if self._whole is not None:
            rows = self._whole.filled
            ends = np.searchsorted(rows, (self._start, self._start + len(self)))
            return rows[ends[0] : ends[1]] - self._start
        blank = [
            row
            for start, chunk in self._text_chunks()
            for row, value in enumerate(chunk, start)
            if is_blank(value)
        ]
        return np.delete(np.arange(len(self)), blank)

    def texts(self) -> set[str]:
        """Return the different texts."""
        return {value for _, chunk in self._text_chunks() for value in chunk if type(value) is str}


def columns_of(rows: Sequence[Sequence[object]], width: int) -> tuple[ColumnValues, ...]:
    """Return the values by column; rows are far apart in memory, and are visited once this way."""
    values = list(chain.from_iterable(rows))
    return tuple(ColumnValues(values[number::width]) for number in range(width))


def kinds_of(values: Iterable[object]) -> frozenset[type]:
    """Return the types of the values of a column."""
    return values.kinds if isinstance(values, ColumnValues) else frozenset(map(type, values))


def is_blank(value: object) -> bool:
    """Return whether a cell shows nothing."""
    return isinstance(value, str) and not value.strip()


def find_filled(values: Sequence[object]) -> np.ndarray:
    """Return the rows of a column that show something, ascending."""
    return ColumnValues.of(values).filled
