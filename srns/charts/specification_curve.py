"""How far do all reasonable choices together move the headline? The curve over its choices."""

from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt
import pandas as pd

from srns.charts.theme import FIT_WIDTH, INK, THRESHOLD, UPCR, titled

CURVE = (0, 190)
"""Top and bottom of the curve, in pixels; the choices stand below."""
GAP, ROW = 18, 15
_LABELS = {
    "definition": "",
    "occasions": "occasions: ",
    "albumin_window": "albumin within: ",
    "albumin_rule": "albumin: ",
    "dating": "dated by: ",
}


def specification_curve(
    curve: pd.DataFrame,
    names: Mapping[str, str],
    outcome: str,
    sentence: str,
    definition: Any,
    notes: Iterable[str] = (),
) -> Any:
    """Draw each specification as a point with its exact interval, and its choices as ticks.

    Parameters
    ----------
    curve
        See `srns.analysis.definitions.specification_curve.specification_curve`.
    names
        What each definition is called, by its id.
    outcome
        What is counted.
    sentence
        What the curve says in words.
    definition
        The definition in force.
    """
    points = curve.assign(place=range(1, len(curve) + 1))
    choices = list(_LABELS)
    ticks = pd.concat(
        [
            points.assign(choice=[_label(name, value, names) for value in points[name]])[
                ["place", "choice", "published"]
            ]
            for name in choices
        ],
        ignore_index=True,
    )
    order = [
        _label(name, value, names)
        for name in choices
        for value in sorted(dict.fromkeys(curve[name]), key=lambda each: _place(name, each))
    ]
    # "as published" and 3 stand in one column: a table of one kind of thing is what can be drawn.
    points = points.astype(dict.fromkeys(choices, str))
    bottom = CURVE[1] + GAP + ROW * len(order)
    x = alt.X(
        "place:Q",
        title=f"{len(curve)} sets of choices, from the lowest to the highest",
        scale=alt.Scale(domain=[0, len(curve) + 1], nice=False),
        axis=alt.Axis(grid=False, tickCount=6),
    )
    y = _percent_axis("percent:Q")
    base = alt.Chart(points)
    tooltip = [
        alt.Tooltip("name:N", title="choices"),
        alt.Tooltip("n:Q"),
        alt.Tooltip("of:Q"),
        alt.Tooltip("percent:Q", format=".1f"),
        alt.Tooltip("low:Q", format=".1f"),
        alt.Tooltip("high:Q", format=".1f"),
    ]
    whiskers = base.mark_rule(color=UPCR, strokeWidth=1, opacity=0.35).encode(
        x=x, y=_percent_axis("low:Q"), y2="high:Q"
    )
    others = base.transform_filter("!datum.published").mark_point(
        color=UPCR, filled=True, size=16, opacity=1
    )
    published = base.transform_filter("datum.published").mark_point(
        color=THRESHOLD, shape="diamond", filled=True, size=70, opacity=1
    )
    rows = alt.Y(
        "choice:N",
        title=None,
        sort=order,
        scale=alt.Scale(
            domain=order, type="band", range=[CURVE[1] + GAP, bottom], paddingInner=0.1
        ),
        axis=alt.Axis(
            labelLimit=150,
            labelFontSize=10,
            labelOverlap=False,
            ticks=False,
            domain=False,
            grid=False,
            orient="left",
        ),
    )
    tick_base = alt.Chart(ticks).encode(x=x, y=rows)
    marks = [
        tick_base.transform_filter("!datum.published").mark_tick(
            color=INK, orient="vertical", size=9, thickness=1
        ),
        tick_base.transform_filter("datum.published").mark_tick(
            color=THRESHOLD, orient="vertical", size=12, thickness=2
        ),
    ]
    chart = alt.layer(
        alt.layer(
            whiskers,
            others.encode(x=x, y=y, tooltip=tooltip),
            published.encode(x=x, y=y, tooltip=tooltip),
        ),
        alt.layer(*marks),
    ).resolve_scale(y="independent")
    chart = chart.properties(height=bottom, autosize=FIT_WIDTH)
    title = f"{outcome.capitalize()} under every set of choices"
    return titled(chart, title, definition, describe(sentence), notes)


def _percent_axis(field: str) -> alt.Y:
    return alt.Y(
        field,
        title="Children (%)",
        scale=alt.Scale(domain=[0, 100], range=[CURVE[1], CURVE[0]]),
        axis=alt.Axis(tickCount=5, orient="left"),
    )


def describe(sentence: str) -> str:
    """Say what is drawn, after what it shows."""
    return (
        f"{sentence} Points with exact 95 % intervals, each set of choices read off the ticks "
        "below it; diamonds are the definitions as published."
    )


def _place(name: str, value: object) -> tuple[bool, int, str]:
    """Put "as published" first, then numbers by size; definitions stay as the points have them."""
    if name == "definition":
        return False, 0, ""
    number = value if isinstance(value, int) else 0
    return value != "as published", number, str(value)


def _label(name: str, value: object, names: Mapping[str, str]) -> str:
    if name == "definition":
        return names[str(value)]
    text = f"{value} days" if name == "albumin_window" and isinstance(value, int) else str(value)
    return f"{_LABELS[name]}{text}"
