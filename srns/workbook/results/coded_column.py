"""Coded columns: every distinct value once, and for each row which of them it is.

What is read, matched or parsed is so read once for each distinct value, not once a row.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from srns.workbook.files.cells import kinds_of


@dataclass(frozen=True)
class Coded:
    """One column.

    Attributes
    ----------
    codes
        For each row the place in `distinct`.
    distinct
        The distinct values; an empty cell is ``""``.
    """

    codes: np.ndarray
    distinct: list[Any]

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, rows: np.ndarray) -> "Coded":
        """Return some of the rows, with those values only that occur in them."""
        used, codes = np.unique(self.codes[rows], return_inverse=True)
        return Coded(codes.astype(np.int32), [self.distinct[code] for code in used.tolist()])

    def map(self, function: Callable[[Any], object]) -> np.ndarray:
        """Return the function's result for each row, as objects; it is called once a value."""
        return self.lookup([function(value) for value in self.distinct])

    def lookup(self, results: Sequence[object]) -> np.ndarray:
        """Return for each row the result of its value."""
        table = np.empty(len(results), dtype=object)
        table[:] = results
        return table[self.codes]

    def expand(self) -> np.ndarray:
        """Return the value of each row."""
        return self.lookup(self.distinct)

    def where(self, function: Callable[[Any], bool]) -> np.ndarray:
        """Return for each row whether its value fits."""
        fits = np.fromiter((function(value) for value in self.distinct), bool, len(self.distinct))
        return fits[self.codes]

    @property
    def filled(self) -> np.ndarray:
        """Whether the cell of each row shows something."""
        return self.where(lambda value: not (isinstance(value, str) and not value.strip()))


def empty_column(rows: int) -> Coded:
    """Return a column of empty cells."""
    return Coded(np.zeros(rows, dtype=np.int32), [""] if rows else [])


def code_column(values: Any) -> Coded:
    """Code a column: a list of cells, or an array of numpy, pandas or pyarrow."""
    if isinstance(values, Coded):
        return values
    if isinstance(values, pa.ChunkedArray | pa.Array):
        return _code_arrow(values)
    if isinstance(values, pd.Series) and isinstance(values.dtype, pd.CategoricalDtype):
        categories = [*values.cat.categories.tolist(), ""]
        return Coded(
            np.where(values.cat.codes < 0, len(categories) - 1, values.cat.codes), categories
        )
    if not isinstance(values, np.ndarray | pd.Series) and bool in kinds_of(values):
        # To a hash table, TRUE is 1.
        values = [
            ("FALSE", "TRUE")[cell] if cell is True or cell is False else cell for cell in values
        ]
    array: Any = values
    if not isinstance(values, np.ndarray | pd.Series):
        array = np.empty(len(values), dtype=object)
        array[:] = list(values)
    codes, uniques = pd.factorize(array)
    distinct = pd.Index(uniques).tolist()
    if getattr(array, "dtype", None) == np.float32:
        distinct = [float(str(np.float32(value))) for value in distinct]
    return _with_blank(codes.astype(np.int32), distinct)


def _code_arrow(values: Any) -> Coded:
    array = values if isinstance(values, pa.ChunkedArray) else pa.chunked_array([values])
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    if array.num_chunks == 0:
        return empty_column(0)
    one = array.unify_dictionaries().combine_chunks()
    chunk = one.chunk(0) if isinstance(one, pa.ChunkedArray) else one
    codes = chunk.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    return _with_blank(codes, _shortest(chunk.dictionary.to_pylist(), chunk.dictionary.type))


def _shortest(values: list[Any], kind: pa.DataType) -> list[Any]:
    """Return numbers of 32 bits with the digits that were meant: 0.1, not 0.10000000149."""
    if not pa.types.is_float32(kind):
        return values
    return [value if value is None else float(str(np.float32(value))) for value in values]


def _with_blank(codes: np.ndarray, values: list[Any]) -> Coded:
    """Make one empty text of all that is missing."""
    values = [
        "" if value is None or value is pd.NaT or value != value else value for value in values
    ]
    if (codes < 0).any():  # pandas and pyarrow mark what is missing
        codes = np.where(codes < 0, len(values), codes).astype(np.int32)
        values.append("")
    return Coded(codes, values)


def combine(columns: Sequence[Coded]) -> Coded:
    """Return one column of the tuples of several."""
    if not len(columns[0]):
        return empty_column(0)
    distinct = np.zeros(1, dtype=np.int64)
    key = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        # Kept small after each, so that a product of many columns cannot run over.
        distinct, key = np.unique(
            key * max(len(column.distinct), 1) + column.codes, return_inverse=True
        )
    first = np.zeros(len(distinct), dtype=np.int64)
    first[key[::-1]] = np.arange(len(key) - 1, -1, -1)
    values = [
        tuple(column.distinct[column.codes[row]] for column in columns) for row in first.tolist()
    ]
    return Coded(key.astype(np.int32), values)
