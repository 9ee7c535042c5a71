"""State occupancy as stacked areas: how many children are in each state over time."""

from collections.abc import Iterable

import altair as alt
import pandas as pd

from srns.analysis.time_to_event.occupancy import STATES, Occupancy, occupancy_sentences
from srns.charts.theme import (
    FIT_WIDTH,
    ON_COLOUR,
    Named,
    colour,
    layered,
    letter,
    titled,
    with_letter,
)
from srns.languages.messages import _, translated

HEIGHT = 300
_ROOM_FOR_LETTERS = 6.0  # percent: a thinner area holds no letters
MOST_STEPS = 300
"""Steps that are drawn: of more, those that fall on one pixel are one, and the last of them."""


def occupancy_chart(
    found: Occupancy,
    title: str,
    definition: Named,
    notes: Iterable[str] = (),
    *,
    since: str = "",
) -> alt.LayerChart:
    """Draw the shares in each state as stacked areas, with the letters of each state in its area.

    Parameters
    ----------
    since
        What months are counted from, in words.
    """
    rows = _steps_to_draw(area_table(found))
    last = max(float(rows["month"].max()), 1.0) if len(rows) else 1.0
    x = alt.X(
        "month:Q",
        title=_("Months from {origin}").format(origin=since or _("day 0")),
        scale=alt.Scale(domain=[0, last], nice=False),
        axis=alt.Axis(grid=False, tickCount=6),
    )
    y = alt.Y("from:Q", title=_("Children (%)"), scale=alt.Scale(domain=[0, 100]))
    seen = set(found.stays["state"])
    shown = [state for state in STATES if state in seen] or list(STATES)
    areas = (
        alt.Chart(rows[rows["state"].isin(shown)])
        .mark_area(interpolate="step-after", stroke="white", strokeWidth=0.6)
        .encode(
            x=x,
            y=y,
            y2=alt.Y2("to:Q"),
            color=alt.Color(
                "name:N",
                scale=alt.Scale(
                    domain=[with_letter(state) for state in shown],
                    range=[colour(state) for state in shown],
                ),
                legend=alt.Legend(
                    title=None,
                    orient="bottom",
                    columns=1,
                    labelLimit=300,
                    symbolType="square",
                    symbolStrokeWidth=0,
                ),
            ),
            tooltip=[
                alt.Tooltip("name:N", title="state"),
                alt.Tooltip("month:Q", format=".1f"),
                alt.Tooltip("percent:Q", format=".1f"),
                alt.Tooltip("low:Q", format=".1f"),
                alt.Tooltip("high:Q", format=".1f"),
                alt.Tooltip("in_state:Q", title=_("children seen in it")),
            ],
        )
    )
    letters = (
        alt.Chart(_letters(rows))
        .mark_text(align="right", dx=-4, fontWeight="bold", fontSize=12, color=ON_COLOUR)
        .encode(x=x, y=alt.Y("middle:Q"), text=alt.Text("letter:N"))
    )
    chart = layered(areas, letters).properties(height=HEIGHT, width="container", autosize=FIT_WIDTH)
    description = " ".join(map(translated, occupancy_sentences(found, found.last_month)))
    return titled(chart, title, definition, description, notes)


def area_table(found: Occupancy) -> pd.DataFrame:
    """Return the areas in percent.

    Returns
    -------
    DataFrame
        One row per month and state, in the order of `STATES`: `month`, `state`, `name` (with its
        letters), `percent`, `low`, `high`, `in_state`, and `from` and `to`, the edges of its area.
    """
    table = found.table.astype({"month": float})
    percent = 100 * table["estimate"].astype(float)
    top = percent.groupby(table["month"], sort=False).cumsum()
    return pd.DataFrame(
        {
            "month": table["month"],
            "state": table["state"],
            "name": table["state"].map(with_letter),
            "percent": percent,
            "low": 100 * table["low"].astype(float),
            "high": 100 * table["high"].astype(float),
            "in_state": table["in_state"],
            "from": top - percent,
            "to": top,
        }
    )


def _steps_to_draw(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that can be told apart on the axis, with the first and the last month."""
    months = pd.Series(rows["month"].unique())
    if len(months) <= MOST_STEPS:
        return rows
    pixel = (months / months.iloc[-1] * MOST_STEPS).round()
    kept = months[~pixel.duplicated(keep="last") | (months == 0)]
    return rows[rows["month"].isin(kept)]


def _letters(rows: pd.DataFrame) -> pd.DataFrame:
    """Place the letters of each state at the end of its area, where they fit."""
    ends = rows[(rows["month"] == rows["month"].max()) & (rows["percent"] >= _ROOM_FOR_LETTERS)]
    return pd.DataFrame(
        {
            "month": ends["month"],
            "middle": (ends["from"] + ends["to"]) / 2,
            "letter": ends["state"].map(letter),
        }
    )
