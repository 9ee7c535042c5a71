"""Time to remission and duration of remission: choices, curves, milestones, tables."""

from dataclasses import fields, replace
from typing import Any

import streamlit as st

from srns.analysis.time_to_event.time_analysis import Curves, TimeQuestion
from srns.analysis.time_to_event.time_origins import origins_known
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
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
from srns.languages.messages import _
from srns.panels.catalogue import make_panel
from srns.panels.remission_times import times_of
from srns.panels.view import View


def choose_question(view: View) -> TimeQuestion:
    """Draw the choices and return the question they form."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        remission = choose(REMISSION)
        day_zero, *others = origins_known(view.cohort)
        origin = choose(ORIGIN, [day_zero, *others])
        groups = choose(GROUPS)
        landmark = choose(LANDMARK)
    grouped = groups != NO_GROUPS
    asked = TimeQuestion(
        remission,
        "" if origin == day_zero else origin,
        groups if grouped else "",
        None if landmark == NO_LANDMARK else float(landmark),
        switch(TEST) if grouped else False,
    )
    # Where no child entered after time starts there is no late entry to choose.
    if (times_of(view, asked).at_risk.table["entry"] > 0).any() and switch(LATE_ENTRY):
        asked = replace(asked, late_entry=True)
    return asked


def show_times(view: View) -> None:
    """Draw the choices, and of time to remission and relapse the view that is open."""
    asked = choose_question(view)
    _SHOWN[pick(SHOWN_TIMES)](view, asked)


def show_waiting(view: View, asked: TimeQuestion) -> None:
    """Draw the time to remission, with what each child's wait ended in."""
    _show_cautions(times_of(view, asked).response_curves)
    _show_figure(view, "time_to_remission", asked)
    figures_and_tables.collapsed_table(
        _("Each child: time, and how it ended"),
        "waits",
        lambda: make_panel(view, "waits", **as_options(asked)),
        view,
    )


def show_milestones(view: View, asked: TimeQuestion) -> None:
    """Draw response and relapse by month 6, 12 and 24, and on request the groups' mean times."""
    if asked.by and (horizon := choose(HORIZON)) != NO_HORIZON:
        asked = replace(asked, horizon=float(horizon))
    panel = make_panel(view, "milestones", **as_options(asked))
    for sentence in panel.sentences:
        st.write(escape(sentence))
    figures_and_tables.printed_table(panel, view)


def show_visits(view: View, asked: TimeQuestion) -> None:
    """Draw the bounds of the curve: each remission began at some day between two visits."""
    figures_and_tables.figure(make_panel(view, "between_visits", **as_options(asked)), view)


def show_duration(view: View, asked: TimeQuestion) -> None:
    """Draw the time from remission to relapse."""
    _show_cautions(times_of(view, asked).duration_curves)
    _show_figure(view, "duration_of_remission", asked)
    figures_and_tables.collapsed_table(
        _("Each remission: duration, and how it ended"),
        "remissions",
        lambda: make_panel(view, "remissions", **as_options(asked)),
        view,
    )


def as_options(asked: TimeQuestion) -> dict[str, Any]:
    """Return the parts of a question that are not the usual ones, as the panels take them."""
    usual = TimeQuestion()
    chosen = {each.name: getattr(asked, each.name) for each in fields(asked)}
    return {name: value for name, value in chosen.items() if value != getattr(usual, name)}


def _show_figure(view: View, name: str, asked: TimeQuestion) -> None:
    """Draw the curves, and below them what is said of them."""
    panel = make_panel(view, name, **as_options(asked))
    figures_and_tables.figure(panel, view)
    for sentence in panel.sentences:
        st.write(escape(sentence))


def _show_cautions(curves: Curves) -> None:
    for caution in curves.cautions:
        st.info(escape(caution))


_SHOWN = {
    CURVE: show_waiting,
    BY_MONTH: show_milestones,
    BETWEEN: show_visits,
    DURATION: show_duration,
}
