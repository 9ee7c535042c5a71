"""Timeline of one child, into which months can be zoomed by brushing them."""

import streamlit as st

from srns.analysis.results_data.courses import drawn_results
from srns.charts.timeline import describe, timeline
from srns.charts.timeline_table import timeline_table
from srns.charts.zoom import BRUSH, SHORTEST, zoomed
from srns.dashboard.parts import figures_and_tables, patient_figures, table_views
from srns.dashboard.parts.one_child import show_left_open
from srns.dashboard.state import session
from srns.dashboard.state.filters import View


def show_timeline(view: View, patient: str) -> None:
    """Draw one child's timeline, or the months of it that were brushed."""
    whole = patient_figures.story_of(view, patient)
    months = session.state().zoom
    story = zoomed(whole, months) if months else whole
    drawn = timeline_table(story)
    notes = (view.cohort_note, table_views.override_of(view, patient))
    figures_and_tables.figure(
        "timeline",
        lambda: timeline(story, view.definition, view.units, notes, brushed=True),
        describe(story, view.definition, view.units),
        drawn.assign(value=drawn["value"].map(str)),  # numbers and words: one type
        view,
        depends_on=(patient, months),
        notes_of_one_child=notes,
        on_select=_zoom,
        results=lambda: drawn_results(drawn, [patient]),
    )
    if months:
        st.button(
            f"Whole course (shown: months {months[0]:g} to {months[1]:g})",
            key="whole_course",
            icon=":material/zoom_out_map:",
            on_click=_show_whole,
        )
    else:
        st.caption("Drag across the figure to zoom into months.")
    show_left_open(whole)


def _zoom(key: str) -> None:
    """Keep the months that were brushed."""
    months = st.session_state[key]["selection"].get(BRUSH, {}).get("month", [])
    if len(months) != 2:
        return
    first, last = sorted(float(month) for month in months)
    if last - first >= SHORTEST:
        session.state().zoom = (round(first, 1), round(last, 1))


def _show_whole() -> None:
    session.state().zoom = None
