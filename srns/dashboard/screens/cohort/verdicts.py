"""Verdict table: each child with its verdict and the reason; a row opens the child."""

import streamlit as st

from srns.analysis.order_of_children import order_children
from srns.charts.theme import letter
from srns.dashboard.parts import figures_and_tables, linked, table_views
from srns.dashboard.parts.one_child import choose_page
from srns.dashboard.screens.child.review import reviewed_children
from srns.dashboard.state.filters import View
from srns.dashboard.state.page_options import SORT, value_of
from srns.report.cohort_report import verdicts as listed_verdicts

PER_PAGE = 25


def show_verdicts(view: View) -> None:
    """Draw the verdicts, page by page, in the order that was chosen for the lanes."""
    whole = table_views.verdict_table(view)
    rows = {row["patient"]: row for row in whole.to_dict("records")}
    children = order_children(view.classification, value_of(SORT))
    shown = choose_page(children, PER_PAGE, key="verdicts_page")
    reviewed = reviewed_children(view)
    headings = ["Child", "Histology", "Verdict", "Reason"]
    classes = ["short", "short wide", "code", ""]
    if reviewed is not None:
        headings.append("Reviewed")
        classes.append("short")
    listed = []
    for child in shown:
        row = rows[child]
        override = f" {row['override']}." if row["override"] else ""
        cells = [
            row["histology"],
            letter(row["response"]),
            f"{table_views.short_reason(row['reason'])}{override}",
        ]
        if reviewed is not None:
            cells.append("✓" if child in reviewed else "")
        listed.append((child, cells))
    linked.draw(
        linked.table(headings, listed, classes=classes, selected=view.selected, caption="Verdicts"),
        key="verdicts",
    )
    figures_and_tables.table_downloads(
        "verdicts", whole, view, lambda: listed_verdicts(view.classification).results
    )
    if len(children) > len(shown):
        st.caption(f"Shown are {len(shown)} of {len(children)}.")
