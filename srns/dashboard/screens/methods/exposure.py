"""Cumulative cyclophosphamide dose of each child, per body surface and per kilogram."""

import streamlit as st

from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.one_child import choose_page
from srns.languages.messages import _
from srns.panels.catalogue import make_panel
from srns.panels.doses import dose_table
from srns.panels.pages_of_children import LANES
from srns.panels.view import View


def show_doses(view: View) -> None:
    """Draw the doses, one figure per unit."""
    st.caption(
        _(
            "Infusions and other courses are added up. The dashed lines mark doses named in the "
            "literature, for orientation only: they do not predict one child's risk."
        )
    )
    for unit, name in (("mg/m²", "dose_per_surface"), ("mg/kg", "dose_per_weight")):
        table = dose_table(view, unit)
        if table.empty:
            st.write(
                _(
                    "No dose can be calculated in {unit}: the table below lists what is missing."
                ).format(unit=unit)
            )
            continue
        page = choose_page(list(table["patient"]), LANES, key=f"{name}_page")
        figures_and_tables.figure(make_panel(view, name, page=page), view)


def show_table(view: View) -> None:
    """Draw the dose table with what is missing for each child."""
    figures_and_tables.data_table(make_panel(view, "exposure"), view)
