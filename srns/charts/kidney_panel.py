"""Panel of eGFR in the timeline of one child, with the eGFR below which KDIGO has G5."""

from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd

from srns.analysis.tables.kidney_function import EQUATIONS, STAGES, kidney_function
from srns.charts.months import with_months
from srns.charts.theme import INK, KIDNEY, THRESHOLD, rows_of
from srns.cohort.tables import Cohort

EQUATION = next(iter(EQUATIONS.values()))
"""The equation of the timeline; the page Methods has the others."""
_POINT = ("month", "egfr", "reported", "day", "cell", "height_cell")
_FAILURE = min(lowest for lowest, _ in STAGES if lowest > 0)


def egfr_points(cohort: Cohort, patient: str, start: float) -> pd.DataFrame:
    """Return one child's eGFR for drawing: `month`, `egfr`, `reported`, `day`, `cell`, ….

    Parameters
    ----------
    start
        The day that months count from.
    """
    mine = cohort.labs[cohort.labs["patient"] == patient]
    found = kidney_function(replace(cohort, labs=mine), EQUATION.id)
    found = found[found["egfr"].notna()].drop(columns="month")
    found["reported"] = [
        f"{bound or ''}{rate:.0f} mL/min/1.73 m²"
        for bound, rate in zip(found["bound"], found["egfr"], strict=True)
    ]
    return with_months(found, start)


def egfr_panel(data: Any, x: alt.X, band: tuple[int, int]) -> Any:
    """Draw eGFR on its own axis; the dashed line is where kidney failure begins (G5)."""
    top = max([*data.egfr["egfr"], 100.0])
    y = alt.Y(
        "egfr:Q",
        title="eGFR",
        scale=alt.Scale(domain=[0, top * 1.12], nice=False, range=[band[1], band[0]]),
        axis=alt.Axis(tickCount=3, orient="left", grid=False),
    )
    base = alt.Chart(rows_of(data.egfr, _POINT)).encode(x=x, y=y)
    limit = pd.DataFrame({"egfr": [_FAILURE], "text": [f"kidney failure < {_FAILURE:g}"]})
    rule = (
        alt.Chart(rows_of(limit, ("egfr", "text")))
        .mark_rule(color=THRESHOLD, strokeDash=[5, 4], strokeWidth=1.2)
        .encode(y=y, tooltip=[alt.Tooltip("text:N", title="threshold")])
    )
    points = base.mark_point(size=34, color=KIDNEY, stroke=INK, filled=True, opacity=1).encode(
        tooltip=[
            alt.Tooltip("reported:N", title=f"eGFR ({EQUATION.name})"),
            alt.Tooltip("day:Q", title="day"),
            alt.Tooltip("cell:N", title="cell of creatinine"),
            alt.Tooltip("height_cell:N", title="cell of height"),
        ]
    )
    return alt.layer(rule, base.mark_line(color=KIDNEY, opacity=0.6), points)
