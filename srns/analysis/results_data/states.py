"""States as rows: the share of children in each state over time."""

import numpy as np
import pandas as pd

from srns.analysis.results_data.curves import SURVIVAL
from srns.analysis.results_data.rows import (
    ONE_DECIMAL,
    PERCENT,
    WHOLE,
    Row,
    Stat,
    Subject,
    as_table,
    rows_about,
)
from srns.analysis.results_data.source_cells import deciding_cells
from srns.analysis.time_to_event.occupancy import Occupancy, months_reported, shares_at
from srns.cohort.tables import DAYS_PER_MONTH
from srns.rules.classification import Classification

VARIABLE = "months in each state"


def occupancy_results(found: Occupancy, classification: Classification) -> pd.DataFrame:
    """Return the share of children in each state over time as analysis results data.

    The level is the month after which the children were counted; those of the sentences ("month
    12") have rows of their own.
    """
    everyone = found.stays["patient"].drop_duplicates().tolist()
    counted = [Stat("N", found.n, WHOLE), Stat("last.month", found.last_month, ONE_DECIMAL)]
    rows = rows_about(Subject(VARIABLE, "children"), counted, everyone)
    rows += _shares(found, found.table, everyone)
    for month in months_reported(found) if found.n else ():
        rows += _shares(found, shares_at(found, month), everyone, f"month {month:.3g}")
    reasons: dict[str, list[str]] = {}
    for patient, why in found.left_out.items():
        reasons.setdefault(why, []).append(patient)
    for why, who in reasons.items():
        about = Subject(VARIABLE, f"left out: {why}")
        rows += rows_about(about, [Stat("n", len(who), WHOLE)], who)
    return as_table(rows, deciding_cells(classification))


def _shares(
    found: Occupancy, table: pd.DataFrame, everyone: list[str], level: str = ""
) -> list[Row]:
    """Return the rows of shares; without a level it is the month of each."""
    stays, rows = found.stays, []
    start = stays["start_day"].to_numpy(dtype=float) / DAYS_PER_MONTH
    stop = stays["stop_day"].to_numpy(dtype=float, na_value=np.nan) / DAYS_PER_MONTH
    stop = np.where(np.isnan(stop), np.inf, stop)
    limits = {"estimate": "estimate", "conf.low": "low", "conf.high": "high"}
    for step in table.to_dict("records"):
        month, state = step["month"], str(step["state"])
        about = Subject(VARIABLE, level or month, ("state", state), SURVIVAL)
        there = (stays["state"] == state) & (start <= month + 1e-9) & (stop > month + 1e-9)
        counted = [Stat("n", step["in_state"], WHOLE)]
        rows += rows_about(about, counted, stays.loc[there, "patient"].tolist())
        stats = [Stat(name, step[key], PERCENT) for name, key in limits.items()]
        rows += rows_about(about, [*stats, Stat("conf.level", 0.95, "xx%")], everyone)
    return rows
