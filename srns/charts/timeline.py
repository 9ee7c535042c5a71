"""Timeline of one child: urine tests, albumin, infusions, drugs and states on one time axis."""

from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt

from srns.charts.chart_data import PatientChartData, Units
from srns.charts.course_rows import row_panel, rows_height, rows_under
from srns.charts.serum_panels import albumin_panel, egfr_panel
from srns.charts.theme import FIT_WIDTH, layered, titled
from srns.charts.timeline_words import describe
from srns.charts.upcr_panel import urine_layers
from srns.charts.urine_panels import (
    dipstick_panel,
    protein_panel,
    unreadable_layers,
)
from srns.charts.window_shading import day_0_layers, shade_layers
from srns.charts.zoom import brush_layer
from srns.languages.messages import _

HEIGHTS = {"upcr": 220, "protein_24h": 90, "dipstick": 108, "albumin": 90, "egfr": 64}
"""Height of each panel in pixels, in their order from the top."""
BETWEEN = 24
GAP = 14


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
        Whether months are brushed, for a page that zooms into them; else the axis itself is zoomed.
    """
    x = month_axis(data)
    rows = rows_under(data)
    bands = panel_bands(data)
    bottom = max(low for _, low in bands.values()) + GAP + rows_height(rows)
    # One view with a band per panel instead of stacked panels: only a single view can be as
    # wide as its container.
    chart = layered(
        *([] if brushed else [zoom_layer(x)]),
        *shade_layers(data.shaded, x, bottom),
        *day_0_layers(data.day_0_month, _("day 0: {day_0}").format(day_0=data.day_0), x, bottom),
        *_panels(data, definition, units, x, bands),
        *unreadable_layers(data, x, [(test, low) for test, (_, low) in bands.items()]),
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
    title = _("Child {patient}: urine protein, albumin, treatment and course").format(
        patient=data.patient
    )
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
        drawn.append(layered(*urine_layers(data, definition, units, x, band=band)))
    if band := bands.get("protein_24h"):
        drawn.append(protein_panel(data, definition, x, band))
    if band := bands.get("dipstick"):
        drawn.append(dipstick_panel(data, definition, x, band))
    if band := bands.get("albumin"):
        drawn.append(albumin_panel(data, definition, units, x, band))
    if band := bands.get("egfr"):
        drawn.append(egfr_panel(data, x, band))
    return drawn


def month_axis(data: PatientChartData, ticks: int = 8, title: str = "") -> alt.X:
    """Return the axis of months from what the data's `origin` names."""
    return alt.X(
        "month:Q",
        scale=alt.Scale(domain=[data.first_month, data.last_month], nice=False),
        axis=alt.Axis(
            # Translators: origin is such as "the first infusion" or "day 0".
            title=title or _("Months from {origin}").format(origin=data.origin),
            grid=False,
            tickCount=ticks,
        ),
    )
