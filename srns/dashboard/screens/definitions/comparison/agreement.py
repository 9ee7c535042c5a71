"""Complete remission by definition, and agreement between definitions."""

import streamlit as st

from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.languages.messages import _
from srns.panels.catalogue import make_panel
from srns.panels.view import View


def show_remission_counts(view: View) -> None:
    """Draw complete remission by definition."""
    st.header(_("Complete remission by definition"))
    figures_and_tables.figure(make_panel(view, "remission_by_definition"), view)


def show_agreement(view: View) -> None:
    """Draw the agreement of all pairs of definitions."""
    st.header(_("Agreement between definitions"))
    _show_collapsed(view, "agreement", _("All pairs of definitions"))


def show_unit_effects(view: View) -> None:
    """Draw how many samples and verdicts depend on the reporting unit."""
    st.header(_("Effect of the reporting unit"))
    _show_collapsed(view, "unit_effects", _("Samples affected"))


def _show_collapsed(view: View, name: str, label: str) -> None:
    panel = make_panel(view, name)
    for sentence in panel.sentences:
        st.write(escape(sentence))
    figures_and_tables.collapsed_table(label, name, lambda: panel, view)
