"""Cumulative cyclophosphamide dose of each child, per body surface and per kilogram."""

import pandas as pd
import streamlit as st

from srns.analysis.tables.exposure import REFERENCE_DOSES, exposure
from srns.charts.exposure import describe, exposure_bars
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.one_child import choose_page
from srns.dashboard.parts.paper_tables import printed
from srns.dashboard.state import session
from srns.dashboard.state.filters import View

TITLE = "Cumulative cyclophosphamide"
BARS = 24


def show_doses(view: View) -> None:
    """Draw the doses, one figure per unit."""
    st.caption(
        "Infusions and other courses are added up. The dashed lines mark doses named in the "
        "literature, for orientation only: they do not predict one child's risk."
    )
    for unit, name in (("mg/m²", "dose_per_surface"), ("mg/kg", "dose_per_weight")):
        table = dose_table(view, unit)
        if table.empty:
            st.write(f"No dose can be calculated in {unit}: the table below lists what is missing.")
            continue
        shown = choose_page(list(table["patient"]), BARS, key=f"{name}_page")
        rows = table[table["patient"].isin(shown)]
        figures_and_tables.figure(
            name,
            lambda rows=rows, unit=unit: exposure_bars(
                rows, dose_marks(unit), unit, TITLE, view.definition, view.notes
            ),
            describe(table, dose_marks(unit), unit),
            table,
            view,
            depends_on=tuple(shown),
        )


def show_table(view: View) -> None:
    """Draw the dose table with what is missing for each child."""
    figures_and_tables.data_table("exposure", printed(view, "exposure"), view)


def dose_table(view: View, unit: str) -> pd.DataFrame:
    """List the doses that can be calculated in mg/m² or mg/kg, one child a row."""
    column = {"mg/m²": "total_mg_m2", "mg/kg": "total_mg_kg"}[unit]
    found = session.cached(("exposure", tuple(view.patients)), lambda: exposure(view.cohort))
    found = found[found[column].notna()]
    return pd.DataFrame(
        {
            "patient": found["patient"],
            "dose": found[column].round(),
            "bound": found[f"{column}_bound"],
            "lacking": found["lacking"],
        }
    ).reset_index(drop=True)


def dose_marks(unit: str) -> list[tuple[float, str]]:
    """Return the reference doses in a unit, each with its meaning."""
    return [(mark.dose, mark.meaning) for mark in REFERENCE_DOSES if mark.unit == unit]
