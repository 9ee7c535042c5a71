"""Courses of all children: swimmer plot, and small timelines on one axis."""

from typing import Any

import streamlit as st

from srns.analysis.order_of_children import order_children
from srns.charts.small_multiples import PER_PAGE, SharedAxes
from srns.charts.theme import specification
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.arrow_datasets import with_arrow_rows
from srns.dashboard.parts.one_child import choose_page
from srns.dashboard.parts.picked import open_picked
from srns.dashboard.state.page_options import OWN_AXES, SORT, choose, switch
from srns.panels.catalogue import make_panel
from srns.panels.courses import axes_of, panel_of_child
from srns.panels.pages_of_children import LANES, page_of
from srns.panels.view import View


def show_swimmer(view: View) -> None:
    """Draw the swimmer plot, page by page; a lane opens its child."""
    sort = choose(SORT)
    page = choose_page(order_children(view.classification, sort), LANES, key="swimmer_page")
    panel = make_panel(view, "swimmer", sort=sort, page=page)
    figures_and_tables.figure(panel, view, on_select=open_picked)


def show_panels(view: View) -> None:
    """Draw a small timeline of each child, page by page; a panel opens its child."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sort, own = choose(SORT), switch(OWN_AXES)
    ordered = order_children(view.classification, sort)
    page = choose_page(ordered, PER_PAGE, key="small_multiples_page")
    shown = page_of(ordered, PER_PAGE, page)
    axes = None if own else axes_of(view, shown)
    figures_and_tables.figure(
        make_panel(view, "small_multiples", sort=sort, page=page, own_axes=own),
        view,
        parts=[_specification(view, patient, axes) for patient in shown],
        on_select=open_picked,
    )


def _specification(view: View, patient: str, axes: SharedAxes | None) -> dict[str, Any]:
    """Return the Vega-Lite specification of one child's panel."""
    heading = view.groups.loc[patient, "histology"]
    return view.once(
        ("small panel", patient, heading, axes),
        lambda: with_arrow_rows(
            specification(lambda: panel_of_child(view, patient, axes, alone=True))
        ),
    )
