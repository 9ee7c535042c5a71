"""Screening of tables and file: what could identify a child, and what happens to it.

The tables may hold dates, free text and unknown words; the file that they were read from also
hidden sheets, comments, document properties and columns of names.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from srns.cohort.date_intervals import TYPED
from srns.cohort.tables import Cohort
from srns.privacy.cell_addresses import addresses_of
from srns.privacy.clinical_words import is_clinical
from srns.privacy.find_identifiers import Private
from srns.privacy.stored_text import FREE_TEXT, is_date_column, why_never_stored

DROPPED, REPLACED, ASKED = "left out", "replaced", "for you to check"

HIDDEN = ("hidden sheet", "hidden rows", "hidden columns")
_IDENTITY = ("name", "record number")
_CELL = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True)
class Found:
    """One finding that could identify a child.

    Attributes
    ----------
    where
        Table and column, or sheet and cells, in words.
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
    """Findings in the file itself.

    Attributes
    ----------
    labels
        Study numbers read from cells that hold names or record numbers.
    hidden
        Hidden sheets, rows and columns that the tables were read from.
    """

    found: tuple[Found, ...] = ()
    labels: frozenset[str] = frozenset()
    hidden: tuple[str, ...] = ()


def screen_column(
    name: str, column: str, table: pd.DataFrame, unsure: dict[str, str]
) -> list[Found]:
    """Return what in one column of a table could identify a child.

    Texts that only a person can judge are added to `unsure`, each with its column.
    """
    values = table[column].dropna()
    where = f"{name}: {column.replace('_', ' ')}"
    if not len(values):
        return []
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return [Found(where, "dates; days from the index date are kept", len(values), DROPPED)]
    if name == "sources" and column == "typed":
        dated = table["column"].map(is_date_column)
        about = table["column"].isin(FREE_TEXT)
        values = values[~(dated | about | (table["column"] == "patient"))]
        where = "patients: words as typed"
        found = []
        if dated.any():
            found.append(Found(where, "dates as typed", int(dated.sum()), DROPPED))
        if about.any():
            found.append(Found(where, "free text", int(about.sum()), DROPPED))
        return found + _screen_texts(where, values, unsure)
    if column in FREE_TEXT:
        return [Found(where, "free text", len(values), DROPPED)]
    if column in TYPED:
        return [
            Found(where, "dates as typed; days from the index date are kept", len(values), DROPPED)
        ]
    if values.map(lambda value: isinstance(value, str)).any():
        return _screen_texts(where, values, unsure)
    return []


def _screen_texts(where: str, values: pd.Series, unsure: dict[str, str]) -> list[Found]:
    found: dict[tuple[str, str], int] = {}
    for value, cells in values.map(str).value_counts().items():
        text, cells = str(value), int(cells)
        why = why_never_stored(text)
        if why:
            found[why, DROPPED] = found.get((why, DROPPED), 0) + cells
        elif not is_clinical(text):
            unsure.setdefault(text, where)
            what = "words that are not in the clinical vocabulary"
            found[what, ASKED] = found.get((what, ASKED), 0) + cells
    return [Found(where, what, cells, fate) for (what, fate), cells in found.items()]


def screen_file(private: Sequence[Private], cohort: Cohort) -> InFile:
    """Return what happens to each identifying item of the file.

    Only what the tables were read from can be stored at all; the rest of the file never is.
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
    """Return column and row of every cell that the tables were read from, by sheet."""
    read: dict[str, set[tuple[str, str]]] = {}
    for _, address in addresses_of(cohort):
        if address:
            read.setdefault(address.sheet, set()).update(address.parts)
    return read


def _feeds(one: Private, read: dict[str, set[tuple[str, str]]]) -> bool:
    """Return whether any hidden cell of this item was read into the tables."""
    cells = read.get(one.sheet, set())
    parts = [match.groups() for match in map(_CELL.fullmatch, one.cells) if match]
    if one.kind == "hidden sheet":
        return bool(cells)
    if one.kind == "hidden rows":
        return bool({row for _, row in cells} & {row for _, row in parts})
    return bool({column for column, _ in cells} & {column for column, _ in parts})


def _labels_in(one: Private, cohort: Cohort) -> set[str]:
    """Return the study numbers that were read from the cells of this item."""
    cells = {f"{one.sheet}!{cell}" for cell in one.cells}
    sources = cohort.sources
    if sources.empty:
        return set()
    mine = sources[(sources["column"] == "patient") & sources["cell"].isin(cells)]
    return set(mine["patient"].map(str))
