"""Time to remission of the cohort, from the first infusion or another day 0."""

import streamlit as st

from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import table_views
from srns.dashboard.screens.methods import times
from srns.dashboard.state.filters import View


def show_remission_time(view: View) -> None:
    """Draw the median times in words, and the curve; its choices are on the page Methods too."""
    if sentences := table_views.times_to_remission(view):
        st.write(escape(" ".join(sentences)))
    found = times.compute(view, times.choose_question(view))
    times.show_waiting(view, found, lambda: table_views.summary_rows(view))
