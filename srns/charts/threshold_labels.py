"""Threshold labels: the limits of a definition, named beside the panel and never struck through.

Each limit is a dashed line; its name stands in the right margin at the height of the line. Limits
so near to each other that their names would touch, as 3.4 and 3.5 g/dL, keep a line each, and
their names are moved apart, with a stroke from each name to its line.
"""

from collections.abc import Callable, Sequence
from typing import Any

import altair as alt
import pandas as pd

from srns.charts.theme import THRESHOLD, THRESHOLD_TEXT, rows_of
from srns.languages.messages import translated

LINE = 11.5
"""Height of a line of text in pixels."""
SIZE = 10
LABEL_AWAY = 7
"""How far the text of a point is from it, in pixels."""
STROKE = 9
_SIDES = ("above", "below")
_SHORT = (("complete remission", "CR"), ("partial remission", "PR"))


def shorten(label: str) -> str:
    """Return a short label of a threshold.

    >>> shorten("complete remission < 22.624 mg/mmol")
    'CR < 22.624 mg/mmol'
    """
    for word, short in _SHORT:
        if label.startswith(word):
            return f"{short}{label[len(word) :]}"
    return label


def spread(places: Sequence[float], top: float, bottom: float, least: float = LINE) -> list[float]:
    """Move places apart until none is nearer than `least` to the next, within top and bottom.

    Parameters
    ----------
    places
        In pixels from the top, in any order.

    Examples
    --------
    >>> spread([50.0, 51.0, 90.0], 0, 100)
    [44.75, 56.25, 90.0]
    """
    order = sorted(range(len(places)), key=lambda at: places[at])
    groups: list[list[Any]] = []  # [middle, count], from the top
    for at in order:
        groups.append([float(places[at]), 1])
        while len(groups) > 1 and _touch(groups[-2], groups[-1], least):
            (second, many), (first, few) = groups.pop(), groups.pop()
            groups.append([(first * few + second * many) / (few + many), few + many])
    moved: list[float] = []
    for middle, count in groups:
        half = (count - 1) / 2 * least
        middle = min(max(middle, top + half), max(bottom - half, top + half))
        moved += [middle - half + least * step for step in range(count)]
    answer = [0.0] * len(places)
    for at, place in zip(order, moved, strict=True):
        answer[at] = place
    return answer


def _touch(upper: Sequence[Any], lower: Sequence[Any], least: float) -> bool:
    between = lower[0] - upper[0]
    return between < (upper[1] + lower[1]) / 2 * least


def threshold_layers(
    lines: pd.DataFrame, y: alt.Y, pixel: Callable[[float], float], band: tuple[int, int]
) -> list[Any]:
    """Draw the limits of one panel, and their names in the right margin.

    Parameters
    ----------
    lines
        `name` (without the unit, which the axis has), `label` (with it) and `drawn`, one row per
        limit.
    pixel
        Where a value of the axis lies, in pixels from the top of the view.
    band
        Top and bottom of the panel in pixels.
    """
    rows = lines.assign(text=[translated(shorten(name)) for name in lines["name"]])
    rows["line"] = [pixel(value) for value in rows["drawn"]]
    rows["named_at"] = spread(rows["line"].tolist(), *band)
    names = alt.Chart(rows_of(rows, ("text", "line", "named_at")))
    at = alt.Y("named_at:Q", scale=None, axis=None)
    return [
        limit_rules(lines, y),
        names.mark_rule(color=THRESHOLD_TEXT, strokeWidth=0.8, clip=False).encode(
            x=alt.XValue(alt.ExprRef("width + 1")),
            x2=alt.X2Value(alt.ExprRef(f"width + {STROKE}")),
            y=alt.Y("line:Q", scale=None, axis=None),
            y2=alt.Y2("named_at:Q"),
        ),
        names.mark_text(
            color=THRESHOLD_TEXT,
            align="left",
            baseline="middle",
            fontSize=SIZE,
            clip=False,  # a zoom cuts everything else off at the axes
            x={"expr": f"width + {STROKE + 2}"},
        ).encode(y=at, text=alt.Text("text:N")),
    ]


def limit_rules(lines: pd.DataFrame, y: alt.Y) -> Any:
    """Draw the limits alone, where there is no room for their names but on hover."""
    rows = lines.assign(text=[translated(shorten(label)) for label in lines["label"]])
    return (
        alt.Chart(rows_of(rows, ("drawn", "text")))
        .mark_rule(color=THRESHOLD, strokeDash=[5, 4], strokeWidth=1.2, clip=True)
        .encode(y=y, tooltip=[alt.Tooltip("text:N", title="threshold")])
    )


def label_sides(places: Sequence[float], lines: Sequence[float]) -> list[str]:
    """Return where the text of each point stands so that no line strikes it through.

    Parameters
    ----------
    places, lines
        Of the points and of the limits, in pixels from the top.

    Returns
    -------
    list
        ``above``, ``below``, or "" where a line lies on either side: it is said on hover only.

    Examples
    --------
    >>> label_sides([50, 52], [40, 68])
    ['below', '']
    """
    sides = []
    for place in places:
        struck = {
            side: any(first < line < last for line in lines)
            for side, first, last in (
                ("above", place - LABEL_AWAY - SIZE, place - 4),
                ("below", place + 4, place + LABEL_AWAY + SIZE),
            )
        }
        sides.append(next((side for side in struck if not struck[side]), ""))
    return sides


def beside(points: pd.DataFrame, base: alt.Chart, colour: str) -> list[alt.Chart]:
    """Write the `censored` text of each point on its `side`, of `label_sides`.

    Parameters
    ----------
    base
        A chart of the points. A side on which none has a text gets no layer: each one costs a
        browser a millisecond.
    """
    texts = base.transform_filter("datum.censored")
    used = set(points.loc[points["censored"] != "", "side"])
    return [
        texts.transform_filter(f"datum.side == '{side}'").mark_text(
            color=colour, dy=away, fontSize=SIZE, baseline=baseline, clip=False
        )
        for side, away, baseline in zip(
            _SIDES, (-LABEL_AWAY, LABEL_AWAY), ("bottom", "top"), strict=True
        )
        if side in used
    ]
