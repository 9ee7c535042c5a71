"""Which height or weight goes with a day on which only something else was measured?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from srns.cohort.quantities import QUANTITIES
from srns.cohort.tables import Cohort
from srns.rules.child_keys import child_codes, day_key


@dataclass(frozen=True)
class NearestValue:
    """One entry per day asked for; NaN (and no cell) where nothing was near enough.

    Attributes
    ----------
    value
        In the canonical unit of the quantity (cm, kg).
    days_old
        How long before the day asked for it was measured.
    cell
        Where it stands.
    """

    value: np.ndarray
    days_old: np.ndarray
    cell: np.ndarray


def carried_forward(
    cohort: Cohort, analyte: str, patients: pd.Series, days: pd.Series, *, within_days: int
) -> NearestValue:
    """Give the last measurement of the same day or before it, if it is not too old.

    A child grows: a height is never taken from a later day, nor from one longer ago than
    `within_days`. A result with a bound (``<50``) is no measurement of a body and is passed over.
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
    wanted = day_key(child_codes(children, patients), np.where(known, day, 0).astype(np.int64))
    place = np.searchsorted(key, wanted, side="right") - 1
    # Keys of two children lie millions of days apart, so a neighbour's is always too old.
    age = np.where(place >= 0, wanted - key[place] if len(key) else 0, within_days + 1)
    near = known & (place >= 0) & (age <= within_days)
    found = np.full(len(day), np.nan)
    found[near] = value[place[near]]
    cells = np.full(len(day), "", dtype=object)
    cells[near] = cell[place[near]]
    return NearestValue(found, np.where(near, age, np.nan), cells)
