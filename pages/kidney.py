"""How well the kidneys filtered."""

import streamlit as st

from srns.charts.kidney import describe, kidney_lanes
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.paper_tables import EQUATION_NAMES, printed, rates, stages
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_start import begin

begin("How well did the kidneys filter?")
view = require_view()
equation = st.radio(
    "Equation, the same for every child and age",
    list(EQUATION_NAMES),
    key="equation",
    format_func=EQUATION_NAMES.__getitem__,
    horizontal=True,
)
table = rates(view, equation)
title = f"Filtration rate by {EQUATION_NAMES[equation]}"
if table.empty:
    st.info(
        "No filtration rate can be estimated: it takes creatinine and height on the sheet Labs, "
        "and the age at the first infusion. The table says what each child lacks."
    )
else:
    figures_and_tables.figure(
        "kidney_function",
        lambda: kidney_lanes(table, stages(), title, view.definition, view.notes),
        describe(table),
        table,
        view,
        of=equation,
    )
st.subheader("Child by child")
figures_and_tables.listing(
    "kidney_table", printed(view, "kidney_function", equation=equation), view
)
