"""Timeline of one child with the evidence for its verdict, and small timelines of all."""

import streamlit as st

from srns.charts.months import origin_words
from srns.charts.small_multiples import describe as describe_all
from srns.charts.small_multiples import small_multiples
from srns.charts.timeline import describe, timeline
from srns.dashboard.parts import figures_and_tables, patient_figures, table_views
from srns.dashboard.parts.choose_patient import choose_page, show_undated, show_verdict
from srns.dashboard.state.filters import View


def show_timeline(view: View, patient: str) -> None:
    """Draw one child's verdict and timeline."""
    show_verdict(view, patient)
    story = patient_figures.story_of(view, patient)
    notes = (view.cohort_note, table_views.override_of(view, patient))
    figures_and_tables.figure(
        "timeline",
        lambda: timeline(story, view.definition, view.units, notes),
        describe(story, view.definition, view.units),
        patient_figures.point_table(story, view),
        view,
        depends_on=patient,
        notes_of_one_child=notes,
    )
    show_undated(story)


def show_evidence(view: View, patient: str) -> None:
    """Draw one child's visits, the cells, and the criteria that each visit did not meet."""
    st.subheader("Visits and cells that decide the verdict")
    figures_and_tables.data_table("evidence", table_views.evidence_table(view, patient), view)


def show_all(view: View) -> None:
    """Draw small timelines of all children, page by page."""
    st.subheader("All children, by histology")
    shown = choose_page(patient_figures.by_histology(view), key="small_multiples_page")
    origin = origin_words(view.cohort)
    panels, points = patient_figures.panel_specifications(view, shown)
    figures_and_tables.figure(
        "small_multiples",
        lambda: small_multiples(
            patient_figures.panels_of(view, shown),
            view.definition,
            view.units,
            view.notes,
            origin=origin,
        ),
        describe_all(len(panels), view.units, origin),
        points,
        view,
        depends_on=tuple(shown),
        panels=panels,
    )
