"""What the figures of single children draw: the story of one, panels of many, lanes of all."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from srns.analysis.groups import grouping
from srns.charts.chart_data import (
    PatientChartData,
    event_marks,
    first_infusion_days,
    infusion_ticks,
    last_follow_up_months,
    patient_chart_data,
    state_bands,
)
from srns.charts.small_multiples import small_panel
from srns.charts.theme import letter, specification
from srns.cohort.tables import DAYS_PER_MONTH
from srns.dashboard.parts.arrow_datasets import packed
from srns.dashboard.state import session
from srns.dashboard.state.filters import View


def by_histology(view: View) -> list[str]:
    """Give the children sorted by histology, and as in the workbook within a group."""
    groups = pd.Series(list(grouping(view.cohort, "histology").cat.codes), index=view.patients)
    return list(groups.sort_values(kind="stable").index)


def panels_of(view: View, patients: Sequence[str]) -> list[Any]:
    """Draw each child small."""
    return [_panel(view, patient) for patient in patients]


def panel_specifications(
    view: View, patients: Sequence[str]
) -> tuple[list[dict[str, Any]], pd.DataFrame]:
    """Give each child's small panel ready to be shown, and the rows that were drawn."""
    specifications, points = [], []
    for patient in patients:
        heading = view.groups.loc[patient, "histology"]
        shown, rows = session.remembered(
            ("small panel", patient, heading),
            lambda patient=patient: (
                packed(specification(lambda: _panel(view, patient, alone=True))),
                point_table(story_of(view, patient), view),
            ),
        )
        specifications.append(shown)
        points.append(rows)
    return specifications, pd.concat(points, ignore_index=True) if points else pd.DataFrame()


def story_of(view: View, patient: str) -> PatientChartData:
    """Gather what the figures of one child draw."""
    return session.remembered(
        ("story", patient),
        lambda: patient_chart_data(view.cohort, view.classification, patient, view.units),
    )


def _panel(view: View, patient: str, *, alone: bool = False) -> Any:
    heading = f"{patient} · {view.groups.loc[patient, 'histology']}"
    override = view.classification.overrides.get(patient)
    if override is not None:
        heading += f" · overridden: {letter(override.response)}"
    response = str(view.groups.loc[patient, "response"])
    story = story_of(view, patient)
    return small_panel(story, heading, response, view.definition, view.units, alone=alone)


def point_table(story: PatientChartData, view: View) -> pd.DataFrame:
    """List the Up/c points of a figure."""
    points = story.upcr
    return pd.DataFrame(
        {
            "patient": points["patient"],
            "month": points["month"].round(2),
            "day": points["day"],
            f"Up/c ({view.units.upcr})": points["shown"].round(4),
            "as reported": points["reported"],
            "cell": points["cell"],
            "drawn as": points["kind"],
            "state": points["state"],
        }
    )


def lanes(view: View, patients: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Lay out the swimmer plot of these children: what `srns.charts.swimmer.swimmer` takes."""
    return session.remembered(
        ("lanes", tuple(patients), tuple(view.patients)), lambda: _lay_out_lanes(view, patients)
    )


def _lay_out_lanes(view: View, patients: Sequence[str]) -> dict[str, pd.DataFrame]:
    starts = first_infusion_days(view.cohort)
    until = last_follow_up_months(view.cohort)
    occasions, verdicts = view.classification.occasions, view.classification.verdicts
    status = verdicts.set_index("patient")["status"]
    overrides = view.classification.overrides
    states, infusions, events, ends = [], [], [], []
    for patient in patients:
        lane = f"{patient} · {view.groups.loc[patient, 'histology']}"
        start = starts[patient]
        mine = occasions[occasions["patient"] == patient]["day"]
        last = (float(mine.max()) - start) / DAYS_PER_MONTH if len(mine) else 0.0
        states.append(state_bands(occasions, patient, start, last).assign(lane=lane))
        infusions.append(infusion_ticks(view.cohort, patient, start).assign(lane=lane))
        events.append(event_marks(view.cohort, verdicts, patient, start).assign(lane=lane))
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
