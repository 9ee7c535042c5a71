"""Risk table below a curve chart: positions and layers of the counts (KMunicate)."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from srns.analysis.time_to_event.time_analysis import Curves
from srns.charts.theme import INK
from srns.languages.messages import mark, translated

CURVE_HEIGHT = 260
ROW_HEIGHT = 15
PERCENT_PER_PIXEL = 100 / CURVE_HEIGHT
LABEL_WIDTH = 82
DIGIT = 6.2
"""Width of a digit, in pixels."""
_ROWS = {
    "at_risk": mark("at risk"),
    "to_enter": mark("to enter"),
    "events": mark("events"),
    "competing": mark("failure, death"),
    "censored": mark("censored"),
}


def place_counts(curves: Curves, names: dict[str, str]) -> tuple[pd.DataFrame, dict[float, str]]:
    """Return the risk table with its vertical positions, and the label of each row."""
    competes = any(curve.competing for curve in curves.curves)
    late = any(len(curve.entry) for curve in curves.curves)
    rows: dict[float, str] = {}
    counts = []
    place = 2.5
    for curve in curves.curves:
        group_rows = curves.risk_table[curves.risk_table["group"] == curve.group]
        letter = f"{names[curve.group][0]} " if len(curves.curves) > 1 else ""
        for column, label in _ROWS.items():
            if (column == "competing" and not competes) or (column == "to_enter" and not late):
                continue
            at = round(-place * ROW_HEIGHT * PERCENT_PER_PIXEL, 4)
            rows[at] = f"{letter if column == 'at_risk' else ''}{translated(label)}"
            counts.append(group_rows[["month"]].assign(place=at, count=group_rows[column]))
            place += 1
        place += 0.4
    empty = pd.DataFrame({"month": [], "place": [], "count": []})
    return pd.concat(counts, ignore_index=True) if counts else empty, rows


def risk_table_layers(counts: pd.DataFrame, rows: Mapping[float, str], x: alt.X) -> list[Any]:
    """Draw the counts below the curves, and the row labels to their left."""
    numbers = (
        alt.Chart(counts)
        .mark_text(color=INK, fontSize=11, baseline="middle")
        .encode(x=x, y=alt.Y("place:Q"), text=alt.Text("count:Q"))
    )
    # A number is centered on its month: half of the widest lies left of month 0.
    widest = DIGIT / 2 * max((len(f"{n:.0f}") for n in counts["count"].dropna()), default=1)
    labels = (
        alt.Chart(pd.DataFrame({"place": list(rows), "label": list(rows.values())}))
        .mark_text(color=INK, fontSize=11, baseline="middle", align="right")
        .encode(x=alt.value(-9 - widest), y=alt.Y("place:Q"), text=alt.Text("label:N"))
    )
    return [numbers, labels]
