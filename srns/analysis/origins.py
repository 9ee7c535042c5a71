"""From which day is time counted?"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from srns.cohort.tables import DAYS_PER_MONTH, DAYS_PER_YEAR, Cohort

FIRST_INFUSION = "first infusion"
LAST_INFUSION = "last infusion"
DIAGNOSIS = "diagnosis"
RESISTANCE = "resistance"
ORIGINS = (FIRST_INFUSION, LAST_INFUSION, DIAGNOSIS, RESISTANCE)

CAUTIONS: Mapping[str, str] = MappingProxyType(
    {
        FIRST_INFUSION: "",
        LAST_INFUSION: "Counted from the last infusion, the origin lies in the future of the first "
        "one: courses of unlike length are set side by side, and a remission during treatment has "
        "a negative time and no place on the curve.",
        DIAGNOSIS: "Counted from diagnosis, nobody could be in remission before the first "
        "infusion, and children who never came to it are not in the cohort (guarantee time): the "
        "curve describes these children and no child at diagnosis. The day is worked out from ages "
        "in years.",
        RESISTANCE: "Counted from steroid resistance, nobody could be in remission before the "
        "first infusion, and children who never came to it are not in the cohort (guarantee time). "
        "The day is worked out from ages in years and from months to resistance.",
    }
)
_MISSING: Mapping[str, str] = MappingProxyType(
    {
        FIRST_INFUSION: "no infusion day is known",
        LAST_INFUSION: "no infusion day is known",
        DIAGNOSIS: "the first infusion or the age at diagnosis or at the first infusion is unknown",
        RESISTANCE: "the day of diagnosis or the time to steroid resistance is unknown",
    }
)


def origin_days(cohort: Cohort, origin: str) -> NDArray[np.float64]:
    """Give each child's day of origin, in the order of `patients`; NaN where it is unknown.

    Parameters
    ----------
    origin
        One of `ORIGINS`. The diagnosis lies as many years before the first infusion as the ages
        differ; resistance as many months after the diagnosis as recorded. What is only bounded
        (``≥ 6``) is unknown.
    """
    if origin not in ORIGINS:
        raise ValueError(f"found the origin '{origin}'; expected one of {', '.join(ORIGINS)}.")
    days = _infusion_days(cohort, last=origin == LAST_INFUSION)
    if origin in (DIAGNOSIS, RESISTANCE):
        years = _known(cohort, "age_at_first_infusion_years") - _known(
            cohort, "age_at_diagnosis_years"
        )
        days = days - years * DAYS_PER_YEAR
    if origin == RESISTANCE:
        days = days + _known(cohort, "time_to_steroid_resistance_months") * DAYS_PER_MONTH
    return days


def origins_known(cohort: Cohort) -> list[str]:
    """List the origins that any child has; the first infusion is always among them.

    >>> import pandas as pd
    >>> origins_known(Cohort(pd.DataFrame({"patient": ["1"]})))
    ['first infusion']
    """
    return [
        origin
        for origin in ORIGINS
        if origin == FIRST_INFUSION or not np.isnan(origin_days(cohort, origin)).all()
    ]


def why_unknown(origin: str) -> str:
    """Say why a child can have no such origin."""
    return _MISSING[origin]


def _infusion_days(cohort: Cohort, *, last: bool) -> NDArray[np.float64]:
    by_child = cohort.infusions.groupby("patient", observed=True)["day"]
    days = by_child.max() if last else by_child.min()
    return cohort.patients["patient"].map(days).to_numpy(dtype=float, na_value=np.nan)


def _known(cohort: Cohort, column: str) -> NDArray[np.float64]:
    if column not in cohort.patients:
        return np.full(len(cohort.patients), np.nan)
    values = cohort.patients[column].to_numpy(dtype=float, na_value=np.nan)
    bound = f"{column}_bound"
    if bound in cohort.patients:
        only_bounded = cohort.patients[bound].fillna("").astype(str).to_numpy() != ""
        values = np.where(only_bounded, np.nan, values)
    return values
