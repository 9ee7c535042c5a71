"""Cumulative incidence charts with extended risk tables.

The risk table is drawn below the curves on the same axis (KMunicate), so that the counts stay under
their months at any width and are part of every export.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from srns.analysis.time_to_event.curve_sentences import curve_sentence, visits_sentence
from srns.analysis.time_to_event.curves import Curve
from srns.analysis.time_to_event.time_analysis import BetweenVisits, Curves
from srns.charts.risk_table import (
    CURVE_HEIGHT,
    LABEL_WIDTH,
    PERCENT_PER_PIXEL,
    ROW_HEIGHT,
    place_counts,
    risk_table_layers,
)
from srns.charts.theme import FIT_WIDTH, INK, layered, titled, wrap
from srns.cohort.wording import with_capital
from srns.languages.messages import _, translated

# Okabe and Ito, ordered so that neighbors also differ in lightness.
GROUP_COLOURS = ("#22A884", "#D5752E", "#8C7AE6", "#2B88C4", "#CC79A7", "#E6B422", "#A0A0A0")
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [5, 2, 1, 2, 1, 2], [12, 4], [4, 4])
LONGEST_TITLE = 40
"""Letters of a line under an axis: so many fit a narrow screen."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def incidence_chart(
    curves: Curves,
    title: str,
    definition: Any,
    notes: Iterable[str] = (),
    *,
    before_origin: Mapping[str, float] | None = None,
) -> alt.LayerChart:
    """Draw cumulative incidences with confidence bands and the risk table.

    Parameters
    ----------
    curves
        What `srns.analysis.time_to_event.time_analysis.times` returns: `response_curves` or
        `duration_curves`.
    before_origin
        By child whose event came before the origin: its (negative) month; drawn as ticks.
    """
    names = name_groups([curve.group for curve in curves.curves])
    counts, rows = place_counts(curves, names)
    early = pd.DataFrame(
        [{"patient": child, "month": month} for child, month in (before_origin or {}).items()],
        columns=["patient", "month"],
    )
    last = max(float(curves.risk_table["month"].max()), 1.0) if len(curves.risk_table) else 1.0
    first = min(0.0, float(early["month"].min())) if len(early) else 0.0
    depth = PERCENT_PER_PIXEL * ROW_HEIGHT * (len(rows) + 2.5)
    x = alt.X(
        "month:Q",
        title=wrap(
            _("Months from {origin}").format(origin=translated(curves.since)), LONGEST_TITLE
        ),
        scale=alt.Scale(domain=[first, last], nice=False),
        axis=alt.Axis(values=_ticks(curves, first), grid=False, format="d"),
    )
    y = _axis(depth, with_capital(translated(curves.event)))
    layers = _curve_layers(curves, names, x, y) + risk_table_layers(counts, rows, x)
    if len(early):
        layers += _early_layers(early, x)
    height = int(CURVE_HEIGHT + depth / PERCENT_PER_PIXEL)
    chart = layered(*layers).properties(height=height, width="container", autosize=FIT_WIDTH)
    return titled(chart, title, definition, describe(curves), notes)


