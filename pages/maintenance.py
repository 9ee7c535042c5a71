"""Outcome by maintenance regimen."""

import streamlit as st

from srns.dashboard.screens import maintenance
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_start import begin

begin("Outcome by maintenance regimen")
view = require_view()
st.info(
    "Interpret with caution: the regimen was chosen after the response was known, and only a child "
    "who stayed well long enough could be given one (guarantee-time bias). Differences between "
    "regimens are not drug effects."
)
maintenance.show_swimmer(view)
maintenance.show_responses(view)
maintenance.show_over_time(view)
