"""What share of the children had the event by each month, and who still stands behind it?

The counts stand beneath the curves on the same axis (KMunicate), so that they stay under their
months at any width and go with every export.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from srns.analysis.time_to_event.analyse import BetweenVisits, Curves, say_curve, say_visits
from srns.analysis.time_to_event.curves import Curve
from srns.charts.theme import FIT_WIDTH, INK, titled

# Okabe and Ito, in an order in which neighbours differ in lightness too.
GROUP_COLOURS = ("#22A884", "#D5752E", "#8C7AE6", "#2B88C4", "#CC79A7", "#E6B422", "#A0A0A0")
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [5, 2, 1, 2, 1, 2], [12, 4], [4, 4])
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CURVE_HEIGHT = 260
_ROW_HEIGHT = 15
_PER_PIXEL = 100 / _CURVE_HEIGHT
_LABEL_WIDTH = 82
_ROWS = {
    "at_risk": "at risk",
    "events": "events",
    "competing": "failure, death",
    "censored": "censored",
}


def incidence_chart(
    curves: Curves,
    title: str,
    definition: Any,
    notes: Iterable[str] = (),
    *,
    before_origin: Mapping[str, float] | None = None,
) -> alt.LayerChart:
    """Draw cumulative incidences with their intervals and the children behind them.

    Parameters
    ----------
    curves
        What `srns.analysis.time_to_event.analyse.times` gives: `waiting` or `lasting`.
    before_origin
        Months, negative, of children whose event came before the origin; drawn as ticks.
    """
    names = name_groups([curve.group for curve in curves.curves])
    steps = step_table(curves.curves)
    steps["name"] = steps["group"].map(names)
    counts, rows = _count_rows(curves, names)
    early = pd.DataFrame(
        [{"patient": child, "month": month} for child, month in (before_origin or {}).items()],
        columns=["patient", "month"],
    )
    last = max(float(curves.numbers["month"].max()), 1.0) if len(curves.numbers) else 1.0
    first = min(0.0, float(early["month"].min())) if len(early) else 0.0
    depth = _PER_PIXEL * _ROW_HEIGHT * (len(rows) + 2.5)
    x = alt.X(
        "month:Q",
        title=f"Months from {curves.since}",
        scale=alt.Scale(domain=[first, last], nice=False),
        axis=alt.Axis(values=_ticks(curves, first), grid=False, format="d"),
    )
    y = _axis(depth, f"{curves.event[:1].upper()}{curves.event[1:]}")
    shown = [names[curve.group] for curve in curves.curves]
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
    base = alt.Chart(steps)
    tooltip = [
        "group:N",
        alt.Tooltip("month:Q", format=".1f"),
        alt.Tooltip("percent:Q", format=".1f"),
        alt.Tooltip("low:Q", format=".1f"),
        alt.Tooltip("high:Q", format=".1f"),
        "at_risk:Q",
    ]
    band = (
        base.transform_filter("isValid(datum.low) && isValid(datum.high)")
        .mark_area(interpolate="step-after", opacity=0.16)
        .encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=colour)
    )
    lines = base.mark_line(interpolate="step-after", strokeWidth=2).encode(
        x=x, y=y, color=colour, strokeDash=dash, order="month:Q"
    )
    points = (
        base.transform_filter("datum.events > 0")
        .mark_point(filled=True, size=26, opacity=1)
        .encode(x=x, y=y, color=colour, tooltip=tooltip)
    )
    left = (
        base.transform_filter("datum.censored > 0")
        .mark_point(shape="stroke", angle=90, size=70, strokeWidth=1.4, opacity=1)
        .encode(x=x, y=y, color=colour, tooltip=tooltip)
    )
    letters = (
        base.transform_filter("datum.is_last")
        .mark_text(align="right", dy=-8, fontWeight="bold", fontSize=12)
        .encode(x=x, y=y, color=colour, text="letter:N")
    )
    steps["letter"] = steps["name"].str.split(" · ").str[0] if len(shown) > 1 else ""
    numbers = (
        alt.Chart(counts)
        .mark_text(color=INK, fontSize=11, baseline="middle")
        .encode(x=x, y=alt.Y("place:Q"), text="count:Q")
    )
    labels = (
        alt.Chart(pd.DataFrame({"place": list(rows), "label": list(rows.values())}))
        .mark_text(color=INK, fontSize=11, baseline="middle", align="right")
        .encode(x=alt.value(-12), y=alt.Y("place:Q"), text="label:N")
    )
    layers: list[Any] = [band, lines, points, left, letters, numbers, labels]
    if len(early):
        ticks = alt.Chart(early).encode(x=x, y=alt.datum(0))
        layers += [
            ticks.mark_point(shape="triangle-up", filled=True, size=70, color=INK, opacity=1),
            ticks.mark_text(dy=-12, color=INK, fontSize=11).encode(text="patient:N"),
        ]
    height = int(_CURVE_HEIGHT + depth / _PER_PIXEL)
    chart = alt.layer(*layers).properties(height=height, width="container", autosize=FIT_WIDTH)
    return titled(chart, title, definition, describe(curves), notes)


def visits_chart(
    visits: BetweenVisits, curves: Curves, title: str, definition: Any, notes: Iterable[str] = ()
) -> alt.LayerChart:
    """Draw the two extreme curves, the room between them, and Turnbull's estimate."""
    names = {"earliest": "A · right after the last visit without", "latest": "B · first visit with"}
    steps = step_table([visits.earliest, visits.latest])
    steps["name"] = steps["group"].map(names)
    turnbull = turnbull_line(visits)
    turnbull["name"] = third = "C · Turnbull's estimate"
    shown = [*names.values(), third]
    months = [0.0, *steps["month"], *turnbull["month"]]
    x = alt.X(
        "month:Q",
        title=f"Months from {curves.since}",
        scale=alt.Scale(domain=[0, max(months[-1], *months, 1.0)], nice=False),
        axis=alt.Axis(grid=False, tickCount=6),
    )
    y = alt.Y(
        "percent:Q",
        title=f"{curves.event[:1].upper()}{curves.event[1:]} (%)",
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
        .encode(x=x, y=y, color=colour, strokeDash=dash, order="month:Q")
    )
    between = (
        alt.Chart(turnbull)
        .mark_line(strokeWidth=2)
        .encode(x=x, y=y, color=colour, strokeDash=dash, order="order:Q")
    )
    chart = alt.layer(extremes, between).properties(
        height=240, width="container", autosize=FIT_WIDTH
    )
    return titled(chart, title, definition, say_visits(visits), notes)


