"""Regimen chart: each child's regimens over time, with remission and relapses."""

from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd

from srns.charts.picking import pick_child
from srns.charts.theme import COLOURS, INK, ON_COLOUR, layered, names_axis, titled
from srns.languages import counted
from srns.languages.messages import _, mark, translated

# Okabe and Ito (2008); "none" is a neutral gray.
PALETTE = ("#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#F0E442", "#0072B2", "#D55E00")
OFF = "none"
LAST_INFUSION = mark("the last infusion")


def regimen_lanes(
    stretches: pd.DataFrame,
    remissions: pd.DataFrame,
    title: str,
    definition: Any,
    notes: Iterable[str] = (),
    *,
    since: str = "",
) -> alt.LayerChart:
    """Draw one lane per child: the regimens as bars, remission as a line above them.

    Parameters
    ----------
    stretches
        `lane`, `regimen`, `month`, `until` (months from `since`); with `patient`, a
        click on a bar picks the child.
    remissions
        `lane`, `month`, `until`, `relapsed`.
    since
        What months count from, in words.
    """
    lanes = list(dict.fromkeys(stretches["lane"]))
    known = [name for name in dict.fromkeys(stretches["regimen"]) if name != OFF]
    shades = [PALETTE[place % len(PALETTE)] for place in range(len(known))]
    scale = alt.Scale(domain=[*known, OFF], range=[*shades, "#BBBBBB"])
    y = alt.Y("lane:N", sort=lanes, title=None, scale=alt.Scale(domain=lanes),
              axis=names_axis(labelLimit=170, ticks=False, domain=False))  # fmt: skip
    x = alt.X(
        "month:Q",
        title=_("Months from {origin}").format(origin=since or translated(LAST_INFUSION)),
        axis=alt.Axis(tickCount=8),
    )
    wide = 0.16 * max(float(stretches["until"].max()) if len(stretches) else 1.0, 1.0)
    base = alt.Chart(
        stretches.assign(
            middle=(stretches["month"] + stretches["until"]) / 2,
            long=stretches["until"] - stretches["month"],
        )
    )
    bars = base.mark_bar(height=14, yOffset=5).encode(
        x=x,
        x2=alt.X2("until"),
        y=y,
        color=alt.Color("regimen:N", scale=scale,
                        legend=alt.Legend(title=None, orient="bottom", columns=1, labelLimit=320)),
        tooltip=[
            alt.Tooltip("lane:N"),
            alt.Tooltip("regimen:N"),
            alt.Tooltip("month:Q", format=".1f", title=_("from month")),
            alt.Tooltip("until:Q", format=".1f", title=_("to month")),
        ],
    )  # fmt: skip
    if "patient" in stretches:
        bars = bars.add_params(pick_child())
    words = (
        base.transform_filter(alt.datum.long > wide)
        .mark_text(color=ON_COLOUR, fontSize=10, dy=5, limit=110)
        .encode(x=alt.X("middle:Q"), y=y, text=alt.Text("regimen:N"))
    )
    well = (
        alt.Chart(remissions)
        .mark_rule(color=COLOURS["complete remission"], strokeWidth=4, yOffset=-7)
        .encode(x=x, x2=alt.X2("until"), y=y,
                tooltip=[alt.Tooltip("lane:N"), alt.Tooltip("month:Q", format=".1f"),
                         alt.Tooltip("until:Q", format=".1f")])
    )  # fmt: skip
    lost = (
        alt.Chart(remissions[remissions["relapsed"].astype(bool)])
        .mark_point(shape="triangle-down", size=80, filled=True, color=COLOURS["relapsed"],
                    stroke=INK, opacity=1, yOffset=-7)
        .encode(x=alt.X("until:Q"), y=y, tooltip=[alt.Tooltip("lane:N")])
    )  # fmt: skip
    chart = layered(bars, words, well, lost).properties(height=alt.Step(36))
    return titled(chart, title, definition, describe(stretches, remissions, since), notes)


def describe(stretches: pd.DataFrame, remissions: pd.DataFrame, since: str = "") -> str:
    """Return the sentences on what the lanes show and the number of relapses."""
    if stretches.empty:
        return _("No regimen can be placed in time for any child.")
    lost = int(remissions["relapsed"].astype(bool).sum()) if len(remissions) else 0
    return _(
        "{children}, one lane each, from {origin} on. Bars are regimens; the green line above a "
        "bar is remission; a triangle is a relapse ({n} in all)."
    ).format(
        children=counted.children(stretches["lane"].nunique()),
        origin=since or translated(LAST_INFUSION),
        n=lost,
    )
