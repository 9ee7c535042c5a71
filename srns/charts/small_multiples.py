"""How did each child's Up/c run? One small panel per child: the paper's Fig. 1 for any cohort."""

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt

from srns.charts.chart_data import Story, Units
from srns.charts.event_marks import event_layers, infusion_layers
from srns.charts.theme import COLOURS, FIT_WIDTH, ON_COLOUR, colour, letter, titled, wrap
from srns.charts.timeline import month_axis, urine_layers

PER_PAGE = 12


def small_panel(
    story: Story, heading: str, response: str, definition: Any, units: Units, *, alone: bool = False
) -> Any:
    """Draw one child small: Up/c, thresholds, infusions, and the response as letters.

    Parameters
    ----------
    heading
        What stands above the panel, for instance the child and the histology.
    response
        The child's response by the definition in force.
    alone
        The panel is a figure of its own, as wide as its column.
    """
    x = month_axis(story, ticks=4)
    badge = alt.Chart(alt.Data(values=[{"letters": letter(response)}]))
    right, above = alt.XValue("width"), alt.YValue(-16)
    plate = badge.mark_point(
        shape="square", size=700, filled=True, color=colour(response), opacity=1
    ).encode(x=right, y=above)
    letters = badge.mark_text(color=ON_COLOUR, fontSize=11, fontWeight="bold").encode(
        text=alt.Text("letters:N"), x=right, y=above
    )
    # One flat list of layers, finished in one call: Altair copies a layer whole each time that
    # it is put into another or is changed, and a page has two dozen of these panels.
    return alt.layer(
        *urine_layers(story, definition, units, x),
        *infusion_layers(story, x, alt.YValue(-8)),
        *event_layers(story, x, alt.YValue(24)),
        plate,
        letters,
        resolve=alt.Resolve(
            scale=alt.ScaleResolveMap(shape="independent", color="independent", fill="independent")
        ),
        height=150,
        autosize=FIT_WIDTH if alone else alt.Undefined,
        title=alt.TitleParams(text=wrap(heading, 34), anchor="start", fontSize=12),
        description=f"{heading}: {response}; {len(story.upcr)} Up/c results.",
    )


def small_multiples(
    panels: Sequence[Any],
    definition: Any,
    units: Units,
    notes: Iterable[str] = (),
    columns: int = 3,
) -> Any:
    """Put the panels together as one figure for export."""
    sized = [panel.properties(width=230) for panel in panels]
    chart = alt.concat(*sized, columns=columns, spacing=24)
    return titled(chart, "Up/c of every child", definition, describe(len(panels), units), notes)


def describe(children: int, units: Units) -> str:
    """Say what the figure shows."""
    letters = ", ".join(f"{letter(name)} {name}" for name in COLOURS if name != "not in remission")
    return (
        f"Up/c ({units.upcr}, logarithmic axis) of {children} children in months from their first "
        "infusion, sorted by histology. The verdict rests on the filled points; ticks at the top "
        "are infusions, crosses are infusions with methylprednisolone; dashed lines are the "
        f"thresholds. Letters: {letters}."
    )
