"""Specification curve chart: the outcome across all sets of choices, with the choices below."""

from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt
import pandas as pd

from srns.charts.theme import FIT_WIDTH, INK, THRESHOLD, UPCR, layered, names_axis, titled
from srns.cohort.wording import with_capital
from srns.languages.messages import _, mark, translated

CURVE = (0, 190)
"""Top and bottom of the curve in pixels; the choices are drawn below."""
GAP, ROW = 18, 15
_LABELS = {
    "definition": "{value}",
    "occasions": mark("visits: {value}"),
    "albumin_window": mark("albumin within: {value}"),
    "albumin_rule": mark("albumin: {value}"),
    "dating": mark("dated by: {value}"),
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
        Name of each definition by id.
    outcome
        The outcome counted.
    sentence
        The result in words.
    definition
        The definition in force.
    """
    points = curve.assign(place=range(1, len(curve) + 1))
    ticks = pd.concat(
        [
            points.assign(choice=[_label(name, value, names) for value in points[name]])[
                ["place", "choice", "published"]
            ]
            for name in _LABELS
        ],
        ignore_index=True,
    )
    order = [
        _label(name, value, names)
        for name in _LABELS
        for value in sorted(dict.fromkeys(curve[name]), key=lambda value: _place(name, value))
    ]
    bottom = CURVE[1] + GAP + ROW * len(order)
    x = alt.X(
        "place:Q",
        title=_("{n} sets of choices, from lowest to highest").format(n=len(curve)),
        scale=alt.Scale(domain=[0, len(curve) + 1], nice=False),
        axis=alt.Axis(grid=False, tickCount=6),
    )
    # Columns mix "as published" with numbers; Altair needs one type per column.
    points = points.astype(dict.fromkeys(_LABELS, str))
    chart = layered(
        layered(*_point_layers(points, x)), layered(*_choice_layers(ticks, order, x, bottom))
    ).resolve_scale(y="independent")
    chart = chart.properties(height=bottom, autosize=FIT_WIDTH)
    title = _("{outcome} under every set of choices").format(
        outcome=with_capital(translated(outcome))
    )
    return titled(chart, title, definition, describe(sentence), notes)


def _point_layers(points: pd.DataFrame, x: alt.X) -> list[Any]:
    """Draw the proportions with their intervals, definitions as published as diamonds."""
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
        x=x, y=_percent_axis("low:Q"), y2=alt.Y2("high:Q")
    )
    others = base.transform_filter("!datum.published").mark_point(
        color=UPCR, filled=True, size=16, opacity=1
    )
    published = base.transform_filter("datum.published").mark_point(
        color=THRESHOLD, shape="diamond", filled=True, size=70, opacity=1
    )
    return [
        whiskers,
        others.encode(x=x, y=y, tooltip=tooltip),
        published.encode(x=x, y=y, tooltip=tooltip),
    ]


def _choice_layers(ticks: pd.DataFrame, order: list[str], x: alt.X, bottom: int) -> list[Any]:
    """Draw the choices of each specification as ticks in labeled rows below the curve."""
    rows = alt.Y(
        "choice:N",
        title=None,
        sort=order,
        scale=alt.Scale(
            domain=order, type="band", range=[CURVE[1] + GAP, bottom], paddingInner=0.1
        ),
        axis=names_axis(
            labelLimit=150,
            labelFontSize=10,
            ticks=False,
            domain=False,
            grid=False,
            orient="left",
        ),
    )
    base = alt.Chart(ticks).encode(x=x, y=rows)
    return [
        base.transform_filter("!datum.published").mark_tick(
            color=INK, orient="vertical", size=9, thickness=1
        ),
        base.transform_filter("datum.published").mark_tick(
            color=THRESHOLD, orient="vertical", size=12, thickness=2
        ),
    ]


def _percent_axis(field: str) -> alt.Y:
    return alt.Y(
        field,
        title=_("Children (%)"),
        scale=alt.Scale(domain=[0, 100], range=[CURVE[1], CURVE[0]]),
        axis=alt.Axis(tickCount=5, orient="left"),
    )


def describe(sentence: str) -> str:
    """Return the result followed by the legend in words."""
    key = _(
        "Points with exact 95 % intervals; the ticks below each point show its set of choices; "
        "diamonds are the definitions as published."
    )
    return f"{sentence} {key}"


def _place(name: str, value: object) -> tuple[bool, int, str]:
    """Return the sort key: "as published" first, then numbers; definitions in point order."""
    if name == "definition":
        return False, 0, ""
    number = value if isinstance(value, int) else 0
    return value != "as published", number, str(value)


def _label(name: str, value: object, names: Mapping[str, str]) -> str:
    if name == "definition":
        return names[str(value)]
    text = (
        _("{value} days").format(value=value)
        if name == "albumin_window" and isinstance(value, int)
        else translated(value)
    )
    return translated(_LABELS[name]).format(value=text)
