"""How much cyclophosphamide each child received."""

import streamlit as st

from srns.charts.exposure import describe, exposure_bars
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.paper_tables import dose_marks, doses, printed
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_start import begin

begin("How much cyclophosphamide did each child receive?")
view = require_view()
st.info(
    "Infusions and other courses are added up. The dashed lines are doses that sources name; they "
    "are there to look at and say nothing about one child's risk."
)
title = "Cumulative cyclophosphamide"
for unit, name in (("mg/m²", "dose_per_surface"), ("mg/kg", "dose_per_weight")):
    table = doses(view, unit)
    if table.empty:
        st.write(f"In {unit} no child's dose can be told: the table below says what is lacking.")
        continue
    figures_and_tables.figure(
        name,
        lambda table=table, unit=unit: exposure_bars(
            table, dose_marks(unit), unit, title, view.definition, view.notes
        ),
        describe(table, dose_marks(unit), unit),
        table,
        view,
    )

st.subheader("Child by child, and what is lacking")
figures_and_tables.listing("exposure", printed(view, "exposure"), view)
