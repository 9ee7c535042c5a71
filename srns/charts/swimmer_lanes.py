"""Swimmer lanes: states, infusions, events and last follow-up of each child, as frames."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from srns.charts.chart_data import (
    event_marks,
    infusion_ticks,
    last_follow_up_months,
    state_bands,
)
from srns.charts.months import month_of, origin_days
from srns.charts.window_shading import end_words
from srns.cohort.terms import AT_START
from srns.rules.classification import Classification


def lay_out_lanes(
    classification: Classification, headings: Mapping[str, str]
) -> dict[str, pd.DataFrame]:
    """Lay out the swimmer plot: the frames that `srns.charts.swimmer.swimmer` takes.

    Parameters
    ----------
    headings
        The text in front of each lane, by child, in the order of the lanes; at least one.

    Returns
    -------
    dict
        `states`, `infusions`, `events` and `ends`; months count as in `srns.charts.months`.
    """
    cohort = classification.cohort
    starts, until = origin_days(cohort), last_follow_up_months(cohort)
    occasions, verdicts = classification.occasions, classification.verdicts
    status = verdicts.set_index("patient")["status"]
    response = verdicts.set_index("patient")["response"]
    overrides = classification.overrides
    window = classification.found.window
    place = {name: at for at, name in enumerate(cohort.patients["patient"])}
    states, infusions, events, ends = [], [], [], []
    for patient, lane in headings.items():
        start = starts[patient]
        mine = occasions[occasions["patient"] == patient]["day"]
        last = month_of(float(mine.max()), start) if len(mine) else 0.0
        end, child = max(until[patient], last), place[patient]
        if closed := bool(np.isfinite(window.last[child])):
            end = month_of(max(window.last[child], 0.0), start)
        states.append(state_bands(occasions, patient, start, min(last, end)).assign(lane=lane))
        infusions.append(infusion_ticks(cohort, patient, start).assign(lane=lane))
        events.append(event_marks(cohort, verdicts, patient, start).assign(lane=lane))
        override = overrides.get(patient)
        ends.append(
            {
                "lane": lane,
                "patient": patient,
                "until": end,
                "status": AT_START if response[patient] == AT_START else status[patient],
                "ended": end_words(window, child) if closed else "",
                "override": override.response if override else "",
            }
        )
    return {
        "states": _stack(states),
        "infusions": _stack(infusions),
        "events": _stack(events),
        "ends": pd.DataFrame(
            ends, columns=["lane", "patient", "until", "status", "ended", "override"]
        ),
    }


def _stack(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Put frames under each other; empty ones would only blur the types."""
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else frames[0]