def _curve_layers(curves: Curves, names: Mapping[str, str], x: alt.X, y: alt.Y) -> list[Any]:
    """Draw the confidence bands, steps, events, censoring marks and letters."""
    shown = [names[curve.group] for curve in curves.curves]
    steps = step_table(curves.curves)
    steps["name"] = steps["group"].map(names)
    steps["letter"] = steps["name"].str.split(" · ").str[0] if len(shown) > 1 else ""
    colour = alt.Color(
        "name:N",
        scale=alt.Scale(domain=shown, range=[_nth(GROUP_COLOURS, n) for n in range(len(shown))]),
        legend=_legend(shown),
    )
    dash = alt.StrokeDash(
        "name:N",
        scale=alt.Scale(domain=shown, range=[_nth(DASHES, n) for n in range(len(shown))]),
        legend=_legend(shown),
    )
    tooltip = [
        "group:N",
        alt.Tooltip("month:Q", format=".1f"),
        alt.Tooltip("percent:Q", format=".1f"),
        alt.Tooltip("low:Q", format=".1f"),
        alt.Tooltip("high:Q", format=".1f"),
        "at_risk:Q",
    ]
    base = alt.Chart(steps)
    band = (
        base.transform_filter("isValid(datum.low) && isValid(datum.high)")
        .mark_area(interpolate="step-after", opacity=0.16)
        .encode(x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q"), color=colour)
    )
    lines = base.mark_line(interpolate="step-after", strokeWidth=2).encode(
        x=x, y=y, color=colour, strokeDash=dash, order=alt.Order("month:Q")
    )
    points = (
        alt.Chart(steps[steps["events"] > 0])
        .mark_point(filled=True, size=26, opacity=1)
        .encode(x=x, y=y, color=colour, tooltip=tooltip)
    )
    censored = (
        alt.Chart(steps[steps["censored"] > 0])
        .mark_point(shape="stroke", angle=90, size=70, strokeWidth=1.4, opacity=1)
        .encode(x=x, y=y, color=colour, tooltip=tooltip)
    )
    letters = (
        base.transform_filter("datum.is_last")
        .mark_text(align="right", dy=-8, fontWeight="bold", fontSize=12)
        .encode(x=x, y=y, color=colour, text=alt.Text("letter:N"))
    )
    return [band, lines, points, censored, letters]


def _early_layers(early: pd.DataFrame, x: alt.X) -> list[Any]:
    """Draw the children whose event came before the origin as named triangles on the axis."""
    ticks = alt.Chart(early).encode(x=x, y=alt.datum(0))
    return [
        ticks.mark_point(shape="triangle-up", filled=True, size=70, color=INK, opacity=1),
        ticks.mark_text(dy=-12, color=INK, fontSize=11).encode(text=alt.Text("patient:N")),
    ]


def visits_chart(
    visits: BetweenVisits, curves: Curves, title: str, definition: Any, notes: Iterable[str] = ()
) -> alt.LayerChart:
    """Draw the earliest and latest possible curves and Turnbull's estimate."""
    names = {
        "earliest": _("A · Earliest possible date"),
        "latest": _("B · First visit with remission"),
    }
    steps = step_table([visits.earliest, visits.latest])
    steps["name"] = steps["group"].map(names)
    turnbull = turnbull_line(visits)
    turnbull["name"] = third = _("C · Turnbull's estimate")
    shown = [*names.values(), third]
    months = [0.0, *steps["month"], *turnbull["month"]]
    x = alt.X(
        "month:Q",
        title=_("Months from {origin}").format(origin=translated(curves.since)),
        scale=alt.Scale(domain=[0, max(months[-1], *months, 1.0)], nice=False),
        axis=alt.Axis(grid=False, tickCount=6),
    )
    y = alt.Y(
        "percent:Q",
        title=f"{with_capital(translated(curves.event))} (%)",
        scale=alt.Scale(domain=[0, 100]),
    )
    colour = alt.Color(
        "name:N",
        scale=alt.Scale(domain=shown, range=list(GROUP_COLOURS[:3])),
        legend=_legend(shown),
    )
    dash = alt.StrokeDash(
        "name:N", scale=alt.Scale(domain=shown, range=list(DASHES[:3])), legend=_legend(shown)
    )
    extremes = (
        alt.Chart(steps)
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(x=x, y=y, color=colour, strokeDash=dash, order=alt.Order("month:Q"))
    )
    between = (
        alt.Chart(turnbull)
        .mark_line(strokeWidth=2)
        .encode(x=x, y=y, color=colour, strokeDash=dash, order=alt.Order("order:Q"))
    )
    chart = layered(extremes, between).properties(height=240, width="container", autosize=FIT_WIDTH)
    return titled(chart, title, definition, visits_sentence(visits), notes)


def step_table(curves: Sequence[Curve]) -> pd.DataFrame:
    """Return the steps of the curves in percent, from month 0.

    Returns
    -------
    DataFrame
        `group`, `month`, `percent`, `low`, `high` (missing without an interval), `at_risk`,
        `events`, `competing`, `censored`, `is_last`. A curve without children has no row.
    """
    frames = []
    for curve in curves:
        if not curve.n:
            continue
        table = curve.table
        columns = ["month", "at_risk", "events", "competing", "censored"]
        frame = table[columns].assign(
            percent=100 * table["estimate"], low=100 * table["low"], high=100 * table["high"]
        )
        start = {"month": 0.0, "at_risk": curve.n, "percent": 0.0, "low": 0.0}
        start["high"] = 100 * curve.limits.at_start
        frame = pd.concat([pd.DataFrame([start]), frame], ignore_index=True)
        frame = frame.fillna({"events": 0, "competing": 0, "censored": 0})
        frame.insert(0, "group", curve.group)
        frame["is_last"] = frame.index == len(frame) - 1
        frames.append(frame)
    if not frames:
        columns = "group month at_risk percent events competing censored low high is_last"
        return pd.DataFrame({name: pd.Series(dtype=object) for name in columns.split()})
    return pd.concat(frames, ignore_index=True)


def turnbull_line(visits: BetweenVisits) -> pd.DataFrame:
    """Return Turnbull's estimate as a line: sloped where only the ends of a step are known."""
    rows = [(0.0, 0.0)]
    for stretch in visits.estimate.table.to_dict("records"):
        rows += [
            (float(stretch["after"]), rows[-1][1]),
            (float(stretch["until"]), 100 * float(stretch["estimate"])),
        ]
    last = float(visits.latest.table["month"].max()) if visits.latest.n else 0.0
    rows.append((max(last, rows[-1][0]), rows[-1][1]))
    table = pd.DataFrame(rows, columns=["month", "percent"])
    return table.assign(order=range(len(table)))


def describe(curves: Curves) -> str:
    """Return a sentence for every curve."""
    if not curves.curves:
        return _("No child could be followed to {event}.").format(event=translated(curves.event))
    sentences = [curve_sentence(curve, curves.event, curves.since) for curve in curves.curves]
    return " ".join(map(translated, sentences))


def name_groups(groups: Sequence[str]) -> dict[str, str]:
    """Prefix each group with a letter, as a second code besides color.

    >>> name_groups(["MCD", "FSGS"])
    {'MCD': 'A · MCD', 'FSGS': 'B · FSGS'}
    """
    return {group: f"{_nth(_LETTERS, place)} · {group}" for place, group in enumerate(groups)}


def _nth(values: Sequence[Any], place: int) -> Any:
    return values[place % len(values)]


def _legend(shown: Sequence[str]) -> alt.Legend | None:
    if len(shown) < 2:
        return None
    return alt.Legend(
        title=None, orient="bottom", columns=1, labelLimit=300, symbolType="stroke", symbolOpacity=1
    )


def _ticks(curves: Curves, first: float) -> list[float]:
    months = sorted(set(curves.risk_table["month"])) if len(curves.risk_table) else [0.0, 1.0]
    return [round(first, 1), *months] if first < 0 and round(first) < 0 else months


def _axis(depth: float, title: str) -> alt.Y:
    """Return a percent axis with room below and at the left for the risk table."""
    return alt.Y(
        "percent:Q",
        title=title,
        scale=alt.Scale(domain=[-depth, 100], nice=False, zero=False),
        axis=alt.Axis(
            values=[0, 25, 50, 75, 100],
            labelExpr="datum.value + ' %'",
            ticks=False,
            domain=False,
            minExtent=LABEL_WIDTH,
            titleAnchor="end",
        ),
    )
