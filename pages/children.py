"""Who the children are, who was left out, and what was measured."""

import streamlit as st

from srns.charts.flow import describe, flow_diagram
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.paper_tables import GROUPINGS, printed
from srns.dashboard.screens.children import show_eligibility
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_start import begin

begin("Who are the children?")
view = require_view()

st.subheader("Characteristics")
by = st.selectbox("In groups by", list(GROUPINGS), key="table1_by")
figures_and_tables.sheet("table1", printed(view, "table1", by=GROUPINGS[by]), view)

st.subheader("The children one by one")
figures_and_tables.sheet("cases", printed(view, "cases"), view)

st.subheader("Steroid-resistant, difficult to treat, drug-resistant?")
show_eligibility(view)

st.subheader("From the rows of the sheet to the children analysed")
steps = printed(view, "flow")
figures_and_tables.figure(
    "flow",
    lambda: flow_diagram(steps.rows, steps.title, view.definition, view.notes),
    describe(steps.rows),
    steps.rows,
    view,
    of=view.of,
)

st.subheader("What was measured, visit by visit, and could the rules decide?")
figures_and_tables.listing("completeness", printed(view, "completeness"), view)
