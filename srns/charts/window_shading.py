"""Window of observation in the figures: day 0, and the shaded days that do not count."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from srns.charts.months import month_of
from srns.charts.theme import INK, rows_of
from srns.cohort.terms import NEXT_LINE
from srns.languages.messages import _, mark, translated
from srns.rules.drug_resistance import MECHANISMS
from srns.rules.window import LAST_FOLLOW_UP, Window

BASELINE_WORDS = mark("up to day 0: baseline, no visit counts for a response")
_SHADE = ("month", "until", "why")


def end_words(window: Window, child: int) -> str:
    """Return what ended one child's window, with its cell: `kidney failure (Events!C2)`."""
    ended, cell = str(window.ended_by[child]), str(window.cell[child])
    if ended in MECHANISMS or ended == NEXT_LINE:
        if ended == NEXT_LINE:
            ended = _("the start of the next line of treatment")
        else:
            ended = _("the start of {mechanism}").format(mechanism=translated(ended))
    else:
        ended = translated(ended)
    return f"{ended} ({cell})" if cell else ended


def shaded_days(
    window: Window,
    child: int,
    start: float,
    first_month: float,
    last_month: float,
    last_record: float,
) -> pd.DataFrame:
    """Return the stretches of one child's time that do not count, or may not.

    Parameters
    ----------
    start
        The day that months count from.
    first_month, last_month
        The ends of the axis.
    last_record
        The month of the last thing drawn; after the last follow-up only what is drawn is shaded.

    Returns
    -------
    DataFrame
        One row per stretch: `month`, `until`, `why` (in words), `sure` (False: it may count).
    """
    rows: list[tuple[float, float, str, bool]] = []
    after_day_0 = month_of(0, start)
    if first_month < after_day_0:
        rows.append((first_month, min(after_day_0, last_month), translated(BASELINE_WORDS), True))
    last, surely = float(window.last[child]), float(window.surely[child])
    words = end_words(window, child)
    if surely < last and np.isfinite(surely):
        until = last_month if np.isinf(last) else min(month_of(last, start), last_month)
        since = max(month_of(max(surely, 0.0), start), first_month)
        if since < until:
            rows.append(
                (
                    since,
                    until,
                    _("may not count: {event} may have come before").format(event=words),
                    False,
                )
            )
    if np.isfinite(last):
        since = max(month_of(max(last, 0.0), start), first_month)
        nothing_later = window.ended_by[child] == LAST_FOLLOW_UP and last_record <= since
        if since < last_month and not nothing_later:
            rows.append(
                (
                    since,
                    last_month,
                    _("does not count: after {event}, day {day}").format(
                        event=words, day=f"{last:.0f}"
                    ),
                    True,
                )
            )
    return pd.DataFrame(rows, columns=["month", "until", "why", "sure"])


def shade_layers(shaded: pd.DataFrame, x: alt.X, bottom: float | None = None) -> list[Any]:
    """Draw the days that do not count as gray bands over the height of the view.

    Parameters
    ----------
    bottom
        The lower end of the band in pixels; None: of the whole view.
    """
    if shaded.empty:
        return []
    base = alt.Chart(rows_of(shaded, (*_SHADE, "sure")))
    return [
        base.mark_rect(color=INK).encode(
            x=x,
            x2=alt.X2("until"),
            y=alt.YValue(0),
            y2=alt.Y2Value("height" if bottom is None else bottom),
            opacity=alt.OpacityValue(0.08, condition={"test": "datum.sure", "value": 0.16}),
            tooltip=[alt.Tooltip("why:N", title="shaded")],
        )
    ]


def day_0_layers(month: float, words: str, x: alt.X, bottom: float | None = None) -> list[Any]:
    """Draw day 0 as a thin line; its name stands above the view where there is room for it.

    Parameters
    ----------
    words
        What day 0 is; empty: the line has no name.
    """
    base = alt.Chart(
        rows_of(pd.DataFrame({"month": [month], "label": [words]}), ("month", "label"))
    )
    line = base.mark_rule(color=INK, strokeWidth=1, opacity=0.8).encode(
        x=x,
        y=alt.YValue(0),
        y2=alt.Y2Value("height" if bottom is None else bottom),
        tooltip=[alt.Tooltip("label:N", title=_("day 0"))],
    )
    if not words:
        return [line]
    name = base.mark_text(
        color=INK, align="left", baseline="bottom", dx=3, fontSize=10, clip=False
    ).encode(x=x, y=alt.YValue(-3), text=alt.Text("label:N"))
    return [line, name]
