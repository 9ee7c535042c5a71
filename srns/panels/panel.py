"""Panel: one figure or table of a page, and the frozen question that it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from srns.analysis.tables.printed_table import PrintedTable

Results = Callable[[], pd.DataFrame]
"""Makes the analysis results data behind a panel, when it is asked for."""


@dataclass(frozen=True)
class Panel:
    """A figure or a table with the data behind it and the sentences about it.

    Attributes
    ----------
    name
        Its key in `srns.panels.catalogue.PANELS`.
    title
        What it is called where it is exported.
    table
        The table, or the data behind the figure.
    caption
        What the figure shows, in words; empty for a table.
    sentences
        What the page says beside it, in words.
    notes
        Footnotes of the table.
    draw
        Makes the chart; None for a table.
    results
        Makes its numbers as analysis results data; None where it has none.
    options
        What was asked for, as the maker takes it.
    members
        The children of each group and response that a figure counts.
    """

    name: str
    title: str
    table: pd.DataFrame
    caption: str = ""
    sentences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    draw: Callable[[], Any] | None = field(default=None, repr=False)
    results: Results | None = field(default=None, repr=False)
    options: Mapping[str, Any] = field(default_factory=dict)
    members: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        kind = "table" if self.draw is None else "figure"
        return f"<Panel {self.name}: {kind} of {len(self.table)} rows>"

    @property
    def chart(self) -> Any:
        """The figure as an Altair chart, drawn anew; None for a table."""
        return self.draw() if self.draw is not None else None

    @property
    def numbers(self) -> pd.DataFrame:
        """Every number as analysis results data, with its children and cells."""
        return self.results() if self.results is not None else pd.DataFrame()

    @property
    def printed(self) -> PrintedTable:
        """The table as it is exported."""
        return PrintedTable(self.name, self.title, self.table, self.notes)


def table_panel(name: str, table: pd.DataFrame, results: Results | None = None) -> Panel:
    """Return a table whose name is its title."""
    return Panel(name, title_of(name), table, results=results)


def panel_of(table: PrintedTable, name: str = "", results: Results | None = None) -> Panel:
    """Return a printed table as a panel, with the numbers that it was printed from."""
    if results is None and len(table.results):
        results = lambda: table.results  # noqa: E731
    return Panel(name or table.name, table.title, table.rows, notes=table.notes, results=results)


def title_of(name: str) -> str:
    """Return a panel's name as a title.

    >>> title_of("states_by_month")
    'States by month'
    """
    return name.replace("_", " ").capitalize()
