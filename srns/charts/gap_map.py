"""Gap map of a definition: Up/c by albumin, colored by the response to a single sample."""

from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd

from srns.charts.chart_data import Units
from srns.charts.theme import FIT_WIDTH, INK, ON_COLOUR, colour, layered, letter, titled
from srns.cohort.paper_numbers import show_range
from srns.cohort.quantities import ALBUMIN, UPCR
from srns.cohort.terms import NOT_EVALUABLE, UNCLASSIFIED
from srns.languages import counted
from srns.languages.lists import join_row
from srns.languages.messages import _, pgettext, translated
from srns.languages.numbers import grouped

GAP = "gap"
WHITE = "#ffffff"
_HALF_UPCR, _HALF_ALBUMIN = 0.005, 0.05


def merged(grid: pd.DataFrame) -> pd.DataFrame:
    """Merge neighboring cells with the same response into rectangles.

    Parameters
    ----------
    grid
        One row per pair of values: `upcr`, `albumin`, `says`; a full grid, sorted by albumin, then
        Up/c.

    Returns
    -------
    DataFrame
        One row per rectangle: `says`, `upcr_from`, `upcr_to`, `albumin_from`, `albumin_to`
        (values at its edges, included), `pairs` (number of cells).
    """
    rows: list[dict[str, Any]] = []
    previous: dict[tuple[float, float, str], dict[str, Any]] = {}
    for albumin, line in grid.groupby("albumin", sort=True):
        current: dict[tuple[float, float, str], dict[str, Any]] = {}
        run = (line["says"] != line["says"].shift()).cumsum()
        for _number, stretch in line.groupby(run, sort=True):
            key = (stretch["upcr"].iloc[0], stretch["upcr"].iloc[-1], stretch["says"].iloc[0])
            row = previous.get(key) or {
                "says": key[2],
                "upcr_from": key[0],
                "upcr_to": key[1],
                "albumin_from": albumin,
                "pairs": 0,
            }
            if row["pairs"] == 0:
                rows.append(row)
            row["albumin_to"] = albumin
            row["pairs"] += len(stretch)
            current[key] = row
        previous = current
    columns = ["says", "upcr_from", "upcr_to", "albumin_from", "albumin_to", "pairs"]
    return pd.DataFrame(rows, columns=columns)


