"""Panels of what is measured in serum: albumin with the definition's limits, and eGFR."""

from typing import Any

import altair as alt
import pandas as pd

from srns.charts.chart_data import PatientChartData, reference_lines
from srns.charts.theme import ALBUMIN, INK, KIDNEY, layered, rows_of
from srns.charts.threshold_labels import beside, label_sides, threshold_layers
from srns.charts.urine_panels import KIND_SHAPES, Band
from srns.charts.urine_points import KINDS
from srns.cohort.quantities import ALBUMIN as ALBUMIN_QUANTITY
from srns.cohort.unit_systems import Units
from srns.languages.messages import _

_ALBUMIN = ("month", "drawn", "kind", "evidence", "reported", "day", "cell", "counted",
            "censored", "side")  # fmt: skip
_EGFR = ("month", "egfr", "bound", "stage", "day", "cell")
GFR_LINES = pd.DataFrame(
    {"name": ["60", "15"], "label": ["eGFR 60", "eGFR 15"], "drawn": [60.0, 15.0]}
)
"""Below 60 is KDIGO's G3a, below 15 kidney failure (G5)."""


def albumin_panel(
    data: PatientChartData, definition: Any, units: Units, x: alt.X, band: Band
) -> Any:
    """Draw albumin on an axis from 0; filled points are paired with a visit that decided."""
    lines = reference_lines(definition.limit_lines("albumin", units), ALBUMIN_QUANTITY, units)
    top = max([*data.albumin["shown"], *lines["drawn"]], default=5.0) * 1.12
    y = alt.Y(
        "drawn:Q",
        title=_("albumin") if _low(band) else _("albumin ({unit})").format(unit=units.albumin),
        scale=alt.Scale(domain=[0, top], nice=False, range=[band[1], band[0]]),
        axis=alt.Axis(tickCount=4, orient="left", grid=False),
    )
    pixels = [_pixel(value, top, band) for value in lines["drawn"]]
    shown = data.albumin.assign(
        drawn=data.albumin["shown"],
        censored=[
            f"{bound}{value:.3g}" if bound else ""
            for bound, value in zip(
                data.albumin["bound"].fillna(""), data.albumin["shown"], strict=True
            )
        ],
        side=label_sides([_pixel(value, top, band) for value in data.albumin["shown"]], pixels),
    )
    base = alt.Chart(rows_of(shown, _ALBUMIN))
    kinds = alt.Scale(domain=list(KINDS), range=list(KIND_SHAPES))
    points = base.mark_point(size=34, color=ALBUMIN, filled=False, opacity=1, clip=True)
    return layered(
        *threshold_layers(lines, y, lambda value: _pixel(value, top, band), band),
        base.mark_line(color=ALBUMIN, strokeWidth=1, opacity=0.5, clip=True).encode(x=x, y=y),
        points.encode(
            x=x,
            y=y,
            shape=alt.Shape("kind:N", scale=kinds, legend=None),
            tooltip=[
                alt.Tooltip("reported:N", title=_("albumin as reported")),
                *_where(),
                alt.Tooltip("counted:N", title="counted"),
            ],
        ),
        base.transform_filter("datum.evidence")
        .mark_point(size=14, filled=True, color=ALBUMIN, opacity=1, clip=True, aria=False)
        .encode(x=x, y=y),
        *[text.encode(x=x, y=y, text=alt.Text("censored:N")) for text in beside(shown, base, INK)],
    )


def egfr_panel(data: PatientChartData, x: alt.X, band: Band) -> Any:
    """Draw estimated GFR with the limits below which kidneys fail."""
    top = max(float(data.egfr["egfr"].max()), 90.0) * 1.1
    y = alt.Y(
        "drawn:Q",
        title="eGFR",
        scale=alt.Scale(domain=[0, top], nice=False, range=[band[1], band[0]]),
        axis=alt.Axis(values=[0, 30, 60, 90], orient="left", grid=False),
    )
    base = alt.Chart(rows_of(data.egfr.assign(drawn=data.egfr["egfr"]), (*_EGFR, "drawn")))
    return layered(
        *threshold_layers(GFR_LINES, y, lambda value: _pixel(value, top, band), band),
        base.mark_line(color=KIDNEY, strokeWidth=1, opacity=0.5, clip=True).encode(x=x, y=y),
        base.mark_point(
            size=30, shape="diamond", color=KIDNEY, filled=True, opacity=1, clip=True
        ).encode(
            x=x,
            y=y,
            tooltip=[
                alt.Tooltip("egfr:Q", title=_("eGFR (mL/min/1.73 m²)"), format=".0f"),
                alt.Tooltip("stage:N", title="stage"),
                *_where(),
            ],
        ),
    )


def _where() -> list[alt.Tooltip]:
    return [alt.Tooltip("day:Q", title="day"), alt.Tooltip("cell:N", title="cell")]


def _pixel(value: float, top: float, band: Band) -> float:
    return band[1] - value / top * (band[1] - band[0])


def _low(band: Band) -> bool:
    return band[1] - band[0] < 70
