"""De-identification: the gate that every cohort passes before it is stored.

Dates are dropped, days from the index date are kept. Free text is dropped. A study number that
could be a name or a record number is replaced, or the cohort is refused. Other text is kept only if
it consists of known clinical words, or if a person has read and released it; text that looks like a
date, a record number, a name or an address is dropped in any case.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from srns.cohort.date_intervals import TYPED
from srns.cohort.errors import GateError
from srns.cohort.tables import TABLES, Cohort, make_cohort
from srns.privacy.clinical_words import is_clinical, looks_identifying
from srns.privacy.find_identifiers import Private
from srns.privacy.pseudonyms import apply_pseudonyms, number_children, rename_sheets
from srns.privacy.screening import REPLACED, Found, screen_column, screen_file
from srns.privacy.stored_text import (
    FREE_TEXT,
    STRUCTURE,
    is_date_column,
    is_study_number,
    why_never_stored,
)


@dataclass(frozen=True)
class Screening:
    """What would be stored of a cohort, and what a person must decide first.

    Attributes
    ----------
    found
        Everything that could identify a child, and what happens to it.
    labels
        Study numbers that could be names or record numbers.
    unsure
        Texts that are neither known clinical words nor clearly identifying, with their column.
    hidden
        Hidden sheets, rows and columns that the tables were read from.
    """

    cohort: Cohort
    found: tuple[Found, ...]
    labels: tuple[str, ...]
    unsure: Mapping[str, str]
    hidden: tuple[str, ...] = ()

    def as_table(self) -> pd.DataFrame:
        """Return what was found, one finding per row."""
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
        What was dropped, replaced and kept, in counts; it is stored with the version.
    key
        Old study number to new, where they were replaced. It is never stored: the owner of the
        workbook keeps it for the next data cut.
    """

    cohort: Cohort
    summary: Mapping[str, Any]
    key: Mapping[str, str]


def screen(cohort: Cohort, private: Sequence[Private] = ()) -> Screening:
    """List what could identify a child; nothing is changed yet.

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
                found += screen_column(name, column, table, unsure)
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
    renamed = rename_sheets(cohort)
    if renamed:
        found.append(
            Found(
                "cell addresses", "sheet names that are not the template's", len(renamed), REPLACED
            )
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
    """Return what may be stored, with everything else dropped or replaced.

    Parameters
    ----------
    keep
        Texts of `screening.unsure` that a person has read and that identify no child.
    leave_out
        Further columns of the table `patients` to leave out, race/ethnicity for instance.
    replace_labels
        Whether all study numbers may be replaced by 1, 2, 3 ….
    key
        The key of the last data cut, so that a child keeps its number.
    hidden_seen
        Whether a person has checked the hidden parts of the workbook, which were read too.

    Raises
    ------
    GateError
        If a study number could be a name, or hidden parts of the workbook were not checked.
    """
    if screening.hidden and not hidden_seen:
        raise GateError(
            f"{', '.join(screening.hidden[:3])}: hidden in the workbook and read like the rest, so "
            "nothing is stored. Check it in Excel, then confirm here."
        )
    if screening.labels and not replace_labels:
        shown = ", ".join(f"'{label}'" for label in screening.labels[:3])
        raise GateError(
            f"The study numbers {shown} could be names or record numbers, so nothing is stored. "
            "Use study numbers in the workbook, or have them replaced here."
        )
    kept = set(keep)
    tables = {name: _clear_table(name, getattr(screening.cohort, name), kept) for name in TABLES}
    left_out = [
        column for column in leave_out if column in tables["patients"] and column != "patient"
    ]
    tables["patients"] = tables["patients"].drop(columns=left_out)
    sources = tables["sources"]
    tables["sources"] = sources[~sources["column"].isin(left_out)]
    numbers = number_children(screening.cohort, key or {}) if replace_labels else {}
    sheets = rename_sheets(screening.cohort)
    for name, table in tables.items():
        tables[name] = apply_pseudonyms(table, numbers, sheets)
    summary = {
        "found": [[each.where, each.what, each.cells, each.fate] for each in screening.found],
        "unsure": len(screening.unsure),
        "kept": len(kept & set(screening.unsure)),
        "left out": sorted(left_out),
        "study numbers replaced": bool(numbers),
    }
    return Cleared(make_cohort(tables), summary, numbers)


def refuse_uncleared(cleared: Cleared) -> None:
    """Refuse a cohort that did not come from `clear`, or was changed since.

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
                if isinstance(value, str) and (why := why_never_stored(value)):
                    raise GateError(
                        f"{name}.{column} holds text that could identify a child ({why}), so "
                        "nothing is stored."
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
    """Refuse typed words, a comment for instance, that could identify a child.

    Raises
    ------
    GateError
        If they do, are empty although `needed`, or cannot be printed; the message is one sentence.
    """
    if needed and not text.strip():
        raise GateError(f"The {what} is empty. Type one.")
    if any(ord(letter) < 32 and letter not in "\n\t" for letter in text):
        raise GateError(f"The {what} contains characters that cannot be printed. Type it again.")
    why = looks_identifying(text)
    if why:
        raise GateError(
            f"The {what} contains {why}, so it is not stored. Rephrase it without that."
        )


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
        cleared = cleared[~(column.map(is_date_column) | column.isin(FREE_TEXT))]
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
        cleared = cleared.assign(
            **{column: values.where(_may_stay(values, keep) | typed_label, None)}
        )
    return cleared


def _may_stay(values: pd.Series, keep: Collection[str]) -> pd.Series:
    """Return which values may be stored. Each text is judged once, however often it occurs."""
    stays = {
        text
        for text in values.dropna().unique()
        if isinstance(text, str)
        and not why_never_stored(text)
        and (is_clinical(text) or text in keep)
    }
    return values.isin(stays) | ~values.map(lambda value: isinstance(value, str)).astype(bool)