def gap_map(
    grid: pd.DataFrame,
    occasions: pd.DataFrame,
    definition: Any,
    units: Units,
    *,
    baseline: float | None = None,
    notes: Iterable[str] = (),
) -> Any:
    """Draw the map with the visits of the cohort.

    Parameters
    ----------
    grid
        See `srns.rules.gaps.gap_grid`.
    occasions
        See `srns.rules.gaps.occasions_alone`; may be empty.
    baseline
        Baseline Up/c assumed for the map, in mg/mg; None without one.
    """
    per_mg = float(UPCR.factor("mg/mg", units.upcr))
    per_g = float(ALBUMIN.factor("g/dL", units.albumin))
    rectangles = merged(grid)
    rectangles["x"] = (rectangles["upcr_from"] - _HALF_UPCR).clip(lower=0) * per_mg
    rectangles["x2"] = (rectangles["upcr_to"] + _HALF_UPCR) * per_mg
    rectangles["y"] = (rectangles["albumin_from"] - _HALF_ALBUMIN) * per_g
    rectangles["y2"] = (rectangles["albumin_to"] + _HALF_ALBUMIN) * per_g
    rectangles["word"] = [GAP if says == UNCLASSIFIED else says for says in rectangles["says"]]
    words = list(dict.fromkeys(rectangles["word"]))
    x = alt.X(
        "x:Q",
        title=_("Up/c ({unit})").format(unit=units.upcr),
        scale=alt.Scale(domain=[0, float(rectangles["x2"].max())], nice=False),
        axis=alt.Axis(grid=False, tickCount=8),
    )
    y = alt.Y(
        "y:Q",
        title=_("Albumin ({unit})").format(unit=units.albumin),
        scale=alt.Scale(
            domain=[float(rectangles["y"].min()), float(rectangles["y2"].max())], nice=False
        ),
        axis=alt.Axis(grid=False, tickCount=6),
    )
    cells = (
        alt.Chart(rectangles)
        .mark_rect(stroke=INK, strokeWidth=0.4, opacity=1)
        .encode(
            x=x,
            x2=alt.X2("x2:Q"),
            y=y,
            y2=alt.Y2("y2:Q"),
            color=alt.Color(
                "word:N",
                title=None,
                scale=alt.Scale(domain=words, range=[_shade(word) for word in words]),
                legend=alt.Legend(
                    orient="bottom", columns=2, labelLimit=240, symbolStrokeColor=INK
                ),
            ),
            tooltip=[
                alt.Tooltip("word:N", title=_("single sample")),
                alt.Tooltip("upcr_from:Q", title=_("Up/c from (mg/mg)"), format=".2f"),
                alt.Tooltip("upcr_to:Q", title="to", format=".2f"),
                alt.Tooltip("albumin_from:Q", title=_("albumin from (g/dL)"), format=".1f"),
                alt.Tooltip("albumin_to:Q", title="to", format=".1f"),
                alt.Tooltip("pairs:Q", title=_("pairs of values")),
            ],
        )
    )
    letters = (
        alt.Chart(_letter_places(rectangles))
        .mark_text(
            color=ON_COLOUR,
            fontSize=15,
            fontWeight="bold",
            align="left",
            baseline="top",
            dx=6,
            dy=5,
        )
        .encode(x=alt.X("x:Q"), y=alt.Y("y:Q"), text=alt.Text("letters:N"))
    )
    points = _points(map_points(occasions, units, grid), x, y)
    chart = layered(cells, letters, *points).resolve_scale(color="independent", shape="shared")
    chart = chart.properties(height=340, autosize=FIT_WIDTH)
    sentences = describe(grid, map_points(occasions, units, grid), definition, baseline)
    return titled(chart, _("Response to a single sample"), definition, sentences, notes)


def _shade(word: str) -> str:
    return WHITE if word == GAP else colour(word)


def _letter_places(rectangles: pd.DataFrame) -> pd.DataFrame:
    """Place each label in the upper left corner of the largest rectangle of its response."""
    area = (rectangles["x2"] - rectangles["x"]) * (rectangles["y2"] - rectangles["y"])
    largest = rectangles.loc[area.groupby(rectangles["word"], sort=False).idxmax()]
    largest = largest[largest["pairs"] >= 12]  # large enough for a label
    return pd.DataFrame(
        {
            "x": largest["x"],
            "y": largest["y2"],
            "letters": [word if word == GAP else letter(word) for word in largest["word"]],
        }
    )


def map_points(occasions: pd.DataFrame, units: Units, grid: pd.DataFrame) -> pd.DataFrame:
    """Return the visits with both values that lie within the map."""
    if occasions.empty:
        return pd.DataFrame(columns=["patient", "day", "x", "y", "reported", "cells", "where"])
    both = occasions.dropna(subset=["upcr", "albumin"])
    points = pd.DataFrame(
        {
            "patient": both["patient"],
            "day": both["day"],
            "x": _converted(both, "upcr", units.upcr),
            "y": _converted(both, "albumin", units.albumin),
            "reported": [
                _("{upcr}, albumin {albumin}").format(
                    upcr=f"{row['upcr_text']} {row['upcr_unit']}",
                    albumin=f"{row['albumin_text']} {row['albumin_unit']}",
                )
                for row in both.to_dict("records")
            ],
            "cells": both["upcr_cell"] + " " + both["albumin_cell"],
            "where": ["in a gap" if says == UNCLASSIFIED else "elsewhere" for says in both["says"]],
        }
    )
    per_mg = float(UPCR.factor("mg/mg", units.upcr))
    per_g = float(ALBUMIN.factor("g/dL", units.albumin))
    on_map = (points["x"] <= (grid["upcr"].max() + _HALF_UPCR) * per_mg) & points["y"].between(
        (grid["albumin"].min() - _HALF_ALBUMIN) * per_g,
        (grid["albumin"].max() + _HALF_ALBUMIN) * per_g,
    )
    return points[on_map].reset_index(drop=True)


