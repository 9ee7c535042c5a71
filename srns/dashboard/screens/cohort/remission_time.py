"""Times of the cohort: to remission, by month, between visits, in remission; and all states."""

import streamlit as st

from srns.analysis.time_to_event.occupancy import occupancy_sentences
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.screens.methods import times
from srns.dashboard.state.page_options import CURVE, SHOWN_TIMES, value_of
from srns.panels.catalogue import make_panel
from srns.panels.remission_times import times_to_remission
from srns.panels.states import followed
from srns.panels.view import View


def show_remission_time(view: View) -> None:
    """Draw the median times in words, and the view of times that is open."""
    if value_of(SHOWN_TIMES) == CURVE and (sentences := times_to_remission(view)):
        st.write(escape(" ".join(sentences)))
    times.show_times(view)


def show_states(view: View) -> None:
    """Draw how many children are in each state over time, and the shares at fixed months."""
    found = followed(view)
    if not found.n:
        st.info(escape(occupancy_sentences(found, 0.0)[0]))
        return
    figures_and_tables.figure(make_panel(view, "states_over_time"), view)
    figures_and_tables.printed_table(make_panel(view, "states_by_month"), view)
