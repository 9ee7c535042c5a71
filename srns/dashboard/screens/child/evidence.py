"""Verdict of one child with its evidence: the reason, near misses, and the cells that decided."""

from srns.charts.theme import letter
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.near_misses import show_near_misses
from srns.dashboard.parts.one_child import show_verdict
from srns.panels.catalogue import make_panel
from srns.panels.verdict_tables import misses_of
from srns.panels.view import View, calls_of


def show_evidence(view: View, patient: str) -> None:
    """Draw one child's verdict in words, what nearly led to a better one, and the visits."""
    show_verdict(view, patient)
    show_near_misses(misses_of(view, patient), str(view.groups.loc[patient, "response"]))
    panel = make_panel(view, "evidence", patient=patient)
    visits = calls_of(view, [patient]).occasions
    visits = visits[visits["patient"] == patient].sort_values("day")
    left_out = ["month", "albumin day", "albumin cell", "criterion not met"]
    shown = panel.table.drop(columns=left_out)
    shown = shown.assign(state=[letter(state) for state in visits["state"]])
    shown = shown.rename(columns={"decides the verdict": "decides"})
    if len(shown):
        figures_and_tables.printed_table(panel, view, shown=shown, height=300)
