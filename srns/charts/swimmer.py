"""Swimmer plot: each child's states from day 0 to the end of the window."""

from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd

from srns.charts.months import FIRST_INFUSION
from srns.charts.picking import pick_child
from srns.charts.theme import (
    EVENT_COLOURS,
    EVENT_SHAPES,
    INK,
    ON_COLOUR,
    colour_scale,
    layered,
    letter,
    names_axis,
    rows_of,
    titled,
    with_letter,
)
from srns.languages import counted
from srns.languages.lists import join_row
from srns.languages.messages import _, translated


def swimmer(
    states: pd.DataFrame,
    infusions: pd.DataFrame,
    events: pd.DataFrame,
    ends: pd.DataFrame,
    definition: Any,
    notes: Iterable[str] = (),
    *,
    origin: str = "",
    selected: tuple[str, ...] = (),
) -> alt.LayerChart:
    """Draw one lane per child.

    Parameters
    ----------
    states
        One row per band: `lane`, `state`, `month`, `until` (months from `origin`).
    infusions, events
        `lane`, `month`, and for infusions `given`, for events `event` and `mark`.
    ends
        One row per child in the order of the lanes: `lane`, `patient`, `until` (the end of the
        window, else the last follow-up), `ended` (what ended the window; empty if nothing did),
        `status`, `override` (the response of a manual override, otherwise empty).
    origin
        What months count from, in words.
    selected
        The children whose lanes are shaded.
    """
    origin = origin or translated(FIRST_INFUSION)
    lanes = list(ends["lane"])
    y = alt.Y(
        "lane:N",
        sort=lanes,
        title=None,
        scale=alt.Scale(domain=lanes),
        axis=names_axis(labelLimit=170, ticks=False, domain=False),
    )
    x = alt.X(
        "month:Q", title=_("Months from {origin}").format(origin=origin), axis=alt.Axis(tickCount=8)
    )
    known = list(dict.fromkeys(states["state"]))
    follow_up = (
        alt.Chart(rows_of(ends.assign(month=0.0), ("lane", "patient", "month", "until")))
        .mark_rule(color=INK, strokeWidth=1.5)
        .encode(x=x, x2=alt.X2("until"), y=y)
    )
    states = states.assign(
        letters=[letter(state) for state in states["state"]],
        middle=(states["month"] + states["until"]) / 2,
        long=states["until"] - states["month"],
    )
    # As rows: Altair cannot tell the type of a column without values.
    base = alt.Chart(
        rows_of(states, ("lane", "patient", "state", "month", "until", "letters", "middle", "long"))
    )
    # A legend of nothing would be endlessly tall.
    key = alt.Legend(title=None, orient="bottom", columns=2) if known else None
    bands = base.mark_bar(height=15).encode(
        x=x,
        x2=alt.X2("until"),
        y=y,
        color=alt.Color("state:N", scale=colour_scale(known), legend=key),
        tooltip=[
            alt.Tooltip("lane:N"),
            alt.Tooltip("state:N"),
            alt.Tooltip("month:Q", format=".1f", title=_("from month")),
            alt.Tooltip("until:Q", format=".1f", title=_("to month")),
        ],
    )
    wide = 0.07 * max(float(ends["until"].max()) if len(ends) else 1.0, 1.0)
    letters = (
        base.transform_filter(alt.datum.long > wide)
        .mark_text(color=ON_COLOUR, fontSize=10, fontWeight="bold")
        .encode(x=alt.X("middle:Q"), y=y, text=alt.Text("letters:N"))
    )
    ticks = (
        alt.Chart(rows_of(infusions, ("lane", "patient", "month", "given", "day")))
        .mark_tick(color=INK, orient="vertical", thickness=1.5, size=6, yOffset=-12)
        .encode(
            x=x, y=y, tooltip=[alt.Tooltip("lane:N"), alt.Tooltip("given:N"), alt.Tooltip("day:Q")]
        )
    )
    closed = _closings(ends, y)
    chart = layered(
        _clicked(ends, y, selected), follow_up, bands, letters, ticks, closed,
        _events(events, x, y), _statuses(ends, y),
    )  # fmt: skip
    chart = chart.resolve_scale(color="independent", shape="independent")
    chart = chart.properties(height=alt.Step(32))
    return titled(
        chart,
        _("From {origin} to the end of follow-up").format(origin=origin),
        definition,
        describe(ends),
        notes,
    )


