"""Small multiples: the Up/c course of every child, one panel each (the paper's Fig. 1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import altair as alt

from srns.charts.chart_data import PatientChartData, Units
from srns.charts.event_marks import event_layers, infusion_layers
from srns.charts.picking import pick_child
from srns.charts.theme import (
    COLOURS,
    FIT_WIDTH,
    INK,
    ON_COLOUR,
    colour,
    layered,
    letter,
    titled,
    wrap,
)
from srns.charts.timeline import month_axis
from srns.charts.upcr_panel import ALONE, upcr_domain, urine_layers
from srns.charts.urine_panels import dipstick_panel, protein_panel, unreadable_layers
from srns.charts.window_shading import day_0_layers, shade_layers
from srns.languages import counted
from srns.languages.lists import join_row
from srns.languages.messages import _, ngettext, translated

PER_PAGE = 12
AROUND = 80
"""Pixels of one panel that are not its plot: the axis and the space between."""


@dataclass(frozen=True)
class SharedAxes:
    """The axes of small multiples: months and Up/c reach as far in each panel."""

    months: tuple[float, float]
    upcr: tuple[float, float]


def share_axes(
    stories: Sequence[PatientChartData], definition: Any, units: Units
) -> SharedAxes | None:
    """Return the axes that hold every child of one figure; None without children.

    One axis for all, so that a year is as wide and a tenfold fall as high in each panel.
    """
    if not stories:
        return None
    months = [(data.first_month, data.last_month) for data in stories]
    return SharedAxes(
        (min(first for first, _ in months), max(last for _, last in months)),
        upcr_domain(stories, definition, units),
    )


def small_panel(
    data: PatientChartData,
    heading: str,
    response: str,
    definition: Any,
    units: Units,
    *,
    axes: SharedAxes | None = None,
    alone: bool = False,
) -> Any:
    """Draw the panel of one child: Up/c, thresholds, infusions, and the response as letters.

    Parameters
    ----------
    heading
        Panel title, for instance the child and the histology.
    response
        The child's response by the definition in force.
    axes
        The axes that all panels of one figure share, of `share_axes`; None: the child's own.
    alone
        Whether the panel is a separate figure, as wide as its column.
    """
    if axes is not None:
        data = _on(axes, data)
    x = month_axis(data, ticks=4, title="" if alone else _("Months"))
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
    return layered(
        *([clicked] if alone else []),
        *shade_layers(data.shaded, x),
        *day_0_layers(data.day_0_month, "", x),
        *_urine(data, definition, units, x, axes and axes.upcr),
        *unreadable_layers(data, x, [("upcr" if _by_upcr(data) else "dipstick", ALONE)]),
        *infusion_layers(data, x, alt.YValue(-8), clip=False),
        *event_layers(data, x, alt.YValue(24)),
        plate,
        letters,
        resolve=alt.Resolve(
            scale=alt.ScaleResolveMap(shape="independent", color="independent", fill="independent")
        ),
        height=ALONE,
        autosize=FIT_WIDTH if alone else alt.Undefined,
        title=alt.TitleParams(text=wrap(heading, 34), anchor="start", fontSize=12),
        description=f"{heading}: {translated(response)}; {_measured(data)}.",
    )


def _on(axes: SharedAxes, data: PatientChartData) -> PatientChartData:
    """Return a child's data for an axis of others: what was shaded to its end still is."""
    (first, last), shaded = axes.months, data.shaded
    return replace(
        data,
        first_month=first,
        last_month=last,
        shaded=shaded.assign(
            month=shaded["month"].where(shaded["month"] > data.first_month, first),
            until=shaded["until"].where(shaded["until"] < data.last_month, last),
        ),
    )


def _by_upcr(data: PatientChartData) -> bool:
    """Return whether the panel shows Up/c: only where no other test was done is it left out."""
    return bool(len(data.upcr)) or not (len(data.dipstick) or len(data.protein))


def _urine(
    data: PatientChartData,
    definition: Any,
    units: Units,
    x: alt.X,
    domain: tuple[float, float] | None,
) -> list[Any]:
    """Draw Up/c; where it was never measured, the dipstick, else 24-hour protein."""
    if _by_upcr(data):
        return urine_layers(data, definition, units, x, domain=domain)
    panel = dipstick_panel if len(data.dipstick) else protein_panel
    return [panel(data, definition, x, None)]


def small_multiples(
    panels: Sequence[Any],
    definition: Any,
    units: Units,
    notes: Iterable[str] = (),
    pixels: int = 780,
    *,
    origin: str = "",
    shared: bool = True,
) -> Any:
    """Combine the panels into one figure for export.

    Parameters
    ----------
    pixels
        How wide the figure is: three panels in a row, two on a narrow one.
    shared
        Whether the panels were drawn on the axes of `share_axes`.
    """
    columns = 3 if pixels > 500 else 2
    width = (pixels - 10) // columns - AROUND
    letters = (width - 30) // 7  # of a heading, beside the letters of the response
    sized = [
        panel.properties(
            width=width,
            title=alt.TitleParams(
                text=wrap(" ".join(panel.title.text), letters), anchor="start", fontSize=12
            ),
        )
        for panel in panels
    ]
    chart = alt.concat(*sized, columns=columns, spacing=24)
    words = describe(len(panels), units, origin, shared=shared)
    return titled(chart, _("Up/c of every child"), definition, words, notes)


def _measured(data: PatientChartData) -> str:
    if _by_upcr(data):
        return counted.upcr_results(len(data.upcr))
    if len(data.dipstick):
        return counted.dipstick_results(len(data.dipstick))
    n = len(data.protein)
    return ngettext("{n} result of 24-hour protein", "{n} results of 24-hour protein", n).format(
        n=n
    )


def describe(children: int, units: Units, origin: str = "", *, shared: bool = True) -> str:
    """Return the sentences on what the figure shows."""
    axes = _("on one axis") if shared else _("each child on axes of its own")
    letters = join_row(
        f"{letter(name)} {translated(name)}"
        for name in COLOURS
        if name not in ("not in remission", letter(name))
    )
    return _(
        "Up/c ({unit}, logarithmic axis) of {children} in months from {origin}, {axes}; "
        "where Up/c was never measured, dipstick or 24-hour protein. Shaded days do "
        "not count. Filled points decided the verdict; ticks at the top are "
        "infusions, crosses are infusions with methylprednisolone; dashed lines are "
        "the thresholds. Letters: {letters}."
    ).format(
        unit=units.upcr,
        children=counted.children(children),
        origin=origin or _("their first infusion"),
        axes=axes,
        letters=letters,
    )
