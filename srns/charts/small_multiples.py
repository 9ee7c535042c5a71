"""Small multiples: the Up/c course of every child, one panel each (the paper's Fig. 1)."""

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt

from srns.charts.chart_data import PatientChartData, Units
from srns.charts.event_marks import event_layers, infusion_layers
from srns.charts.picking import pick_child
from srns.charts.theme import COLOURS, FIT_WIDTH, INK, ON_COLOUR, colour, letter, titled, wrap
from srns.charts.timeline import month_axis, urine_layers
from srns.charts.urine_panels import dipstick_panel, protein_panel, unreadable_layers
from srns.charts.window_shading import day_0_layers, shade_layers

PER_PAGE = 12


def small_panel(
    data: PatientChartData,
    heading: str,
    response: str,
    definition: Any,
    units: Units,
    *,
    alone: bool = False,
) -> Any:
    """Draw the panel of one child: Up/c, thresholds, infusions, and the response as letters.

    Parameters
    ----------
    heading
        Panel title, for instance the child and the histology.
    response
        The child's response by the definition in force.
    alone
        Whether the panel is a separate figure, as wide as its column.
    """
    x = month_axis(data, ticks=4)
    badge = alt.Chart(alt.Data(values=[{"letters": letter(response)}]))
    right, above = alt.XValue("width"), alt.YValue(-16)
    plate = badge.mark_point(
        shape="square", size=700, filled=True, color=colour(response), opacity=1, aria=False
    ).encode(x=right, y=above)
    letters = badge.mark_text(color=ON_COLOUR, fontSize=11, fontWeight="bold").encode(
        text=alt.Text("letters:N"), x=right, y=above
    )
    # One flat list of layers in one call: Altair deep-copies a layer each time it is nested or
    # changed, and a page has two dozen of these panels.
    clicked = (
        alt.Chart(alt.Data(values=[{"patient": data.patient}]))
        .mark_rect(color=INK, opacity=0, cursor="pointer", aria=False)
        .encode(x=alt.XValue(0), x2=alt.X2Value("width"), y=alt.YValue(0), y2=alt.Y2Value("height"))
        .add_params(pick_child())
    )
    return alt.layer(
        *([clicked] if alone else []),
        *shade_layers(data.shaded, x),
        *day_0_layers(data.day_0_month, "", x),
        *_urine(data, definition, units, x),
        *unreadable_layers(data, x, [("upcr" if _by_upcr(data) else "dipstick", 150)]),
        *infusion_layers(data, x, alt.YValue(-8)),
        *event_layers(data, x, alt.YValue(24)),
        plate,
        letters,
        resolve=alt.Resolve(
            scale=alt.ScaleResolveMap(shape="independent", color="independent", fill="independent")
        ),
        height=150,
        autosize=FIT_WIDTH if alone else alt.Undefined,
        title=alt.TitleParams(text=wrap(heading, 34), anchor="start", fontSize=12),
        description=f"{heading}: {response}; {_counted(data)}.",
    )


def _by_upcr(data: PatientChartData) -> bool:
    """Return whether the panel shows Up/c: only where no other test was done is it left out."""
    return bool(len(data.upcr)) or not (len(data.dipstick) or len(data.protein))


def _urine(data: PatientChartData, definition: Any, units: Units, x: alt.X) -> list[Any]:
    """Draw Up/c; where it was never measured, the dipstick, else 24-hour protein."""
    if _by_upcr(data):
        return urine_layers(data, definition, units, x)
    panel = dipstick_panel if len(data.dipstick) else protein_panel
    return [panel(data, definition, x, None)]


def small_multiples(
    panels: Sequence[Any],
    definition: Any,
    units: Units,
    notes: Iterable[str] = (),
    columns: int = 3,
    *,
    origin: str = "their first infusion",
) -> Any:
    """Combine the panels into one figure for export."""
    sized = [panel.properties(width=230) for panel in panels]
    chart = alt.concat(*sized, columns=columns, spacing=24)
    return titled(
        chart, "Up/c of every child", definition, describe(len(panels), units, origin), notes
    )


def _counted(data: PatientChartData) -> str:
    if _by_upcr(data):
        return f"{len(data.upcr)} Up/c results"
    if len(data.dipstick):
        return f"{len(data.dipstick)} dipstick results"
    return f"{len(data.protein)} results of 24-hour protein"


def describe(children: int, units: Units, origin: str = "their first infusion") -> str:
    """Return the sentences on what the figure shows."""
    letters = ", ".join(
        f"{letter(name)} {name}"
        for name in COLOURS
        if name not in ("not in remission", letter(name))
    )
    return (
        f"Up/c ({units.upcr}, logarithmic axis) of {children} children in months from "
        f"{origin}, sorted by histology; where Up/c was never measured, dipstick or 24-hour "
        "protein. Shaded days do not count. Filled points decided the verdict; ticks at the top "
        "are infusions, crosses are infusions with methylprednisolone; dashed lines are the "
        f"thresholds. Letters: {letters}."
    )
