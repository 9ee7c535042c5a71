"""How many children responded."""

import streamlit as st

from srns.analysis.proportions.intervals import METHOD_WORDS
from srns.charts.proportions import describe, proportions
from srns.dashboard.markdown_text import inert
from srns.dashboard.parts import figures_and_tables, table_views
from srns.dashboard.screens import overview
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_options import INTERVAL, choose
from srns.dashboard.state.page_start import begin

begin("How many children responded?")
view = require_view()
figures_and_tables.measures(table_views.cohort_facts(view))

adjudicated = bool(view.classification.overrides) and st.toggle(
    "Count adjudicated responses: what a person decided, in place of the rule", key="adjudicated"
)
interval = choose(INTERVAL)
counts = table_views.response_counts(view, overall=True, adjudicated=adjudicated, interval=interval)
counted = "Adjudicated response (overrides by a person)" if adjudicated else "Response"
title = f"{counted}, with {METHOD_WORDS[interval]} 95 % intervals"
figures_and_tables.figure(
    "response",
    lambda: proportions(counts, title, view.definition, view.notes, interval=interval),
    describe(counts, interval=interval),
    counts,
    view,
    of=(adjudicated, interval),
)
with st.container():  # keeps its place, so that nothing below moves; below likewise
    if times := table_views.times_to_remission(view):
        st.write("\n\n".join(map(inert, times)))

st.subheader("Does the recorded response agree with the rule?")
declared = table_views.declared_table(view)
st.write(inert(table_views.say_agreement(declared)))
figures_and_tables.measures(table_views.agreement_facts(view))
with st.container():
    if table_views.why_no_interval(view):
        st.caption(inert(table_views.why_no_interval(view)))
figures_and_tables.listing("declared_against_computed", declared, view)

st.subheader("Every verdict with its reason")
figures_and_tables.listing("verdicts", table_views.verdict_table(view), view)

overview.offer_overrides(view)
