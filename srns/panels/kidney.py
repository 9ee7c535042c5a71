"""Estimated GFR (eGFR) over time, by one equation for all children."""

import pandas as pd

from srns.analysis.tables.kidney_function import EQUATIONS, STAGES
from srns.analysis.tables.kidney_function import kidney_function as estimate
from srns.charts.kidney import describe, kidney_lanes
from srns.charts.months import origin_words
from srns.languages.messages import _, translated
from srns.panels.pages_of_children import PANELS, page_of
from srns.panels.panel import Panel, panel_of
from srns.panels.paper_tables import printed
from srns.panels.view import View

EQUATION_NAMES = {each.id: each.name for each in EQUATIONS.values()}
USUAL = next(iter(EQUATION_NAMES))


def kidney_function(view: View, *, equation: str = USUAL, page: int = 1) -> Panel:
    """Draw the eGFR of each child on a page over time."""
    table = egfr_table(view, equation)
    shown = page_of(list(dict.fromkeys(table["patient"])), PANELS, page)
    rows, origin = table[table["patient"].isin(shown)], origin_words(view.cohort)
    stages = [(float(lowest), name) for lowest, name in STAGES]
    return Panel(
        "kidney_function",
        "Kidney function",
        table,
        describe(table),
        draw=lambda: kidney_lanes(
            rows,
            stages,
            _("eGFR by {equation}").format(equation=translated(EQUATION_NAMES[equation])),
            view.definition,
            view.notes,
            origin=origin,
        ),
        results=lambda: printed(view, "kidney_function", equation=equation).results,
    )


def kidney_table(view: View, *, equation: str = USUAL) -> Panel:
    """Tabulate eGFR with what is missing for each child."""
    return panel_of(printed(view, "kidney_function", equation=equation), "kidney_table")


def egfr_table(view: View, equation: str) -> pd.DataFrame:
    """List every eGFR that can be estimated (mL/min/1.73 m²), one creatinine result a row."""
    found = view.once(
        ("eGFR", equation, tuple(view.patients)), lambda: estimate(view.cohort, equation)
    )
    found = found[found["egfr"].notna()].sort_values(["patient", "day"], kind="stable")
    shown = ["patient", "day", "month", "age_years", "creatinine_mg_dl", "height_cm", "egfr",
             "bound", "stage", "cell", "height_cell"]  # fmt: skip
    table = found[shown].round({"month": 1, "age_years": 1, "creatinine_mg_dl": 3, "egfr": 1})
    return table.reset_index(drop=True)
