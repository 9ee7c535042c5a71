"""Tables with only what may be stored: the rest is dropped, or "unknown word" stands for it."""

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from srns.cohort.quantities import show_result
from srns.cohort.tables import Cohort
from srns.privacy.column_rules import (
    FREE_TEXT,
    UNKNOWN_WORD,
    column_of,
    find_refused,
    holds_text,
    is_allowed_text,
    is_date_column,
    is_typed_allowed,
    left_out,
    may_be_stored,
)
from srns.privacy.vocabulary import find_drugs, kind_of, says_steroid_dependent
from srns.workbook.values.outcome_text import find_outcome_events


def clear_table(name: str, cohort: Cohort, released: Collection[str]) -> pd.DataFrame:
    """Return a table with only what may be stored."""
    table = getattr(cohort, name)
    columns = [
        column
        for column in table.columns
        if may_be_stored(name, str(column))
        and not pd.api.types.is_datetime64_any_dtype(table[column].dtype)
    ]
    cleared = table[columns].reset_index(drop=True)
    if name in ("sources", "absences"):
        cleared = _clear_rows(name, cleared)
    if name == "sources":
        return cleared.assign(typed=_clear_typed(cleared, cohort.patients, released))
    for column in map(str, cleared.columns):
        if holds_text(name, column):
            cleared = cleared.assign(**{column: _clear_texts(column, cleared, released)})
        elif column not in ("patient", "cell"):
            cleared = cleared.assign(**{column: _clear_codes(name, column, cleared[column])})
    return cleared


def _clear_rows(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return the cells of a sheet without those of dates, free text and unknown columns."""
    columns = [str(column) for column in table["column"]]
    stored = [
        not is_date_column(column)
        and column not in FREE_TEXT
        and (name != "sources" or may_be_stored("patients", column))
        for column in columns
    ]
    return table[pd.Series(stored, index=table.index, dtype=bool)]


def _clear_codes(name: str, column: str, values: pd.Series) -> pd.Series:
    """Return a column of codes without those that the dictionary does not have."""
    if pd.api.types.is_numeric_dtype(values.dtype):
        return values
    bad = {
        value
        for value in values.dropna().unique()
        if find_refused(name, column, pd.Series([value], dtype=object))
    }
    if not bad:
        return values
    return values.astype(object).where(~values.isin(bad), "other" if column == "event" else None)


def _clear_texts(column: str, table: pd.DataFrame, released: Collection[str]) -> pd.Series:
    """Return the texts of a column; each distinct one is judged once, however often it occurs."""
    values = table[column].astype(object)
    instead: dict[object, object] = {}
    for text in values.dropna().unique():
        if isinstance(text, str) and is_allowed_text(text, column, released):
            instead[text] = text
        elif column == "histology" and "histology_group" in table:
            group = table.loc[values == text, "histology_group"].iloc[0]
            instead[text] = group if isinstance(group, str) else UNKNOWN_WORD
        else:
            number = 1 + sum(str(each).startswith("unknown drug") for each in instead.values())
            instead[text] = _instead_of(str(text), column, number)
    return values.map(lambda value: instead.get(value, value), na_action="ignore")


def _instead_of(text: str, column: str, number: int = 1) -> str:
    """Return what is understood of a text, in the dictionary's words, and that there was more."""
    if column == "prior_immunosuppression":
        return ", ".join((*find_drugs(text), UNKNOWN_WORD))
    if column == "recorded_outcome" and says_steroid_dependent(text):
        return "steroid dependent"
    if column == "recorded_outcome":
        events = [one.event for one in find_outcome_events(text) if one.is_certain]
        return ", ".join((*events, UNKNOWN_WORD))
    return left_out(column, number)


def _clear_typed(
    sources: pd.DataFrame, patients: pd.DataFrame, released: Collection[str]
) -> pd.Series:
    """Return the cells as typed; where that is more than was read, what was read."""
    read = {str(row["patient"]): row for row in patients.to_dict(orient="records")}
    typed = []
    for text, column, patient in zip(
        sources["typed"], sources["column"].map(str), sources["patient"].map(str), strict=True
    ):
        if column == "patient" or not isinstance(text, str):
            typed.append(text)  # the pseudonym takes its place
        elif is_typed_allowed(text, column, released):
            typed.append(text)
        else:
            typed.append(_as_read(column, patient, read, text))
    return pd.Series(typed, index=sources.index, dtype=object)


def _as_read(
    column: str, patient: str, read: Mapping[str, Mapping[Any, Any]], text: str
) -> str | None:
    meant = column_of("patients", column)
    if meant is not None and meant.kind == "text" and column != "histology":
        return _instead_of(text, column)
    child = read.get(patient, {})
    value: Any = child.get(column)
    if meant is None or value is None or value != value or value is pd.NA:
        return None
    if isinstance(value, str):
        if column == "histology":
            return str(child.get("histology_group") or UNKNOWN_WORD)
        if value in meant.words:
            return value
        return UNKNOWN_WORD if kind_of(column) else None
    bound = child.get(f"{column}_bound", "")
    return show_result(float(value), bound if isinstance(bound, str) else "")