def _converted(table: pd.DataFrame, name: str, unit: str) -> list[float]:
    quantity = UPCR if name == "upcr" else ALBUMIN
    reported = table[f"{name}_unit"]
    factors = {each: float(quantity.factor(each, unit)) for each in reported.unique()}
    return [float(value) * factors[each] for value, each in zip(table[name], reported, strict=True)]


def _points(points: pd.DataFrame, x: alt.X, y: alt.Y) -> list[Any]:
    if points.empty:
        return []
    spots = points.groupby(["x", "y", "where"], sort=False)
    # Visits with the same values are one mark, which names the first of them and their number.
    seen = spots.head(1).assign(visits=spots["day"].transform("size"))
    channels = {
        "x": x,
        "y": y,
        "tooltip": [
            alt.Tooltip("patient:N"),
            alt.Tooltip("day:Q"),
            alt.Tooltip("reported:N"),
            alt.Tooltip("cells:N"),
            alt.Tooltip("where:N"),
            alt.Tooltip("visits:Q"),
        ],
    }
    # Parted here and not by the figure: a layer without a row is left out.
    elsewhere, in_gap = (
        alt.Chart(seen[seen["where"] == where]).encode(**channels)
        for where in ("elsewhere", "in a gap")
    )
    return [
        elsewhere.mark_point(color=ON_COLOUR, size=24, strokeWidth=1.1, opacity=0.55),
        in_gap.mark_point(
            color=ON_COLOUR, shape="diamond", size=80, filled=True, opacity=1
        ),
    ]  # fmt: skip


def describe(
    grid: pd.DataFrame, points: pd.DataFrame, definition: Any, baseline: float | None
) -> str:
    """Return the sentences on what the map shows."""
    counts = grid["says"].value_counts()
    gaps = int(counts.get(UNCLASSIFIED, 0))
    others = join_row(
        f"{translated(says)} {grouped(counts[says])}"
        for says in counts.index
        if says not in (UNCLASSIFIED, NOT_EVALUABLE)
    )
    sentences = [
        _(
            "Of {n} pairs of values (Up/c {upcr} mg/mg by 0.01, albumin {albumin} g/dL by 0.1), "
            "for a single sample, {definition} leaves {gaps} in a gap: within the outer limits of "
            "some response, but meeting none. The others: {others}."
        ).format(
            n=grouped(len(grid)),
            upcr=show_range(grid["upcr"].min(), grid["upcr"].max(), 2),
            albumin=show_range(grid["albumin"].min(), grid["albumin"].max()),
            definition=definition.name,
            gaps=grouped(gaps),
            others=others or pgettext("responses", "none"),
        )
    ]
    if NOT_EVALUABLE in counts.index:
        sentences.append(
            _("{n} cannot be evaluated without a baseline Up/c.").format(
                n=grouped(counts[NOT_EVALUABLE])
            )
        )
    if baseline is not None:
        sentences.append(
            _("The map assumes a baseline Up/c of {baseline} mg/mg.").format(
                baseline=f"{baseline:g}"
            )
        )
    if len(points):
        inside = int((points["where"] == "in a gap").sum())
        sentences.append(
            _(
                "Points are the {visits} of this cohort within the map, {inside} of them in a gap "
                "(filled diamonds)."
            ).format(visits=counted.visits(len(points)), inside=inside)
        )
    return " ".join(sentences)
