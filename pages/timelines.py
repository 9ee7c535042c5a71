"""What happened to each child."""

import streamlit as st

from srns.charts.small_multiples import describe as describe_all
from srns.charts.small_multiples import small_multiples
from srns.charts.timeline import describe, timeline
from srns.dashboard.parts import figures_and_tables, patient_figures, table_views
from srns.dashboard.parts.choose_patient import choose_child, choose_page, say_undated, say_verdict
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_start import begin

begin("What happened to each child?")
view = require_view()

patient = choose_child(view)
say_verdict(view, patient)
overridden = table_views.override_of(view, patient)
story = patient_figures.story_of(view, patient)
notes = (view.cohort_note, overridden)
figures_and_tables.figure(
    "timeline",
    lambda: timeline(story, view.definition, view.units, notes),
    describe(story, view.definition, view.units),
    patient_figures.point_table(story, view),
    view,
    of=patient,
    notes_of_one_child=notes,
)
say_undated(story)

st.subheader("Which samples and cells decided it, and what did the others lack?")
figures_and_tables.listing("evidence", table_views.evidence_table(view, patient), view)

st.subheader("All children, sorted by histology")
shown = choose_page(patient_figures.by_histology(view), key="small_multiples_page")
small, points = patient_figures.panel_specifications(view, shown)
figures_and_tables.figure(
    "small_multiples",
    lambda: small_multiples(
        patient_figures.panels_of(view, shown), view.definition, view.units, view.notes
    ),
    describe_all(len(small), view.units),
    points,
    view,
    of=tuple(shown),
    shown=small,
)
