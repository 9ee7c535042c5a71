"""Panel of Up/c: results on a logarithmic axis, with the definition's limits and long gaps."""

import math
from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd

from srns.charts.chart_data import PatientChartData, reference_lines
from srns.charts.long_gaps import stretches
from srns.charts.theme import INK, UPCR, rows_of
from srns.charts.threshold_labels import beside, label_sides, limit_rules, threshold_layers
from srns.charts.urine_panels import kind_channels
from srns.charts.urine_points import CENSORED_HIGH, CENSORED_LOW
from srns.cohort import quantities
from srns.cohort.unit_systems import Units
from srns.languages.messages import _

ALONE = 150
"""Height of the panel of Up/c where it is a figure of its own."""
_POWERS_OF_TEN = [10.0**power for power in range(-3, 6)]
_POINT = (
    "month",
    "drawn",
    "kind",
    "evidence",
    "at_floor",
    "reported",
    "day",
    "cell",
    "state",
    "lacked",
    "counted",
    "stretch",
    "censored",
    "side",
)


def urine_layers(
    data: PatientChartData,
    definition: Any,
    units: Units,
    x: alt.X,
    band: tuple[int, int] | None = None,
    domain: tuple[float, float] | None = None,
) -> list[Any]:
    """Draw Up/c on a logarithmic axis with the thresholds.

    Parameters
    ----------
    band
        Top and bottom in pixels if other panels share the view; None uses the whole view without
        legend and threshold labels.
    domain
        The ends of the axis, where several panels share it; None: those of this child.
    """
    legend = band is not None
    lines = reference_lines(definition.limit_lines("upcr", units), quantities.UPCR, units)
    floor, top = domain or upcr_domain([data], definition, units)
    y = alt.Y(
        "drawn:Q",
        title=_("Up/c ({unit})").format(unit=units.upcr),
        scale=alt.Scale(
            type="log",
            domain=[floor, top],
            nice=False,
            range=[band[1], band[0]] if band else alt.Undefined,
        ),
        axis=alt.Axis(values=_POWERS_OF_TEN, format="~g", grid=False, orient="left"),
    )
    ends, view = (floor, top), band or (0, ALONE)
    shown = data.upcr.assign(
        stretch=stretches(data.upcr),
        censored=_printed(data.upcr),
        side=label_sides(
            [_pixel(value, ends, view) for value in data.upcr["drawn"]],
            [_pixel(value, ends, view) for value in lines["drawn"]],
        ),
    )
    base = alt.Chart(rows_of(shown, _POINT))
    trace = base.mark_line(color=UPCR, strokeWidth=1, opacity=0.45, clip=True).encode(
        x=x, y=y, detail=alt.Detail("stretch:N")
    )
    points = base.mark_point(
        size=58, color=UPCR, stroke=UPCR, strokeWidth=1.4, opacity=1, clip=True
    ).encode(
        x=x, y=y, tooltip=_tooltip(_("Up/c")), **kind_channels(UPCR, _key() if legend else None)
    )
    inner = []
    if (shown["evidence"] & shown["kind"].isin((CENSORED_LOW, CENSORED_HIGH))).any():
        decided_but_censored = base.transform_filter(
            "datum.evidence && indexof(datum.kind, 'reported') == 0"
        )
        inner = [
            decided_but_censored.mark_point(
                filled=True, size=14, color=UPCR, opacity=1, aria=False
            ).encode(x=x, y=y)
        ]
    words = [
        text.encode(x=x, y=y, text=alt.Text("censored:N")) for text in beside(shown, base, INK)
    ]
    if band is None:
        limits = [limit_rules(lines, y)]
    else:
        limits = threshold_layers(lines, y, lambda at: _pixel(at, ends, band), band)
    return [*limits, *gap_layers(data, x, y), trace, points, *inner, *words]


def _printed(points: pd.DataFrame) -> list[str]:
    """Return the text beside a point: of a censored result, and of one drawn at the axis' end."""
    return [
        f"{bound or ''}{value:.3g}" if bound or at_floor else ""
        for bound, value, at_floor in zip(
            points["bound"].fillna(""), points["shown"], points["at_floor"], strict=True
        )
    ]


def gap_layers(data: PatientChartData, x: alt.X, y: alt.Y) -> list[Any]:
    """Draw a dotted line over each stretch of more than half a year without a result."""
    if data.long_gaps.empty or not len(data.upcr):
        return []
    base = alt.Chart(rows_of(data.long_gaps, ("month", "until", "drawn", "drawn_after", "words")))
    return [
        base.mark_rule(color=INK, strokeDash=[1, 4], strokeWidth=1.4, clip=True).encode(
            x=x,
            x2=alt.X2("until"),
            y=y,
            y2=alt.Y2("drawn_after:Q"),
            tooltip=alt.Tooltip("words:N", title="gap"),
        )
    ]


def upcr_domain(
    stories: Iterable[PatientChartData], definition: Any, units: Units
) -> tuple[float, float]:
    """Return the ends of an axis of Up/c that holds these children's results and the limits."""
    lines = reference_lines(definition.limit_lines("upcr", units), quantities.UPCR, units)
    drawn = [value for data in stories for value in data.upcr["drawn"]]
    top = max([*drawn, *lines["drawn"], units.upcr_floor * 100], default=1.0)
    return units.upcr_floor * 0.8, top * 1.6


def _pixel(value: float, domain: tuple[float, float], band: tuple[int, int]) -> float:
    floor, top = domain
    return band[1] - math.log(value / floor) / math.log(top / floor) * (band[1] - band[0])


def _key() -> alt.Legend:
    return alt.Legend(
        title=None,
        orient="bottom",
        columns=2,
        columnPadding=6,  # two fit a telephone
        labelFontSize=11,
        symbolSize=70,
        symbolStrokeWidth=1.4,
    )


def _tooltip(name: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("reported:N", title=_("{test} as reported").format(test=name)),
        alt.Tooltip("day:Q", title="day"),
        alt.Tooltip("cell:N", title="cell"),
        alt.Tooltip("counted:N", title="counted"),
        alt.Tooltip("state:N", title="state"),
        alt.Tooltip("lacked:N", title="lacked"),
    ]
