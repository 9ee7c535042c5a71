"""Time to remission and duration of remission: choices, curves, milestones, tables."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from srns.analysis.tables.milestone_table import milestone_table
from srns.analysis.time_to_event.competing_events import partial_date_sentences
from srns.analysis.time_to_event.curve_sentences import (
    curve_test_sentence,
    left_out_sentences,
    mean_sentences,
    visits_sentence,
)
from srns.analysis.time_to_event.curves import Curve
from srns.analysis.time_to_event.time_analysis import (
    Curves,
    TimeQuestion,
    Times,
    times,
)
from srns.analysis.time_to_event.time_origins import origins_known
from srns.charts.curves import describe, incidence_chart, step_table, visits_chart
from srns.dashboard.markdown_text import count, escape, join
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state import session
from srns.dashboard.state.filters import View
from srns.dashboard.state.page_options import (
    BETWEEN,
    BY_MONTH,
    CURVE,
    DURATION,
    GROUPS,
    HORIZON,
    LANDMARK,
    LATE_ENTRY,
    NO_GROUPS,
    NO_HORIZON,
    NO_LANDMARK,
    ORIGIN,
    REMISSION,
    SHOWN_TIMES,
    TEST,
    choose,
    pick,
    switch,
)


def choose_question(view: View) -> TimeQuestion:
    """Draw the choices and return the question they form."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        remission = choose(REMISSION)
        origin = choose(ORIGIN, origins_known(view.cohort))
        groups = choose(GROUPS)
        landmark = choose(LANDMARK)
    grouped = groups != NO_GROUPS
    asked = TimeQuestion(
        remission,
        origin,
        groups if grouped else "",
        None if landmark == NO_LANDMARK else float(landmark),
        switch(TEST) if grouped else False,
    )
    # Where no child entered after time starts there is no late entry to choose.
    if (compute(view, asked).at_risk.table["entry"] > 0).any() and switch(LATE_ENTRY):
        asked = replace(asked, late_entry=True)
    return asked


def compute(view: View, asked: TimeQuestion) -> Times:
    """Return the curves, computed once per session, question and selection of children."""
    return session.cached(
        ("times", asked, tuple(view.patients)),
        lambda: times(view.cohort, view.classification, asked),
    )


def show_times(view: View) -> None:
    """Draw the choices, and of time to remission and relapse the view that is open."""
    asked = choose_question(view)
    _SHOWN[pick(SHOWN_TIMES)](view, asked)


def show_waiting(view: View, asked: TimeQuestion) -> None:
    """Draw the time to remission, with what each child's wait ended in."""
    found = compute(view, asked)
    title = f"Time from the {asked.origin} to {asked.response}"
    _show_cautions(found.response_curves)
    figures_and_tables.figure(
        "time_to_remission",
        lambda: incidence_chart(
            found.response_curves,
            title,
            view.definition,
            view.notes,
            before_origin=found.at_risk.before_origin,
        ),
        describe(found.response_curves),
        curve_table(found.response_curves),
        view,
        depends_on=asked,
    )
    for test in found.response_curves.tests:
        st.write(escape(curve_test_sentence(test)))
    for sentence in left_out_sentences(found.at_risk):
        st.write(escape(sentence))
    _show_undated(found.at_risk.undated, partial_date_sentences(found.at_risk.in_part))
    figures_and_tables.collapsed_table(
        "Each child: time, and how it ended", "waits", wait_table(found), view
    )


def show_milestones(view: View, asked: TimeQuestion) -> None:
    """Draw response and relapse by month 6, 12 and 24, and on request the groups' mean times."""
    if asked.by and (horizon := choose(HORIZON)) != NO_HORIZON:
        asked = replace(asked, horizon=float(horizon))
    found = compute(view, asked)
    both = (found.response_curves, found.duration_curves)
    for sentence in (each for curves in both for each in mean_sentences(curves, asked.horizon)):
        st.write(escape(sentence))
    figures_and_tables.printed_table("milestones", milestone_table(found), view)


