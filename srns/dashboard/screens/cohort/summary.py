"""Headline of the cohort, and each response with its interval and its children."""

import streamlit as st

from srns.dashboard.markdown_text import escape
from srns.dashboard.parts.response_figure import response_figure
from srns.dashboard.state.page_options import INTERVAL, choose, value_of
from srns.languages.messages import _
from srns.panels.catalogue import make_panel
from srns.panels.view import View


def show_summary(view: View) -> None:
    """Draw the headline, and the count of each response with its children as marks."""
    adjudicated = bool(view.classification.overrides) and st.toggle(
        _("Count adjudicated responses: overrides replace computed verdicts"), key="adjudicated"
    )
    panel = make_panel(view, "response", interval=value_of(INTERVAL), adjudicated=adjudicated)
    said, *further = panel.sentences
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.header(escape(said), anchor=False)
        choose(INTERVAL, width=260)
    for sentence in further:
        st.markdown(escape(sentence))
    response_figure(panel, view)
