"""Screening of tables and file: what could identify a child, and what happens to it.

The tables may hold dates, free text and texts that are not understood; the file that they were
read from also hidden sheets, comments, document properties and columns of names.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from srns.cohort.date_intervals import TYPED
from srns.cohort.tables import Cohort
from srns.privacy.cell_addresses import addresses_of
from srns.privacy.column_rules import (
    FREE_TEXT,
    holds_text,
    is_age,
    is_allowed_text,
    is_date_column,
    may_be_stored,
)
from srns.privacy.find_identifiers import Private
from srns.privacy.identifying_text import why_never_stored
from srns.privacy.uniqueness import coarsen_age
from srns.privacy.vocabulary import kind_of

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
class Unsure:
    """A text that only a person can judge.

    Attributes
    ----------
    where
        Table and column in which it was found first, in words.
    cell
        Address of the first cell there that holds it; empty where it is not known.
    cells
        How many cells of all tables hold it.
    """

    where: str
    cell: str
    cells: int


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
    name: str, column: str, table: pd.DataFrame, unsure: dict[str, Unsure]
) -> list[Found]:
    """Return what in one column of a table could identify a child.

    Texts that only a person can judge are added to `unsure`.
    """
    values = table[column].dropna()
    where = f"{name}: {column.replace('_', ' ')}"
    if not len(values) or column in ("patient", "cell"):
        return []
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return [Found(where, "dates; days from the index date are kept", len(values), DROPPED)]
    if name == "sources" and column == "typed":
        return _screen_typed(table, unsure)
    if column in FREE_TEXT:
        return [Found(where, "free text", len(values), DROPPED)]
    if column in TYPED:
        return [
            Found(where, "dates as typed; days from the index date are kept", len(values), DROPPED)
        ]
    if not may_be_stored(name, column):
        return [Found(where, "not a column of the template", len(values), DROPPED)]
    if holds_text(name, column):
        cells = table.loc[values.index, "cell"] if "cell" in table else None
        return _screen_texts(where, column, values, cells, unsure)
    if name == "patients" and is_age(column) and pd.api.types.is_numeric_dtype(values.dtype):
        exact = int((values.map(coarsen_age) != values).sum())
        what = "ages from which a birthday could be calculated; kept to 0.1 year"
        return [Found(where, what, exact, REPLACED)] if exact else []
    return []


def _screen_typed(table: pd.DataFrame, unsure: dict[str, Unsure]) -> list[Found]:
    """Return what the cells of the sheet Patients hold besides what was read of them."""
    dated = table["column"].map(is_date_column)
    about = table["column"].isin(FREE_TEXT)
    found = []
    if dated.any():
        found.append(Found("patients: words as typed", "dates as typed", int(dated.sum()), DROPPED))
    if about.any():
        found.append(Found("patients: words as typed", "free text", int(about.sum()), DROPPED))
    for column, rows in table[~(dated | about)].dropna(subset=["typed"]).groupby("column"):
        if kind_of(str(column)):
            where = f"patients: {str(column).replace('_', ' ')} as typed"
            found += _screen_texts(where, str(column), rows["typed"], rows["cell"], unsure)
    return found


def _screen_texts(
    where: str,
    column: str,
    values: pd.Series,
    cells: pd.Series | None,
    unsure: dict[str, Unsure],
) -> list[Found]:
    """Judge each distinct text once."""
    found: dict[tuple[str, str], int] = {}
    texts = values.map(str)
    for value, number in texts.value_counts().items():
        text, number = str(value), int(number)
        if is_allowed_text(text, column):
            continue
        why = why_never_stored(text)
        if not why:
            cell = "" if cells is None else str(cells[texts == text].iloc[0])
            unsure[text] = _found_again(unsure.get(text), Unsure(where, cell, number))
        what, fate = (why, DROPPED) if why else ("words that are not understood", ASKED)
        found[what, fate] = found.get((what, fate), 0) + number
    return [Found(where, what, cells, fate) for (what, fate), cells in found.items()]


def _found_again(before: Unsure | None, now: Unsure) -> Unsure:
    """Return one text with its first place, and the cells of all its places.

    A cell of the sheet Patients is seen twice: as typed, and as it was read.
    """
    if before is None:
        return now
    if f"{before.where} as typed" == now.where:
        return replace(before, cell=before.cell or now.cell, cells=max(before.cells, now.cells))
    return replace(before, cells=before.cells + now.cells)


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
