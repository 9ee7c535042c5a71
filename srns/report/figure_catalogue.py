"""Figure catalogue: every figure of a cohort by name, with its sentence and the data behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from srns.analysis.basis_sentences import is_by_line
from srns.analysis.follow_up import not_evaluable, not_evaluable_sentences
from srns.analysis.groups import grouping
from srns.analysis.proportions.intervals import EXACT, METHOD_WORDS
from srns.analysis.regimens.periods import regimen_periods
from srns.analysis.regimens.relapse_by_drug import (
    by_drug_results,
    drug_curves,
    drug_sentences,
    relapse_by_drug,
)
from srns.analysis.regimens.relapses import cells_of_courses
from srns.analysis.results_data.courses import course_results, drawn_results, lane_results
from srns.analysis.results_data.states import occupancy_results
from srns.analysis.results_data.summary import results_data
from srns.analysis.results_data.times import lasting_results, waiting_results
from srns.analysis.summary import summarize
from srns.analysis.tables.flow_diagram import flow
from srns.analysis.tables.kidney_function import STAGES, kidney_function
from srns.analysis.tables.kidney_table import kidney_table
from srns.analysis.time_to_event.occupancy import occupancy, occupancy_sentences
from srns.analysis.time_to_event.time_analysis import TimeQuestion, times
from srns.charts.chart_data import PatientChartData, patient_chart_data
from srns.charts.curves import describe as describe_curves
from srns.charts.curves import incidence_chart, step_table
from srns.charts.flow import describe as describe_flow
from srns.charts.flow import flow_diagram
from srns.charts.kidney import describe as describe_kidney
from srns.charts.kidney import kidney_lanes
from srns.charts.months import origin_words
from srns.charts.occupancy import area_table, occupancy_chart
from srns.charts.proportions import describe as describe_counts
from srns.charts.proportions import proportions
from srns.charts.regimen_rows import regimen_rows
from srns.charts.regimens import describe as describe_regimens
from srns.charts.regimens import regimen_lanes
from srns.charts.small_multiples import describe as describe_multiples
from srns.charts.small_multiples import share_axes, small_multiples, small_panel
from srns.charts.swimmer import describe as describe_lanes
from srns.charts.swimmer import swimmer
from srns.charts.swimmer_lanes import lay_out_lanes
from srns.charts.timeline import describe, timeline
from srns.charts.timeline_table import COLUMNS, timeline_table
from srns.cohort.errors import InputError
from srns.cohort.terms import COMPLETE, PARTIAL
from srns.cohort.unit_systems import CONVENTIONAL, Units
from srns.cohort.wording import and_more
from srns.languages.messages import _, translated
from srns.report.provenance import all_children, all_lines, note_on
from srns.rules.classification import Classification

MOST_PANELS, MOST_LANES = 12, 24
"""Small multiples and lanes of regimens are of so many children; of a larger cohort, the first."""


@dataclass(frozen=True)
class Figure:
    """A figure of a cohort, independent of where it is shown.

    Attributes
    ----------
    draw
        Draws it for a width in pixels: views side by side are laid out for it, all others fit.
    caption
        What it shows, in sentences; its alternative text too.
    table
        The data behind it.
    results
        Makes the numbers of the caption and the marks as analysis results data; those of a figure
        of results alone stand with their cells in `table`.
    """

    name: str
    title: str
    draw: Callable[[int], Any]
    caption: str
    table: pd.DataFrame
    results: Callable[[], pd.DataFrame]


@dataclass(frozen=True)
class FigureChoices:
    """Options of the figures.

    Attributes
    ----------
    patient
        The child of the timeline.
    units
        Of Up/c and albumin.
    interval
        Method of the intervals of proportions.
    notes
        Lines under the title: filters, what the data are.
    children
        The children of a figure that draws one by one; empty: as many as it holds.
    """

    patient: str = ""
    units: Units = CONVENTIONAL
    interval: str = EXACT
    notes: tuple[str, ...] = ()
    children: tuple[str, ...] = ()


def make_figure(name: str, found: Classification, choices: FigureChoices | None = None) -> Figure:
    """Return one figure of a classified cohort.

    Raises
    ------
    InputError
        Where there is no such figure, it needs a child, or there is nothing to draw.
    """
    if name not in FIGURES:
        raise InputError(f"found the figure '{name}'; expected one of {', '.join(FIGURES)}.")
    chosen = choices or FigureChoices()
    if found.outcomes.empty:
        raise InputError("found no child; expected at least one: there is nothing to draw.")
    return FIGURES[name](found, chosen)


def default_notes(found: Classification) -> tuple[str, ...]:
    """Return the notes on a whole cohort: how many children, and whether data are simulated."""
    every = all_lines if is_by_line(found) else all_children
    notes = (every(len(found.cohort.patients)), note_on(found.cohort))
    return tuple(translated(note) for note in notes if note)


def _counts(name: str, by: str, found: Classification, chosen: FigureChoices) -> Figure:
    """Draw the responses of all children, or the remissions of each group."""
    summary = summarize(found.cohort, found, by or "histology", interval=chosen.interval)
    table = pd.DataFrame(summary["responses"])
    of_all = table["group"] == "all"
    if by:
        table = table[~of_all & table["response"].isin([COMPLETE, PARTIAL])]
    else:
        seen = set(table.loc[table["n"] > 0, "response"])
        table = table[of_all & table["response"].isin(seen)]
    table = table[table["of"] > 0].reset_index(drop=True)
    table["children"] = [", ".join(map(str, names)) for names in table["patients"]]
    table = table.drop(columns="patients")
    unknown = not_evaluable_sentences(not_evaluable(found.outcomes), summary["at_risk"])
    method = translated(METHOD_WORDS[chosen.interval])
    title = _("Response, with {method} 95 % intervals").format(method=method)
    if by:
        title = _("Remission by {group}, with {method} 95 % intervals").format(
            group=translated(by), method=method
        )
    return Figure(
        name,
        title,
        lambda _pixels: proportions(
            table, title, found.definition, chosen.notes, interval=chosen.interval
        ),
        " ".join([describe_counts(table, interval=chosen.interval), *map(translated, unknown)]),
        table,
        lambda: results_data(summary, found),
    )


def _swimmer(found: Classification, chosen: FigureChoices) -> Figure:
    frames = lay_out_lanes(found, _chosen(found, chosen))
    origin = origin_words(found.cohort)
    return Figure(
        "swimmer",
        _("From {origin} to the end of follow-up").format(origin=origin),
        lambda _pixels: swimmer(
            **frames, definition=found.definition, notes=chosen.notes, origin=origin, selected=()
        ),
        describe_lanes(frames["ends"]),
        frames["states"],
        lambda: course_results(frames["ends"], frames["states"], found),
    )


def _headings(found: Classification) -> dict[str, str]:
    """Return the children by histology, each with the words in front of its lane."""
    groups = grouping(found.cohort, "histology")
    order = groups.reset_index(drop=True).sort_values(kind="stable").index
    children = [(str(found.cohort.patients["patient"].iloc[at]), groups.iloc[at]) for at in order]
    return {patient: f"{patient} · {translated(group)}" for patient, group in children}


def _chosen(found: Classification, chosen: FigureChoices) -> dict[str, str]:
    """Return the headings of the chosen children, in the order of histology."""
    headings, wanted = _headings(found), set(chosen.children)
    return {each: text for each, text in headings.items() if not wanted or each in wanted}


def _curve(name: str, which: str, found: Classification, chosen: FigureChoices) -> Figure:
    answer = times(found.cohort, found, TimeQuestion())
    waiting = which == "response"
    curves = answer.response_curves if waiting else answer.duration_curves
    title = _("Time to complete remission") if waiting else _("Time in remission until relapse")
    early = answer.at_risk.before_origin if waiting else None
    results = waiting_results if waiting else lasting_results
    return Figure(
        name,
        title,
        lambda _pixels: incidence_chart(
            curves, title, found.definition, chosen.notes, before_origin=early
        ),
        describe_curves(curves),
        step_table(curves.curves),
        lambda: results(answer, found),
    )


def _states(found: Classification, chosen: FigureChoices) -> Figure:
    followed = occupancy(found.cohort, found)
    title = _("Children in each state over time")
    return Figure(
        "states_over_time",
        title,
        lambda _pixels: occupancy_chart(
            followed, title, found.definition, chosen.notes, since=origin_words(found.cohort)
        ),
        " ".join(map(translated, occupancy_sentences(followed, followed.last_month))),
        area_table(followed),
        lambda: occupancy_results(followed, found),
    )


def _regimens(found: Classification, chosen: FigureChoices) -> Figure:
    periods = regimen_periods(found.cohort, window=found.found.window)
    placed = set(periods.table["patient"])
    headings = {child: words for child, words in _headings(found).items() if child in placed}
    frames = regimen_rows(found, periods, dict(list(headings.items())[:MOST_LANES]))
    since = translated(periods.since)
    title = _("Regimens and remission from {origin}").format(origin=since)
    return Figure(
        "regimens_in_time",
        title,
        lambda _pixels: regimen_lanes(
            **frames,
            title=title,
            definition=found.definition,
            notes=chosen.notes,
            since=since,
        ),
        describe_regimens(**frames, since=since),
        frames["stretches"],
        lambda: lane_results(**frames, cells=cells_of_courses(found.cohort, found)),
    )


def _relapse_by_drug(found: Classification, chosen: FigureChoices) -> Figure:
    by_drug = relapse_by_drug(found.cohort, found)
    curves, title = drug_curves(by_drug), _("Relapse on and off maintenance drugs")
    return Figure(
        "relapse_by_drug",
        title,
        lambda _pixels: incidence_chart(curves, title, found.definition, chosen.notes),
        " ".join(map(translated, drug_sentences(by_drug))),
        step_table(curves.curves),
        lambda: by_drug_results(by_drug, found.cohort, found),
    )


def child_story(found: Classification, patient: str, units: Units) -> PatientChartData:
    """Return the chart data of one child.

    Raises
    ------
    InputError
        Where there is no such child.
    """
    known = [str(each) for each in found.cohort.patients["patient"]]
    if patient not in known:
        raise InputError(f"found no child '{patient}'; expected one of {and_more(known)}.")
    return patient_chart_data(found.cohort, found, patient, units)


def _timeline(found: Classification, chosen: FigureChoices) -> Figure:
    if not chosen.patient:
        raise InputError("found no child for the timeline; expected its study number.")
    story = child_story(found, chosen.patient, chosen.units)
    return Figure(
        "timeline",
        _("Child {child}").format(child=chosen.patient),
        lambda _pixels: timeline(story, found.definition, chosen.units, chosen.notes),
        describe(story, found.definition, chosen.units),
        timeline_table(story),
        lambda: drawn_results(timeline_table(story), [chosen.patient]),
    )


def _small_multiples(found: Classification, chosen: FigureChoices) -> Figure:
    headings = dict(list(_chosen(found, chosen).items())[:MOST_PANELS])
    stories = [child_story(found, patient, chosen.units) for patient in headings]
    axes = share_axes(stories, found.definition, chosen.units)
    response = found.outcomes.set_index("patient")["response"]

    def draw(pixels: int) -> Any:
        panels = [
            small_panel(
                story,
                headings[story.patient],
                str(response[story.patient]),
                found.definition,
                chosen.units,
                axes=axes,
            )
            for story in stories
        ]
        return small_multiples(
            panels, found.definition, chosen.units, chosen.notes, pixels, origin=origin
        )

    origin = origin_words(found.cohort)
    points = pd.DataFrame(
        [row for story in stories for row in timeline_table(story).to_dict("records")],
        columns=list(COLUMNS),
    )
    return Figure(
        "small_multiples",
        _("Up/c of every child"),
        draw,
        describe_multiples(len(stories), chosen.units, origin),
        points,
        lambda: drawn_results(points, list(headings)),
    )


def _flow(found: Classification, chosen: FigureChoices) -> Figure:
    steps = flow(found.cohort, found)
    return Figure(
        "flow",
        translated(steps.title),
        lambda _pixels: flow_diagram(
            steps.rows, translated(steps.title), found.definition, chosen.notes
        ),
        describe_flow(steps.rows),
        steps.rows,
        lambda: steps.results,
    )


def _kidney(found: Classification, chosen: FigureChoices) -> Figure:
    table = kidney_function(found.cohort)
    table = table[table["egfr"].notna()]
    if table.empty:
        raise InputError(
            "found no creatinine with sex, age and height; expected at least one: no GFR can be "
            "estimated, and there is nothing to draw."
        )
    title = _("Estimated GFR")
    stages = [(float(lowest), name) for lowest, name in STAGES]
    return Figure(
        "kidney_function",
        title,
        lambda _pixels: kidney_lanes(
            table, stages, title, found.definition, chosen.notes, origin=origin_words(found.cohort)
        ),
        describe_kidney(table),
        table,
        lambda: kidney_table(found.cohort).results,
    )


Make = Callable[[Classification, FigureChoices], Figure]
FIGURES: Mapping[str, Make] = MappingProxyType(
    {
        "response": lambda found, chosen: _counts("response", "", found, chosen),
        "histology": lambda found, chosen: _counts("histology", "histology", found, chosen),
        "maintenance": lambda found, chosen: _counts("maintenance", "maintenance", found, chosen),
        "swimmer": _swimmer,
        "time_to_remission": lambda found, chosen: _curve(
            "time_to_remission", "response", found, chosen
        ),
        "time_in_remission": lambda found, chosen: _curve(
            "time_in_remission", "duration", found, chosen
        ),
        "states_over_time": _states,
        "regimens_in_time": _regimens,
        "relapse_by_drug": _relapse_by_drug,
        "timeline": _timeline,
        "small_multiples": _small_multiples,
        "flow": _flow,
        "kidney_function": _kidney,
    }
)
"""Figure makers by name."""
