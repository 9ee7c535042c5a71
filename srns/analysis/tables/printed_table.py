"""Printed tables: caption, rows and notes, as a reader sees them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from srns.cohort.paper_numbers import with_decimals


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
    listed = [str(patient) for patient in patients]
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    return ", ".join(listed[:most]) + more
