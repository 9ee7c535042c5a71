"""Headline of the cohort, and each response with its interval and its children."""

import streamlit as st

from srns.analysis.proportions.intervals import METHOD_WORDS
from srns.charts.proportions import describe, proportions
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables, table_views
from srns.dashboard.parts.headline import headline
from srns.dashboard.parts.picked import select_group_or_open
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
    title = f"{counted}, with {METHOD_WORDS[interval]} 95 % intervals"
    figures_and_tables.figure(
        "response",
        lambda: proportions(
            counts, title, view.definition, view.notes, interval=interval, selected=view.selected
        ),
        describe(counts, interval=interval),
        table_views.without_lists(counts),
        view,
        depends_on=(adjudicated, interval),
        on_select=select_group_or_open(table_views.children_of(counts)),
    )
