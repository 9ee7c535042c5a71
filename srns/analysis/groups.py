"""Group the children by histology, maintenance regimen, resistance or any column."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from srns.analysis.custom_grouping import CustomGrouping, read_custom_grouping
from srns.cohort.date_intervals import earliest, latest
from srns.cohort.errors import GroupingError
from srns.cohort.histology import HISTOLOGY
from srns.cohort.quantities import show_number
from srns.cohort.tables import Cohort
from srns.cohort.terms import NOT_RECORDED, fold

MERGED_HISTOLOGY = "histology, MCD with variants"
MINIMAL_CHANGE = "MCD with variants"
_MERGED = CustomGrouping(MERGED_HISTOLOGY, "histology", ((MINIMAL_CHANGE, ("MCD", "MCD variant")),))


def grouping(cohort: Cohort, by: str) -> pd.Series:
    """Return the group of each child.

    Parameters
    ----------
    by
        Grouping variable: ``histology``, `MERGED_HISTOLOGY` (variants of minimal change disease
        count as minimal change disease), ``maintenance``, ``resistance``, any column of
        `patients`, or the text of a grouping of the user's own; see
        `srns.analysis.custom_grouping`.

    Returns
    -------
    Series
        Categorical, one value per row of `patients`; ordered where the groups have a natural
        order; "not recorded" where the value is missing.

    Raises
    ------
    GroupingError
        If `by` is neither a named grouping nor a column of `patients`.
    """
    patients = cohort.patients
    if (own := read_custom_grouping(by)) is not None:
        return _regrouped(grouping(cohort, own.of), own)
    if by == "maintenance":
        return _ordered(maintenance(cohort)["regimen"])
    if by == "histology":
        groups = _column(patients, "histology_group")
        seen = [*HISTOLOGY.groups, *sorted(set(groups) - {*HISTOLOGY.groups, NOT_RECORDED})]
        return _ordered(groups, seen)
    if by == MERGED_HISTOLOGY:
        return _regrouped(grouping(cohort, "histology"), _MERGED)
    if by == "resistance":
        return _ordered(_column(patients, "steroid_resistance"), ["initial", "late"])
    by_name = {fold(str(column)): str(column) for column in patients.columns}
    if fold(by) not in by_name:
        raise GroupingError(
            f"found no column '{by}'; expected histology, maintenance, resistance, or one of "
            f"{', '.join(by_name.values())}."
        )
    return _ordered(_column(patients, by_name[fold(by)]))


def _regrouped(whole: pd.Series, own: CustomGrouping) -> pd.Series:
    """Return the groups of a grouping, each in the place of the first of its values."""
    named = {name: own.group_of(name) for name in whole.cat.categories}
    return _ordered(whole.astype(str).map(named), list(dict.fromkeys(named.values())))


def _column(patients: pd.DataFrame, name: str) -> pd.Series:
    if name not in patients:
        return pd.Series(NOT_RECORDED, index=patients.index)
    # Convert each distinct value once: a registry has many rows and few distinct values.
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
    order = [group for group in order if group in seen and group != NOT_RECORDED]
    if NOT_RECORDED in seen:
        order.append(NOT_RECORDED)
    return pd.Series(
        pd.Categorical(groups, categories=order, ordered=True), index=groups.index, name="group"
    )


STEROIDS = ("prednisone", "prednisolone", "methylprednisolone")


def maintenance(cohort: Cohort) -> pd.DataFrame:
    """Return the maintenance regimen of each child.

    The regimen consists of the courses whose purpose is maintenance. If a child has none, courses
    without a stated purpose that start on or after the last infusion are used instead; if such a
    start is only partially known and may lie on either side of the last infusion, the regimen is
    not recorded. A row with the drug "none" means no maintenance treatment; without any row the
    regimen is not recorded.

    Returns
    -------
    DataFrame
        One row per child: `patient`, `regimen` (drugs in alphabetical order, steroids last, joined
        by " + "), `typed` (as typed in the workbook).
    """
    last_infusion = cohort.infusions.groupby("patient")["day"].max()
    treatments = cohort.treatments
    stated = treatments["purpose"] == "maintenance"
    last = treatments["patient"].map(last_infusion).astype(float)
    has_stated = treatments["patient"].isin(treatments.loc[stated, "patient"])
    unstated = treatments["purpose"].isna() & ~has_stated
    after_last = unstated & (earliest(treatments, "start_day") >= last)
    possibly_after = unstated & (latest(treatments, "start_day") >= last) & ~after_last
    courses = treatments[stated | after_last | possibly_after]
    undetermined = set(treatments.loc[possibly_after, "patient"])
    typed = courses.get("drug_typed", courses["drug"]).fillna(courses["drug"])
    by_child = courses.assign(typed=typed).groupby("patient", sort=False)
    regimens = by_child["drug"].agg(name_regimen)
    words = by_child["typed"].agg(" + ".join)
    patients = cohort.patients["patient"]
    return pd.DataFrame(
        {
            "patient": patients.to_numpy(),
            "regimen": patients.map(regimens)
            .where(~patients.isin(undetermined))
            .fillna(NOT_RECORDED)
            .to_numpy(),
            "typed": patients.map(words).fillna("").to_numpy(),
        }
    )


def name_regimen(drugs: Iterable[str]) -> str:
    """Name a drug combination independently of the order in which the drugs were typed.

    >>> name_regimen(["prednisone", "mycophenolate mofetil"])
    'mycophenolate mofetil + prednisone'
    """
    drug_names = set(drugs) - {"none"}
    return " + ".join(sorted(drug_names, key=lambda drug: (drug in STEROIDS, drug))) or "none"
