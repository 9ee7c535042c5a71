"""Times of the cohort: to remission, by month, between visits, in remission; and all states."""

import streamlit as st

from srns.analysis.tables.state_table import state_table
from srns.analysis.time_to_event.occupancy import Occupancy, occupancy, occupancy_sentences
from srns.charts.months import origin_words
from srns.charts.occupancy import area_table, occupancy_chart
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables, table_views
from srns.dashboard.screens.methods import times
from srns.dashboard.state import session
from srns.dashboard.state.filters import View
from srns.dashboard.state.page_options import CURVE, SHOWN_TIMES, value_of


def show_remission_time(view: View) -> None:
    """Draw the median times in words, and the view of times that is open."""
    if value_of(SHOWN_TIMES) == CURVE and (sentences := table_views.times_to_remission(view)):
        st.write(escape(" ".join(sentences)))
    times.show_times(view)


def show_states(view: View) -> None:
    """Draw how many children are in each state over time, and the shares at fixed months."""
    found = _followed(view)
    if not found.n:
        st.info(escape(occupancy_sentences(found, 0.0)[0]))
        return
    title = "Children in each state over time"
    figures_and_tables.figure(
        "states_over_time",
        lambda: occupancy_chart(
            found, title, view.definition, view.notes, since=origin_words(view.cohort)
        ),
        " ".join(occupancy_sentences(found, found.last_month)),
        area_table(found),
        view,
    )
    figures_and_tables.printed_table("states_by_month", state_table(found), view)


def _followed(view: View) -> Occupancy:
    return session.cached(
        ("occupancy", tuple(view.patients)),
        lambda: occupancy(view.cohort, view.classification),
    )
