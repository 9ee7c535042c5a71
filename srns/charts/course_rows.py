"""Course rows below the curves of one child: infusions, drugs, states, events."""

from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd

from srns.charts.chart_data import PatientChartData
from srns.charts.event_marks import event_layers, infusion_layers, span_layers
from srns.charts.theme import INK, ON_COLOUR, colour_scale, letter, rows_of

DOSE_ROOM = 0.045
"""Share of the axis that the dose of an infusion needs."""
ROW = 24
"""Row height in pixels."""
INFUSIONS, COURSE, EVENTS, SPANS = "infusions", "course", "events", "partial date"
_STATES = ("state", "month", "until", "row", "letters", "middle")
_COURSE = (
    "month",
    "until",
    "row",
    "sure",
    "drug",
    "drug_typed",
    "given",
    "purpose",
    "ends",
)


def rows_under(data: PatientChartData) -> list[str]:
    """List the rows that one child needs, from the top."""
    drugs = list(dict.fromkeys(data.treatments["drug"]))
    # A separate row, so that its labels never overlap those of other events.
    in_part = [SPANS] if len(data.spans) else []
    infusions = [INFUSIONS] if len(data.infusions) else []
    return [*infusions, *drugs, COURSE, *([EVENTS] if len(data.events) else []), *in_part]


def row_panel(data: PatientChartData, x: alt.X, rows: list[str], bottom: int) -> Any:
    """Draw the rows below the curves: infusions, drugs, lettered states, events."""
    y = alt.Y(
        "row:N",
        title=None,
        scale=alt.Scale(domain=rows, type="band", range=[bottom - ROW * len(rows), bottom]),
        axis=alt.Axis(
            labelLimit=100, ticks=False, domain=False, grid=False, orient="left", minExtent=0
        ),
    )
    with_infusions = replace(data, infusions=data.infusions.assign(row=INFUSIONS))
    drugs = (
        alt.Chart(rows_of(data.treatments.assign(row=data.treatments["drug"]), _COURSE))
        .mark_bar(color=INK, height=8, clip=True)
        .encode(
            x=x,
            x2="until",
            y=y,
            opacity=alt.condition("datum.sure", alt.value(0.75), alt.value(0.25)),
            tooltip=[
                "drug:N",
                "drug_typed:N",
                alt.Tooltip("given:N", title="dose"),
                "purpose:N",
                "ends:N",
            ],
        )
    )
    doses = (
        alt.Chart(rows_of(data.treatments.assign(row=data.treatments["drug"]), _COURSE))
        .transform_filter("datum.sure && datum.given")
        .mark_text(color=INK, align="left", dx=2, dy=-8, fontSize=9)
        .encode(x=x, y=y, text="given:N")
    )
    pauses = (
        alt.Chart(
            rows_of(data.drug_gaps.assign(row=data.drug_gaps["drug"]),
                    ("month", "until", "row", "label"))
        )
        .mark_rule(color=INK, strokeDash=[2, 3], strokeWidth=1.5)
        .encode(x=x, x2="until", y=y, tooltip=[alt.Tooltip("label:N", title="gap")])
    )  # fmt: skip
    states = data.states.assign(
        row=COURSE,
        letters=[letter(state) for state in data.states["state"]],
        middle=(data.states["month"] + data.states["until"]) / 2,
    )
    known = list(dict.fromkeys(data.states["state"]))
    bands = (
        alt.Chart(rows_of(states, _STATES))
        .mark_bar(height=18)
        .encode(
            x=x,
            x2="until",
            y=y,
            color=alt.Color("state:N", scale=colour_scale(known), legend=None),
            tooltip=["state:N", alt.Tooltip("month:Q", format=".1f"), "until:Q"],
        )
    )
    letters = (
        alt.Chart(rows_of(states, _STATES))
        .mark_text(color=ON_COLOUR, fontSize=11, fontWeight="bold")
        .encode(x="middle:Q", y=y, text=alt.Text("letters:N"))
    )
    with_events = replace(
        data, events=data.events.assign(row=EVENTS), spans=data.spans.assign(row=SPANS)
    )
    layers: list[Any] = [
        *infusion_layers(with_infusions, x, y),
        drugs,
        pauses,
        doses,
        bands,
        letters,
    ]
    if len(data.spans):
        layers.append(alt.layer(*span_layers(with_events, x, y)))
    if len(data.events):
        layers += event_layers(with_events, x, y)
    return alt.layer(
        *layers,
        resolve=alt.Resolve(scale=alt.ScaleResolveMap(color="independent", shape="independent")),
    )


def _doses(data: PatientChartData, x: alt.X, y: alt.Y) -> list[Any]:
    """Write the dose of cyclophosphamide beside each infusion, where there is room for it."""
    months = data.infusions["month"].astype(float)
    room = DOSE_ROOM * (data.last_month - data.first_month)
    if data.infusions.empty or (months.diff() < room).any():
        return []
    doses = pd.to_numeric(data.infusions["cyclophosphamide_mg_m2"], errors="coerce")
    words = ["?" if pd.isna(dose) else f"{dose:g}" for dose in doses]
    return [
        alt.Chart(rows_of(data.infusions.assign(words=words), ("month", "row", "words")))
        .mark_text(color=INK, align="left", dx=8, fontSize=10)
        .encode(x=x, y=y, text="words:N")
    ]
