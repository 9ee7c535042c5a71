"""Sensitivity of the verdicts to each criterion alone and to all of them at once."""

import pandas as pd
import streamlit as st

from srns.analysis.proportions.outcomes import OUTCOMES
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state.access_checks import checked_fragment
from srns.languages.messages import _, translated
from srns.panels.catalogue import make_panel
from srns.panels.view import View

MANY = 200
"""Above this number of children the page warns that the computation takes a while."""


@checked_fragment
def show_tipping(view: View) -> None:
    """Draw how far each criterion can move; computed once the expander is opened."""
    st.header(_("How far can one criterion change before a verdict changes?"))
    with st.expander(
        _("Change one criterion at a time"), key="tipping_shown", on_change="rerun"
    ) as it:
        _warn_slow(view)
        if not it.open:
            return
        with st.spinner(_("Changing each criterion …")):
            panel = make_panel(view, "tipping_points")
        for sentence in panel.sentences:
            st.write(escape(sentence))
        list_tipping(panel.table)
        st.caption(_("Every criterion, in both directions:"))
        figures_and_tables.data_table(panel, view)


@checked_fragment
def show_curve(view: View) -> None:
    """Draw the outcome under every combination; computed once the expander is opened."""
    st.header(_("All reasonable combinations of criteria"))
    with st.expander(_("Count under all combinations"), key="curve_shown", on_change="rerun") as it:
        _warn_slow(view)
        if not it.open:
            return
        outcome = st.radio(
            _("Outcome"),
            list(OUTCOMES),
            key="curve_outcome",
            horizontal=True,
            format_func=translated,
        )
        with st.spinner(_("Counting under every combination …")):
            panel = make_panel(view, "specification_curve", outcome=outcome)
        figures_and_tables.figure(panel, view)


def _warn_slow(view: View) -> None:
    if len(view.patients) > MANY:
        st.caption(_("For {n} children this takes a while.").format(n=len(view.patients)))


def list_tipping(table: pd.DataFrame) -> None:
    """Draw where the first verdict changes, for each criterion that changes one."""
    first = table[(table["first to change"] == "a verdict") & (table["who changes"] != "")]
    for row in first.to_dict("records"):
        move = (
            _("moved {direction}").format(direction=translated(row["changed"]))
            if row["changed"] != "to"
            else _("changed")
        )
        words = _("**{criterion}**, {move}: first change at {value}, child {child}.").format(
            criterion=escape(row["criterion, as published"]),
            move=move,
            value=escape(row["at"]),
            child=escape(row["who changes"]),
        )
        st.markdown(f"- {words}")
