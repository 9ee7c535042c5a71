"""What counts as remission."""

import streamlit as st

from srns.dashboard.rulebook import choose_definition, show_definition

st.title("What counts as remission?")
show_definition(choose_definition())
