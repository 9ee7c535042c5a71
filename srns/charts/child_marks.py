"""Marks of the children in a figure of groups: one mark a child under its group's interval."""

from typing import Any

import altair as alt
import pandas as pd

from srns.charts.picking import pick_child
from srns.charts.theme import INK, colour_scale, rows_of, shape_scale

MOST = 24
"""Children of one lane that are drawn as marks; a lane with more has none."""
FROM, STEP = 12, 24
"""Pixels from the axis to the first mark, and from each mark to the next."""


def mark_rows(table: pd.DataFrame, selected: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return one row a mark: `lane`, `response`, `patient`, `place` (pixels), `chosen`.

    Parameters
    ----------
    table
        One row a lane: `lane`, `response`, `patients` (the children that it counts).
    selected
        The children that are selected: their marks are ringed.
    """
    chosen = set(selected)
    rows = [
        {
            "lane": row["lane"],
            "response": row["response"],
            "patient": patient,
            "place": FROM + STEP * at,
            "chosen": patient in chosen,
        }
        for row in table.to_dict("records")
        if len(row["patients"]) <= MOST
        for at, patient in enumerate(row["patients"])
    ]
    return pd.DataFrame(rows, columns=["lane", "response", "patient", "place", "chosen"])


def mark_layers(rows: pd.DataFrame, y: alt.Y, down: int) -> list[Any]:
    """Draw the marks with the children's names, each of which can be clicked.

    Parameters
    ----------
    down
        Pixels from the middle of the lane.
    """
    if rows.empty:
        return []
    responses = list(dict.fromkeys(rows["response"]))
    base = alt.Chart(rows_of(rows, ("lane", "response", "patient", "place", "chosen"))).encode(
        x=alt.X("place:Q", scale=None, axis=None), y=y
    )
    tooltip = [alt.Tooltip("patient:N", title="child"), "response:N"]
    marks = (
        base.mark_point(filled=True, size=90, opacity=1, yOffset=down, cursor="pointer")
        .encode(
            color=alt.Color("response:N", scale=colour_scale(responses), legend=None),
            shape=alt.Shape("response:N", scale=shape_scale(responses), legend=None),
            stroke=alt.condition("datum.chosen", alt.value(INK), alt.value(None)),
            strokeWidth=alt.condition("datum.chosen", alt.value(3), alt.value(0)),
            tooltip=tooltip,
        )
        .add_params(pick_child())
    )
    names = base.mark_text(color=INK, fontSize=10, dy=0, yOffset=down + 13, limit=STEP - 2).encode(
        text=alt.Text("patient:N")
    )
    return [marks, names]
