"""Timeline of one child: urine tests, albumin, infusions, drugs and states on one time axis."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt
import pandas as pd

from srns.charts.chart_data import WITH_STEROID, PatientChartData, Units, reference_lines
from srns.charts.course_rows import ROW, row_panel, rows_under
from srns.charts.long_gaps import stretches
from srns.charts.serum_panels import albumin_panel, egfr_panel
from srns.charts.theme import CLEAR, FIT_WIDTH, INK, UPCR, rows_of, titled
from srns.charts.threshold_labels import beside, label_sides, limit_rules, threshold_layers
from srns.charts.urine_panels import (
    KIND_SHAPES,
    dipstick_panel,
    protein_panel,
    unreadable_layers,
)
from srns.charts.urine_points import KINDS
from srns.charts.window_shading import day_0_layers, shade_layers
from srns.cohort import quantities

HEIGHTS = {"upcr": 220, "protein_24h": 90, "dipstick": 108, "albumin": 90, "egfr": 64}
"""Height of each panel in pixels, in their order from the top."""
ALONE = 150
"""Height of the panel of Up/c where it is a figure of its own."""
BETWEEN = 24
GAP = 14

_POWERS_OF_TEN = [10.0**power for power in range(-3, 6)]
_POINT = (
    "month",
    "drawn",
    "kind",
    "evidence",
    "at_floor",
    "reported",
    "day",
    "cell",
    "state",
    "lacked",
    "counted",
    "stretch",
    "censored",
    "side",
)


def timeline(
    data: PatientChartData, definition: Any, units: Units, notes: Iterable[str] = ()
) -> Any:
    """Draw the timeline of one child.

    Filled points decided the verdict; open triangles are results reported as below or above a
    limit; dashed lines are the definition's thresholds. What does not count is shaded.
    """
    x = month_axis(data)
    rows = rows_under(data)
    bands = panel_bands(data)
    bottom = max(low for _, low in bands.values()) + GAP + ROW * len(rows)
    # One view with a band per panel instead of stacked panels: only a single view can be as
    # wide as its container.
    chart = alt.layer(
        zoom_layer(x),
        *shade_layers(data.shaded, x, bottom),
        *day_0_layers(data.day_0_month, f"day 0: {data.day_0}", x, bottom),
        *_panels(data, definition, units, x, bands),
        *unreadable_layers(data, x, [(test, low) for test, (_, low) in bands.items()]),
        row_panel(data, x, rows, bottom),
        resolve=alt.Resolve(
            scale=alt.ScaleResolveMap(
                y="independent", shape="independent", fill="independent", color="independent"
            )
        ),
        # Fit only the width to the container: the bands are fixed in pixels.
        height=bottom,
        autosize=FIT_WIDTH,
    )
    title = f"Child {data.patient}: urine protein, albumin, treatment and course"
    return titled(chart, title, definition, describe(data, definition, units), notes)


def zoom_layer(x: alt.X) -> alt.Chart:
    """Draw nothing, and let the axis be zoomed: shift and wheel, or drag; a double click resets.

    The wheel alone scrolls the page, as everywhere.
    """
    return (
        alt.Chart(alt.Data(values=[{}]))
        .mark_point(opacity=0)
        .encode(x=x)
        .add_params(
            alt.selection_interval(
                name="zoom",
                encodings=["x"],
                bind="scales",
                zoom="wheel![event.shiftKey]",
                clear="dblclick",
            )
        )
    )


def panel_bands(data: PatientChartData) -> dict[str, tuple[int, int]]:
    """Return the panels that one child needs: analyte, then top and bottom in pixels.

    Dipstick and 24-hour protein have a panel where they were measured. Up/c and albumin have one
    always, but where urine was measured by another test alone.
    """
    measured = {
        "upcr": len(data.upcr),
        "protein_24h": len(data.protein),
        "dipstick": len(data.dipstick),
        "albumin": len(data.albumin),
        "egfr": len(data.egfr),
    }
    measured = {
        test: count + int((data.unreadable["analyte"] == test).sum())
        for test, count in measured.items()
    }
    other = measured["dipstick"] or measured["protein_24h"]
    if not measured["upcr"] and not other:
        measured["upcr"] = 1
    if measured["upcr"]:
        measured["albumin"] += 1
    bands, top = {}, 0
    for test, height in HEIGHTS.items():
        if measured[test]:
            bands[test] = (top, top + height)
            top += height + BETWEEN
    return bands


def _panels(
    data: PatientChartData,
    definition: Any,
    units: Units,
    x: alt.X,
    bands: Mapping[str, tuple[int, int]],
) -> list[Any]:
    drawn: list[Any] = []
    if band := bands.get("upcr"):
        drawn.append(alt.layer(*urine_layers(data, definition, units, x, band=band)))
    if band := bands.get("protein_24h"):
        drawn.append(protein_panel(data, definition, x, band))
    if band := bands.get("dipstick"):
        drawn.append(dipstick_panel(data, definition, x, band))
    if band := bands.get("albumin"):
        drawn.append(albumin_panel(data, definition, units, x, band))
    if band := bands.get("egfr"):
        drawn.append(egfr_panel(data, x, band))
    return drawn


def describe(data: PatientChartData, definition: Any, units: Units) -> str:
    """Return the sentences on what the timeline shows."""
    tested = [points for points in (data.upcr, data.protein, data.dipstick) if len(points)]
    deciding = sum(int(points["evidence"].sum()) for points in tested)
    parts = [
        f"Child {data.patient}: {len(data.upcr)} Up/c results ({units.upcr}, logarithmic axis) "
        f"and {len(data.albumin)} albumin results over {len(data.infusions)} infusions."
    ]
    parts += _other_tests(data)
    parts += [f"Shaded: {why}." for why in data.shaded["why"]]
    if (data.infusions["given"] == WITH_STEROID).any():
        parts.append("Crosses are infusions with methylprednisolone, ticks those without.")
    if deciding:
        points = "point" if deciding == 1 else f"{deciding} points"
        parts.append(f"The filled {points} decided the verdict.")
    else:
        parts.append("No point is filled: no single sample decided the verdict.")
    if len(data.upcr) and data.upcr["bound"].fillna("").ne("").any():
        parts.append("Open triangles are results reported as below or above a limit.")
    if data.at_floor:
        parts.append(
            f"{data.at_floor} result(s) below {units.upcr_floor:.3g} {units.upcr}, including 0, "
            "are drawn at the lower end of the axis."
        )
    if len(data.states):
        course = " → ".join(dict.fromkeys(str(state) for state in data.states["state"]))
        parts.append(f"Course: {course}.")
    if not data.treatments["sure"].all():
        parts.append("Pale parts of a drug bar are possible but not certain days of its course.")
    if len(data.spans):
        labels = "; ".join(data.spans["label"])
        parts.append(f"Events with a partial date, drawn as bars over all possible days: {labels}.")
    parts.append(f"Dashed lines are the thresholds of {definition.name}.")
    return " ".join(parts)


def _other_tests(data: PatientChartData) -> list[str]:
    """Return the sentences on dipstick, 24-hour protein and results that cannot be read."""
    parts: list[str] = []
    if len(data.dipstick):
        diary = int(data.dipstick["diary"].sum())
        home = f", {diary} of them from the diary (thin strokes)" if diary else ""
        parts.append(f"{len(data.dipstick)} dipstick results on their own scale{home}.")
    if len(data.protein):
        parts.append(f"{len(data.protein)} results of 24-hour protein ({data.protein_unit}).")
    if len(data.unreadable):
        listed = "; ".join(data.unreadable["label"])
        parts.append(f"Question marks are results that cannot be read: {listed}.")
    return parts


def month_axis(data: PatientChartData, ticks: int = 8, title: str = "") -> alt.X:
    """Return the axis of months from what the data's `origin` names."""
    return alt.X(
        "month:Q",
        scale=alt.Scale(domain=[data.first_month, data.last_month], nice=False),
        axis=alt.Axis(title=title or f"Months from {data.origin}", grid=False, tickCount=ticks),
    )


