"""From which day is time counted?"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from srns.cohort.tables import DAYS_PER_MONTH, DAYS_PER_YEAR, Cohort
from srns.rules.child_keys import child_codes

FIRST_INFUSION = "first infusion"
LAST_INFUSION = "last infusion"
DIAGNOSIS = "diagnosis"
RESISTANCE = "resistance"
Origins: TypeAlias = Mapping[str, NDArray[np.float64]]
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


def every_origin(cohort: Cohort) -> dict[str, NDArray[np.float64]]:
    """Give each child's day of every origin, in the order of `patients`; NaN where it is unknown.

    The diagnosis lies as many years before the first infusion as the ages differ; resistance as
    many months after the diagnosis as recorded. What is only bounded (``≥ 6``) is unknown.
    """
    first, last = _infusion_days(cohort)
    years = _known(cohort, "age_at_first_infusion_years") - _known(cohort, "age_at_diagnosis_years")
    diagnosis = first - years * DAYS_PER_YEAR
    months = _known(cohort, "time_to_steroid_resistance_months")
    return {
        FIRST_INFUSION: first,
        LAST_INFUSION: last,
        DIAGNOSIS: diagnosis,
        RESISTANCE: diagnosis + months * DAYS_PER_MONTH,
    }


def origin_days(cohort: Cohort, origin: str) -> NDArray[np.float64]:
    """Give each child's day of one origin, as `every_origin` does."""
    if origin not in ORIGINS:
        raise ValueError(f"found the origin '{origin}'; expected one of {', '.join(ORIGINS)}.")
    return every_origin(cohort)[origin]


def origins_known(cohort: Cohort) -> list[str]:
    """List the origins that any child has; the first infusion is always among them.

    >>> import pandas as pd
    >>> origins_known(Cohort(pd.DataFrame({"patient": ["1"]})))
    ['first infusion']
    """
    return [
        origin
        for origin, days in every_origin(cohort).items()
        if origin == FIRST_INFUSION or not np.isnan(days).all()
    ]


def why_unknown(origin: str) -> str:
    """Say why a child can have no such origin."""
    return _MISSING[origin]


def _infusion_days(cohort: Cohort) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    day = cohort.infusions["day"].to_numpy(dtype=float, na_value=np.nan)
    child = child_codes(cohort.patients["patient"], cohort.infusions["patient"])
    usable = (child >= 0) & ~np.isnan(day)
    first = np.full(len(cohort.patients), np.inf)
    last = -first
    np.minimum.at(first, child[usable], day[usable])
    np.maximum.at(last, child[usable], day[usable])
    known = np.isfinite(first)
    return np.where(known, first, np.nan), np.where(known, last, np.nan)


def _known(cohort: Cohort, column: str) -> NDArray[np.float64]:
    if column not in cohort.patients:
        return np.full(len(cohort.patients), np.nan)
    values = cohort.patients[column].to_numpy(dtype=float, na_value=np.nan)
    bound = f"{column}_bound"
    if bound in cohort.patients:
        only_bounded = cohort.patients[bound].fillna("").astype(str).to_numpy() != ""
        values = np.where(only_bounded, np.nan, values)
    return values
