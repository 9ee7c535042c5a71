"""Allow-list of what is stored: for each column of each table, what a value of it may be.

A column that is not listed is never stored. Of a listed one, numbers stay within the limits of the
data dictionary, codes are words of the dictionary, and texts are words that the column may hold
(`srns.privacy.vocabulary`) or that a person released.
"""

import re
from collections.abc import Callable, Collection, Mapping
from functools import cache

import pandas as pd

from srns.cohort import terms
from srns.cohort.date_intervals import IN_PART, TYPED
from srns.cohort.dictionary import MISSING_WORDS, SHEETS, find_column, find_sheet
from srns.cohort.histology import HISTOLOGY
from srns.cohort.quantities import BOUNDS, QUANTITIES
from srns.cohort.schema import Column
from srns.cohort.tables import TABLES
from srns.privacy.cell_addresses import parse_address
from srns.privacy.identifying_text import why_never_stored
from srns.privacy.vocabulary import is_understood, kind_of

UNKNOWN_WORD = "unknown word"
"""Stands where a text was left out, so that every page can show it."""
FREE_TEXT = ("note", "notes", "detail")
"""Columns of sentences; they are never stored."""
PLAIN_NUMBER = re.compile(r"[<>≤≥=~]{0,2} ?\d{1,4}(?:[.,]\d{1,3})?")
"""A number as typed that is kept beside the number: nothing else fits in so few characters."""
TENTHS = re.compile(r"[<>≤≥=~]{0,2} ?\d{1,2}(?:[.,]\d)?")
"""The same of an age, which more digits would lead back to a birthday."""
FARTHEST_DAY = 15_000
"""Some forty years; a day that Excel counts from 1900 is farther out, and is a date."""
_MOST_DRUGS = 99
"""Drugs that are left out beyond this have one number: more digits could be a year."""
_LEFT_OUT_DRUG = re.compile(r"unknown drug \d{1,2}")
_NEUTRAL_SHEET = re.compile(r"sheet \d{1,4}")

_DRUGS = ("drug", "drug_typed")

Test = Callable[[object], bool]


def left_out(column: str, number: int) -> str:
    """Return what stands in the place of a text that was left out.

    Drugs are numbered, so that two drugs do not become one.

    >>> left_out("drug", 2), left_out("race_ethnicity", 2)
    ('unknown drug 2', 'unknown word')
    """
    return f"unknown drug {min(number, _MOST_DRUGS)}" if column in _DRUGS else UNKNOWN_WORD


def is_date_column(column: str) -> bool:
    """Return whether a column of the dictionary holds dates, by its id."""
    return "date" in column.split("_")


def is_age(column: str) -> bool:
    """Return whether a column of the dictionary holds an age.

    >>> is_age("age_at_diagnosis_years"), is_age("dose")
    (True, False)
    """
    return column.startswith("age_")


def column_of(table: str, column: str) -> Column | None:
    """Return the dictionary's column for a column of a table, or None."""
    return _dictionary(table).get(column)


def may_be_stored(table: str, column: str) -> bool:
    """Return whether a column may be stored at all.

    >>> may_be_stored("patients", "histology"), may_be_stored("patients", "notes")
    (True, False)
    """
    return column == "patient" or column in _texts(table) or column in _tests(table)


def holds_text(table: str, column: str) -> bool:
    """Return whether a column holds texts, which are judged word by word."""
    return column in _texts(table)


def find_refused(table: str, column: str, values: pd.Series, released: Collection[str] = ()) -> str:
    """Return why a column may not be stored as it is, without quoting it; empty where it may.

    Parameters
    ----------
    released
        Texts that a person read and released.
    """
    if column in TYPED:
        return "holds dates as typed"
    if column in FREE_TEXT:
        return "is free text"
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return "holds dates"
    if not may_be_stored(table, column):
        return "is not a column that is stored"
    if column == "patient":
        return ""  # study numbers are judged all together
    test = _tests(table).get(column)
    for value in values.dropna().unique():
        if column in _texts(table):
            if not isinstance(value, str):
                return "holds no plain values"
            if not is_allowed_text(value, column, released):
                why = why_never_stored(value) or "words that nobody released"
                return f"holds text that could identify a child ({why})"
        elif test is not None and not test(value):
            return _why_no_value(column, value)
    return ""


def _why_no_value(column: str, value: object) -> str:
    """Return why a number or code may not be stored."""
    days = column.partition("_")[0] == "day" or "_day" in column
    if days and isinstance(value, int | float) and abs(value) > FARTHEST_DAY:
        return (
            f"holds a day more than {FARTHEST_DAY:,} days from day 0, which may be a date as Excel "
            "counts it (correct it in the workbook)"
        )
    return "holds a value that is neither a number nor a word of the dictionary"


