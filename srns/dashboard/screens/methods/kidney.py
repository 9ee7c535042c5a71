"""Estimated GFR (eGFR) over time, by one equation for all children."""

import pandas as pd
import streamlit as st

from srns.analysis.tables.kidney_function import EQUATIONS, STAGES, kidney_function
from srns.charts.kidney import describe, kidney_lanes
from srns.charts.months import origin_words
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.one_child import choose_page
from srns.dashboard.parts.paper_tables import printed
from srns.dashboard.state import session
from srns.dashboard.state.filters import View
from srns.dashboard.state.page_options import EQUATION, choose

PANELS = 12
EQUATION_NAMES = {each.id: each.name for each in EQUATIONS.values()}


def show_kidney(view: View) -> None:
    """Draw the choice of the equation, and eGFR over time by it."""
    equation = choose(EQUATION)
    show_egfr(view, equation)
    show_table(view, equation)


def show_egfr(view: View, equation: str) -> None:
    """Draw the eGFR of each child over time."""
    table = egfr_table(view, equation)
    if table.empty:
        st.info(
            "No eGFR can be estimated: it needs creatinine and height on the sheet Labs, and the "
            "age at the first infusion. The table below lists what is missing for each child."
        )
        return
    title = f"eGFR by {EQUATION_NAMES[equation]}"
    shown = choose_page(list(dict.fromkeys(table["patient"])), PANELS, key="kidney_page")
    rows, origin = table[table["patient"].isin(shown)], origin_words(view.cohort)
    figures_and_tables.figure(
        "kidney_function",
        lambda: kidney_lanes(rows, stages(), title, view.definition, view.notes, origin=origin),
        describe(table),
        table,
        view,
        depends_on=(equation, tuple(shown)),
    )


def show_table(view: View, equation: str) -> None:
    """Draw the table of eGFR with what is missing for each child."""
    figures_and_tables.data_table(
        "kidney_table", printed(view, "kidney_function", equation=equation), view
    )


def egfr_table(view: View, equation: str) -> pd.DataFrame:
    """List every eGFR that can be estimated (mL/min/1.73 m²), one creatinine result a row."""
    found = session.cached(
        ("eGFR", equation, tuple(view.patients)), lambda: kidney_function(view.cohort, equation)
    )
    found = found[found["egfr"].notna()].sort_values(["patient", "day"], kind="stable")
    shown = ["patient", "day", "month", "age_years", "creatinine_mg_dl", "height_cm", "egfr",
             "bound", "stage", "cell", "height_cell"]  # fmt: skip
    table = found[shown].round({"month": 1, "age_years": 1, "creatinine_mg_dl": 3, "egfr": 1})
    return table.reset_index(drop=True)


def stages() -> list[tuple[float, str]]:
    """Return KDIGO's GFR categories, each with its lowest eGFR."""
    return [(float(lowest), name) for lowest, name in STAGES]
