"""Cumulative cyclophosphamide dose of each child, per body surface and per kilogram."""

import pandas as pd

from srns.analysis.tables.exposure import REFERENCE_DOSES
from srns.analysis.tables.exposure import exposure as doses_of
from srns.charts.exposure import describe, exposure_bars
from srns.cohort.paper_numbers import with_decimals
from srns.languages.messages import mark, translated
from srns.panels.pages_of_children import LANES, page_of
from srns.panels.panel import Panel, panel_of, title_of
from srns.panels.paper_tables import printed
from srns.panels.view import View

TITLE = mark("Cumulative cyclophosphamide")
_COLUMNS = {"mg/m²": "total_mg_m2", "mg/kg": "total_mg_kg"}


def dose_per_surface(view: View, *, page: int = 1) -> Panel:
    """Draw the doses in mg/m²."""
    return _doses(view, "dose_per_surface", "mg/m²", page)


def dose_per_weight(view: View, *, page: int = 1) -> Panel:
    """Draw the doses in mg/kg."""
    return _doses(view, "dose_per_weight", "mg/kg", page)


def exposure(view: View) -> Panel:
    """Tabulate the doses with what is missing for each child."""
    return panel_of(printed(view, "exposure"))


def _doses(view: View, name: str, unit: str, page: int) -> Panel:
    table = dose_table(view, unit)
    rows = table[table["patient"].isin(page_of(list(table["patient"]), LANES, page))]
    return Panel(
        name,
        title_of(name),
        table,
        describe(table, dose_marks(unit), unit),
        draw=lambda: exposure_bars(
            rows, dose_marks(unit), unit, translated(TITLE), view.definition, view.notes
        ),
        results=lambda: printed(view, "exposure").results,
    )


def dose_table(view: View, unit: str) -> pd.DataFrame:
    """List the doses that can be calculated in mg/m² or mg/kg, one child a row."""
    column = _COLUMNS[unit]
    found = view.once(("exposure", tuple(view.patients)), lambda: doses_of(view.cohort))
    found = found[found[column].notna()]
    return pd.DataFrame(
        {
            "patient": found["patient"],
            "dose": [float(with_decimals(dose, 0)) for dose in found[column]],
            "bound": found[f"{column}_bound"],
            "lacking": found["lacking"],
        }
    ).reset_index(drop=True)


def dose_marks(unit: str) -> list[tuple[float, str]]:
    """Return the reference doses in a unit, each with its meaning."""
    return [(mark.dose, mark.meaning) for mark in REFERENCE_DOSES if mark.unit == unit]
