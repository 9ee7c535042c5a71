"""The holes of the definition in force, on the definitions page."""

import pandas as pd
import streamlit as st

from srns.charts.gap_map import describe, gap_map, map_points, merged
from srns.dashboard.markdown_text import count, inert
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state import session
from srns.dashboard.state.filters import View
from srns.rules.definition import Definition
from srns.rules.gaps import gap_grid, needs_baseline, occasions_alone

NOWHERE = pd.DataFrame(columns=["patient"])


def show_holes(definition: Definition, view: View | None) -> None:
    """Show what the definition says of every pair of printed values, and who falls in a hole."""
    st.subheader("Where does it say nothing?")
    baseline = _choose_baseline(definition)
    grid = gap_grid(definition, baseline=baseline)
    occasions = occasions_alone(view.classification) if view else NOWHERE
    units = session.units_shown()
    notes = view.notes if view else ()
    figures_and_tables.figure(
        "gap_map",
        lambda: gap_map(grid, occasions, definition, units, baseline=baseline, notes=notes),
        describe(grid, map_points(occasions, units, grid), definition, baseline),
        merged(grid),
        view,
        of=(baseline, definition.sha256),
    )
    if view is not None:
        _list_occasions(occasions, view)


def _choose_baseline(definition: Definition) -> float | None:
    """Ask for the Up/c before treatment, where the definition asks for a fall from it."""
    if not needs_baseline(definition):
        return None
    return float(
        st.number_input(
            "Up/c before treatment that the map is drawn for (mg/mg)",
            min_value=0.1,
            max_value=50.0,
            value=8.0,
            step=0.5,
            key="map_baseline",
            help="This definition asks for a fall from what was measured before treatment.",
        )
    )


def _list_occasions(occasions: pd.DataFrame, view: View) -> None:
    inside = occasions[occasions["says"] == "unclassified"]
    if inside.empty:
        st.caption("No occasion of this cohort falls in a hole.")
        return
    children = inside["patient"].nunique()
    st.write(
        f"{count(len(inside), 'occasion')} of {count(children, 'child', 'children')} "
        f"{'falls' if len(inside) == 1 else 'fall'} in a hole: "
        f"{inert(', '.join(dict.fromkeys(inside['patient'])))}."
    )
    figures_and_tables.listing(
        "occasions_in_holes",
        pd.DataFrame(
            {
                "patient": inside["patient"],
                "day": inside["day"],
                "Up/c": inside["upcr_text"] + " " + inside["upcr_unit"],
                "Up/c cell": inside["upcr_cell"],
                "albumin": inside["albumin_text"] + " " + inside["albumin_unit"],
                "albumin cell": inside["albumin_cell"],
                "what it lacked": inside["lacked"],
            }
        ),
        view,
    )
