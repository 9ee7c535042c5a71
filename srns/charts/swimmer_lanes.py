"""Swimmer lanes: states, infusions, events and last follow-up of each child, as frames."""

from collections.abc import Mapping

import pandas as pd

from srns.charts.chart_data import (
    event_marks,
    first_infusion_days,
    infusion_ticks,
    last_follow_up_months,
    state_bands,
)
from srns.cohort.tables import DAYS_PER_MONTH
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
        `states`, `infusions`, `events` and `ends`; months count from each child's first infusion.
    """
    cohort = classification.cohort
    starts, until = first_infusion_days(cohort), last_follow_up_months(cohort)
    occasions, verdicts = classification.occasions, classification.verdicts
    status = verdicts.set_index("patient")["status"]
    overrides = classification.overrides
    states, infusions, events, ends = [], [], [], []
    for patient, lane in headings.items():
        start = starts[patient]
        mine = occasions[occasions["patient"] == patient]["day"]
        last = (float(mine.max()) - start) / DAYS_PER_MONTH if len(mine) else 0.0
        states.append(state_bands(occasions, patient, start, last).assign(lane=lane))
        infusions.append(infusion_ticks(cohort, patient, start).assign(lane=lane))
        events.append(event_marks(cohort, verdicts, patient, start).assign(lane=lane))
        override = overrides.get(patient)
        ends.append(
            {
                "lane": lane,
                "until": max(until[patient], last),
                "status": status[patient],
                "override": override.response if override else "",
            }
        )
    return {
        "states": _stack(states),
        "infusions": _stack(infusions),
        "events": _stack(events),
        "ends": pd.DataFrame(ends, columns=["lane", "until", "status", "override"]),
    }


def _stack(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Put frames under each other; empty ones would only blur the types."""
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else frames[0]
