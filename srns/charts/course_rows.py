"""Course rows below the curves of one child: infusions, drugs, states, events."""

import textwrap
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd

from srns.charts.chart_data import PatientChartData
from srns.charts.data_words import label_expression
from srns.charts.drug_lanes import dose_words, drug_gaps
from srns.charts.event_marks import event_layers, infusion_layers, span_layers
from srns.charts.long_gaps import dose_summary
from srns.charts.theme import (
    CLEAR,
    INK,
    ON_COLOUR,
    colour_scale,
    layered,
    letter,
    names_axis,
    rows_of,
)
from srns.languages.messages import _, mark, translated

ROW, TWO_LINES = 26, 33
"""Row height in pixels, and where a name of two lines stands in front of any row."""
INFUSIONS, COURSE = mark("infusions"), mark("course")
EVENTS, SPANS = mark("events"), mark("partial date")
NARROW = 230
"""Width in pixels of the time axis on a narrow screen, for which texts are laid out."""
_LETTER = 5.6
_STATES = ("state", "month", "until", "row", "letters", "middle")
_COURSE = ("month", "until", "row", "sure", "drug", "drug_typed", "dose_words", "purpose", "ends",
           "cell")  # fmt: skip
_TEXT = ("month", "until", "row", "words", "cell")


def rows_under(data: PatientChartData) -> list[str]:
    """List the rows that one child needs, from the top."""
    drugs = list(dict.fromkeys([*data.treatments["drug"], *data.undated_drugs["drug"]]))
    # A separate row, so that its labels never overlap those of other events.
    in_part = [SPANS] if len(data.spans) else []
    infusions = [INFUSIONS] if len(data.infusions) else []
    levels = event_levels(data)
    events = [_event_row(level) for level in range(max(levels, default=-1) + 1)]
    return [*infusions, *map(_lane, drugs), COURSE, *events, *in_part]


def rows_height(rows: list[str]) -> int:
    """Return the height of all rows in pixels; each is as high as the others."""
    return len(rows) * (TWO_LINES if any("\n" in row for row in rows) else ROW)


def event_levels(data: PatientChartData) -> list[int]:
    """Return the row of each event, so that no name runs into the next; 0 is the first row."""
    span = max(data.last_month - data.first_month, 1e-9)
    over: list[float] = []  # where the last name of each row ends, in pixels
    levels = []
    middle = (data.first_month + data.last_month) / 2
    for month, name in zip(data.events["month"], data.events["event"], strict=True):
        at = (float(month) - data.first_month) / span * NARROW
        wide = 16 + _LETTER * len(translated(name))
        begins, ends = (at - 8, at + wide) if month < middle else (at - wide, at + 8)
        level = next((row for row, end in enumerate(over) if end <= begins), len(over))
        over[level : level + 1] = [ends]
        levels.append(level)
    return levels


def _event_row(level: int) -> str:
    # Rows after the first have no name: a space each, so that they differ.
    return EVENTS if level == 0 else " " * level


def _lane(drug: str) -> str:
    """Return a drug's name in at most two lines, which the axis holds."""
    first, *others = textwrap.wrap(drug, 16, break_long_words=False) or [""]
    return "\n".join([first, " ".join(others)]) if others else first


def _row_label() -> str:
    """Return the expression of a row's label: its own words are translated, drugs are not."""
    return label_expression({row: translated(row) for row in (INFUSIONS, COURSE, EVENTS, SPANS)})


