"""Printed tables: caption, rows and notes, as a reader sees them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pandas as pd

from srns.cohort.paper_numbers import with_decimals
from srns.languages.current import ENGLISH, current_language
from srns.languages.messages import in_language as sentence_in_language
from srns.languages.messages import translated
from srns.languages.sentences import first_of


@dataclass(frozen=True)
class PrintedTable:
    """A self-contained table for screens, files and reports.

    Attributes
    ----------
    name
        File name and command-line name; letters and underscores.
    title
        The caption, without cohort and definition, which are added on export.
    rows
        The cells: text, numbers, or None where empty.
    notes
        Footnotes, one or more sentences each.
    results
        The analysis results data that the table was printed from; see
        `srns.analysis.results_data.rows.as_table`. Empty where it prints no statistic.
    """

    name: str
    title: str
    rows: pd.DataFrame
    notes: tuple[str, ...] = ()
    results: pd.DataFrame = field(default_factory=pd.DataFrame)


NAMES = frozenset({"patient", "child", "children", "cell", "cells", "names"})
"""Columns whose values are names, not words."""


def in_language(table: PrintedTable) -> PrintedTable:
    """Return a table as it is printed in the language in use; its results stay as they are."""
    if current_language() == ENGLISH:
        return table
    notes = tuple(map(translated, table.notes))
    rows = rows_in_language(table.rows)
    return replace(table, title=translated(table.title), rows=rows, notes=notes)


def rows_in_language(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the headings and words that the catalogues have; the rest as it is."""
    if current_language() == ENGLISH:
        return rows
    told = [
        column
        if pd.api.types.is_numeric_dtype(column.dtype)
        else column.astype(object).map(sentence_in_language if str(name) in NAMES else _told)
        for name, column in rows.items()
    ]
    headings = list(map(_told, rows.columns))
    if len(set(headings)) < len(headings):
        headings = list(rows.columns)
    shown = pd.DataFrame(dict(enumerate(told)), index=rows.index)
    return shown.set_axis(pd.Index(headings), axis=1)


def _told(value: object) -> object:
    return translated(value) if isinstance(value, str) else value


def show_rounded(value: float, decimals: int) -> str:
    """Format a number with the decimals of its measurement, plus one if needed.

    A median may lie halfway between two results; that half is kept.

    >>> show_rounded(8.25, 1), show_rounded(6, 0), show_rounded(1.0, 1), show_rounded(2.675, 1)
    ('8.25', '6', '1.0', '2.68')
    """
    text = with_decimals(value, decimals + 1)
    text = text[:-1] if text.endswith("0") else text
    return text.removesuffix(".")


def names(patients: Iterable[object], most: int = 20) -> str:
    """List the children by name, at most `most` of them.

    >>> names(["1", "2", "3"], most=2)
    '1, 2 and 1 more'
    """
    return first_of(patients, most)
