"""Tables of a paper, from `srns.report.table_catalogue`, computed once for the children shown."""

from typing import Any

from srns.analysis.tables.printed_table import PrintedTable
from srns.charts.flow import describe, flow_diagram
from srns.languages.messages import translated
from srns.panels.panel import Panel, panel_of
from srns.panels.view import View
from srns.report.table_catalogue import TABLES, Choices


def table1(view: View, *, by: str | None = None) -> Panel:
    """Tabulate the characteristics of all children, or of groups beside them."""
    return panel_of(printed(view, "table1", by=by))


def cases(view: View) -> Panel:
    """Tabulate the cases: one column a child."""
    return panel_of(printed(view, "cases"))


def completeness(view: View) -> Panel:
    """Tabulate how complete each child's results are for the definition."""
    return panel_of(printed(view, "completeness"))


def flow(view: View) -> Panel:
    """Draw the way from the rows of the workbook to the children analyzed."""
    steps = printed(view, "flow")
    return Panel(
        "flow",
        "Flow",
        steps.rows,
        describe(steps.rows),
        draw=lambda: flow_diagram(steps.rows, translated(steps.title), view.definition, view.notes),
        results=lambda: steps.results,
    )


def printed(view: View, name: str, **options: Any) -> PrintedTable:
    """Return one of the catalogue's tables for the filtered children.

    Parameters
    ----------
    name
        Its key in `srns.report.table_catalogue.TABLES`.
    options
        Fields of `srns.report.table_catalogue.Choices`, such as `by`.
    """

    def make() -> PrintedTable:
        rows = view.rows_of_patients if name == "flow" else None
        filtered_from = view.cohort_size if view.filters else None
        choices = Choices(rows=rows, filtered_from=filtered_from, **options)
        return TABLES[name](view.cohort, view.classification, choices)

    key = ("printed", name, tuple(view.patients), bool(view.filters), tuple(options.items()))
    return view.once(key, make)
