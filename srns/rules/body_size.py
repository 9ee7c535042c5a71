"""Body size on the day of a test: the last height and weight, and the body surface."""

import numpy as np
import pandas as pd

from srns.cohort.tables import Cohort
from srns.rules.carry_forward import carried_forward

HEIGHT_WITHIN_DAYS = 180
WEIGHT_WITHIN_DAYS = 90


def mosteller(height_cm: np.ndarray, weight_kg: np.ndarray) -> np.ndarray:
    """Return the body surface in m² (Mosteller 1987).

    Examples
    --------
    >>> mosteller(np.array([180.0]), np.array([80.0])).tolist()
    [2.0]
    """
    return np.sqrt(height_cm * weight_kg / 3600)


def body_size(
    cohort: Cohort, patients: pd.Series, days: pd.Series
) -> tuple[np.ndarray, np.ndarray]:
    """Return body surface (m², Mosteller) and weight (kg) on the days asked for.

    The last height at most `HEIGHT_WITHIN_DAYS` and the last weight at most `WEIGHT_WITHIN_DAYS`
    days old count; NaN where there is none.
    """
    height = carried_forward(cohort, "height", patients, days, within_days=HEIGHT_WITHIN_DAYS)
    weight = carried_forward(cohort, "weight", patients, days, within_days=WEIGHT_WITHIN_DAYS)
    return mosteller(height.value, weight.value), weight.value