def _clicked(ends: pd.DataFrame, y: alt.Y, selected: tuple[str, ...]) -> alt.Chart:
    """Draw the whole width of each lane, which a click picks; shaded where the child is selected.

    It lies below the other marks, which show their own tooltips and pick the same child.
    """
    rows = ends.assign(chosen=ends["patient"].isin(selected))
    return (
        alt.Chart(rows_of(rows, ("lane", "patient", "chosen", "status")))
        .mark_rect(color=INK, cursor="pointer", height=26)
        .encode(
            x=alt.XValue(0),
            x2=alt.X2Value("width"),
            y=y,
            opacity=alt.condition("datum.chosen", alt.value(0.16), alt.value(0)),
            tooltip=[alt.Tooltip("lane:N"), alt.Tooltip("status:N", title=_("at last follow-up"))],
        )
        .add_params(pick_child())
    )


def _statuses(ends: pd.DataFrame, y: alt.Y) -> alt.Chart:
    """Write the letters of the status, and of an override, at the end of each lane."""
    return (
        alt.Chart(
            rows_of(
                ends.assign(
                    text=[
                        letter(status) + (f" * {letter(override)}" if override else "")
                        for status, override in zip(ends["status"], ends["override"], strict=True)
                    ]
                ),
                ("lane", "patient", "until", "text", "status", "override"),
            )
        )
        .mark_text(color=INK, align="left", dx=7, fontSize=11, fontWeight="bold")
        .encode(
            x=alt.X("until:Q"),
            y=y,
            text=alt.Text("text:N"),
            tooltip=[alt.Tooltip("lane:N"), alt.Tooltip("status:N"), alt.Tooltip("override:N")],
        )
    )


def _closings(ends: pd.DataFrame, y: alt.Y) -> alt.Chart:
    """Draw an upright bar where something ended what counts."""
    return (
        alt.Chart(rows_of(ends[ends["ended"] != ""], ("lane", "patient", "until", "ended")))
        .mark_tick(color=INK, orient="vertical", thickness=3, size=20)
        .encode(
            x=alt.X("until:Q"),
            y=y,
            tooltip=[alt.Tooltip("lane:N"), alt.Tooltip("ended:N", title=_("follow-up ends with"))],
        )
    )


def _events(events: pd.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    marks = [mark for mark in EVENT_SHAPES if mark in set(events["mark"])]
    # Above: beside the states below, both keys would be wider than a narrow figure.
    key = alt.Legend(title=None, orient="top", columns=2, symbolStrokeWidth=0.8) if marks else None
    shapes = alt.Scale(domain=marks, range=[EVENT_SHAPES[mark] for mark in marks])
    colours = alt.Scale(domain=marks, range=[EVENT_COLOURS[mark] for mark in marks])
    return (
        alt.Chart(rows_of(events, ("lane", "patient", "month", "event", "mark", "cell")))
        .mark_point(size=90, filled=True, opacity=1, stroke=ON_COLOUR, strokeWidth=0.8)
        .encode(
            x=x,
            y=y,
            shape=alt.Shape("mark:N", scale=shapes, legend=key),
            color=alt.Color("mark:N", scale=colours, legend=key),
            tooltip=[alt.Tooltip("lane:N"), alt.Tooltip("event:N"), alt.Tooltip("cell:N")],
        )
    )


def describe(ends: pd.DataFrame, *, by_line: bool = False) -> str:
    """Return the sentences on the status at last follow-up of children, or of their lines."""
    if ends.empty:
        return _("No children to show.")
    counts = ends["status"].value_counts(sort=False)
    statuses = join_row(f"{with_letter(str(status))} {number}" for status, number in counts.items())
    overridden = [
        _("{lane} to {override}").format(lane=lane, override=translated(override))
        for lane, override in zip(ends["lane"], ends["override"], strict=True)
        if override
    ]
    number = len(ends)
    sentences = [
        _("{lanes}, one lane each.").format(
            lanes=counted.lines(number) if by_line else counted.children(number)
        ),
        _("At last follow-up: {statuses}.").format(statuses=statuses),
        _(
            "Ticks above a lane are infusions; a triangle is a relapse, a square kidney failure, a "
            "cross death; the thin line is follow-up beyond the last sample. An upright bar ends "
            "what counts: last follow-up, kidney failure, transplant, death or the next treatment. "
            "The letters at the end give the status at last follow-up."
        ),
    ]
    if overridden:
        sentences.append(
            _(
                "A star followed by letters marks a manual override ({overridden}); the lane shows "
                "the computed verdict."
            ).format(overridden=join_row(overridden, "; "))
        )
    return " ".join(sentences)