def show_visits(view: View, asked: TimeQuestion) -> None:
    """Draw the bounds of the curve: each remission began at some day between two visits."""
    found = compute(view, asked)
    figures_and_tables.figure(
        "between_visits",
        lambda: visits_chart(
            found.visits,
            found.response_curves,
            "Time to remission, given the interval between visits",
            view.definition,
            view.notes,
        ),
        visits_sentence(found.visits),
        visits_table(found),
        view,
        depends_on=found.question,
    )


def show_duration(view: View, asked: TimeQuestion) -> None:
    """Draw the time from remission to relapse."""
    found = compute(view, asked)
    title = f"Relapse after the onset of {found.question.response}"
    _show_cautions(found.duration_curves)
    figures_and_tables.figure(
        "duration_of_remission",
        lambda: incidence_chart(found.duration_curves, title, view.definition, view.notes),
        describe(found.duration_curves),
        curve_table(found.duration_curves),
        view,
        depends_on=found.question,
    )
    for test in found.duration_curves.tests:
        st.write(escape(curve_test_sentence(test)))
    _show_undated(
        found.durations.undated,
        partial_date_sentences(found.durations.in_part, found.durations.left_out),
    )
    figures_and_tables.collapsed_table(
        "Each remission: duration, and how it ended", "remissions", remission_table(found), view
    )


def curve_table(curves: Curves) -> pd.DataFrame:
    """List the steps of the curves, one a row, with the method of each curve."""
    table = step_table(curves.curves).drop(columns="is_last")
    methods = {curve.group: curve.method for curve in curves.curves}
    return table.assign(method=table["group"].map(methods)).rename(
        columns={
            "percent": f"{curves.event} (%)",
            "low": "low (%)",
            "high": "high (%)",
            "at_risk": "at risk before",
            "competing": "kidney failure or death",
        }
    )


def visits_table(found: Times) -> pd.DataFrame:
    """List the steps of the two bounding curves and the intervals of Turnbull's estimate."""
    visits = found.visits
    extremes: list[Curve] = [visits.earliest, visits.latest]
    steps = step_table(extremes)[["group", "month", "percent"]]
    stretches = visits.estimate.table
    turnbull = pd.DataFrame(
        {
            "group": "Turnbull's estimate",
            "after": stretches["after"],
            "month": stretches["until"],
            "percent": 100 * stretches["estimate"],
        }
    )
    filled = [each for each in (steps, turnbull) if len(each)]
    return pd.concat(filled, ignore_index=True) if filled else steps


_ENDED = {0: "end of follow-up", 2: "kidney failure or death"}


def wait_table(found: Times) -> pd.DataFrame:
    """List each child's time to remission and how it ended."""
    table, asked = found.at_risk.table, found.question
    ended = {1: asked.response, **_ENDED}
    return pd.DataFrame(
        {
            "patient": table["patient"],
            f"months from the {asked.origin}": table["month"].round(1),
            "ended by": table["cause"].map(ended),
            "last visit without (month)": table["after"].round(1),
            "first visit with (month)": table["until"]
            .where(table["until"] < float("inf"))
            .round(1),
        }
    )


def remission_table(found: Times) -> pd.DataFrame:
    """List each remission, its duration in months and how it ended."""
    table = found.durations.table
    return pd.DataFrame(
        {
            "patient": table["patient"],
            "remission": table["remission"],
            "from day": table["start_day"].astype("Int64"),
            "duration (months)": table["month"].round(1),
            "ended by": table["cause"].map({1: "relapse", **_ENDED}),
        }
    )


def _show_cautions(curves: Curves) -> None:
    for caution in curves.cautions:
        st.info(escape(caution))


def _show_undated(undated: tuple[str, ...], in_part: list[str]) -> None:
    for sentence in in_part:
        st.write(escape(sentence))
    if undated:
        st.write(
            escape(
                f"{count(len(undated), 'child', 'children')} with an event of unknown day, placed "
                f"at the last Up/c: {join(list(undated[:20]))}."
            )
        )


_SHOWN = {
    CURVE: show_waiting,
    BY_MONTH: show_milestones,
    BETWEEN: show_visits,
    DURATION: show_duration,
}