def step_table(curves: Sequence[Curve]) -> pd.DataFrame:
    """Lay out the steps of the curves in percent, each from month 0 on.

    Returns
    -------
    DataFrame
        `group`, `month`, `percent`, `low`, `high` (missing where there is no interval), `at_risk`,
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
        start = {"month": 0.0, "at_risk": curve.n, "percent": 0.0}
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
    """Lay out Turnbull's estimate: flat where it is known, aslant where only its ends are."""
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
    """Say every curve."""
    return " ".join(say_curve(curve, curves.event, curves.since) for curve in curves.curves)


def name_groups(groups: Sequence[str]) -> dict[str, str]:
    """Put a letter before each group, the second code beside its colour.

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
    months = sorted(set(curves.numbers["month"])) if len(curves.numbers) else [0.0, 1.0]
    return [round(first, 1), *months] if first < 0 and round(first) < 0 else months


def _count_rows(curves: Curves, names: dict[str, str]) -> tuple[pd.DataFrame, dict[float, str]]:
    """Give the counts with their places beneath the curves, and what each row is called."""
    competes = any(curve.competing for curve in curves.curves)
    rows: dict[float, str] = {}
    counts = []
    place = 2.5
    for curve in curves.curves:
        mine = curves.numbers[curves.numbers["group"] == curve.group]
        letter = f"{names[curve.group][0]} " if len(curves.curves) > 1 else ""
        for column, label in _ROWS.items():
            if column == "competing" and not competes:
                continue
            at = round(-place * _ROW_HEIGHT * _PER_PIXEL, 4)
            rows[at] = f"{letter if column == 'at_risk' else ''}{label}"
            counts.append(mine[["month"]].assign(place=at, count=mine[column]))
            place += 1
        place += 0.4
    empty = pd.DataFrame({"month": [], "place": [], "count": []})
    return pd.concat(counts, ignore_index=True) if counts else empty, rows


def _axis(depth: float, title: str) -> alt.Y:
    """Make an axis of percent that leaves room beneath and beside for the rows of counts."""
    return alt.Y(
        "percent:Q",
        title=title,
        scale=alt.Scale(domain=[-depth, 100], nice=False, zero=False),
        axis=alt.Axis(
            values=[0, 25, 50, 75, 100],
            labelExpr="datum.value + ' %'",
            ticks=False,
            domain=False,
            minExtent=_LABEL_WIDTH,
            titleAnchor="end",
        ),
    )
