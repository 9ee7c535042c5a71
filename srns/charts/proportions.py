"""Proportion chart: responses by group with confidence intervals."""

from collections.abc import Iterable
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from srns.analysis.proportions.intervals import EXACT, METHOD_WORDS
from srns.charts.child_marks import mark_layers, mark_rows
from srns.charts.picking import pick_group
from srns.charts.theme import (
    INK,
    colour_scale,
    layered,
    letter,
    names_axis,
    rows_of,
    shape_scale,
    titled,
)
from srns.cohort.paper_numbers import show_percent, with_decimals
from srns.cohort.wording import with_capital
from srns.languages.messages import _, translated
from srns.languages.numbers import grouped

MARKS_DOWN = 14
"""Pixels from an interval to the marks of its children."""
LINE = 16
"""Height of a line of a name, in pixels."""
_DRAWN = ("group", "response", "n", "of", "percent", "low", "high", "label", "lane")
LABEL = 24
"""Line length of a lane label in characters; longer labels wrap."""


def proportions(
    table: pd.DataFrame,
    title: str,
    definition: Any,
    notes: Iterable[str] = (),
    *,
    interval: str = EXACT,
    whom: str = "",
    selected: tuple[str, ...] = (),
) -> alt.LayerChart:
    """Draw proportions with their intervals.

    Parameters
    ----------
    table
        One row per group and response: `group`, `response`, `n`, `of`, `percent`, `low`, `high`
        (percent, 0 to 100; missing where the group is empty). With `patients`, the children that
        each row counts stand as marks under its interval.
    interval
        Interval method: a key of `srns.analysis.proportions.intervals.METHODS`.
    whom
        What is counted, on the axis.
    selected
        The children whose marks are ringed.
    """
    marked = "patients" in table
    rows = _named_rows(table)
    responses = list(dict.fromkeys(rows["response"]))
    groups = list(dict.fromkeys(rows["group"]))
    one_group = len(groups) == 1
    order = responses if one_group else list(dict.fromkeys(rows["lane"]))
    x_scale = alt.Scale(domain=[0, 100])
    # As rows: Altair cannot tell the type of a column without values.
    base = alt.Chart(rows_of(rows, _DRAWN))
    y = alt.Y(
        "response:N" if one_group else "lane:N",
        sort=order,
        scale=alt.Scale(domain=order),
        title=None,
        axis=names_axis(
            labelLimit=170, ticks=False, grid=True, labelExpr="split(datum.label, '\\n')"
        ),
    )
    shade = alt.Color(
        "response:N", scale=colour_scale(responses), legend=_legend(responses, one_group)
    )
    whiskers = base.mark_rule(strokeWidth=3, opacity=0.65).encode(
        y=y,
        x=alt.X(
            "low:Q",
            scale=x_scale,
            title=_("{whom} (%), {method} 95 % interval").format(
                whom=whom or _("Children"), method=translated(METHOD_WORDS[interval])
            ),
            axis=alt.Axis(tickCount=5),
        ),
        x2=alt.X2("high"),
        color=shade,
    )
    points = base.mark_point(filled=True, size=110, opacity=1).encode(
        y=y,
        x=alt.X("percent:Q", scale=x_scale),
        color=shade,
        shape=alt.Shape(
            "response:N", scale=shape_scale(responses), legend=_legend(responses, one_group)
        ),
        tooltip=[
            alt.Tooltip("group:N"),
            alt.Tooltip("response:N"),
            alt.Tooltip("n:Q"),
            alt.Tooltip("of:Q"),
            alt.Tooltip("percent:Q", format=".1f"),
            alt.Tooltip("low:Q", format=".1f"),
            alt.Tooltip("high:Q", format=".1f"),
        ],
    )
    counts = _words(base, rows["percent"], y, x_scale)
    layers = [whiskers, points.add_params(pick_group()) if marked else points, *counts]
    if marked:
        lanes = rows.assign(lane=rows["response"]) if one_group else rows
        marks = mark_layers(mark_rows(lanes, selected), _plain(order), MARKS_DOWN)
        chart = layered(layered(*layers), *marks).resolve_scale(
            x="independent", color="independent", shape="independent"
        )
    else:
        chart = layered(*layers)
    lines = max((str(name).count("\n") + 1 for name in order), default=1)
    chart = chart.properties(height=alt.Step(max(62 if marked else 38, LINE * lines)))
    return titled(chart, title, definition, describe(table, interval=interval), notes)


def _named_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with the count beside each point and the name of its lane."""
    one_response = len(set(table["response"])) == 1
    return table.assign(
        label=[
            f"{letter(response)}  {_('{n} of {of}').format(n=grouped(n), of=grouped(of))}"
            for response, n, of in zip(table["response"], table["n"], table["of"], strict=True)
        ],
        lane=[
            "\n".join(wrap(str(group) if one_response else f"{group} · {letter(response)}", LABEL))
            for group, response in zip(table["group"], table["response"], strict=True)
        ],
    )


def _words(base: alt.Chart, percents: pd.Series, y: alt.Y, x_scale: alt.Scale) -> list[alt.Chart]:
    """Write the count beside each point, on the side where there is room."""
    words = base.encode(y=y, x=alt.X("percent:Q", scale=x_scale), text=alt.Text("label:N"))
    sides = (("left", alt.datum.percent <= 70), ("right", alt.datum.percent > 70))
    are_right = set(percents > 70)
    return [
        words.transform_filter(where).mark_text(color=INK, align=align, dy=-12, fontSize=11)
        for align, where in sides
        if (align == "right") in are_right
    ]


def _plain(order: list[str]) -> alt.Y:
    """Return the lanes again, for the marks under their intervals."""
    return alt.Y("lane:N", sort=order, scale=alt.Scale(domain=order), title=None)


def _legend(responses: list[str], named: bool) -> alt.Legend | None:
    """Return the key of the responses, unless the lanes are named after them."""
    if named or len(responses) < 2:
        return None
    return alt.Legend(title=None, orient="bottom", columns=1)  # two do not fit a telephone


def describe(table: pd.DataFrame, *, interval: str = EXACT) -> str:
    """Return a sentence for every proportion, and one for a group without any response."""
    told = []
    for _group, rows in table[table["of"] > 0].groupby("group", sort=False):
        counted = rows[rows["n"] > 0]
        # A group in which nobody responded is a finding, and has its interval.
        told += (counted if len(counted) else rows[:1]).to_dict("records")
    if not told:
        return _("No children to count.")
    return " ".join(proportion_sentence(row, interval) for row in told)


def proportion_sentence(row: dict[Any, Any], interval: str = EXACT) -> str:
    """Return the sentence on one proportion with its interval.

    >>> proportion_sentence({"group": "all", "response": "complete remission", "n": 4, "of": 8,
    ...                      "percent": 50.0, "low": 15.7, "high": 84.3})
    'All: complete remission in 4 of 8 (50.0 %, exact 95 % interval 15.7 to 84.3 %).'
    """
    group = with_capital(translated(row["group"]))
    low, high = with_decimals(row["low"], 1), show_percent(row["high"])
    return _(
        "{group}: {response} in {n} of {of} ({percent}, {method} 95 % interval {low} to {high})."
    ).format(
        group=group,
        response=translated(row["response"]),
        n=grouped(row["n"]),
        of=grouped(row["of"]),
        percent=show_percent(row["percent"]),
        method=translated(METHOD_WORDS[interval]),
        low=low,
        high=high,
    )
