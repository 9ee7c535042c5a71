"""The tables of a paper as the pages show them, made once for a choice of children."""

from typing import Any

import pandas as pd

from srns.analysis.regimens.periods import Periods, RegimenRules, regimen_periods
from srns.analysis.regimens.relapses import remissions
from srns.analysis.tables.exposure import REFERENCE_DOSES, exposure
from srns.analysis.tables.kidney_function import EQUATIONS, STAGES, kidney_function
from srns.analysis.tables.printed_table import PrintedTable
from srns.cohort.tables import DAYS_PER_MONTH
from srns.dashboard.state import session
from srns.dashboard.state.filters import View
from srns.report.table_catalogue import TABLES, Choices
from srns.workbook.ledger import count_rows

EQUATION_NAMES = {each.id: each.name for each in EQUATIONS.values()}
GROUPINGS = {
    "all children together": None,
    "histology": "histology",
    "steroid resistance": "resistance",
    "maintenance regimen": "maintenance",
    "sex": "sex",
    "genetic testing": "genetic_testing",
}


def printed(view: View, name: str, **chosen: Any) -> PrintedTable:
    """Make one of the tables of `srns.report.table_catalogue`, or give it as made before."""

    def make() -> PrintedTable:
        held = session.state().held
        choices = Choices(
            rows=count_rows(held.reading.ledger, "Patients") if held and name == "flow" else None,
            filtered_from=view.of if view.chosen else None,
            **chosen,
        )
        return TABLES[name](view.cohort, view.classification, choices)

    what = ("printed", name, tuple(view.patients), bool(view.chosen), tuple(chosen.items()))
    return session.remembered(what, make)


def doses(view: View, unit: str) -> pd.DataFrame:
    """Give each child's dose in mg/m² or mg/kg, those that can be told."""
    column = {"mg/m²": "total_mg_m2", "mg/kg": "total_mg_kg"}[unit]
    found = exposure(view.cohort)
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
    """Give the doses that sources name in a unit."""
    return [(mark.dose, mark.meaning) for mark in REFERENCE_DOSES if mark.unit == unit]


def rates(view: View, equation: str) -> pd.DataFrame:
    """Give every filtration rate that can be estimated."""
    found = kidney_function(view.cohort, equation)
    found = found[found["egfr"].notna()].sort_values(["patient", "day"], kind="stable")
    shown = ["patient", "day", "month", "age_years", "creatinine_mg_dl", "height_cm", "egfr",
             "bound", "stage", "cell", "height_cell"]  # fmt: skip
    table = found[shown].round({"month": 1, "age_years": 1, "creatinine_mg_dl": 3, "egfr": 1})
    return table.reset_index(drop=True)


def stages() -> list[tuple[float, str]]:
    """Give KDIGO's categories with their lowest rate."""
    return [(float(lowest), name) for lowest, name in STAGES]


def periods_of(view: View, rules: RegimenRules) -> Periods:
    """Lay the regimens of the view's children out in time, or give them as laid out before."""
    what = ("periods", tuple(view.patients), rules.bridge_days, rules.overlap_days)
    return session.remembered(what, lambda: regimen_periods(view.cohort, rules))


def regimen_frames(view: View, periods: Periods) -> dict[str, pd.DataFrame]:
    """Lay out what `srns.charts.regimens.regimen_lanes` draws, in months from the last infusion."""
    table = periods.table
    start = table["patient"].map(periods.last_infusion).astype(float)
    lane = _lanes(view, table["patient"])
    stretches = pd.DataFrame(
        {
            "lane": lane,
            "regimen": table["regimen"],
            "month": ((table["start_day"].astype(float) - start) / DAYS_PER_MONTH).round(2),
            "until": ((table["stop_day"].astype(float) + 1 - start) / DAYS_PER_MONTH).round(2),
        }
    )
    well = remissions(view.cohort, view.classification, periods)
    well = well[well["patient"].isin(table["patient"])]
    begin = well["patient"].map(periods.last_infusion).astype(float)
    shown = pd.DataFrame(
        {
            "lane": _lanes(view, well["patient"]),
            "month": ((well["onset_day"].astype(float) - begin) / DAYS_PER_MONTH).round(2),
            "until": ((well["end_day"].astype(float) - begin) / DAYS_PER_MONTH).round(2),
            "relapsed": well["relapsed"],
        }
    )
    return {"stretches": stretches, "remissions": shown}


def _lanes(view: View, patients: pd.Series) -> list[str]:
    return [f"{patient} · {view.groups.loc[patient, 'histology']}" for patient in patients]
