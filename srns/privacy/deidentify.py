"""May this be stored: what could tell who a child is, what goes, and what is refused?

Nothing is saved that did not pass here. Dates go, days from the index date stay. Free text goes.
A study number that could be a name or a record number is replaced, or the cohort is refused. Other
text stays only if it is made of clinical words that are known here, or if a person has read it and
says so; text that looks like a date, a number of a record, a name or an address goes in any case.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from srns.cohort.date_intervals import TYPED
from srns.cohort.dictionary import IGNORED_SHEETS, SHEETS, find_sheet
from srns.cohort.errors import GateError
from srns.cohort.tables import TABLES, Cohort, make_cohort, natural
from srns.privacy.clinical_words import is_clinical, looks_identifying
from srns.privacy.find_identifiers import Private
from srns.privacy.screening import ASKED, DROPPED, REPLACED, Found, screen_file

FREE_TEXT = ("note", "notes", "detail")
"""Columns that hold sentences; they are never stored."""
STRUCTURE = ("patient", "cell", "table", "column", "reason", "analyte", "bound", "unit")
"""Columns that the reader wrote; study numbers and addresses, among them, are looked at apart."""
LONGEST = 60
"""Text of more characters is a sentence, whatever its column is called."""

_STUDY_NUMBER = re.compile(r"(?:[A-Za-z]{1,3}[-_ .]?)?\d{1,4}[A-Za-z]?")
_ADDRESS = re.compile(r"^(?P<sheet>.*)!(?P<cell>\$?[A-Z]{1,3}\$?\d{1,7})$", re.DOTALL)


@dataclass(frozen=True)
class Screening:
    """What would be stored of a cohort, and what stands in the way.

    Attributes
    ----------
    found
        Everything that could tell who a child is, and what becomes of it.
    labels
        Study numbers that cannot be told from names or record numbers.
    unsure
        Texts that are neither known clinical words nor clearly identifying, each with its column.
    hidden
        Hidden sheets, rows and columns that the tables were read from.
    """

    cohort: Cohort
    found: tuple[Found, ...]
    labels: tuple[str, ...]
    unsure: Mapping[str, str]
    hidden: tuple[str, ...] = ()

    def as_table(self) -> pd.DataFrame:
        """List what was found, one thing per row."""
        return pd.DataFrame(
            [(each.where, each.what, each.cells, each.fate) for each in self.found],
            columns=["where", "what was found", "cells", "what becomes of it"],
        )


@dataclass(frozen=True)
class Cleared:
    """A cohort that may be stored.

    Attributes
    ----------
    summary
        What the gate dropped, replaced and kept, in counts; it is stored beside the version.
    key
        Old study number to new, where they were replaced. It is never stored: it belongs to whoever
        has the workbook, and the next data cut needs it.
    """

    cohort: Cohort
    summary: Mapping[str, Any]
    key: Mapping[str, str]


def screen(cohort: Cohort, private: Sequence[Private] = ()) -> Screening:
    """List what could tell who a child is; nothing is changed yet.

    Parameters
    ----------
    private
        What `find_private` found in the file that the cohort was read from.
    """
    in_file = screen_file(private, cohort)
    found: list[Found] = []
    unsure: dict[str, str] = {}
    for name in TABLES:
        table = getattr(cohort, name)
        for column in map(str, table.columns):
            if column not in STRUCTURE:
                found += _screen_column(name, column, table, unsure)
    labels = tuple(
        label
        for label in cohort.patients["patient"].map(str)
        if label in in_file.labels or not is_study_number(label)
    )
    if labels:
        found.append(
            Found(
                "patients: study number", "could be names or record numbers", len(labels), REPLACED
            )
        )
    strangers = _strange_sheets(cohort)
    if strangers:
        found.append(
            Found("cell addresses", "names of sheets that you chose", len(strangers), REPLACED)
        )
    return Screening(cohort, (*found, *in_file.found), labels, unsure, in_file.hidden)


def clear(
    screening: Screening,
    *,
    keep: Collection[str] = (),
    leave_out: Collection[str] = (),
    replace_labels: bool = False,
    key: Mapping[str, str] | None = None,
    hidden_seen: bool = False,
) -> Cleared:
    """Drop what must go, and give what may be stored.

    Parameters
    ----------
    keep
        Texts of `screening.unsure` that a person has read and that tell nobody who a child is.
    leave_out
        Columns of the table `patients` to leave out besides, race/ethnicity for instance.
    replace_labels
        Whether all study numbers may be replaced by 1, 2, 3 ….
    key
        The key of the last data cut, so that a child keeps its number.
    hidden_seen
        Whether a person has looked at what is hidden in the workbook and was read like the rest.

    Raises
    ------
    GateError
        If it cannot be sure that a study number is no name, or that what is hidden belongs here.
    """
    if screening.hidden and not hidden_seen:
        raise GateError(
            f"{', '.join(screening.hidden[:3])}: hidden in the workbook and read like the rest, so "
            "nothing is stored. Look at it in Excel, then say here that you have."
        )
    if screening.labels and not replace_labels:
        shown = ", ".join(f"'{label}'" for label in screening.labels[:3])
        raise GateError(
            f"The study numbers {shown} could be names or record numbers, so nothing is stored. "
            "Use study numbers in the workbook, or have them replaced here."
        )
    kept = set(keep)
    tables = {name: _clear_table(name, getattr(screening.cohort, name), kept) for name in TABLES}
    gone = [column for column in leave_out if column in tables["patients"] and column != "patient"]
    tables["patients"] = tables["patients"].drop(columns=gone)
    sources = tables["sources"]
    tables["sources"] = sources[~sources["column"].isin(gone)]
    numbers = _number_children(screening.cohort, key or {}) if replace_labels else {}
    sheets = _strange_sheets(screening.cohort)
    for name, table in tables.items():
        tables[name] = _relabel(table, numbers, sheets)
    summary = {
        "found": [[each.where, each.what, each.cells, each.fate] for each in screening.found],
        "unsure": len(screening.unsure),
        "kept": len(kept & set(screening.unsure)),
        "left out": sorted(gone),
        "study numbers replaced": bool(numbers),
    }
    return Cleared(make_cohort(tables), summary, numbers)


def refuse_uncleared(cleared: Cleared) -> None:
    """Refuse what did not come from `clear`, or was changed since: the gate's second look.

    Raises
    ------
    GateError
        If a column of dates, free text, an identifying text or a doubtful study number is left.
    """
    for name in TABLES:
        table = getattr(cleared.cohort, name)
        for column in map(str, table.columns):
            values = table[column].dropna()
            if pd.api.types.is_datetime64_any_dtype(values.dtype):
                raise GateError(f"{name}.{column} holds dates, so nothing is stored.")
            if column in FREE_TEXT:
                raise GateError(f"{name}.{column} is free text, so nothing is stored.")
            if column in TYPED:
                raise GateError(f"{name}.{column} holds dates as typed, so nothing is stored.")
            if column in STRUCTURE:
                continue
            for value in values.unique():
                if isinstance(value, str) and _why_never(value):
                    raise GateError(
                        f"{name}.{column} holds text that could tell who a child is "
                        f"({_why_never(value)}), so nothing is stored."
                    )
                if not isinstance(value, str | int | float) and not pd.api.types.is_number(value):
                    raise GateError(f"{name}.{column} holds no plain values: nothing is stored.")
    doubtful = [
        label for label in cleared.cohort.patients["patient"] if not is_study_number(str(label))
    ]
    if doubtful:
        raise GateError(
            f"{len(doubtful)} study numbers could be names or record numbers, so nothing is stored."
        )


def require_safe_words(text: str, what: str, *, needed: bool = False) -> None:
    """Refuse words typed here, a comment for instance, that could tell who a child is.

    Raises
    ------
    GateError
        One sentence that says what was found and what to do.
    """
    if needed and not text.strip():
        raise GateError(f"The {what} is empty. Type one.")
    if any(ord(letter) < 32 and letter not in "\n\t" for letter in text):
        raise GateError(f"The {what} holds signs that cannot be printed. Type it anew.")
    why = looks_identifying(text)
    if why:
        raise GateError(f"The {what} holds {why}, so it is not stored. Say it without.")


def is_study_number(label: str) -> bool:
    """Say whether a child's label is surely a study number and no name or record number.

    >>> [is_study_number(label) for label in ("7", "P-012", "S3a", "Anna", "20391147")]
    [True, True, True, False, False]
    """
    return _STUDY_NUMBER.fullmatch(label.strip()) is not None and looks_identifying(label) == ""


def _screen_column(
    name: str, column: str, table: pd.DataFrame, unsure: dict[str, str]
) -> list[Found]:
    values = table[column].dropna()
    where = f"{name}: {column.replace('_', ' ')}"
    if not len(values):
        return []
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return [Found(where, "dates; days from the index date stay", len(values), DROPPED)]
    if name == "sources" and column == "typed":
        dated = table["column"].map(_is_dated)
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
        return [Found(where, "dates as typed; days from the index date stay", len(values), DROPPED)]
    if values.map(lambda value: isinstance(value, str)).any():
        return _screen_texts(where, values, unsure)
    return []


def _screen_texts(where: str, values: pd.Series, unsure: dict[str, str]) -> list[Found]:
    found: dict[tuple[str, str], int] = {}
    for value, cells in values.map(str).value_counts().items():
        text, cells = str(value), int(cells)
        why = _why_never(text)
        if why:
            found[why, DROPPED] = found.get((why, DROPPED), 0) + cells
        elif not is_clinical(text):
            unsure.setdefault(text, where)
            said = "words that are not known here"
            found[said, ASKED] = found.get((said, ASKED), 0) + cells
    return [Found(where, what, cells, fate) for (what, fate), cells in found.items()]


def _why_never(text: str) -> str:
    """Say why a text is never stored; empty where it may be."""
    if len(text) > LONGEST:
        return "a sentence"
    return looks_identifying(text)


def _is_dated(column: str) -> bool:
    return "date" in column.split("_")


def _clear_table(name: str, table: pd.DataFrame, keep: Collection[str]) -> pd.DataFrame:
    dates = [
        column
        for column in table.columns
        if pd.api.types.is_datetime64_any_dtype(table[column].dtype)
    ]
    gone = [*dates, *(each for each in (*FREE_TEXT, *TYPED) if each in table)]
    cleared = table.drop(columns=gone)
    if name == "sources":
        column = cleared["column"]
        cleared = cleared[~(column.map(_is_dated) | column.isin(FREE_TEXT))]
    elif name == "absences":
        cleared = cleared[~cleared["column"].isin(FREE_TEXT)]
    for column in map(str, cleared.columns):
        values = cleared[column]
        if column in STRUCTURE or not pd.api.types.is_object_dtype(values.dtype):
            continue
        typed_label = (
            cleared["column"] == "patient"
            if name == "sources" and column == "typed"
            else pd.Series(False, index=cleared.index)
        )
        may_stay = values.map(
            lambda value: (
                not isinstance(value, str)
                or (not _why_never(value) and (is_clinical(value) or value in keep))
            )
        )
        cleared = cleared.assign(**{column: values.where(may_stay | typed_label, None)})
    return cleared


def _number_children(cohort: Cohort, key: Mapping[str, str]) -> dict[str, str]:
    """Give the children the numbers 1, 2, 3 …; whoever has a number keeps it."""
    taken = {int(number) for number in key.values() if number.isdecimal()}
    numbers = {}
    following = max(taken, default=0) + 1
    for label in cohort.patients["patient"].map(str):
        if label in key:
            numbers[label] = key[label]
        else:
            numbers[label] = str(following)
            following += 1
    return numbers


def _strange_sheets(cohort: Cohort) -> dict[str, str]:
    """Give a neutral name to each sheet whose name is none of the dictionary's."""
    names: set[str] = set()
    for name in TABLES:
        for cell in getattr(cohort, name).get("cell", pd.Series(dtype=object)).dropna().unique():
            match = _ADDRESS.match(str(cell))
            names.add(match["sheet"] if match else str(cell))
    known = {sheet.name for sheet in SHEETS} | set(IGNORED_SHEETS)
    strange = sorted(
        (each for each in names if each and each not in known and find_sheet(each) is None),
        key=natural,
    )
    return {each: f"sheet {number}" for number, each in enumerate(strange, 1)}


def _relabel(
    table: pd.DataFrame, numbers: Mapping[str, str], sheets: Mapping[str, str]
) -> pd.DataFrame:
    changed = table.reset_index(drop=True)
    if numbers and "patient" in changed:
        before = changed["patient"].map(str)
        changed["patient"] = before.map(numbers).fillna("")
    if "typed" in changed:  # the study number as it is stored, whatever was typed there
        mine = changed["column"] == "patient"
        changed.loc[mine, "typed"] = changed.loc[mine, "patient"]
    if sheets and "cell" in changed:
        changed["cell"] = changed["cell"].map(lambda cell: _neutral(cell, sheets))
    return changed


def _neutral(cell: object, sheets: Mapping[str, str]) -> object:
    if not isinstance(cell, str):
        return cell
    match = _ADDRESS.match(cell)
    if match is None:
        return sheets.get(cell, cell)
    return f"{sheets.get(match['sheet'], match['sheet'])}!{match['cell']}"
