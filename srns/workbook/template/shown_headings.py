"""Headings of the dictionary in the language in use: in the blank template, and in problems.

`srns.workbook.template.headers` reads each of them in every language.
"""

from srns.cohort.schema import Column
from srns.languages.messages import Sentence, pgettext, translated


def heading_of(column: Column) -> str:
    """Return the heading of a column in the language in use, with its unit.

    >>> from srns.cohort.dictionary import find_column
    >>> heading_of(find_column("Patients", "age_at_diagnosis_years"))
    'age at diagnosis (years)'
    """
    return _heading(column.label, _unit_of(column))


def quoted_heading(column: Column, unit: str | None = None) -> Sentence:
    """Return a heading in quotation marks, as a problem names it, with its own unit or another.

    >>> from srns.cohort.dictionary import find_column
    >>> quoted_heading(find_column("Labs", "albumin"), "g/L")
    "'albumin (g/L)'"
    """
    unit = _unit_of(column) if unit is None else unit
    english = f"{column.label} ({unit})" if unit else column.label
    return Sentence.made(f"'{english}'", _quoted, column.label, unit)


def shown_label(label: str) -> Sentence:
    """Return the heading of a column without its unit."""
    return Sentence.made(label, _label, label)


def show_unit(unit: str) -> str:
    """Return a unit of time in the language in use; any other is the same in all."""
    times = {
        "days": pgettext("unit in a heading", "days"),
        "weeks": pgettext("unit in a heading", "weeks"),
        "months": pgettext("unit in a heading", "months"),
        "years": pgettext("unit in a heading", "years"),
    }
    return times.get(unit, unit)


def _unit_of(column: Column) -> str:
    return column.quantity.canonical_unit if column.quantity else column.unit


def _label(label: str) -> str:
    """Return a label in the language in use; three mean other things elsewhere."""
    own = {
        "day": pgettext("heading of a column", "day"),
        "note": pgettext("heading of a column", "note"),
        "notes": pgettext("heading of a column", "notes"),
    }
    return own.get(label) or translated(label)


def _heading(label: str, unit: str) -> str:
    return f"{_label(label)} ({show_unit(unit)})" if unit else _label(label)


def _quoted(label: str, unit: str) -> str:
    return f"'{_heading(label, unit)}'"
