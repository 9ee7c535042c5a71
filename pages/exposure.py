"""How much cyclophosphamide each child received."""

import streamlit as st

from srns.charts.exposure import describe, exposure_bars
from srns.dashboard import panels
from srns.dashboard.filters import require_view
from srns.dashboard.pages import begin
from srns.dashboard.paper_tables import dose_marks, doses, printed

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
    panels.figure(
        name,
        lambda table=table, unit=unit: exposure_bars(
            table, dose_marks(unit), unit, title, view.definition, view.notes
        ),
        describe(table, dose_marks(unit), unit),
        table,
        view,
    )

st.subheader("Child by child, and what is lacking")
panels.listing("exposure", printed(view, "exposure"), view)
