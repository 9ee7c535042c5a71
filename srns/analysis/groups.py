"""Group the children by histology, maintenance regimen, resistance or any column."""

import numpy as np
import pandas as pd

from srns.cohort.date_intervals import earliest, latest
from srns.cohort.errors import GroupingError
from srns.cohort.quantities import show_number
from srns.cohort.tables import Cohort
from srns.cohort.terms import HISTOLOGY, NOT_RECORDED, fold


def grouping(cohort: Cohort, by: str) -> pd.Series:
    """Give each child's group.

    Parameters
    ----------
    by
        ``histology``, ``maintenance``, ``resistance``, or any column of the table `patients`.

    Returns
    -------
    Series
        One value per row of `patients`; ordered where the groups have an order of their own;
        "not recorded" where nothing is known.
    """
    patients = cohort.patients
    if by == "maintenance":
        return _ordered(maintenance(cohort)["regimen"])
    if by == "histology":
        groups = _column(patients, "histology_group")
        seen = [*HISTOLOGY.groups, *sorted(set(groups) - {*HISTOLOGY.groups, NOT_RECORDED})]
        return _ordered(groups, seen)
    if by == "resistance":
        return _ordered(_column(patients, "steroid_resistance"), ["initial", "late"])
    by_name = {fold(str(column)): str(column) for column in patients.columns}
    if fold(by) not in by_name:
        raise GroupingError(
            f"found no column '{by}'; expected histology, maintenance, resistance, or one of "
            f"{', '.join(by_name.values())}."
        )
    return _ordered(_column(patients, by_name[fold(by)]))


def _column(patients: pd.DataFrame, name: str) -> pd.Series:
    if name not in patients:
        return pd.Series(NOT_RECORDED, index=patients.index)
    # Each word once: a registry has few of them.
    places, values = pd.factorize(patients[name])
    words = np.array([*(_word(value) for value in values), NOT_RECORDED], dtype=object)
    return pd.Series(words[places], index=patients.index)


def _word(value: object) -> str:
    if value is None or value is pd.NA or value is pd.NaT or value == "" or value != value:
        return NOT_RECORDED
    if isinstance(value, (int, float, np.number)):
        return show_number(float(value))
    return str(value)


def _ordered(groups: pd.Series, order: list[str] | None = None) -> pd.Series:
    order = list(dict.fromkeys(groups)) if order is None else list(order)
    seen = set(groups)
    order = [each for each in order if each in seen and each != NOT_RECORDED]
    if NOT_RECORDED in seen:
        order.append(NOT_RECORDED)
    return pd.Series(
        pd.Categorical(groups, categories=order, ordered=True), index=groups.index, name="group"
    )


STEROIDS = ("prednisone", "prednisolone", "methylprednisolone")


def maintenance(cohort: Cohort) -> pd.DataFrame:
    """Give each child's maintenance regimen.

    It is made of the courses whose purpose is maintenance. Where a child has none of these, the
    courses of no stated purpose that start on or after the last infusion stand in; where a start
    that is known only in part may lie before it or after, the regimen is not recorded. A row with
    the drug "none" says that there was no maintenance; without any row it is not recorded.

    Returns
    -------
    DataFrame
        One row per child: `patient`, `regimen` (drugs in the order of the alphabet, steroids last,
        joined by " + "), `typed` (the words in the workbook).
    """
    last_infusion = cohort.infusions.groupby("patient")["day"].max()
    treatments = cohort.treatments
    stated = treatments["purpose"] == "maintenance"
    last = treatments["patient"].map(last_infusion).astype(float)
    has_stated = treatments["patient"].isin(treatments.loc[stated, "patient"])
    may_stand_in = treatments["purpose"].isna() & ~has_stated
    afterwards = may_stand_in & (earliest(treatments, "start_day") >= last)
    perhaps = may_stand_in & (latest(treatments, "start_day") >= last) & ~afterwards
    courses = treatments[stated | afterwards | perhaps]
    unsure = set(treatments.loc[perhaps, "patient"])
    typed = courses["drug_typed"] if "drug_typed" in courses else courses["drug"]
    by_child = courses.assign(typed=typed).groupby("patient", sort=False)
    regimens = by_child["drug"].agg(name_regimen)
    words = by_child["typed"].agg(" + ".join)
    patients = cohort.patients["patient"]
    return pd.DataFrame(
        {
            "patient": patients.to_numpy(),
            "regimen": patients.map(regimens)
            .where(~patients.isin(unsure))
            .fillna(NOT_RECORDED)
            .to_numpy(),
            "typed": patients.map(words).fillna("").to_numpy(),
        }
    )


def name_regimen(drugs: "pd.Series[str]") -> str:
    """Name a combination whatever the order in which its drugs were typed.

    >>> name_regimen(pd.Series(["prednisone", "mycophenolate mofetil"]))
    'mycophenolate mofetil + prednisone'
    """
    taken = set(drugs) - {"none"}
    return " + ".join(sorted(taken, key=lambda drug: (drug in STEROIDS, drug))) or "none"