def urine_layers(
    data: PatientChartData,
    definition: Any,
    units: Units,
    x: alt.X,
    band: tuple[int, int] | None = None,
    domain: tuple[float, float] | None = None,
) -> list[Any]:
    """Draw Up/c on a logarithmic axis with the thresholds.

    Parameters
    ----------
    band
        Top and bottom in pixels if other panels share the view; None uses the whole view without
        legend and threshold labels.
    domain
        The ends of the axis, where several panels share it; None: those of this child.
    """
    legend = band is not None
    lines = reference_lines(definition.limit_lines("upcr", units), quantities.UPCR, units)
    floor, top = domain or upcr_domain([data], definition, units)
    y = alt.Y(
        "drawn:Q",
        title=f"Up/c ({units.upcr})",
        scale=alt.Scale(
            type="log",
            domain=[floor, top],
            nice=False,
            range=[band[1], band[0]] if band else alt.Undefined,
        ),
        axis=alt.Axis(values=_POWERS_OF_TEN, format="~g", grid=False, orient="left"),
    )
    ends, view = (floor, top), band or (0, ALONE)
    shown = data.upcr.assign(
        stretch=stretches(data.upcr),
        censored=_printed(data.upcr),
        side=label_sides(
            [_pixel(value, ends, view) for value in data.upcr["drawn"]],
            [_pixel(value, ends, view) for value in lines["drawn"]],
        ),
    )
    base = alt.Chart(rows_of(shown, _POINT))
    trace = base.mark_line(color=UPCR, strokeWidth=1, opacity=0.45, clip=True).encode(
        x=x, y=y, detail="stretch:N"
    )
    points = base.mark_point(
        size=58, color=UPCR, stroke=UPCR, strokeWidth=1.4, opacity=1, clip=True
    ).encode(x=x, y=y, tooltip=_tooltip("Up/c"), **_kind_encodings(legend))
    decided_but_censored = base.transform_filter(
        "datum.evidence && indexof(datum.kind, 'reported') == 0"
    )
    inner = decided_but_censored.mark_point(filled=True, size=14, color=UPCR, opacity=1).encode(
        x=x, y=y
    )
    words = [
        text.encode(x=x, y=y, text="censored:N")
        for text in beside(base.transform_filter("datum.censored"), INK)
    ]
    if band is None:
        limits = [limit_rules(lines, y)]
    else:
        limits = threshold_layers(lines, y, lambda at: _pixel(at, ends, band), band)
    return [*limits, *gap_layers(data, x, y), trace, points, inner, *words]


