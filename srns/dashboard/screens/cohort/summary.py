"""Headline of the cohort, and each response with its interval and its children."""

import streamlit as st

from srns.dashboard.markdown_text import escape
from srns.dashboard.parts.response_figure import response_figure
from srns.dashboard.state.page_options import INTERVAL, choose
from srns.languages.messages import _
from srns.panels.catalogue import make_panel
from srns.panels.view import View


def show_summary(view: View) -> None:
    """Draw the headline, and the count of each response with its children as marks."""
    adjudicated = bool(view.classification.overrides) and st.toggle(
        _("Count adjudicated responses: overrides replace computed verdicts"), key="adjudicated"
    )
    words, choice = st.columns([4, 1], vertical_alignment="bottom")
    with choice:
        interval = choose(INTERVAL)
    panel = make_panel(view, "response", interval=interval, adjudicated=adjudicated)
    with words:
        said, *further = panel.sentences
        st.header(escape(said), anchor=False)
        for sentence in further:
            st.markdown(escape(sentence))
    response_figure(panel, view)
