"""What happened to each child."""

import streamlit as st

from srns.charts.frames import tell_story
from srns.charts.small_multiples import describe as describe_all
from srns.charts.small_multiples import small_multiples
from srns.charts.timeline import describe, timeline
from srns.dashboard import panels, tables
from srns.dashboard.children import choose_child, choose_page, say_undated, say_verdict
from srns.dashboard.filters import require_view
from srns.dashboard.pages import begin

begin("What happened to each child?")
view = require_view()

patient = choose_child(view)
say_verdict(view, patient)
story = tell_story(view.cohort, view.classification, patient, view.units)
chart = timeline(story, view.definition, view.units, view.notes)
sentence = describe(story, view.definition, view.units)
panels.figure("timeline", chart, sentence, tables.point_table(story, view), view)
say_undated(story)

st.subheader("Which samples and cells decided it, and what did the others lack?")
panels.listing("evidence", tables.evidence_table(view, patient), view)

st.subheader("All children, sorted by histology")
shown = choose_page(tables.by_histology(view))
small, points = tables.panels_of(view, shown)
panels.figure(
    "small_multiples",
    small_multiples(small, view.definition, view.units, view.notes),
    describe_all(len(small), view.units),
    points,
    view,
    shown=small,
)
