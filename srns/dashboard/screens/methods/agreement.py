"""Agreement of the responses that the workbook records with the computed ones."""

import streamlit as st

from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables, table_views
from srns.dashboard.state.filters import View


def show_agreement(view: View) -> None:
    """Draw the agreement in words and numbers, and the children one by one."""
    table = table_views.recorded_table(view)
    st.write(escape(table_views.describe_agreement(table)))
    figures_and_tables.metrics_row(table_views.agreement_facts(view))
    with st.container():  # always drawn, so that nothing below moves
        if reason := table_views.why_no_kappa(view):
            st.caption(escape(reason))
    figures_and_tables.data_table(
        "recorded_vs_computed", table, view, results=lambda: table_views.agreement_rows(view)
    )
