"""Publication tables of `srns.report.table_catalogue`, computed once per selection of children."""

from typing import Any

from srns.analysis.tables.printed_table import PrintedTable
from srns.dashboard.state import session
from srns.dashboard.state.filters import View
from srns.report.table_catalogue import TABLES, Choices
from srns.workbook.ledger import count_rows


def printed(view: View, name: str, **options: Any) -> PrintedTable:
    """Return one of the catalog's tables for the filtered children.

    Parameters
    ----------
    name
        Its key in `srns.report.table_catalogue.TABLES`.
    options
        Fields of `srns.report.table_catalogue.Choices`, such as `by`.
    """

    def make() -> PrintedTable:
        loaded = session.state().loaded
        counts_rows = name == "flow" and not view.basis.by_line  # a row of the sheet is a child
        rows = count_rows(loaded.reading.ledger, "Patients") if loaded and counts_rows else None
        filtered_from = view.cohort_size if view.filters else None
        choices = Choices(rows=rows, filtered_from=filtered_from, **options)
        return TABLES[name](view.cohort, view.classification, choices)

    key = ("printed", name, tuple(view.patients), bool(view.filters), tuple(options.items()))
    return session.cached(key, make)
