"""Addresses of the cells that the tables were read from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from srns.cohort.tables import TABLES, Cohort

_CELL = r"\$?[A-Z]{1,3}\$?\d{1,7}"
_ADDRESS = re.compile(rf"^(?P<sheet>.*)!(?P<cells>{_CELL}(?:/{_CELL})*)$", re.DOTALL)
_PARTS = re.compile(r"([A-Z]+)\$?(\d+)")


@dataclass(frozen=True)
class CellAddress:
    """One address of the column `cell`.

    Attributes
    ----------
    sheet
        As on the sheet's tab.
    cells
        As written: one cell, or those that one result was computed from (``C4/D4``).
    """

    sheet: str
    cells: str

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Column and row of each cell."""
        return _PARTS.findall(self.cells)


def parse_address(cell: str) -> CellAddress | None:
    """Return an address, or None where it is of another form.

    >>> parse_address("Labs!C4/D4").parts
    [('C', '4'), ('D', '4')]
    """
    match = _ADDRESS.match(cell)
    return None if match is None else CellAddress(match["sheet"], match["cells"])


def addresses_of(cohort: Cohort) -> Iterator[tuple[str, CellAddress | None]]:
    """Return every text of the columns `cell`, once in each table, and the address that it is."""
    for name in TABLES:
        for cell in getattr(cohort, name).get("cell", pd.Series(dtype=object)).dropna().unique():
            yield str(cell), parse_address(str(cell))
