"""Gaps of the definition in use: values it does not cover, and the visits that fall in them."""

from dataclasses import replace

import streamlit as st

from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state import session
from srns.languages import counted
from srns.languages.lists import join_row
from srns.languages.messages import _, ngettext
from srns.panels.catalogue import make_panel
from srns.panels.definition_gaps import USUAL_BASELINE, inside_gaps, map_of
from srns.panels.view import View
from srns.rules.definition import Definition
from srns.rules.gaps import needs_baseline


def show_gaps(definition: Definition, view: View | None) -> None:
    """Draw the definition's answer for every pair of printed values, and list visits in gaps."""
    asked = _choose_baseline(definition)
    if view is None:
        panel = map_of(definition, session.units_shown(), asked.get("baseline", USUAL_BASELINE))
        # A cohort's figures are kept by its definition already.
        options = {**asked, "definition": definition.sha256}
        figures_and_tables.figure(replace(panel, options=options), None)
        return
    figures_and_tables.figure(make_panel(view, "gap_map", **asked), view)
    _list_visits(view)


def _choose_baseline(definition: Definition) -> dict[str, float]:
    """Ask for the baseline Up/c if the definition requires a fall from it; else return nothing."""
    if not needs_baseline(definition):
        return {}
    chosen = st.number_input(
        _("Baseline Up/c for this map (mg/mg)"),
        min_value=0.1,
        max_value=50.0,
        value=USUAL_BASELINE,
        step=0.5,
        key="map_baseline",
        help=_("This definition requires a fall from the Up/c before treatment."),
    )
    return {"baseline": float(chosen)}


def _list_visits(view: View) -> None:
    inside = inside_gaps(view)
    if inside.empty:
        st.caption(_("No visit of this cohort falls in a gap."))
        return
    children = inside["patient"].nunique()
    st.write(
        ngettext(
            "{n} visit of {children} falls in a gap: {names}.",
            "{n} visits of {children} fall in a gap: {names}.",
            len(inside),
        ).format(
            n=len(inside),
            children=counted.children(children),
            names=escape(join_row(dict.fromkeys(inside["patient"]))),
        )
    )
    figures_and_tables.data_table(make_panel(view, "visits_in_gaps"), view)
