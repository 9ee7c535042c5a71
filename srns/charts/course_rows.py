"""What stands in rows under the curves of one child: infusions, drugs, the course, events."""

from dataclasses import replace
from typing import Any

import altair as alt

from srns.charts.chart_data import Story
from srns.charts.event_marks import event_layers, infusion_layers, span_layers
from srns.charts.theme import INK, ON_COLOUR, colour_scale, letter, rows_of

ROW = 24
"""How high a row is, in pixels."""
INFUSIONS, COURSE, EVENTS, SPANS = "infusions", "course", "events", "known in part"
_COURSE = (
    "month",
    "until",
    "row",
    "sure",
    "drug",
    "drug_typed",
    "dose",
    "dose_unit",
    "purpose",
    "ends",
)


def rows_under(story: Story) -> list[str]:
    """Name the rows that one child needs, from the top."""
    drugs = list(dict.fromkeys(story.treatments["drug"]))
    # A row of its own, so that its words never lie over those of another event.
    in_part = [SPANS] if len(story.spans) else []
    return [INFUSIONS, *drugs, COURSE, *([EVENTS] if len(story.events) else []), *in_part]


def row_panel(story: Story, x: alt.X, rows: list[str], bottom: int) -> Any:
    """Draw the rows under the curves: infusions, drugs, the course with its letters, events."""
    y = alt.Y(
        "row:N",
        title=None,
        scale=alt.Scale(domain=rows, type="band", range=[bottom - ROW * len(rows), bottom]),
        axis=alt.Axis(
            labelLimit=100, ticks=False, domain=False, grid=False, orient="left", minExtent=0
        ),
    )
    given = replace(story, infusions=story.infusions.assign(row=INFUSIONS))
    drugs = (
        alt.Chart(rows_of(story.treatments.assign(row=story.treatments["drug"]), _COURSE))
        .mark_bar(color=INK, height=8, clip=True)
        .encode(
            x=x,
            x2="until",
            y=y,
            opacity=alt.condition("datum.sure", alt.value(0.75), alt.value(0.25)),
            tooltip=["drug:N", "drug_typed:N", "dose:Q", "dose_unit:N", "purpose:N", "ends:N"],
        )
    )
    states = story.states.assign(
        row=COURSE,
        letters=[letter(state) for state in story.states["state"]],
        middle=(story.states["month"] + story.states["until"]) / 2,
    )
    known = list(dict.fromkeys(story.states["state"]))
    bands = (
        alt.Chart(states)
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
        alt.Chart(states)
        .mark_text(color=ON_COLOUR, fontSize=11, fontWeight="bold")
        .encode(x="middle:Q", y=y, text=alt.Text("letters:N"))
    )
    marked = replace(
        story, events=story.events.assign(row=EVENTS), spans=story.spans.assign(row=SPANS)
    )
    layers: list[Any] = [*infusion_layers(given, x, y), drugs, bands, letters]
    if len(story.spans):
        layers.append(alt.layer(*span_layers(marked, x, y)))
    if len(story.events):
        layers += event_layers(marked, x, y)
    return alt.layer(
        *layers,
        resolve=alt.Resolve(scale=alt.ScaleResolveMap(color="independent", shape="independent")),
    )
