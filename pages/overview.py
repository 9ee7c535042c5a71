"""How many children responded."""

import streamlit as st

from srns.analysis.proportions.intervals import METHOD_WORDS
from srns.charts.proportions import describe, proportions
from srns.dashboard import overriding, panels, tables
from srns.dashboard.choices import INTERVAL, choose
from srns.dashboard.filters import require_view
from srns.dashboard.pages import begin
from srns.dashboard.words import inert

begin("How many children responded?")
view = require_view()
panels.measures(tables.cohort_facts(view))

adjudicated = bool(view.classification.overrides) and st.toggle(
    "Count adjudicated responses: what a person decided, in place of the rule", key="adjudicated"
)
interval = choose(INTERVAL)
counts = tables.response_counts(view, overall=True, adjudicated=adjudicated, interval=interval)
counted = "Adjudicated response (overrides by a person)" if adjudicated else "Response"
title = f"{counted}, with {METHOD_WORDS[interval]} 95 % intervals"
panels.figure(
    "response",
    lambda: proportions(counts, title, view.definition, view.notes, interval=interval),
    describe(counts, interval=interval),
    counts,
    view,
    of=(adjudicated, interval),
)
with st.container():  # keeps its place, so that nothing below moves; below likewise
    if times := tables.times_to_remission(view):
        st.write("\n\n".join(map(inert, times)))

st.subheader("Does the recorded response agree with the rule?")
declared = tables.declared_table(view)
st.write(inert(tables.say_agreement(declared)))
panels.measures(tables.agreement_facts(view))
with st.container():
    if tables.why_no_interval(view):
        st.caption(inert(tables.why_no_interval(view)))
panels.listing("declared_against_computed", declared, view)

st.subheader("Every verdict with its reason")
panels.listing("verdicts", tables.verdict_table(view), view)

overriding.offer_overrides(view)
