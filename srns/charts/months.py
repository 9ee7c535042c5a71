"""Month axis of the figures: what a child's months count from, and how the axis says it."""

import pandas as pd

from srns.cohort.tables import AS_READ, DAYS_PER_MONTH, Cohort
from srns.languages.messages import _, mark, translated

FIRST_INFUSION = mark("the first infusion")


def origin_days(cohort: Cohort) -> dict[str, float]:
    """Return the day that each child's months count from.

    It is day 0. Only in a cohort as read it is the day of the first infusion, for a child that
    has one.
    """
    days = dict.fromkeys(cohort.patients["patient"], 0.0)
    if cohort.day_zero == AS_READ:
        known = cohort.infusions.dropna(subset=["day"])
        days.update(known.groupby("patient")["day"].min().astype(float).to_dict())
    return days


def origin_words(cohort: Cohort, patient: str = "") -> str:
    """Return what months count from, as the axis says it: `the first infusion`.

    Parameters
    ----------
    patient
        For the axis of one child; empty: for a figure of all.
    """
    if cohort.day_zero != AS_READ:
        if cohort.day_zero.startswith("the "):
            return translated(cohort.day_zero)
        # Translators: in "Months from the first tacrolimus"; may be "{origin}" alone.
        return _("the {origin}").format(origin=translated(cohort.day_zero))
    infusions = cohort.infusions
    if patient:
        infusions = infusions[(infusions["patient"] == patient) & infusions["day"].notna()]
    given = len(infusions) or not len(cohort.patients)
    return translated(FIRST_INFUSION) if given else _("the index date")


def month_of(day: float, start: float = 0.0) -> float:
    """Convert a day to months from the day `start`."""
    return (float(day) - start) / DAYS_PER_MONTH


def with_months(table: pd.DataFrame, start: float, column: str = "day") -> pd.DataFrame:
    """Return the rows that have a day, in the order of days, with `month` from the day `start`."""
    table = table.dropna(subset=[column]).copy()
    table["month"] = [month_of(day, start) for day in table[column]]
    return table.sort_values(column, kind="stable")