def _printed(points: pd.DataFrame) -> list[str]:
    """Return the text beside a point: of a censored result, and of one drawn at the axis' end."""
    return [
        f"{bound or ''}{value:.3g}" if bound or at_floor else ""
        for bound, value, at_floor in zip(
            points["bound"].fillna(""), points["shown"], points["at_floor"], strict=True
        )
    ]


def gap_layers(data: PatientChartData, x: alt.X, y: alt.Y) -> list[Any]:
    """Draw a dotted line over each stretch of more than half a year without a result."""
    if data.long_gaps.empty or not len(data.upcr):
        return []
    base = alt.Chart(rows_of(data.long_gaps, ("month", "until", "drawn", "drawn_after", "words")))
    return [
        base.mark_rule(color=INK, strokeDash=[1, 4], strokeWidth=1.4, clip=True).encode(
            x=x, x2="until", y=y, y2="drawn_after:Q", tooltip=alt.Tooltip("words:N", title="gap")
        )
    ]


def upcr_domain(
    stories: Iterable[PatientChartData], definition: Any, units: Units
) -> tuple[float, float]:
    """Return the ends of an axis of Up/c that holds these children's results and the limits."""
    lines = reference_lines(definition.limit_lines("upcr", units), quantities.UPCR, units)
    drawn = [value for data in stories for value in data.upcr["drawn"]]
    top = max([*drawn, *lines["drawn"], units.upcr_floor * 100], default=1.0)
    return units.upcr_floor * 0.8, top * 1.6


def _pixel(value: float, domain: tuple[float, float], band: tuple[int, int]) -> float:
    floor, top = domain
    return band[1] - math.log(value / floor) / math.log(top / floor) * (band[1] - band[0])


def _kind_encodings(legend: bool) -> dict[str, Any]:
    kinds = list(KINDS)
    key = (
        alt.Legend(title=None, orient="bottom", columns=2, symbolSize=70, symbolStrokeWidth=1.4)
        if legend
        else None
    )
    fills = alt.Scale(domain=kinds, range=[UPCR, CLEAR, CLEAR, CLEAR])
    return {
        "shape": alt.Shape(
            "kind:N", scale=alt.Scale(domain=kinds, range=list(KIND_SHAPES)), legend=key
        ),
        "fill": alt.Fill("kind:N", scale=fills, legend=key),
    }


def _tooltip(name: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("reported:N", title=f"{name} as reported"),
        alt.Tooltip("day:Q", title="day"),
        alt.Tooltip("cell:N", title="cell"),
        alt.Tooltip("counted:N", title="counted"),
        alt.Tooltip("state:N", title="state"),
        alt.Tooltip("lacked:N", title="lacked"),
    ]
