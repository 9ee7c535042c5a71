"""Courses of all children: swimmer plot, and small timelines on one axis."""

import pandas as pd
import streamlit as st

from srns.analysis.order_of_children import order_children
from srns.analysis.results_data.courses import course_results, drawn_results
from srns.charts.months import origin_words
from srns.charts.small_multiples import PER_PAGE, small_multiples
from srns.charts.small_multiples import describe as describe_panels
from srns.charts.swimmer import describe, swimmer
from srns.charts.timeline_table import timeline_table
from srns.dashboard.parts import figures_and_tables, patient_figures
from srns.dashboard.parts.one_child import choose_page
from srns.dashboard.parts.picked import open_picked
from srns.dashboard.state.filters import View
from srns.dashboard.state.page_options import OWN_AXES, SORT, choose, switch

LANES = 24
WHOM = {False: ("child", "children"), True: ("line of treatment", "lines of treatment")}
"""What a lane is of, by whether lines of treatment are judged."""


def show_swimmer(view: View) -> None:
    """Draw the swimmer plot, page by page; a lane opens its child."""
    origin = origin_words(view.cohort)
    ordered = order_children(view.classification, choose(SORT))
    shown = choose_page(ordered, LANES, key="swimmer_page")
    frames = patient_figures.lanes(view, shown)
    figures_and_tables.figure(
        "swimmer",
        lambda: swimmer(
            **frames,
            definition=view.definition,
            notes=view.notes,
            origin=origin,
            selected=view.selected,
        ),
        describe(frames["ends"], *WHOM[view.basis.by_line]),
        frames["states"],
        view,
        depends_on=tuple(shown),
        on_select=open_picked,
        results=lambda: course_results(frames["ends"], frames["states"], view.classification),
    )


def show_panels(view: View) -> None:
    """Draw a small timeline of each child, page by page; a panel opens its child."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        order, own = choose(SORT), switch(OWN_AXES)
    ordered = order_children(view.classification, order)
    shown = choose_page(ordered, PER_PAGE, key="small_multiples_page")
    origin = origin_words(view.cohort)
    axes = None if own else patient_figures.axes_of(view, shown)
    panels, points = patient_figures.panel_specifications(view, shown, axes)
    figures_and_tables.figure(
        "small_multiples",
        lambda: small_multiples(
            patient_figures.panels_of(view, shown, axes),
            view.definition,
            view.units,
            view.notes,
            origin=origin,
            shared=not own,
        ),
        describe_panels(len(panels), view.units, origin, shared=not own),
        points,
        view,
        depends_on=(own, *shown),
        panels=panels,
        on_select=open_picked,
        results=lambda: drawn_results(
            pd.concat([timeline_table(patient_figures.story_of(view, child)) for child in shown]),
            shown,
        ),
    )
