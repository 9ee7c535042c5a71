"""Kidney function chart: eGFR of each child over time, with the KDIGO limits."""

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt
import pandas as pd

from srns.charts.months import FIRST_INFUSION
from srns.charts.theme import INK, THRESHOLD, UPCR, layered, titled
from srns.cohort.paper_numbers import with_decimals
from srns.languages import counted
from srns.languages.messages import _, ngettext, translated


def kidney_lanes(
    table: pd.DataFrame,
    stages: Sequence[tuple[float, str]],
    title: str,
    definition: Any,
    notes: Iterable[str] = (),
    *,
    origin: str = "",
) -> alt.FacetChart:
    """Draw one small panel per child on common axes.

    Parameters
    ----------
    table
        `patient`, `month`, `egfr`, `bound`, `stage`, `cell`: one row per estimate.
    stages
        Lower limit and name of each GFR category.
    origin
        What months count from, in words.
    """
    top = max(float(table["egfr"].max()), 90.0) * 1.1
    y = alt.Y("egfr:Q", scale=alt.Scale(domain=[0, top]), title="mL/min/1.73 m²",
              axis=alt.Axis(values=[0, 30, 60, 90], grid=False))  # fmt: skip
    x = alt.X(
        "month:Q",
        title=_("Months from {origin}").format(origin=origin or translated(FIRST_INFUSION)),
        axis=alt.Axis(tickCount=4),
    )
    base = alt.Chart(table)
    limits = [lowest for lowest, _ in stages if lowest]
    rules = [
        base.mark_rule(color=THRESHOLD, strokeDash=[4, 4], opacity=0.6).encode(y=alt.datum(limit))
        for limit in limits
    ]
    lines = base.mark_line(color=UPCR, strokeWidth=1.2).encode(x=x, y=y)
    points = base.mark_point(color=UPCR, filled=True, size=45, opacity=1).encode(
        x=x,
        y=y,
        tooltip=[
            alt.Tooltip("month:Q", format=".1f"),
            alt.Tooltip("egfr:Q", format=".0f"),
            alt.Tooltip("bound:N"),
            alt.Tooltip("stage:N"),
            alt.Tooltip("cell:N"),
        ],
    )
    # Two panels of this width fit on a phone; a facet cannot adapt to its container.
    panel = layered(*rules, lines, points).properties(width=150, height=110)
    header = alt.Header(title=None, labelAnchor="start", labelFontWeight="bold", labelColor=INK)
    order = list(dict.fromkeys(table["patient"]))
    chart = panel.facet(facet=alt.Facet("patient:N", sort=order, header=header), columns=2)
    return titled(chart, title, definition, describe(table), notes)


def describe(table: pd.DataFrame) -> str:
    """Return the sentences on the number of estimates and the lowest."""
    if table.empty:
        return _("No GFR can be estimated.")
    lowest = table.sort_values("egfr", kind="stable").iloc[0]
    n = len(table)
    return ngettext(
        "{n} estimate in {children}; the lowest is {egfr} mL/min/1.73 m² in child {patient} at "
        "month {month}. Dashed lines are the limits of KDIGO's categories.",
        "{n} estimates in {children}; the lowest is {egfr} mL/min/1.73 m² in child {patient} at "
        "month {month}. Dashed lines are the limits of KDIGO's categories.",
        n,
    ).format(
        n=n,
        children=counted.children(table["patient"].nunique()),
        egfr=with_decimals(lowest["egfr"], 0),
        patient=lowest["patient"],
        month=with_decimals(lowest["month"], 1),
    )
