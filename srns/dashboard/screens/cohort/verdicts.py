"""Verdict table: each child with its verdict and the reason; a row opens the child."""

import streamlit as st

from srns.analysis.order_of_children import order_children
from srns.charts.theme import letter
from srns.dashboard.parts import figures_and_tables, linked
from srns.dashboard.parts.one_child import choose_page
from srns.dashboard.screens.child.review import reviewed_children
from srns.dashboard.screens.cohort import booklet
from srns.dashboard.state.page_options import SORT, value_of
from srns.languages.messages import _, translated
from srns.languages.sentences import in_brief
from srns.panels.catalogue import make_panel
from srns.panels.pages_of_children import page_of
from srns.panels.verdict_tables import verdict_table
from srns.panels.view import View

PER_PAGE = 25


def show_verdicts(view: View) -> None:
    """Draw the verdicts, page by page, in the order that was chosen for the lanes."""
    children = order_children(view.classification, value_of(SORT))
    page = choose_page(children, PER_PAGE, key="verdicts_page")
    shown = page_of(children, PER_PAGE, page)
    table = verdict_table(view, shown)
    rows = {row["patient"]: row for row in table.to_dict("records")}
    reviewed = reviewed_children(view)
    headings = [_("Child"), _("Histology"), _("Verdict"), _("Reason")]
    classes = ["short", "short wide", "code", ""]
    if reviewed is not None:
        headings.append(_("Reviewed"))
        classes.append("short")
    listed = []
    for child in shown:
        row = rows[child]
        override = f"{row['override']}." if row["override"] else ""
        words = [in_brief(row["reason"]), translated(row["nearest miss"]), override]
        cells = [
            translated(row["histology"]),
            letter(row["response"]),
            " ".join(filter(None, words)),
        ]
        if reviewed is not None:
            cells.append("✓" if child in reviewed else "")
        listed.append((child, cells))
    linked.draw(
        linked.table(
            headings, listed, classes=classes, selected=view.selected, caption=_("Verdicts")
        ),
        key="verdicts",
    )
    with st.container(horizontal=True):
        figures_and_tables.table_downloads("verdicts", lambda: make_panel(view, "verdicts"), view)
        booklet.offer_booklet(view)
    if len(children) > len(shown):
        st.caption(_("Shown are {n} of {of}.").format(n=len(shown), of=len(children)))
