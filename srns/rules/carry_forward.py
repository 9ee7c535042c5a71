"""Last observation carried forward: the height or weight that applies on a given day."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from srns.cohort.child_keys import child_codes, day_key
from srns.cohort.quantities import QUANTITIES
from srns.cohort.tables import Cohort


@dataclass(frozen=True)
class NearestValue:
    """One entry per requested day; NaN and no cell where no measurement was recent enough.

    Attributes
    ----------
    value
        In the canonical unit of the quantity (cm, kg).
    days_old
        Days from the measurement to the requested day, 0 or more.
    cell
        Address of the cell that holds the measurement.
    """

    value: np.ndarray
    days_old: np.ndarray
    cell: np.ndarray


def carried_forward(
    cohort: Cohort, analyte: str, patients: pd.Series, days: pd.Series, *, within_days: int
) -> NearestValue:
    """Return the last measurement on or before each day, at most `within_days` old.

    Children grow: a later height is never used, nor one older than `within_days`. Results with a
    bound (``<50``) are not valid body measurements and are skipped.
    """
    quantity = QUANTITIES[analyte]
    labs = cohort.labs[(cohort.labs["analyte"] == analyte) & cohort.labs["day"].notna()]
    labs = labs[(labs["bound"].astype(str) == "") & labs["value"].notna()]
    children = cohort.patients["patient"]
    key = day_key(child_codes(children, labs["patient"]), labs["day"].astype(np.int64).to_numpy())
    order = np.argsort(key, kind="stable")
    key = key[order]
    factor = (
        labs["unit"]
        .astype(str)
        .map(
            {unit: float(quantity.factor(unit, quantity.canonical_unit)) for unit in quantity.units}
        )
    )
    value = (labs["value"].astype(float) * factor.astype(float)).to_numpy()[order]
    cell = labs["cell"].astype(object).to_numpy()[order]
    day = days.astype(float).to_numpy(float, na_value=np.nan)
    known = ~np.isnan(day)
    requested = day_key(child_codes(children, patients), np.where(known, day, 0).astype(np.int64))
    place = np.searchsorted(key, requested, side="right") - 1
    # Keys of different children are millions of days apart, so another child's is always too old.
    age = np.where(place >= 0, requested - key[place] if len(key) else 0, within_days + 1)
    near = known & (place >= 0) & (age <= within_days)
    values = np.full(len(day), np.nan)
    values[near] = value[place[near]]
    cells = np.full(len(day), "", dtype=object)
    cells[near] = cell[place[near]]
    return NearestValue(values, np.where(near, age, np.nan), cells)
