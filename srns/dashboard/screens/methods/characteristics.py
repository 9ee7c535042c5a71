"""Characteristics, eligibility, flow and completeness of data, child by child."""

import streamlit as st

from srns.analysis.results_data.eligibility import missing_sentence
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.one_child import shown_child
from srns.languages.messages import _, mark, translated
from srns.panels.catalogue import make_panel
from srns.panels.view import View
from srns.rules.eligibility import ADEQUATE_TROUGH_NG_ML

GROUPINGS = {
    mark("all children"): None,
    mark("histology"): "histology",
    mark("steroid resistance"): "resistance",
    mark("maintenance regimen"): "maintenance",
    mark("sex"): "sex",
    mark("genetic testing"): "genetic_testing",
}


def show_characteristics(view: View) -> None:
    """Draw Table 1, by a grouping that is chosen here."""
    by = st.selectbox(_("Columns by"), list(GROUPINGS), key="table1_by", format_func=translated)
    figures_and_tables.printed_table(make_panel(view, "table1", by=GROUPINGS[by]), view)


def show_cases(view: View) -> None:
    """Draw the table of cases: one column a child."""
    figures_and_tables.data_table(make_panel(view, "cases"), view)


def show_eligibility(view: View) -> None:
    """Draw the eligibility of every child, and the items with their cells of one child."""
    with st.spinner(_("Looking through the record of each child …")):
        panel = make_panel(view, "eligibility")
    st.caption(
        _(
            "Answers are yes, no, or cannot tell where the workbook has no information; "
            "nothing is inferred from a blank cell. Definition: {definition}. For CNI "
            "resistance a tacrolimus trough of {trough} ng/mL or more is "
            "adequate."
        ).format(definition=escape(view.definition.name), trough=f"{ADEQUATE_TROUGH_NG_ML:g}")
    )
    figures_and_tables.data_table(panel, view)
    patient = shown_child(view)
    st.markdown(_("**Child {patient}**").format(patient=escape(patient)))
    items = make_panel(view, "eligibility_items", patient=patient)
    if missing := missing_sentence(items.numbers):
        st.caption(missing)
    figures_and_tables.data_table(items, view)


def show_flow(view: View) -> None:
    """Draw the flow diagram from the rows of the workbook to the children analyzed."""
    figures_and_tables.figure(make_panel(view, "flow"), view)


def show_completeness(view: View) -> None:
    """Draw how complete each child's results are for the definition."""
    figures_and_tables.data_table(make_panel(view, "completeness"), view)
