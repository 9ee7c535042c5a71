"""Timeline of one child, into which months can be zoomed by brushing them."""

import streamlit as st

from srns.charts.zoom import BRUSH, SHORTEST
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.one_child import show_left_open
from srns.dashboard.state import session
from srns.languages.messages import _
from srns.panels.catalogue import make_panel
from srns.panels.courses import notes_of_child, story_of
from srns.panels.view import View


def show_timeline(view: View, patient: str) -> None:
    """Draw one child's timeline, or the months of it that were brushed."""
    months = session.state().zoom
    figures_and_tables.figure(
        make_panel(view, "timeline", patient=patient, months=months),
        view,
        notes_of_one_child=notes_of_child(view, patient),
        on_select=_zoom,
    )
    how_to_zoom = () if months else (_("Drag across the figure to zoom into months."),)
    if months:
        st.button(
            _("Whole course (shown: months {first} to {last})").format(
                first=f"{months[0]:g}", last=f"{months[1]:g}"
            ),
            key="whole_course",
            icon=":material/zoom_out_map:",
            on_click=_show_whole,
        )
    show_left_open(story_of(view, patient), *how_to_zoom)


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
