"""How long until remission, and how long did it last."""

import streamlit as st

from srns.dashboard.screens import times
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_start import begin

begin("How long until remission, and how long did it last?")
view = require_view()
found = times.answer(view, times.ask(view))

st.subheader("How long until remission?")
times.show_waiting(view, found)

st.subheader("When exactly, between two visits?")
times.show_visits(view, found)

st.subheader("How long did it last?")
times.show_lasting(view, found)