def row_panel(data: PatientChartData, x: alt.X, rows: list[str], bottom: int) -> Any:
    """Draw the rows below the curves: infusions, drugs, lettered states, events."""
    y = alt.Y(
        "row:N",
        title=None,
        scale=alt.Scale(domain=rows, type="band", range=[bottom - rows_height(rows), bottom]),
        axis=names_axis(
            labelLimit=150,
            labelFontSize=11,
            labelLineHeight=11.5,
            labelExpr=f"split({_row_label()}, '\\n')",
            ticks=False,
            domain=False,
            grid=False,
            orient="left",
            minExtent=0,
        ),
    )
    with_infusions = replace(
        data,
        infusions=data.infusions.assign(row=INFUSIONS),
        missed=data.missed.assign(row=INFUSIONS),
    )
    with_events = replace(
        data,
        events=data.events.assign(row=[_event_row(level) for level in event_levels(data)]),
        spans=data.spans.assign(row=SPANS),
    )
    layers: list[Any] = [
        *infusion_layers(with_infusions, x, y),
        *_dose_layers(data, x, y),
        *drug_layers(data, x, y),
        *state_layers(data, x, y),
    ]
    if len(data.spans):
        layers.append(layered(*span_layers(with_events, x, y)))
    if len(data.events):
        layers += event_layers(with_events, x, y)
    return layered(
        *layers,
        resolve=alt.Resolve(scale=alt.ScaleResolveMap(color="independent", shape="independent")),
    )


def _dose_layers(data: PatientChartData, x: alt.X, y: alt.Y) -> list[Any]:
    """Write the doses of the infusions beside them, where there is room."""
    if not (words := dose_summary(data.infusions)):
        return []
    first, last = data.infusions["month"].min(), data.infusions["month"].max()
    span = max(data.last_month - data.first_month, 1e-9)
    room = (data.last_month - last) / span * NARROW
    behind = room > len(words) * _LETTER + 14 or room > NARROW / 2
    row = {"month": last if behind else first, "row": INFUSIONS, "words": words}
    return [
        alt.Chart(rows_of(pd.DataFrame([row]), ("month", "row", "words")))
        .mark_text(
            color=INK, fontSize=10, dx=10 if behind else -10, align="left" if behind else "right"
        )
        .encode(x=x, y=y, text=alt.Text("words:N"))
    ]


def drug_layers(data: PatientChartData, x: alt.X, y: alt.Y) -> list[Any]:
    """Draw a bar for each course with its dose above it, the gaps between, and what has no day."""
    bars = data.treatments.assign(
        row=[_lane(drug) for drug in data.treatments["drug"]],
        dose_words=[dose_words(course) for course in data.treatments.to_dict("records")],
    )
    base = alt.Chart(rows_of(bars, _COURSE))
    drawn: list[Any] = [
        base.mark_bar(color=INK, height=7, yOffset=6, clip=True).encode(
            x=x,
            x2=alt.X2("until"),
            y=y,
            opacity=alt.OpacityValue(0.25, condition={"test": "datum.sure", "value": 0.75}),
            tooltip=[
                alt.Tooltip("drug:N"),
                alt.Tooltip("drug_typed:N", title=_("as typed")),
                alt.Tooltip("dose_words:N", title="dose"),
                alt.Tooltip("purpose:N"),
                alt.Tooltip("ends:N"),
                alt.Tooltip("cell:N"),
            ],
        )
    ]
    gaps = drug_gaps(data.treatments)
    if len(gaps):
        drawn.append(
            alt.Chart(rows_of(gaps.assign(row=gaps["drug"].map(_lane)), _TEXT))
            .mark_rule(color=INK, strokeDash=[1, 3], yOffset=6, clip=True)
            .encode(x=x, x2=alt.X2("until"), y=y, tooltip=[alt.Tooltip("words:N", title="gap")])
        )
    undated = data.undated_drugs.assign(row=data.undated_drugs["drug"].map(_lane))
    if len(undated):
        drawn.append(
            alt.Chart(rows_of(undated, _TEXT))
            .mark_bar(
                color=CLEAR, stroke=INK, strokeDash=[3, 2], height=7, yOffset=6, cornerRadius=2
            )
            .encode(
                x=x,
                x2=alt.X2("until"),
                y=y,
                tooltip=[alt.Tooltip("words:N"), alt.Tooltip("cell:N")],
            )
        )
    return [*drawn, *_lane_words(data, bars, undated, x, y)]


