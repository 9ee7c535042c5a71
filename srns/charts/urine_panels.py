"""Panels of dipstick and 24-hour protein, and marks of results that cannot be read."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from srns.charts.chart_data import PatientChartData
from srns.charts.theme import CLEAR, DIPSTICK, INK, PROTEIN, THRESHOLD, layered, rows_of
from srns.charts.urine_points import KINDS
from srns.cohort.dipstick import GRADES
from srns.languages.messages import _, translated

KIND_SHAPES = ("circle", "circle", "triangle-down", "triangle-up")
_POINT = ("month", "drawn", "grade", "kind", "evidence", "diary", "reported", "day", "cell",
          "state", "lacked", "counted")  # fmt: skip
_WORST_FIRST = tuple(reversed(GRADES))
Band = tuple[int, int]
"""Top and bottom of a panel in the shared view, in pixels."""


def dipstick_panel(data: PatientChartData, definition: Any, x: alt.X, band: Band | None) -> Any:
    """Draw dipstick grades on their own ordinal scale; days of the diary are thin.

    Parameters
    ----------
    band
        None: the panel fills the whole view.
    """
    y = alt.Y(
        "grade:N",
        title="dipstick",
        sort=list(_WORST_FIRST),
        scale=alt.Scale(
            type="point",
            domain=list(_WORST_FIRST),
            padding=0.5,
            range=list(band) if band else alt.Undefined,
        ),
        axis=alt.Axis(orient="left", grid=False, ticks=False, domain=False),
    )
    limits = pd.DataFrame(
        {
            "grade": [GRADES[round(grade)] for _, grade in definition.dipstick_lines],
            "text": [translated(label) for label, _ in definition.dipstick_lines],
        }
    )
    rules = (
        alt.Chart(rows_of(limits.assign(drawn=limits["grade"]), ("grade", "drawn", "text")))
        .mark_rule(color=THRESHOLD, strokeDash=[5, 4], strokeWidth=1.2)
        .encode(y=y, tooltip=[alt.Tooltip("text:N", title="threshold")])
    )
    base = alt.Chart(rows_of(data.dipstick, _POINT))
    at_home, in_clinic = "datum.diary", "!datum.diary"
    ticks = base.transform_filter(at_home).mark_tick(
        color=DIPSTICK, orient="vertical", thickness=1, size=9, opacity=0.75
    )
    points = base.transform_filter(in_clinic).mark_point(
        size=46, color=DIPSTICK, stroke=DIPSTICK, strokeWidth=1.3, opacity=1
    )
    tooltip = _tooltip(_("dipstick"))
    decided = base.transform_filter(f"{at_home} && datum.evidence").mark_point(
        size=14, filled=True, color=DIPSTICK, opacity=1
    )
    return layered(
        rules,
        ticks.encode(x=x, y=y, tooltip=tooltip),
        points.encode(x=x, y=y, tooltip=tooltip, **kind_channels(DIPSTICK)),
        decided.encode(x=x, y=y, tooltip=tooltip),
    )


def protein_panel(data: PatientChartData, definition: Any, x: alt.X, band: Band | None) -> Any:
    """Draw 24-hour protein on its own axis, with the limits printed in a unit of its kind."""
    lines = _protein_lines(definition, data.protein_unit)
    top = max([*data.protein["drawn"], *lines["drawn"]], default=1.0)
    y = alt.Y(
        "drawn:Q",
        title=[_("24-h protein"), f"({data.protein_unit})"],
        scale=alt.Scale(
            type="symlog",
            constant=max(top / 100, 1e-6),
            domain=[0, top * 1.3],
            nice=False,
            range=[band[1], band[0]] if band else alt.Undefined,
        ),
        axis=alt.Axis(tickCount=3, orient="left", grid=False, format="~s"),
    )
    base = alt.Chart(rows_of(data.protein, _POINT))
    rules = (
        alt.Chart(rows_of(lines, ("drawn", "text")))
        .mark_rule(color=THRESHOLD, strokeDash=[5, 4], strokeWidth=1.2)
        .encode(y=y, tooltip=[alt.Tooltip("text:N", title="threshold")])
    )
    return layered(
        rules,
        base.mark_line(color=PROTEIN, strokeWidth=1, opacity=0.45).encode(x=x, y=y),
        base.mark_point(size=50, color=PROTEIN, stroke=PROTEIN, strokeWidth=1.3, opacity=1).encode(
            x=x, y=y, tooltip=_tooltip(_("24-hour protein")), **kind_channels(PROTEIN)
        ),
    )


def unreadable_layers(
    data: PatientChartData, x: alt.X, bottoms: Sequence[tuple[str, float]]
) -> list[Any]:
    """Mark results that cannot be read with a question mark at the axis of their panel.

    Parameters
    ----------
    bottoms
        The analyte of each panel that is drawn, and the lower end of the panel in pixels.
    """
    layers = []
    for analyte, bottom in bottoms:
        rows = data.unreadable[data.unreadable["analyte"] == analyte]
        if rows.empty:
            continue
        base = alt.Chart(rows_of(rows, ("month", "day", "label", "cell"))).encode(
            x=x,
            y=alt.YValue(bottom - 7),
            tooltip=[
                alt.Tooltip("label:N", title="result"),
                alt.Tooltip("day:Q"),
                alt.Tooltip("cell:N"),
            ],
        )
        layers += [
            base.mark_point(shape="circle", size=110, color=INK, filled=False, opacity=1),
            base.mark_text(color=INK, fontSize=10, fontWeight="bold", text="?"),
        ]
    return layers


def _protein_lines(definition: Any, unit: str) -> pd.DataFrame:
    """List the limits of 24-hour protein printed in this unit: `drawn`, `text`."""
    rows = [
        {"drawn": float(edge.number), "text": f"{response.name} {edge} {printed.unit}"}
        for response in definition.responses
        if "protein_24h" in response.arms
        for printed in response.arms["protein_24h"].printed
        if printed.unit == unit
        for edge in printed.edges
    ]
    return pd.DataFrame(rows, columns=["drawn", "text"])


def kind_channels(color: str, legend: alt.Legend | None = None) -> dict[str, Any]:
    """Return shape and fill of points by what they are: the deciding ones are filled."""
    kinds = list(KINDS)
    fills = alt.Scale(domain=kinds, range=[color, CLEAR, CLEAR, CLEAR])
    shapes = alt.Scale(domain=kinds, range=list(KIND_SHAPES))
    return {
        "shape": alt.Shape("kind:N", scale=shapes, legend=legend),
        "fill": alt.Fill("kind:N", scale=fills, legend=legend),
    }


def _tooltip(name: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("reported:N", title=_("{test} as reported").format(test=name)),
        alt.Tooltip("day:Q", title="day"),
        alt.Tooltip("cell:N", title="cell"),
        alt.Tooltip("state:N", title="state"),
        alt.Tooltip("counted:N", title="counted"),
        alt.Tooltip("lacked:N", title="lacked"),
    ]
