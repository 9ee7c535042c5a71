"""The definition in use: its worked cases, the map of its gaps, and the visits in them."""

import pandas as pd

from srns.analysis.definitions.gap_results import gap_results
from srns.charts.gap_map import describe, map_points, merged
from srns.charts.gap_map import gap_map as draw_map
from srns.cohort.unit_systems import Units
from srns.panels.panel import Panel, table_panel
from srns.panels.view import View
from srns.rules.cases import judge_cases, load_cases
from srns.rules.definition import Definition
from srns.rules.gaps import gap_grid, needs_baseline, occasions_alone

USUAL_BASELINE = 8.0
"""Up/c before treatment (mg/mg), for a definition that asks for a fall from it."""
_NOWHERE = pd.DataFrame(columns=["patient"])


def worked_cases(view: View) -> Panel:
    """Judge the worked cases of a published definition; an own one has none."""
    return cases_of(view.definition)


def gap_map(view: View, *, baseline: float = USUAL_BASELINE) -> Panel:
    """Draw the definition's answer for every pair of printed values, with the visits."""
    return map_of(view.definition, view.units, baseline, view)


def visits_in_gaps(view: View) -> Panel:
    """List the visits that fall in a gap."""
    inside = inside_gaps(view)
    return table_panel(
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
    )


def cases_of(definition: Definition) -> Panel:
    """Judge the worked cases of a definition, with or without a cohort."""
    judged = judge_cases(load_cases(definition.id), definition)
    agrees = judged["agrees"].map({True: "yes", False: "NO"})
    return table_panel("worked_cases", judged.assign(agrees=agrees))


def map_of(
    definition: Definition, units: Units, baseline: float = USUAL_BASELINE, view: View | None = None
) -> Panel:
    """Draw the map of a definition, with or without the visits of a cohort."""
    fall_from = baseline if needs_baseline(definition) else None
    grid = gap_grid(definition, baseline=fall_from)
    visits = occasions_alone(view.classification) if view is not None else _NOWHERE
    notes = view.notes if view is not None else ()
    points = map_points(visits, units, grid)
    return Panel(
        "gap_map",
        "Gap map",
        merged(grid),
        describe(grid, points, definition, fall_from),
        draw=lambda: draw_map(grid, visits, definition, units, baseline=fall_from, notes=notes),
        results=lambda: gap_results(grid, visits, points),
    )


def inside_gaps(view: View) -> pd.DataFrame:
    """Return the visits that the definition leaves unclassified."""
    visits = occasions_alone(view.classification)
    return visits[visits["says"] == "unclassified"]