def _lane_words(
    data: PatientChartData, bars: pd.DataFrame, undated: pd.DataFrame, x: alt.X, y: alt.Y
) -> list[Any]:
    """Write each dose above its bar, as far as it does not run into the one before."""
    texts = [
        *((row["row"], row["month"], row["dose_words"]) for row in bars.to_dict("records")),
        *((row["row"], row["month"], _fitting(row)) for row in undated.to_dict("records")),
    ]
    if not (shown := _placed(data, texts)):
        return []
    base = alt.Chart(rows_of(pd.DataFrame(shown), ("row", "month", "words", "late"))).encode(
        x=x, y=y, text=alt.Text("words:N")
    )
    return [
        base.transform_filter("datum.late" if late else "!datum.late").mark_text(
            color=INK, fontSize=10, dy=-4, dx=-2 if late else 2, align="right" if late else "left"
        )
        for late in sorted({bool(each["late"]) for each in shown})
    ]


def _placed(
    data: PatientChartData, texts: Iterable[tuple[str, float, str]]
) -> list[dict[str, Any]]:
    """Return the words that fit beside each other: `row`, `month`, `words`, `late` (to its left).

    Parameters
    ----------
    texts
        Row, month and words of each; the first of those that do not fit is kept.
    """
    span = max(data.last_month - data.first_month, 1e-9)
    taken: dict[str, list[tuple[float, float]]] = {}
    shown = []
    for row, month, words in texts:  # doses go before what has no day
        if month < 0 < month + span * len(words) * _LETTER / NARROW:
            month = 0.0  # or the line at day 0 would run through the words
        begins = max((month - data.first_month) / span, 0.0) * NARROW
        late = begins + len(words) * _LETTER > NARROW  # it would run over the end of the axis
        place = data.last_month if late else max(month, data.first_month)
        ends = NARROW if late else begins + len(words) * _LETTER
        begins = ends - len(words) * _LETTER
        held = taken.setdefault(row, [])
        if not words or any(begins < last + 6 and first < ends + 6 for first, last in held):
            continue
        held.append((begins, ends))
        shown.append({"row": row, "month": place, "words": words, "late": late})
    return shown


def _fitting(undated: dict) -> str:
    """Return what is known of a drug without a day, as far as a narrow axis holds it."""
    words = str(undated["words"])
    return words if len(words) * _LETTER <= NARROW else str(undated["short"])


def state_layers(data: PatientChartData, x: alt.X, y: alt.Y) -> list[Any]:
    """Draw the states as a band, with letters where there is room for them."""
    states = data.states.assign(
        row=COURSE,
        letters=[letter(state) for state in data.states["state"]],
        middle=(data.states["month"] + data.states["until"]) / 2,
    )
    known = list(dict.fromkeys(data.states["state"]))
    bands = (
        alt.Chart(rows_of(states, _STATES))
        .mark_bar(height=18, clip=True)
        .encode(
            x=x,
            x2=alt.X2("until"),
            y=y,
            color=alt.Color("state:N", scale=colour_scale(known), legend=None),
            tooltip=[
                alt.Tooltip("state:N"),
                alt.Tooltip("month:Q", format=".1f", title=_("from month")),
                alt.Tooltip("until:Q", format=".1f", title=_("to month")),
            ],
        )
    )
    span = max(data.last_month - data.first_month, 1e-9)
    wide = (states["until"] - states["month"]) / span * NARROW
    room = [pixels >= 6 * len(text) for pixels, text in zip(wide, states["letters"], strict=True)]
    letters = (
        alt.Chart(rows_of(states[room], _STATES))
        .mark_text(color=ON_COLOUR, fontSize=11, fontWeight="bold", clip=True)
        .encode(x=alt.X("middle:Q"), y=y, text=alt.Text("letters:N"))
    )
    return [bands, letters]
