"""Estimated GFR (eGFR) over time, by one equation for all children."""

import streamlit as st

from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.one_child import choose_page
from srns.dashboard.state.page_options import EQUATION, choose
from srns.languages.messages import _
from srns.panels.catalogue import make_panel
from srns.panels.kidney import egfr_table
from srns.panels.pages_of_children import PANELS
from srns.panels.view import View


def show_kidney(view: View) -> None:
    """Draw the choice of the equation, and eGFR over time by it."""
    equation = choose(EQUATION)
    show_egfr(view, equation)
    figures_and_tables.data_table(make_panel(view, "kidney_table", equation=equation), view)


def show_egfr(view: View, equation: str) -> None:
    """Draw the eGFR of each child over time."""
    table = egfr_table(view, equation)
    if table.empty:
        st.info(
            _(
                "No eGFR can be estimated: it needs creatinine and height on the sheet Labs, and "
                "the age at the first infusion. The table below lists what is missing for each "
                "child."
            )
        )
        return
    page = choose_page(list(dict.fromkeys(table["patient"])), PANELS, key="kidney_page")
    panel = make_panel(view, "kidney_function", equation=equation, page=page)
    figures_and_tables.figure(panel, view)
