"""Exposure chart: cumulative cyclophosphamide of each child with reference doses."""

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt
import pandas as pd

from srns.charts.theme import INK, THRESHOLD, UPCR, layered, names_axis, titled
from srns.cohort.paper_numbers import with_decimals
from srns.languages import counted
from srns.languages.lists import list_some
from srns.languages.messages import _, pgettext, translated


def exposure_bars(
    table: pd.DataFrame,
    marks: Sequence[tuple[float, str]],
    unit: str,
    title: str,
    definition: Any,
    notes: Iterable[str] = (),
) -> alt.LayerChart:
    """Draw one bar per child.

    Parameters
    ----------
    table
        `patient`, `dose`, `bound` (``>=`` where a dose is missing, otherwise empty).
    marks
        Reference doses and their meaning, drawn as dashed lines.
    """
    rows = table.assign(
        label=[
            ("≥ " if bound else "") + f"{dose:,.0f}".replace(",", " ")
            for dose, bound in zip(table["dose"], table["bound"], strict=True)
        ]
    )
    top = max([*table["dose"], *(dose for dose, meaning in marks), 1.0]) * 1.12
    x_scale = alt.Scale(domain=[0, top])
    y = alt.Y("patient:N", sort=list(table["patient"]), title=_("Child"),
              axis=names_axis(ticks=False, domain=False))  # fmt: skip
    x = alt.X(
        "dose:Q",
        scale=x_scale,
        title=_("Cumulative cyclophosphamide ({unit})").format(unit=unit),
        axis=alt.Axis(tickCount=5),
    )
    base = alt.Chart(rows)
    bars = base.mark_bar(color=UPCR, height=14).encode(
        x=x, y=y, tooltip=[alt.Tooltip("patient:N"), alt.Tooltip("label:N")]
    )
    words = base.mark_text(color=INK, align="left", dx=5, fontSize=11).encode(
        x=x, y=y, text=alt.Text("label:N")
    )
    lines = alt.Chart(pd.DataFrame(marks, columns=["dose", "meaning"]))
    rules = lines.mark_rule(color=THRESHOLD, strokeDash=[5, 4]).encode(
        x=alt.X("dose:Q", scale=x_scale), tooltip=[alt.Tooltip("meaning:N"), alt.Tooltip("dose:Q")]
    )
    named = lines.mark_text(color=THRESHOLD, align="right", dx=-4, dy=-8, fontSize=11).encode(
        x=alt.X("dose:Q", scale=x_scale), y=alt.value(0), text=alt.Text("dose:Q")
    )
    chart = layered(bars, words, rules, named).properties(height=alt.Step(26))
    return titled(chart, title, definition, describe(table, marks, unit), notes)


def describe(table: pd.DataFrame, marks: Sequence[tuple[float, str]], unit: str) -> str:
    """Return the sentences on range, children above a reference dose, and lower bounds."""
    if table.empty:
        return _("No cumulative dose can be calculated for any child.")
    words = [
        _("Cyclophosphamide of {children} in {unit}: from {lowest} to {highest}.").format(
            children=counted.children(len(table)),
            unit=unit,
            lowest=with_decimals(table["dose"].min(), 0),
            highest=with_decimals(table["dose"].max(), 0),
        )
    ]
    for dose, meaning in marks:
        above = table.loc[table["dose"] > dose, "patient"]
        words.append(
            _("Above {dose} ({meaning}): {children}.").format(
                dose=f"{dose:g}",
                meaning=translated(meaning),
                children=list_some(above) or pgettext("children", "none"),
            )
        )
    lacking = table.loc[table["bound"] != "", "patient"]
    if len(lacking):
        words.append(
            _("Lower bounds, because a dose could not be included: {children}.").format(
                children=list_some(lacking)
            )
        )
    return " ".join(words)
