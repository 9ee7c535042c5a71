"""How long until remission, and how long did it last."""

import streamlit as st

from srns.dashboard import timing
from srns.dashboard.filters import require_view
from srns.dashboard.pages import begin

begin("How long until remission, and how long did it last?")
view = require_view()
found = timing.answer(view, timing.ask(view))

st.subheader("How long until remission?")
timing.show_waiting(view, found)

st.subheader("When exactly, between two visits?")
timing.show_visits(view, found)

st.subheader("How long did it last?")
timing.show_lasting(view, found)
