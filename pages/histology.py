"""Did the response differ by histology."""

import streamlit as st

from srns.analysis.proportions.intervals import METHOD_NAMES, METHOD_WORDS
from srns.charts.proportions import describe, proportions
from srns.dashboard import groups_compared, panels, tables
from srns.dashboard.choices import COMPARE, INTERVAL, choose, switch
from srns.dashboard.filters import require_view
from srns.dashboard.pages import begin
from srns.dashboard.words import inert

begin("Did the response differ by histology?")
view = require_view()

interval = choose(INTERVAL)
counts = tables.response_counts(view, "histology", tables.REMISSIONS, interval=interval)
title = f"Remission by histology, with {METHOD_WORDS[interval]} 95 % intervals"
panels.figure(
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
    for sentence in groups_compared.compare(view, "histology"):
        st.write(inert(sentence))

st.subheader("Every response in every group, with the children's names")
panels.listing("responses_by_histology", groups_compared.cross(view, "histology", interval), view)
