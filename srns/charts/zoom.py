"""Zoom of a child's timeline: only the months between two, on an axis of these months."""

from dataclasses import replace

import altair as alt
import pandas as pd

from srns.charts.chart_data import PatientChartData
from srns.charts.theme import rows_of

BRUSH = "zoom"
"""Name of the selection; its value has `month`, the first and the last month brushed."""
SHORTEST = 0.2
"""Months; a brush shorter than this is a click."""
_POINTS = (
    "upcr",
    "albumin",
    "infusions",
    "missed",
    "events",
    "dipstick",
    "protein",
    "unreadable",
    "egfr",
)
_STRETCHES = ("treatments", "states", "spans", "shaded", "long_gaps", "undated_drugs")


def zoomed(data: PatientChartData, months: tuple[float, float]) -> PatientChartData:
    """Return what lies between two months; stretches that begin or end outside are cut there."""
    first, last = months
    points = {name: _between(getattr(data, name), first, last) for name in _POINTS}
    stretches = {name: _cut(getattr(data, name), first, last) for name in _STRETCHES}
    return replace(data, first_month=first, last_month=last, **points, **stretches)


def brush_layer(data: PatientChartData, x: alt.X) -> alt.Chart:
    """Draw nothing that is seen: the layer in which months are brushed."""
    ends = pd.DataFrame({"month": [data.first_month, data.last_month]})
    brush = alt.selection_interval(name=BRUSH, encodings=["x"])
    return (
        alt.Chart(rows_of(ends, ("month",)))
        .mark_point(opacity=0, aria=False)
        .encode(x=x)
        .add_params(brush)
    )


def _between(table: pd.DataFrame, first: float, last: float) -> pd.DataFrame:
    return table[(table["month"] >= first) & (table["month"] <= last)]


def _cut(table: pd.DataFrame, first: float, last: float) -> pd.DataFrame:
    kept = table[(table["until"] > first) & (table["month"] < last)].copy()
    kept["month"] = kept["month"].astype(float).clip(lower=first)
    kept["until"] = kept["until"].astype(float).clip(upper=last)
    return kept
