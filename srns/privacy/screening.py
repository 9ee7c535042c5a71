"""What did the gate find that could tell who a child is, and what becomes of it?

Findings come from the tables (`gate.screen`) and from the file that they were read from
(`find_private`): what is hidden, comments, properties of the document, columns of names.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from srns.cohort.tables import TABLES, Cohort
from srns.privacy.find_identifiers import Private

DROPPED, REPLACED, ASKED = "left out", "replaced", "to be read by you"

HIDDEN = ("hidden sheet", "hidden rows", "hidden columns")
_IDENTITY = ("name", "record number")
_ADDRESS = re.compile(r"^(?P<sheet>.*)!\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d{1,7})$", re.DOTALL)
_CELL = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True)
class Found:
    """One thing that the gate found.

    Attributes
    ----------
    where
        Table and column, or sheet and cells, as people read them.
    what
        What was found.
    cells
        How many cells.
    fate
        `DROPPED`, `REPLACED` or `ASKED`.
    """

    where: str
    what: str
    cells: int
    fate: str


@dataclass(frozen=True)
class InFile:
    """What the file itself adds to the screening.

    Attributes
    ----------
    labels
        Study numbers that stand where the file says that names or record numbers stand.
    hidden
        Hidden sheets, rows and columns that the tables were read from.
    """

    found: tuple[Found, ...] = ()
    labels: frozenset[str] = frozenset()
    hidden: tuple[str, ...] = ()


def screen_file(private: Sequence[Private], cohort: Cohort) -> InFile:
    """Say what becomes of each thing that should not stand in a workbook that is kept.

    Only what the tables were read from can be stored at all; everything else goes with the file.
    """
    read = _cells_read(cohort)
    labels: set[str] = set()
    hidden: list[str] = []
    found = []
    for one in private:
        fate = DROPPED
        if one.kind in HIDDEN and _feeds(one, read):
            fate = ASKED
            hidden.append(one.place)
        elif one.kind in _IDENTITY:
            named = _labels_in(one, cohort)
            labels |= named
            fate = REPLACED if named else DROPPED
        found.append(
            Found(f"in the file: {one.place}", f"{one.kind}, {one.found}", len(one.cells), fate)
        )
    return InFile(tuple(found), frozenset(labels), tuple(hidden))


def _cells_read(cohort: Cohort) -> dict[str, set[tuple[str, str]]]:
    """Give column and row of every cell that the tables were read from, by sheet."""
    read: dict[str, set[tuple[str, str]]] = {}
    for name in TABLES:
        for cell in getattr(cohort, name).get("cell", pd.Series(dtype=object)).dropna().unique():
            match = _ADDRESS.match(str(cell))
            if match:
                read.setdefault(match["sheet"], set()).add((match["column"], match["row"]))
    return read


def _feeds(one: Private, read: dict[str, set[tuple[str, str]]]) -> bool:
    """Say whether anything that is hidden here got into the tables."""
    cells = read.get(one.sheet, set())
    parts = [match.groups() for match in map(_CELL.fullmatch, one.cells) if match]
    if one.kind == "hidden sheet":
        return bool(cells)
    if one.kind == "hidden rows":
        return bool({row for _, row in cells} & {row for _, row in parts})
    return bool({column for column, _ in cells} & {column for column, _ in parts})


def _labels_in(one: Private, cohort: Cohort) -> set[str]:
    """Give the study numbers that were read from these very cells."""
    cells = {f"{one.sheet}!{cell}" for cell in one.cells}
    sources = cohort.sources
    if sources.empty:
        return set()
    mine = sources[(sources["column"] == "patient") & sources["cell"].isin(cells)]
    return set(mine["patient"].map(str))
