"""Unique children: how many could be told by age, sex, histology and origin together.

Whoever knows a child knows these of it. `k` is the size of the smallest group of children that are
equal in all four; with k = 1 a child stands alone.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from srns.cohort.tables import Cohort
from srns.cohort.wording import and_more, join_words, plural
from srns.privacy.column_rules import is_age

SAFE = 3
"""From so many equal children on, nobody need accept anything."""
AGES: Mapping[str, str] = {
    "tenths": "to 0.1 year (infants: whole months)",
    "years": "in whole years, rounded up",
    "left out": "left out",
}
"""How exactly ages can be kept."""
_KNOWN_OF_A_CHILD: Mapping[str, str] = {
    "age_at_diagnosis_years": "age at diagnosis",
    "age_at_first_infusion_years": "age at first infusion",
    "sex": "sex",
    "histology_group": "histology",
    "race_ethnicity": "origin",
}
_LISTED = 6


@dataclass(frozen=True)
class Uniqueness:
    """How far the children of a cohort can be told apart by what others know of them.

    Attributes
    ----------
    children, unique
        Number of children, and of those that no other child equals.
    k
        Size of the smallest group of equal children; 0 without children.
    by
        What was compared, in words.
    rare
        One sentence for each value that a single child has.
    """

    children: int
    unique: int
    k: int
    by: tuple[str, ...]
    rare: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The risk in one sentence."""
        if not self.by:
            return "No age, sex, histology or origin is stored."
        return (
            f"{self.unique} of {plural(self.children, 'child', 'children')} can be told from all "
            f"others by {join_words(self.by)} (smallest group of equal children: {self.k})."
        )


def measure_uniqueness(patients: pd.DataFrame) -> Uniqueness:
    """Return how many children are unique in a table `patients` as it would be stored."""
    known = [
        column
        for column in _KNOWN_OF_A_CHILD
        if column in patients and patients[column].notna().any()
    ]
    by = tuple(_KNOWN_OF_A_CHILD[column] for column in known)
    if not known or patients.empty:
        return Uniqueness(len(patients), 0, len(patients), (), ())
    compared = patients[known].astype(object).where(patients[known].notna(), "")
    sizes = compared.map(str).groupby(known, sort=False).size()
    rare = []
    for column in known:
        if is_age(column):
            continue
        counts = patients[column].dropna().map(str).value_counts()
        alone = [value for value, children in counts.items() if children == 1]
        if alone and len(counts) > 1:
            what = _KNOWN_OF_A_CHILD[column]
            rare.append(f"Only one child each has the {what} {and_more(alone, _LISTED)}.")
    return Uniqueness(len(patients), int((sizes == 1).sum()), int(sizes.min()), by, tuple(rare))


def coarsen_ages(cohort: Cohort, ages: str) -> pd.DataFrame:
    """Return the table `patients` with its ages kept as exactly as `AGES` says."""
    patients = cohort.patients
    columns = [str(column) for column in patients if is_age(str(column))]
    if ages == "left out":
        return patients.drop(columns=columns)
    coarse = {"tenths": coarsen_age, "years": lambda age: float(math.ceil(age))}[ages]
    return patients.assign(
        **{
            column: patients[column].map(coarse, na_action="ignore")
            for column in columns
            if not column.endswith("_bound")
        }
    )


def coarsen_age(age: float) -> float:
    """Return an age to 0.1 year, and under one year to whole months.

    An age stays on its side of each whole year, so that no limit of age is crossed.

    >>> [coarsen_age(age) for age in (4.123287, 17.96, 18.04, 6.0, 0.712)]
    [4.1, 17.9, 18.1, 6.0, 0.67]
    """
    if round(age, 1) == age:
        return age
    if age < 1:
        return round(math.floor(age * 12 + 1e-9) / 12, 2)
    tenth = round(age, 1)
    if tenth == round(tenth) and tenth != age:
        tenth += 0.1 if age > tenth else -0.1
    return round(tenth, 1)
