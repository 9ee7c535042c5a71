"""Did the response differ by histology."""

import streamlit as st

from srns.charts.proportions import describe, proportions
from srns.dashboard import panels, tables
from srns.dashboard.filters import require_view
from srns.dashboard.pages import begin

begin("Did the response differ by histology?")
view = require_view()

counts = tables.response_counts(view, "histology", tables.REMISSIONS)
title = "Remission by histology, with exact 95 % intervals"
panels.figure(
    "remission_by_histology",
    lambda: proportions(counts, title, view.definition, view.notes),
    describe(counts),
    counts,
    view,
)
st.write(
    "In a cohort this small the intervals are wide and overlap; a difference that one reads off "
    "them is a question for a larger cohort. No p-value is given."
    if view.of < 20
    else "The intervals are exact (Clopper–Pearson)."
)

st.subheader("Every response in every group, with the children's names")
panels.listing("responses_by_histology", tables.response_counts(view, "histology"), view)
