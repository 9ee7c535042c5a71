"""Data for figures of single children: timeline, small panels, swimmer-plot lanes."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from srns.charts.chart_data import PatientChartData, patient_chart_data
from srns.charts.small_multiples import SharedAxes, share_axes, small_panel
from srns.charts.swimmer_lanes import lay_out_lanes
from srns.charts.theme import letter, specification
from srns.dashboard.parts.arrow_datasets import with_arrow_rows
from srns.dashboard.state import session
from srns.dashboard.state.filters import View, calls_of


def axes_of(view: View, patients: Sequence[str]) -> SharedAxes | None:
    """Return the axes that hold the panels of these children."""
    stories = [story_of(view, patient) for patient in patients]
    return share_axes(stories, view.definition, view.units)


def panels_of(view: View, patients: Sequence[str], axes: SharedAxes | None) -> list[Any]:
    """Draw a small panel for each child; without axes each has its own."""
    return [_panel(view, patient, axes) for patient in patients]


def panel_specifications(
    view: View, patients: Sequence[str], axes: SharedAxes | None
) -> tuple[list[dict[str, Any]], pd.DataFrame]:
    """Return the Vega-Lite specification of each child's panel, and the Up/c points drawn."""
    specifications, points = [], []
    for patient in patients:
        heading = view.groups.loc[patient, "histology"]
        shown, rows = session.cached(
            ("small panel", patient, heading, axes),
            lambda patient=patient: (
                with_arrow_rows(specification(lambda: _panel(view, patient, axes, alone=True))),
                point_table(story_of(view, patient), view),
            ),
        )
        specifications.append(shown)
        points.append(rows)
    return specifications, pd.concat(points, ignore_index=True) if points else pd.DataFrame()


def story_of(view: View, patient: str) -> PatientChartData:
    """Collect the data for the figures of one child."""
    found = calls_of(view, [patient])
    return session.cached(
        ("story", patient), lambda: patient_chart_data(found.cohort, found, patient, view.units)
    )


def _panel(view: View, patient: str, axes: SharedAxes | None, *, alone: bool = False) -> Any:
    heading = f"{patient} · {view.groups.loc[patient, 'histology']}"
    override = view.classification.overrides.get(patient)
    if override is not None:
        heading += f" · overridden: {letter(override.response)}"
    response = str(view.groups.loc[patient, "response"])
    story = story_of(view, patient)
    return small_panel(
        story, heading, response, view.definition, view.units, axes=axes, alone=alone
    )


def point_table(story: PatientChartData, view: View) -> pd.DataFrame:
    """List the points of a figure: Up/c, then 24-hour protein and dipstick where measured."""
    others = [("24-hour protein", story.protein), ("dipstick", story.dipstick)]
    return pd.concat(
        [
            _points("Up/c", story.upcr, view),
            *(_points(test, points, view) for test, points in others if len(points)),
        ],
        ignore_index=True,
    )


def _points(test: str, points: pd.DataFrame, view: View) -> pd.DataFrame:
    shown = points["shown"].round(4) if "shown" in points else None
    return pd.DataFrame(
        {
            "patient": points["patient"],
            "month": points["month"].round(2),
            "day": points["day"],
            "test": test,
            f"Up/c ({view.units.upcr})": shown,
            "as reported": points["reported"],
            "cell": points["cell"],
            "drawn as": points["kind"],
            "state": points["state"],
        }
    )


def lanes(view: View, patients: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Return the frames of the swimmer plot, as `srns.charts.swimmer.swimmer` takes them."""
    return session.cached(("lanes", tuple(patients)), lambda: _lay_out_lanes(view, patients))


def _lay_out_lanes(view: View, patients: Sequence[str]) -> dict[str, pd.DataFrame]:
    headings = {
        patient: f"{patient} · {view.groups.loc[patient, 'histology']}" for patient in patients
    }
    return lay_out_lanes(calls_of(view, patients), headings)
