"""Who the children are, who was left out, and what was measured."""

import streamlit as st

from srns.charts.flow import describe, flow_diagram
from srns.dashboard import panels
from srns.dashboard.eligibility import show_eligibility
from srns.dashboard.filters import require_view
from srns.dashboard.pages import begin
from srns.dashboard.paper_tables import GROUPINGS, printed

begin("Who are the children?")
view = require_view()

st.subheader("Characteristics")
by = st.selectbox("In groups by", list(GROUPINGS), key="table1_by")
panels.sheet("table1", printed(view, "table1", by=GROUPINGS[by]), view)

st.subheader("The children one by one")
panels.sheet("cases", printed(view, "cases"), view)

st.subheader("Steroid-resistant, difficult to treat, drug-resistant?")
show_eligibility(view)

st.subheader("From the rows of the sheet to the children analysed")
steps = printed(view, "flow")
panels.figure(
    "flow",
    lambda: flow_diagram(steps.rows, steps.title, view.definition, view.notes),
    describe(steps.rows),
    steps.rows,
    view,
    of=view.of,
)

st.subheader("What was measured, visit by visit, and could the rules decide?")
panels.listing("completeness", printed(view, "completeness"), view)
