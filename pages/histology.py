"""Did the response differ by histology."""

import streamlit as st

from srns.analysis.proportions.intervals import METHOD_NAMES, METHOD_WORDS
from srns.charts.proportions import describe, proportions
from srns.dashboard.markdown_text import inert
from srns.dashboard.parts import figures_and_tables, table_views
from srns.dashboard.screens import histology
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_options import COMPARE, INTERVAL, choose, switch
from srns.dashboard.state.page_start import begin

begin("Did the response differ by histology?")
view = require_view()

interval = choose(INTERVAL)
counts = table_views.response_counts(view, "histology", table_views.REMISSIONS, interval=interval)
title = f"Remission by histology, with {METHOD_WORDS[interval]} 95 % intervals"
figures_and_tables.figure(
    "remission_by_histology",
    lambda: proportions(counts, title, view.definition, view.notes, interval=interval),
    describe(counts, interval=interval),
    counts,
    view,
    of=interval,
)
st.write(
    "In a cohort this small the intervals are wide and overlap; a difference that one reads off "
    "them is a question for a larger cohort. No p-value is given unless asked for."
    if view.of < 20
    else f"The intervals: {METHOD_NAMES[interval]}."
)

if switch(COMPARE):
    for sentence in histology.compare(view, "histology"):
        st.write(inert(sentence))

st.subheader("Every response in every group, with the children's names")
figures_and_tables.listing(
    "responses_by_histology", histology.cross(view, "histology", interval), view
)
