"""Verdict of one child with its evidence: the reason, near misses, and the cells that decided."""

import streamlit as st

from srns.charts.theme import letter
from srns.cohort.terms import COMPLETE
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.one_child import show_verdict
from srns.languages.messages import _, translated
from srns.panels.catalogue import make_panel
from srns.panels.verdict_tables import misses_of
from srns.panels.view import View, calls_of


def show_evidence(view: View, patient: str) -> None:
    """Draw one child's verdict in words, what nearly led to a better one, and the visits."""
    show_verdict(view, patient)
    _show_near_misses(view, patient)
    panel = make_panel(view, "evidence", patient=patient)
    visits = calls_of(view, [patient]).occasions
    visits = visits[visits["patient"] == patient].sort_values("day")
    left_out = ["month", "albumin day", "albumin cell", "criterion not met"]
    shown = panel.table.drop(columns=left_out)
    shown = shown.assign(state=[letter(state) for state in visits["state"]])
    shown = shown.rename(columns={"decides the verdict": "decides"})
    if len(shown):
        figures_and_tables.data_table(panel, view, shown=shown, height=300)


def _show_near_misses(view: View, patient: str) -> None:
    misses = misses_of(view, patient)
    if misses:
        st.markdown(
            _("Near misses:")
            + "\n"
            + "\n".join(f"- {escape(translated(miss.words))}" for miss in misses)
        )
        return
    response = view.groups.loc[patient, "response"]
    if response != COMPLETE:
        st.caption(_("No single change would have led to a better response."))
