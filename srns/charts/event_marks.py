"""Event marks: infusions and events in every figure of a child."""

from typing import Any

import altair as alt

from srns.charts.chart_data import ALONE, WITH_STEROID, PatientChartData
from srns.charts.theme import CLEAR, EVENT_COLOURS, EVENT_SHAPES, INK, rows_of
from srns.languages.messages import _

_INFUSION = (
    "month",
    "given",
    "day",
    "cyclophosphamide_mg_m2",
    "methylprednisolone_mg_kg",
    "cell",
    "row",
)


def infusion_layers(data: PatientChartData, x: alt.X, y: Any, *, clip: bool = True) -> list[Any]:
    """Draw a tick for each infusion, a cross for one with methylprednisolone, a ring for none.

    Parameters
    ----------
    clip
        Whether they lie within the axes, where a zoom may take them out.
    """
    tooltip = [
        alt.Tooltip("given:N", title="infusion"),
        alt.Tooltip("day:Q"),
        alt.Tooltip("cyclophosphamide_mg_m2:Q", title=_("cyclophosphamide mg/m2")),
        alt.Tooltip("methylprednisolone_mg_kg:Q", title=_("methylprednisolone mg/kg")),
        alt.Tooltip("cell:N"),
    ]
    # Parted here and not by the figure: a layer without a row is left out.
    alone, together = (
        alt.Chart(rows_of(data.infusions[data.infusions["given"] == given], _INFUSION)).encode(
            x=x, y=y, tooltip=tooltip
        )
        for given in (ALONE, WITH_STEROID)
    )
    return [
        alone.mark_tick(color=INK, orient="vertical", thickness=2.5, size=12, clip=clip),
        together.mark_point(color=INK, shape="cross", filled=True, size=90, opacity=1, clip=clip),
        *_missed_layers(data, x, y, clip),
    ]


def _missed_layers(data: PatientChartData, x: alt.X, y: Any, clip: bool) -> list[Any]:
    """Draw a dashed ring where an infusion would have been due and none is recorded."""
    if data.missed.empty:
        return []
    base = alt.Chart(rows_of(data.missed, ("month", "words", "row")))
    return [
        base.mark_point(
            shape="circle", color=INK, filled=False, size=60, strokeDash=[2, 2], clip=clip
        ).encode(x=x, y=y, tooltip=[alt.Tooltip("words:N", title="not recorded")])
    ]


def event_layers(data: PatientChartData, x: alt.X, y: Any) -> list[Any]:
    """Draw relapse, kidney failure and other events as shapes with their names."""
    marks = list(EVENT_SHAPES)
    base = alt.Chart(rows_of(data.events, ("month", "mark", "event", "cell", "row")))
    shape = alt.Shape(
        "mark:N",
        scale=alt.Scale(domain=marks, range=[EVENT_SHAPES[mark] for mark in marks]),
        legend=None,
    )
    colour = alt.Color(
        "mark:N",
        scale=alt.Scale(domain=marks, range=[EVENT_COLOURS[mark] for mark in marks]),
        legend=None,
    )
    points = base.mark_point(size=80, filled=True, opacity=1).encode(
        x=x, y=y, shape=shape, color=colour, tooltip=[alt.Tooltip("event:N"), alt.Tooltip("cell:N")]
    )
    middle = (data.first_month + data.last_month) / 2
    early = base.transform_filter(f"datum.month < {middle}")
    late = base.transform_filter(f"datum.month >= {middle}")
    return [
        points,
        early.mark_text(color=INK, align="left", dx=9, fontSize=11).encode(
            x=x, y=y, text=alt.Text("event:N")
        ),
        late.mark_text(color=INK, align="right", dx=-9, fontSize=11).encode(
            x=x, y=y, text=alt.Text("event:N")
        ),
    ]


def span_layers(data: PatientChartData, x: alt.X, y: Any) -> list[Any]:
    """Draw the events with a partial date as open bars with labels."""
    base = alt.Chart(rows_of(data.spans, ("month", "until", "label", "cell", "row"))).encode(y=y)
    bars = base.mark_bar(
        height=10, color=CLEAR, stroke=INK, strokeDash=[3, 2], strokeWidth=1.2, cornerRadius=3
    ).encode(x=x, x2=alt.X2("until"), tooltip=[alt.Tooltip("label:N"), alt.Tooltip("cell:N")])
    words = base.mark_text(color=INK, align="right", dx=-5, fontSize=11)
    middle = (data.first_month + data.last_month) / 2
    early = base.transform_filter(f"datum.until < {middle}").mark_text(
        color=INK, align="left", dx=5, fontSize=11
    )
    late = words.transform_filter(f"datum.until >= {middle}")
    return [
        bars,
        early.encode(x=alt.X("until:Q"), text=alt.Text("label:N")),
        late.encode(x=x, text=alt.Text("label:N")),
    ]
