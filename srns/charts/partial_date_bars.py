"""Bars for courses and events with partial dates."""

import numpy as np
import pandas as pd

from srns.cohort.date_intervals import earliest, is_in_part, latest, show_span
from srns.cohort.tables import DAYS_PER_MONTH, Cohort
from srns.languages.messages import _


def treatment_bars(
    cohort: Cohort, patient: str, start: float, since: float, until: float
) -> pd.DataFrame:
    """Return the bars of the courses of which a day is known.

    A partial start or stop date gives a separate bar that is not `sure`.

    Parameters
    ----------
    start
        Day of the first infusion.
    since, until
        Months used for a start or a stop that is not recorded.
    """
    mine = cohort.treatments[cohort.treatments["patient"] == patient]
    mine = mine[mine["drug"] != "none"]
    dated = ~(np.isnan(earliest(mine, "start_day")) & np.isnan(earliest(mine, "stop_day")))
    mine = mine[dated]
    stop_from, stop_by = earliest(mine, "stop_day"), latest(mine, "stop_day")
    ends = [
        _("not recorded")
        if np.isnan(last)
        else _("on the day recorded")
        if first == last
        else _("on {days}").format(days=show_span(first, last))
        for first, last in zip(stop_from, stop_by, strict=True)
    ]
    months = [
        np.where(np.isnan(days), otherwise, (days - start) / DAYS_PER_MONTH)
        for days, otherwise in (
            (earliest(mine, "start_day"), since),
            (latest(mine, "start_day"), since),
            (stop_from, until),
            (stop_by, until),
        )
    ]
    stretches = [
        (row, *stretch)
        for row, four in enumerate(zip(*months, strict=True))
        for stretch in stretches_of(*four)
    ]
    bars = mine.iloc[[row for row, *_ in stretches]].copy()
    bars["month"] = [float(month) for _, month, _, _ in stretches]
    bars["until"] = [float(month) for _, _, month, _ in stretches]
    bars["sure"] = pd.Series([sure for *_, sure in stretches], index=bars.index, dtype=bool)
    bars["ends"] = [ends[row] for row, *_ in stretches]
    return bars


def stretches_of(
    begun: float, sure_from: float, sure_until: float, over: float
) -> list[tuple[float, float, bool]]:
    """Split a course into its certain part and its possible ends, as (from, to, sure)."""
    if sure_from > sure_until:
        return [(begun, over, False)]
    parts = [
        (begun, sure_from, False),
        (sure_from, sure_until, True),
        (sure_until, over, False),
    ]
    return [part for part in parts if part[2] or part[0] < part[1]]


def event_spans(cohort: Cohort, patient: str, start: float) -> pd.DataFrame:
    """Return the events with a partial date; `label` gives the possible days.

    Parameters
    ----------
    start
        Day of the first infusion.
    """
    mine = cohort.events[(cohort.events["patient"] == patient) & is_in_part(cohort.events, "day")]
    first, last = earliest(mine, "day"), latest(mine, "day")
    return pd.DataFrame(
        {
            "patient": mine["patient"],
            "event": mine["event"],
            "month": (first - start) / DAYS_PER_MONTH,
            "until": (last - start) / DAYS_PER_MONTH,
            "label": [
                f"{event}, {show_span(*days)}"
                for event, *days in zip(mine["event"], first, last, strict=True)
            ],
            "cell": mine["cell"],
        }
    )
