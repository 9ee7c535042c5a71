"""What became of the children on each maintenance regimen."""

import streamlit as st

from srns.charts.proportions import describe, proportions
from srns.charts.swimmer import describe as describe_lanes
from srns.charts.swimmer import swimmer
from srns.dashboard import panels, tables
from srns.dashboard.children import choose_page
from srns.dashboard.filters import require_view
from srns.dashboard.pages import begin

begin("What became of the children on each maintenance regimen?")
view = require_view()
st.info(
    "Read with care: the regimen was chosen after the response was seen, and a child had to stay "
    "well long enough to be given one (guarantee-time bias). A difference between regimens here is "
    "no effect of the drugs."
)

st.subheader("From the first infusion to the last follow-up")
shown = choose_page(tables.by_histology(view), key="swimmer_page")
frames = tables.lanes(view, shown)
panels.figure(
    "swimmer",
    lambda: swimmer(**frames, definition=view.definition, notes=view.notes),
    describe_lanes(frames["ends"]),
    frames["states"],
    view,
    of=tuple(shown),
)

st.subheader("Response by maintenance regimen")
counts = tables.response_counts(view, "maintenance", tables.REMISSIONS)
title = "Remission by maintenance regimen, with exact 95 % intervals"
panels.figure(
    "remission_by_regimen",
    lambda: proportions(counts, title, view.definition, view.notes),
    describe(counts),
    counts,
    view,
)

st.subheader("Status at last follow-up by maintenance regimen")
children = tables.regimen_table(view)
panels.listing("status_by_regimen", tables.outcome_counts(children), view)

st.subheader("Every child, with the words as typed")
panels.listing("regimens", children, view)
