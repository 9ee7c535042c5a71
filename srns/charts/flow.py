"""Flow diagram: from the rows of the sheet to the analyzed children."""

from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd

from srns.charts.theme import CLEAR, COLOURS, INK, layered, titled
from srns.languages.lists import join_row
from srns.languages.messages import _, pgettext, translated

STEP = 26
HEAD = 90
"""The title's share of the height on a page."""
_INDENT = 34


def flow_diagram(
    rows: pd.DataFrame, title: str, definition: Any, notes: Iterable[str] = ()
) -> alt.LayerChart:
    """Draw the steps from top to bottom: boxes are kept, exclusions are listed between them.

    Parameters
    ----------
    rows
        `step` (kept, left out, verdict), `what`, `n`, as returned by
        `srns.analysis.tables.flow_diagram.flow`.
    """
    table = rows.reset_index(names="place")
    table["words"] = [
        f"{translated(what)}: {n}" if step == "kept" else f"{n}  {_in_a_line(what)}"
        for step, what, n in zip(table["step"], table["what"], table["n"], strict=True)
    ]
    table["left_out"] = table["step"] == "left out"
    table["middle"] = table["place"] + 0.5
    scale = alt.Scale(domain=[0, max(len(table), 1)], reverse=True, nice=False)
    y = alt.Y("middle:Q", axis=None, scale=scale)
    base = alt.Chart(table).encode(y=y)
    kept = base.transform_filter(alt.datum.step == "kept")
    others = base.transform_filter(alt.datum.step != "kept")
    boxes = (
        alt.Chart(
            table[table["step"] == "kept"].assign(
                top=lambda kept: kept["middle"] - 0.42,
                bottom=lambda kept: kept["middle"] + 0.42,
            )
        )
        .mark_rect(cornerRadius=3, color=CLEAR, stroke=INK, strokeWidth=1.2)
        .encode(
            x=alt.value(0),
            x2=alt.value("width"),
            y=alt.Y("top:Q", axis=None, scale=scale),
            y2=alt.Y2("bottom"),
        )
    )
    trunk = (
        alt.Chart(pd.DataFrame({"top": [1], "bottom": [max(len(table), 1) - 0.5]}))
        .mark_rule(color=INK, strokeWidth=1.2, opacity=0.6)
        .encode(x=alt.value(14), y=alt.Y("top:Q", axis=None, scale=scale), y2=alt.Y2("bottom"))
    )
    branches = others.mark_rule(color=INK, opacity=0.6).encode(
        x=alt.value(14), x2=alt.value(_INDENT - 6)
    )
    heads = kept.mark_text(color=INK, align="left", fontSize=13, fontWeight="bold").encode(
        x=alt.value(24), text=alt.Text("words:N")
    )
    shade = alt.condition(
        "datum.left_out && datum.n > 0", alt.value(COLOURS["no response"]), alt.value(INK)
    )
    lines = others.mark_text(align="left", fontSize=12).encode(
        x=alt.value(_INDENT),
        text=alt.Text("words:N"),
        color=shade,
        tooltip=[alt.Tooltip("what:N"), alt.Tooltip("n:Q"), alt.Tooltip("children:N")],
    )
    chart = layered(trunk, boxes, branches, heads, lines).properties(
        height=STEP * max(len(table), 1) + HEAD
    )
    chart = chart.configure_view(stroke=None)
    return titled(chart, title, definition, describe(rows), notes)


def describe(rows: pd.DataFrame) -> str:
    """Return the sentences on children read, left out by reason, and analyzed."""
    kept = rows[rows["step"] == "kept"]
    lost = rows[(rows["step"] == "left out") & (rows["n"] > 0)]
    if kept.empty:
        return _("There are no children to follow.")
    words = join_row(
        (f"{row['n']} ({translated(row['what'])})" for row in lost.to_dict("records")), "; "
    )
    first, last = kept.iloc[0], kept.iloc[-1]
    return _("{first}: {n}. {last}: {left}. Left out: {why}.").format(
        first=translated(first["what"]),
        n=first["n"],
        last=translated(last["what"]),
        left=last["n"],
        why=words or pgettext("children", "none"),
    )


def _in_a_line(what: str) -> str:
    """Return a reason for leaving children out, as it stands behind their number."""
    words = translated(what)
    return f"{words[:1].lower()}{words[1:]}" if words == what else words
