"""What happened to each child."""

import streamlit as st

from srns.charts.small_multiples import describe as describe_all
from srns.charts.small_multiples import small_multiples
from srns.charts.timeline import describe, timeline
from srns.dashboard import panels, stories, tables
from srns.dashboard.children import choose_child, choose_page, say_undated, say_verdict
from srns.dashboard.filters import require_view
from srns.dashboard.pages import begin

begin("What happened to each child?")
view = require_view()

patient = choose_child(view)
say_verdict(view, patient)
overridden = tables.override_of(view, patient)
story = stories.story_of(view, patient)
notes = (view.cohort_note, overridden)
panels.figure(
    "timeline",
    lambda: timeline(story, view.definition, view.units, notes),
    describe(story, view.definition, view.units),
    stories.point_table(story, view),
    view,
    of=patient,
    notes_of_one_child=notes,
)
say_undated(story)

st.subheader("Which samples and cells decided it, and what did the others lack?")
panels.listing("evidence", tables.evidence_table(view, patient), view)

st.subheader("All children, sorted by histology")
shown = choose_page(stories.by_histology(view), key="small_multiples_page")
small, points = stories.panel_specifications(view, shown)
panels.figure(
    "small_multiples",
    lambda: small_multiples(
        stories.panels_of(view, shown), view.definition, view.units, view.notes
    ),
    describe_all(len(small), view.units),
    points,
    view,
    of=tuple(shown),
    shown=small,
)
