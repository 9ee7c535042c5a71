"""Headline of the cohort, and each response with its interval and its children."""

import streamlit as st

from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import table_views
from srns.dashboard.parts.headline import headline
from srns.dashboard.parts.response_figure import response_figure
from srns.dashboard.state.filters import View
from srns.dashboard.state.page_options import INTERVAL, choose


def show_summary(view: View) -> None:
    """Draw the headline, and the count of each response with its children as marks."""
    adjudicated = bool(view.classification.overrides) and st.toggle(
        "Count adjudicated responses: overrides replace computed verdicts", key="adjudicated"
    )
    words, choice = st.columns([4, 1], vertical_alignment="bottom")
    with choice:
        interval = choose(INTERVAL)
    with words:
        said = headline(view, adjudicated=adjudicated, interval=interval)
        st.markdown(f"### {escape(said)}")
    counts = table_views.response_counts(
        view, overall=True, adjudicated=adjudicated, interval=interval
    )
    counted = "Adjudicated response (with overrides)" if adjudicated else "Response"
    response_figure(
        "response",
        counts,
        counted,
        view,
        interval,
        depends_on=adjudicated,
        results=lambda: table_views.summary_rows(view, adjudicated=adjudicated, interval=interval),
    )