def is_allowed_text(text: str, column: str, released: Collection[str] = ()) -> bool:
    """Return whether a text of a column of words may be stored."""
    if text == UNKNOWN_WORD or (column in _DRUGS and _LEFT_OUT_DRUG.fullmatch(text)):
        return True
    if is_understood(text, column):
        return True
    return text in released and not why_never_stored(text)


def _texts(table: str) -> frozenset[str]:
    names = {
        "patients": ("race_ethnicity", "histology", "genetic_testing", "prior_immunosuppression",
                     "recorded_response", "recorded_outcome", "recorded_time_to_remission_words",
                     "c3", "c4", "ana"),
        "labs": ("source", "specimen"),
        "treatments": ("drug", "drug_typed", "dose_unit", "frequency"),
    }  # fmt: skip
    return frozenset(names.get(table, ()))


@cache
def _dictionary(table: str) -> Mapping[str, Column]:
    sheets = {"patients": "Patients", "infusions": "Infusions", "treatments": "Treatments"}
    if table not in sheets:
        return {}
    sheet = next(one for one in SHEETS if one.name == sheets[table])
    return {column.id: column for column in sheet.columns}


@cache
def _tests(table: str) -> Mapping[str, Test]:
    """Return the test of each column that holds codes or numbers."""
    tests: dict[str, Test] = {"cell": _is_address}
    for name, column in _dictionary(table).items():
        if column.kind in ("number", "number or words"):
            tests[name] = _within(column.possible)
            tests[f"{name}_bound"] = _one_of(BOUNDS)
        elif column.kind == "term" and name not in _texts(table):
            tests[name] = _one_of(column.words)
    for name in (*IN_PART.get(table, ()), "day", "start_day", "stop_day", "last_follow_up_day"):
        for ending in ("", "_earliest", "_latest"):
            tests[f"{name}{ending}"] = _within((-FARTHEST_DAY, FARTHEST_DAY))
    own = {
        "patients": {"histology_group": _one_of((*HISTOLOGY.groups, terms.NOT_RECORDED))},
        "labs": {
            "analyte": _one_of(QUANTITIES),
            "bound": _one_of(BOUNDS),
            "unit": _one_of({unit for one in QUANTITIES.values() for unit in one.units}),
            "value": _within((-1e6, 1e6)),
        },
        "events": {"event": _one_of(terms.EVENTS)},
        "sources": {"table": _one_of(TABLES), "column": _is_column, "typed": _is_text},
        "absences": {
            "table": _one_of(TABLES),
            "column": _is_column,
            "reason": _one_of(MISSING_WORDS.values()),
        },
    }
    return tests | own.get(table, {})


def _is_address(value: object) -> bool:
    """Return whether a value is the address of a cell on a sheet with a neutral name."""
    address = parse_address(str(value))
    sheet = address.sheet if address else str(value)
    return not sheet or find_sheet(sheet) is not None or bool(_NEUTRAL_SHEET.fullmatch(sheet))


def _is_column(value: object) -> bool:
    return str(value) in _column_names()


def _is_text(value: object) -> bool:
    return isinstance(value, str)  # judged by the column that it was typed in


@cache
def _column_names() -> frozenset[str]:
    return frozenset({column.id for sheet in SHEETS for column in sheet.columns} | set(QUANTITIES))


def _within(limits: tuple[float, float] | None) -> Test:
    low, high = limits or (-1e6, 1e6)

    def test(value: object) -> bool:
        if isinstance(value, bool | str) or not pd.api.types.is_number(value):
            return False
        return low <= float(value) <= high  # pyright: ignore[reportArgumentType]

    return test


def _one_of(words: Collection[str]) -> Test:
    known = frozenset(words)
    return lambda value: value in known


def is_typed_allowed(typed: str, column: str, released: Collection[str] = ()) -> bool:
    """Return whether the words of a cell may be kept beside what was read from it.

    Parameters
    ----------
    column
        The dictionary's column of the sheet Patients that the cell is in.
    """
    if is_date_column(column) or column in FREE_TEXT or not _is_column(column):
        return False
    if kind_of(column) and is_allowed_text(typed, column, released):
        return True
    if typed.strip().casefold() in MISSING_WORDS:
        return True
    meant = find_column("Patients", column) if column in _dictionary("patients") else None
    if meant is None:
        return False
    if meant.kind in ("number", "number or words", "day"):
        return bool((TENTHS if is_age(column) else PLAIN_NUMBER).fullmatch(typed.strip()))
    if meant.kind == "term":
        return terms.fold(typed) in (meant.spellings or {})
    return False
