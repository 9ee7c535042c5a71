"""Timeline of one child: urine tests, albumin, infusions, drugs and states on one time axis."""

from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt
import pandas as pd

from srns.charts.chart_data import WITH_STEROID, PatientChartData, Units, reference_lines
from srns.charts.course_rows import ROW, row_panel, rows_under
from srns.charts.kidney_panel import egfr_panel
from srns.charts.theme import ALBUMIN, CLEAR, FIT_WIDTH, INK, THRESHOLD, UPCR, rows_of, titled
from srns.charts.urine_panels import (
    KIND_SHAPES,
    dipstick_panel,
    protein_panel,
    unreadable_layers,
)
from srns.charts.urine_points import KINDS
from srns.charts.window_shading import day_0_layers, shade_layers
from srns.charts.zoom import brush_layer
from srns.cohort import quantities

HEIGHTS = {"upcr": 220, "protein_24h": 90, "dipstick": 108, "albumin": 80, "egfr": 70}
"""Height of each panel in pixels, in their order from the top."""
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
)
_SHORT = (("complete remission", "CR"), ("partial remission", "PR"))


def timeline(
    data: PatientChartData,
    definition: Any,
    units: Units,
    notes: Iterable[str] = (),
    *,
    brushed: bool = False,
) -> Any:
    """Draw the timeline of one child.

    Filled points decided the verdict; open triangles are results reported as below or above a
    limit; dashed lines are the definition's thresholds. What does not count is shaded.

    Parameters
    ----------
    brushed
        Whether months can be brushed, to zoom into them.
    """
    x = month_axis(data)
    rows = rows_under(data)
    bands = panel_bands(data)
    bottom = max(low for _, low in bands.values()) + GAP + ROW * len(rows)
    # One view with a band per panel instead of stacked panels: only a single view can be as
    # wide as its container.
    chart = alt.layer(
        *shade_layers(data.shaded, x, bottom),
        *day_0_layers(data.day_0_month, f"day 0: {data.day_0}", x, bottom),
        *_panels(data, definition, units, x, bands),
        *unreadable_layers(data, x, [(test, low) for test, (_, low) in bands.items()]),
        *gap_layers(data, x),
        row_panel(data, x, rows, bottom),
        *([brush_layer(data, x)] if brushed else []),
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
        drawn.append(_albumin_panel(data, definition, units, x, band))
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
    if len(data.egfr):
        parts.append(f"{len(data.egfr)} estimates of GFR.")
    if len(data.gaps):
        parts.append(f"Marked: {'; '.join(data.gaps['label'])}.")
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


def gap_layers(data: PatientChartData, x: alt.X) -> list[Any]:
    """Mark long stretches without a urine result above the first panel, with their length."""
    if data.gaps.empty:
        return []
    middle = (data.gaps["month"] + data.gaps["until"]) / 2
    wide = 0.14 * (data.last_month - data.first_month)
    rows = data.gaps.assign(middle=middle, long=data.gaps["until"] - data.gaps["month"] > wide)
    base = alt.Chart(rows_of(rows, ("month", "until", "middle", "label", "long"))).encode(
        y=alt.YValue(6), tooltip=[alt.Tooltip("label:N", title="gap")]
    )
    return [
        base.mark_rule(color=INK, strokeDash=[2, 3], strokeWidth=2).encode(x=x, x2="until"),
        base.transform_filter("datum.long")
        .mark_text(color=INK, fontSize=10, dy=9)
        .encode(x="middle:Q", text="label:N"),
    ]


def month_axis(data: PatientChartData, ticks: int = 8) -> alt.X:
    """Return the axis of months from what the data's `origin` names."""
    return alt.X(
        "month:Q",
        scale=alt.Scale(domain=[data.first_month, data.last_month], nice=False),
        axis=alt.Axis(title=f"Months from {data.origin}", grid=False, tickCount=ticks),
    )


def urine_layers(
    data: PatientChartData,
    definition: Any,
    units: Units,
    x: alt.X,
    band: tuple[int, int] | None = None,
) -> list[Any]:
    """Draw Up/c on a logarithmic axis with the thresholds.

    Parameters
    ----------
    band
        Top and bottom in pixels if other panels share the view; None uses the whole view without
        legend and threshold labels.
    """
    legend = band is not None
    lines = reference_lines(definition.upcr_lines, quantities.UPCR, units.upcr)
    top = max([*data.upcr["drawn"], *lines["value"], units.upcr_floor * 100], default=1.0)
    y = alt.Y(
        "drawn:Q",
        title=f"Up/c ({units.upcr})",
        scale=alt.Scale(
            type="log",
            domain=[units.upcr_floor * 0.8, top * 1.6],
            nice=False,
            range=[band[1], band[0]] if band else alt.Undefined,
        ),
        axis=alt.Axis(values=_POWERS_OF_TEN, format="~g", grid=False, orient="left"),
    )
    base = alt.Chart(rows_of(data.upcr, _POINT))
    trace = base.mark_line(color=UPCR, strokeWidth=1, opacity=0.45).encode(x=x, y=y)
    points = base.mark_point(size=58, color=UPCR, stroke=UPCR, strokeWidth=1.4, opacity=1).encode(
        x=x, y=y, tooltip=_tooltip("Up/c"), **_kind_encodings(legend)
    )
    decided_but_censored = base.transform_filter(
        "datum.evidence && indexof(datum.kind, 'reported') == 0"
    )
    inner = decided_but_censored.mark_point(filled=True, size=14, color=UPCR, opacity=1).encode(
        x=x, y=y
    )
    words = (
        base.transform_filter("indexof(datum.kind, 'reported') == 0 || datum.at_floor")
        .mark_text(color=INK, dy=-11, fontSize=10)
        .encode(x=x, y=y, text=alt.Text("reported:N"))
    )
    return [*_thresholds(lines, units.upcr, y, legend), trace, points, inner, words]


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
    shown = [
        alt.Tooltip("reported:N", title=f"{name} as reported"),
        alt.Tooltip("day:Q", title="day"),
        alt.Tooltip("cell:N", title="cell"),
    ]
    if name == "Up/c":
        shown += [
            alt.Tooltip("kind:N", title="counted"),
            alt.Tooltip("state:N", title="state"),
            alt.Tooltip("lacked:N", title="not met"),
        ]
    return shown


def shorten(label: str, value: float, unit: str) -> str:
    """Return a short label of a threshold in the display unit.

    >>> shorten("complete remission < 0.2 mg/mg", 22.624, "mg/mmol")
    'CR < 0.2 mg/mg = 22.6 mg/mmol'
    """
    for word, short in _SHORT:
        label = label.replace(word, short)
    return label if unit in label else f"{label} = {value:.3g} {unit}"


def _thresholds(lines: pd.DataFrame, unit: str, y: alt.Y, labelled: bool = True) -> list[Any]:
    rows = lines.assign(
        drawn=lines["value"],
        text=[
            shorten(label, value, unit)
            for label, value in zip(lines["label"], lines["value"], strict=True)
        ],
    )
    base = alt.Chart(rows_of(rows, ("drawn", "text"))).encode(y=y)
    rules = base.mark_rule(color=THRESHOLD, strokeDash=[5, 4], strokeWidth=1.2)
    if not labelled:
        return [rules]
    text = base.mark_text(
        color=THRESHOLD, align="left", baseline="bottom", dx=3, dy=-1, fontSize=10
    ).encode(text=alt.Text("text:N"), x=alt.XValue(0))
    return [rules, text]


def _albumin_panel(
    data: PatientChartData, definition: Any, units: Units, x: alt.X, band: tuple[int, int]
) -> Any:
    lines = reference_lines(definition.albumin_lines, quantities.ALBUMIN, units.albumin)
    top = max([*data.albumin["shown"], *lines["value"]], default=5.0)
    y = alt.Y(
        "drawn:Q",
        title=f"albumin ({units.albumin})",
        scale=alt.Scale(domain=[0, top * 1.12], nice=False, range=[band[1], band[0]]),
        axis=alt.Axis(tickCount=4, orient="left", grid=False),
    )
    base = alt.Chart(rows_of(data.albumin.assign(drawn=data.albumin["shown"]), _POINT))
    kinds = alt.Scale(domain=list(KINDS), range=list(KIND_SHAPES))
    layers = [
        *_thresholds(lines, units.albumin, y, labelled=False),
        base.mark_line(color=ALBUMIN, strokeWidth=1, opacity=0.5).encode(x=x, y=y),
        base.mark_point(size=34, color=ALBUMIN, filled=False, opacity=1).encode(
            x=x,
            y=y,
            shape=alt.Shape("kind:N", scale=kinds, legend=None),
            tooltip=_tooltip("albumin"),
        ),
        base.transform_filter("indexof(datum.kind, 'reported') == 0")
        .mark_text(color=INK, dy=-9, fontSize=10)
        .encode(x=x, y=y, text=alt.Text("reported:N")),
    ]
    return alt.layer(*layers)
