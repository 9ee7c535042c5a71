"""Time origins: day 0, first or last infusion, diagnosis, steroid resistance."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from srns.cohort.child_keys import child_codes
from srns.cohort.tables import AS_READ, DAYS_PER_MONTH, DAYS_PER_YEAR, Cohort
from srns.languages.messages import mark

DAY_ZERO = "day 0"
FIRST_INFUSION = "first infusion"
LAST_INFUSION = "last infusion"
DIAGNOSIS = "diagnosis"
RESISTANCE = "resistance"
Origins: TypeAlias = Mapping[str, NDArray[np.float64]]
ORIGINS = (FIRST_INFUSION, LAST_INFUSION, DIAGNOSIS, RESISTANCE, DAY_ZERO)

CAUTIONS: Mapping[str, str] = MappingProxyType(
    {
        DAY_ZERO: "",
        FIRST_INFUSION: "",
        LAST_INFUSION: mark(
            "Time is counted from the last infusion: courses of different length are aligned at "
            "their end, and a remission during treatment has a negative time and is not on the "
            "curve."
        ),
        DIAGNOSIS: mark(
            "Time is counted from diagnosis: no child could be in remission before the first "
            "infusion, and children who never received one are not in the cohort (guarantee time). "
            "The curve describes these children, not children at diagnosis. The day is calculated "
            "from ages in years."
        ),
        RESISTANCE: mark(
            "Time is counted from steroid resistance: no child could be in remission before the "
            "first infusion, and children who never received one are not in the cohort (guarantee "
            "time). The day is calculated from ages in years and months to resistance."
        ),
    }
)
_WITH_ARTICLE: Mapping[str, str] = MappingProxyType(
    {
        DAY_ZERO: DAY_ZERO,
        FIRST_INFUSION: mark("the first infusion"),
        LAST_INFUSION: mark("the last infusion"),
        DIAGNOSIS: mark("the diagnosis"),
        RESISTANCE: mark("the resistance"),
    }
)
_MISSING: Mapping[str, str] = MappingProxyType(
    {
        DAY_ZERO: mark("day 0 is unknown"),
        FIRST_INFUSION: mark("no infusion day is known"),
        LAST_INFUSION: mark("no infusion day is known"),
        DIAGNOSIS: mark(
            "the first infusion or the age at diagnosis or at the first infusion is unknown"
        ),
        RESISTANCE: mark("the day of diagnosis or the time to steroid resistance is unknown"),
    }
)


def every_origin(cohort: Cohort) -> dict[str, NDArray[np.float64]]:
    """Return the day of every origin for each child, in the order of `patients`; NaN if unknown.

    Day 0 is an origin of its own where it is not the first infusion of every child; elsewhere it is
    left out, because the two are one. Diagnosis is dated from the difference between the ages at
    first infusion and at diagnosis, resistance from the recorded months after diagnosis, both in
    whole days: children with the same wait keep the same day. Bounded values (``≥ 6``) count as
    unknown.
    """
    first, last = _infusion_days(cohort)
    years = _known(cohort, "age_at_first_infusion_years") - _known(cohort, "age_at_diagnosis_years")
    diagnosis = first - whole_days(years * DAYS_PER_YEAR)
    months = _known(cohort, "time_to_steroid_resistance_months")
    counted = _has_day_zero(cohort)
    zero = np.where(counted, 0.0, np.nan)
    named = cohort.day_zero not in (AS_READ, FIRST_INFUSION)
    apart = named or bool((counted & (first != 0)).any())
    return {
        **({DAY_ZERO: zero} if apart else {}),
        FIRST_INFUSION: first,
        LAST_INFUSION: last,
        DIAGNOSIS: diagnosis,
        RESISTANCE: diagnosis + whole_days(months * DAYS_PER_MONTH),
    }


def whole_days(days: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round to whole days, halves up, whatever the last digit of a product says.

    >>> whole_days(np.array([2.0, 4.2 - 2.2, 3.1 - 1.1]) * 365.25).tolist()
    [731.0, 731.0, 731.0]
    """
    return np.floor(np.round(days, 6) + 0.5)


def origin_days(cohort: Cohort, origin: str) -> NDArray[np.float64]:
    """Return the day of one origin for each child; see `every_origin`."""
    if origin not in ORIGINS:
        raise ValueError(f"found the origin '{origin}'; expected one of {', '.join(ORIGINS)}.")
    known = every_origin(cohort)
    return known[FIRST_INFUSION if origin == DAY_ZERO and DAY_ZERO not in known else origin]


def default_origin(origins: Origins) -> str:
    """Return the origin that the classification counts from: day 0, or the first infusion."""
    return DAY_ZERO if DAY_ZERO in origins else FIRST_INFUSION


def follow_up_origin(origins: Origins) -> str:
    """Return what follow-up counts from: the last infusion; day 0 in a cohort without any."""
    return default_origin(origins) if np.isnan(origins[LAST_INFUSION]).all() else LAST_INFUSION


def origins_known(cohort: Cohort) -> list[str]:
    """List the origins known for at least one child; what days are counted from comes first.

    >>> import pandas as pd
    >>> origins_known(Cohort(pd.DataFrame({"patient": ["1"]})))
    ['first infusion']
    """
    origins = every_origin(cohort)
    return [
        origin
        for origin, days in origins.items()
        if origin == default_origin(origins) or not np.isnan(days).all()
    ]


def with_article(origin: str) -> str:
    """Return an origin as it stands within a sentence.

    >>> with_article("day 0"), with_article("first infusion")
    ('day 0', 'the first infusion')
    """
    return _WITH_ARTICLE[origin]


def why_unknown(origin: str) -> str:
    """Return the reason why a child lacks an origin."""
    return _MISSING[origin]


def _has_day_zero(cohort: Cohort) -> NDArray[np.bool_]:
    """Return which children have any day, and so a day 0 that it is counted from."""
    dated = np.zeros(len(cohort.patients), dtype=bool)
    for table, column in (
        (cohort.labs, "day"), (cohort.infusions, "day"), (cohort.events, "day"),
        (cohort.treatments, "start_day"),
    ):  # fmt: skip
        known = pd.to_numeric(table[column], errors="coerce").notna().to_numpy()
        child = child_codes(cohort.patients["patient"], table["patient"])
        dated[child[known & (child >= 0)]] = True
    return dated


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
