"""How many children responded."""

import streamlit as st

from srns.charts.proportions import describe, proportions
from srns.dashboard import panels, tables
from srns.dashboard.filters import require_view
from srns.dashboard.pages import begin
from srns.dashboard.words import inert

begin("How many children responded?")
view = require_view()
panels.measures(tables.cohort_facts(view))

counts = tables.response_counts(view, overall=True)
title = "Response, with exact 95 % intervals"
panels.figure(
    "response",
    lambda: proportions(counts, title, view.definition, view.notes),
    describe(counts),
    counts,
    view,
)
for sentence in tables.times_to_remission(view):
    st.write(inert(sentence))

st.subheader("Does the recorded response agree with the rule?")
declared = tables.declared_table(view)
st.write(inert(tables.say_agreement(declared)))
panels.listing("declared_against_computed", declared, view)

st.subheader("Every verdict with its reason")
panels.listing("verdicts", tables.verdict_table(view), view)
