"""Gaps of the definition in use: values it does not cover, and the visits that fall in them."""

import pandas as pd
import streamlit as st

from srns.analysis.definitions.gap_results import gap_results
from srns.analysis.results_data.rows import EVERYONE, statistics_of
from srns.charts.gap_map import describe, gap_map, map_points, merged
from srns.dashboard.markdown_text import count, escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state import session
from srns.dashboard.state.filters import View
from srns.rules.definition import Definition
from srns.rules.gaps import gap_grid, needs_baseline, occasions_alone

NOWHERE = pd.DataFrame(columns=["patient"])


def show_gaps(definition: Definition, view: View | None) -> None:
    """Draw the definition's answer for every pair of printed values, and list visits in gaps."""
    baseline = _choose_baseline(definition)
    grid = gap_grid(definition, baseline=baseline)
    occasions = occasions_alone(view.classification) if view else NOWHERE
    units = session.units_shown()
    notes = view.notes if view else ()
    points = map_points(occasions, units, grid)
    results = session.cached(
        ("gaps", baseline, definition.sha256, view and tuple(view.patients)),
        lambda: gap_results(grid, occasions, points),
    )
    figures_and_tables.figure(
        "gap_map",
        lambda: gap_map(grid, occasions, definition, units, baseline=baseline, notes=notes),
        describe(grid, points, definition, baseline),
        merged(grid),
        view,
        depends_on=(baseline, definition.sha256),
        results=lambda: results,
    )
    if view is not None:
        _list_visits(occasions, view, results)


def _choose_baseline(definition: Definition) -> float | None:
    """Ask for the baseline Up/c if the definition requires a fall from it; else return None."""
    if not needs_baseline(definition):
        return None
    return float(
        st.number_input(
            "Baseline Up/c for this map (mg/mg)",
            min_value=0.1,
            max_value=50.0,
            value=8.0,
            step=0.5,
            key="map_baseline",
            help="This definition requires a fall from the Up/c before treatment.",
        )
    )


def _list_visits(occasions: pd.DataFrame, view: View, results: pd.DataFrame) -> None:
    inside = occasions[occasions["says"] == "unclassified"]
    if inside.empty:
        st.caption("No visit of this cohort falls in a gap.")
        return
    found = statistics_of(results, "visits in a gap")[EVERYONE, ""]
    visits, children = found["count"].stat, found["n"]
    st.write(
        f"{count(visits, 'visit')} of {count(children.stat, 'child', 'children')} "
        f"{'falls' if visits == 1 else 'fall'} in a gap: {escape(', '.join(children.patients))}."
    )
    figures_and_tables.data_table(
        "visits_in_gaps",
        pd.DataFrame(
            {
                "patient": inside["patient"],
                "day": inside["day"],
                "Up/c": inside["upcr_text"] + " " + inside["upcr_unit"],
                "Up/c cell": inside["upcr_cell"],
                "albumin": inside["albumin_text"] + " " + inside["albumin_unit"],
                "albumin cell": inside["albumin_cell"],
                "criterion not met": inside["lacked"],
            }
        ),
        view,
    )
