"""Courses of the children: timeline of one, small timelines and lanes of all."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from srns.analysis.order_of_children import HISTOLOGY, order_children
from srns.analysis.results_data.courses import course_results, drawn_results
from srns.charts.chart_data import PatientChartData, patient_chart_data
from srns.charts.months import origin_words
from srns.charts.small_multiples import (
    PER_PAGE,
    SharedAxes,
    share_axes,
    small_multiples,
    small_panel,
)
from srns.charts.small_multiples import describe as describe_panels
from srns.charts.swimmer import describe as describe_lanes
from srns.charts.swimmer import swimmer as draw_lanes
from srns.charts.swimmer_lanes import lay_out_lanes
from srns.charts.theme import letter
from srns.charts.timeline import describe as describe_timeline
from srns.charts.timeline import timeline as draw_timeline
from srns.charts.timeline_table import timeline_table
from srns.charts.zoom import zoomed
from srns.languages.messages import _, translated
from srns.panels.pages_of_children import LANES, page_of
from srns.panels.panel import Panel
from srns.panels.verdict_tables import child_of, override_of
from srns.panels.view import View, calls_of


def swimmer(view: View, *, sort: str = HISTOLOGY, page: int = 1) -> Panel:
    """Draw the lanes of the children on a page, from day 0 to the end of what counts."""
    origin = origin_words(view.cohort)
    shown = page_of(order_children(view.classification, sort), LANES, page)
    frames = lanes(view, shown)
    return Panel(
        "swimmer",
        "Swimmer",
        frames["states"],
        describe_lanes(frames["ends"], by_line=view.basis.by_line),
        draw=lambda: draw_lanes(
            **frames,
            definition=view.definition,
            notes=view.notes,
            origin=origin,
            selected=view.selected,
        ),
        results=lambda: course_results(frames["ends"], frames["states"], view.classification),
    )


def small_timelines(
    view: View, *, sort: str = HISTOLOGY, page: int = 1, own_axes: bool = False
) -> Panel:
    """Draw a small timeline of each child on a page."""
    shown = page_of(order_children(view.classification, sort), PER_PAGE, page)
    origin = origin_words(view.cohort)
    axes = None if own_axes else axes_of(view, shown)
    return Panel(
        "small_multiples",
        "Small multiples",
        points_of(view, shown),
        describe_panels(len(shown), view.units, origin, shared=not own_axes),
        draw=lambda: small_multiples(
            [panel_of_child(view, patient, axes) for patient in shown],
            view.definition,
            view.units,
            view.notes,
            origin=origin,
            shared=not own_axes,
        ),
        results=lambda: drawn_results(
            pd.concat([timeline_table(story_of(view, child)) for child in shown]), shown
        ),
    )


def timeline(view: View, *, patient: str | int, months: tuple[float, float] | None = None) -> Panel:
    """Draw the course of one child, or some months of it."""
    child = child_of(view, patient)
    whole = story_of(view, child)
    story = zoomed(whole, months) if months else whole
    notes = (view.sentence, *notes_of_child(view, child))
    drawn, caption = view.once(
        ("timeline in rows and words", child, months),
        lambda: (timeline_table(story), describe_timeline(story, view.definition, view.units)),
    )
    return Panel(
        "timeline",
        "Timeline",
        drawn.assign(value=drawn["value"].map(str)),  # numbers and words: one type
        caption,
        draw=lambda: draw_timeline(story, view.definition, view.units, notes, brushed=True),
        results=lambda: drawn_results(drawn, [child]),
    )


def notes_of_child(view: View, patient: str) -> tuple[str, ...]:
    """Return the notes under the title of a figure of one child."""
    return (translated(view.cohort_note), override_of(view, patient))


def story_of(view: View, patient: str) -> PatientChartData:
    """Collect the data for the figures of one child."""
    found = calls_of(view, [patient])
    return view.once(
        ("story", patient), lambda: patient_chart_data(found.cohort, found, patient, view.units)
    )


def axes_of(view: View, patients: Sequence[str]) -> SharedAxes | None:
    """Return the axes that hold the panels of these children."""
    stories = [story_of(view, patient) for patient in patients]
    return share_axes(stories, view.definition, view.units)


def panel_of_child(
    view: View, patient: str, axes: SharedAxes | None, *, alone: bool = False
) -> Any:
    """Draw the small timeline of one child; without axes it has its own."""
    heading = f"{patient} · {translated(view.groups.loc[patient, 'histology'])}"
    override = view.classification.overrides.get(patient)
    if override is not None:
        overridden = _("overridden: {response}").format(response=letter(override.response))
        heading = f"{heading} · {overridden}"
    response = str(view.groups.loc[patient, "response"])
    story = story_of(view, patient)
    return small_panel(
        story, heading, response, view.definition, view.units, axes=axes, alone=alone
    )


def lanes(view: View, patients: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Return the frames of the swimmer plot, as `srns.charts.swimmer.swimmer` takes them."""
    return view.once(("lanes", tuple(patients)), lambda: _lay_out_lanes(view, patients))


def _lay_out_lanes(view: View, patients: Sequence[str]) -> dict[str, pd.DataFrame]:
    headings = {
        patient: f"{patient} · {translated(view.groups.loc[patient, 'histology'])}"
        for patient in patients
    }
    return lay_out_lanes(calls_of(view, patients), headings)


def points_of(view: View, patients: Sequence[str]) -> pd.DataFrame:
    """List the points of several children's figures."""
    points = [
        view.once(("points", patient), lambda each=patient: point_table(story_of(view, each), view))
        for patient in patients
    ]
    return pd.concat(points, ignore_index=True) if points else pd.DataFrame()


def point_table(story: PatientChartData, view: View) -> pd.DataFrame:
    """List the points of a figure: Up/c, then 24-hour protein and dipstick where measured."""
    others = [("24-hour protein", story.protein), ("dipstick", story.dipstick)]
    return pd.concat(
        [
            _points("Up/c", story.upcr, view),
            *(_points(test, points, view) for test, points in others if len(points)),
        ],
        ignore_index=True,
    )


def _points(test: str, points: pd.DataFrame, view: View) -> pd.DataFrame:
    shown = points["shown"].round(4) if "shown" in points else None
    return pd.DataFrame(
        {
            "patient": points["patient"],
            "month": points["month"].round(2),
            "day": points["day"],
            "test": test,
            f"Up/c ({view.units.upcr})": shown,
            "as reported": points["reported"],
            "cell": points["cell"],
            "drawn as": points["kind"],
            "state": points["state"],
        }
    )
