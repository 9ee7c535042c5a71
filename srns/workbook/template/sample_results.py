"""Sample results of sheets, column by column, as rows of the table `labs`."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from srns.cohort.tables import LABS, empty_table
from srns.workbook.findings import Place
from srns.workbook.template.day_columns import cell_addresses, nullable_days
from srns.workbook.values.numbers_and_words import Numbers

_BOUND_NAMES = ("", "<", "<=", ">", ">=")


@dataclass(frozen=True)
class ColumnResults:
    """The results of one column.

    Attributes
    ----------
    rows
        The rows of the sheet that have a result, ascending; one that cannot be read is NaN in
        `numbers`.
    place
        The column.
    second
        The other column of a result that was computed from two.
    cells
        The address of each row's result, where it was computed from two rows; else empty.
    """

    analyte: str
    unit: str
    rows: np.ndarray
    numbers: Numbers
    place: Place
    second: Place | None = None
    cells: np.ndarray | None = None

    def addresses(self) -> list[str]:
        """Return the cell of each result, `Labs!D4/E4` where it was computed from two."""
        cells = cell_addresses(self.place, self.rows)
        if self.cells is not None:
            return [own or cell for own, cell in zip(self.cells.tolist(), cells, strict=True)]
        if self.second is None:
            return cells
        return [
            f"{cell}/{self.second.cell(row)}"
            for cell, row in zip(cells, self.rows.tolist(), strict=True)
        ]


@dataclass(frozen=True)
class SheetResults:
    """The results of one sheet, with what each of its rows says of them.

    Attributes
    ----------
    patients, days
        Of each row of the sheet; a day is NaN where the child has no day 0.
    source, specimen
        Of each row; None where the sheet has no such column.
    """

    columns: tuple[ColumnResults, ...]
    patients: np.ndarray
    days: np.ndarray
    source: np.ndarray | None = None
    specimen: np.ndarray | None = None


def results_of(numbers: Numbers, readable_rows: np.ndarray) -> np.ndarray:
    """Return the rows that have a result, readable or not, of those whose child and day are read.

    Parameters
    ----------
    readable_rows
        Whether child and day of each row of the sheet could be read.
    """
    there = ~np.isnan(numbers.results)
    if numbers.unread:
        there[list(numbers.unread)] = True
    return np.flatnonzero(there & readable_rows)


def labs_table(sheets: Sequence[SheetResults]) -> pd.DataFrame:
    """Return the table `labs`: sheet by sheet, analyte by analyte, in the order of the rows.

    The column `specimen` is there where the sheet of any result has it.
    """
    pairs = [(sheet, one) for sheet in sheets for one in sheet.columns if len(one.rows)]
    columns = [one for _, one in pairs]
    if not columns:
        return empty_table(LABS)
    cells = [cell for one in columns for cell in one.addresses()]
    table = {
        "patient": _row_words(pairs, "patients"),
        "day": nullable_days(_row_words(pairs, "days")),
        "analyte": _repeat_words(columns, [one.analyte for one in columns]),
        "value": np.concatenate([one.numbers.results[one.rows] for one in columns]),
        "bound": pd.Categorical.from_codes(_bound_codes(columns), pd.Index(_BOUND_NAMES)),
        "unit": _repeat_words(columns, [one.unit for one in columns]),
        "cell": np.fromiter(cells, object, len(cells)),
        "source": _row_words(pairs, "source"),
    }
    if any(sheet.specimen is not None for sheet, _ in pairs):
        table["specimen"] = _row_words(pairs, "specimen")
    return pd.DataFrame(table, copy=False)  # every column was made for this table


def _row_words(pairs: Sequence[tuple[SheetResults, ColumnResults]], name: str) -> np.ndarray:
    """Return what the rows of each column's results say, end to end; None where they say nothing.

    Parameters
    ----------
    name
        An attribute of `SheetResults` that has one entry a row.
    """
    words = [(getattr(sheet, name), one.rows) for sheet, one in pairs]
    return np.concatenate(
        [
            np.full(len(rows), None, dtype=object) if each is None else each[rows]
            for each, rows in words
        ]
    )


def _repeat_words(columns: Sequence[ColumnResults], words: Sequence[str]) -> pd.Categorical:
    """Repeat the word of each column for each of its results."""
    categories: list[object] = list(dict.fromkeys(words))
    lengths = [len(one.rows) for one in columns]
    codes = np.repeat([categories.index(word) for word in words], lengths)
    return pd.Categorical.from_codes(codes, pd.Index(categories))


def _bound_codes(columns: Sequence[ColumnResults]) -> np.ndarray:
    """Return the bound of each result, by its place in `_BOUND_NAMES`."""
    codes = [np.zeros(len(one.rows), dtype=np.int8) for one in columns]
    for one, code in zip(columns, codes, strict=True):
        for row, bound in one.numbers.bounds.items():
            at = int(np.searchsorted(one.rows, row))
            if at < len(one.rows) and one.rows[at] == row:
                code[at] = _BOUND_NAMES.index(bound)
    return np.concatenate(codes)
