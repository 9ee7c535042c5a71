"""Outcome by maintenance regimen."""

import streamlit as st

from srns.dashboard.parts.page_frame import show
from srns.dashboard.parts.tabs import choose_part
from srns.dashboard.screens import maintenance
from srns.dashboard.state.filters import require_view
from srns.languages.messages import _

PARTS = {
    "response": maintenance.show_responses,
    "regimens in time": maintenance.show_in_time,
    "relapses on and off drugs": maintenance.show_relapses,
    "regimen of each child": maintenance.show_children,
}


def draw() -> None:
    """Draw the children that the filters leave."""
    view = require_view()
    st.caption(
        _(
            "Interpret with caution: the regimen was chosen after the response was known, and only "
            "a child who stayed well long enough could be given one (guarantee-time bias). "
            "Differences between regimens are not drug effects."
        )
    )
    PARTS[choose_part("maintenance")](view)


show(_("Outcome by maintenance regimen"), draw)
