"""Judgement of each child by the rules, before it is put into words."""

from dataclasses import dataclass

import pandas as pd

from srns.cohort.tables import Cohort
from srns.cohort.unit_systems import CONVENTIONAL, Units
from srns.rules.course import Course
from srns.rules.definition import Definition
from srns.rules.occasions import Occasions
from srns.rules.rescue import TREATMENT_POLICY
from srns.rules.verdict import Judged


@dataclass(frozen=True)
class Judgement:
    """The remission calls of a cohort under one definition.

    Attributes
    ----------
    outcomes
        One row is one child, in the order of `cohort.patients`: `patient`, `response`,
        `onset_day`, `confirmed_day`, `onset_date` (missing without an index date),
        `months_from_first_infusion` and `months_from_last_infusion` to the day by which the
        definition dates a remission (1 month = 30.4375 days; negative before the last infusion),
        `infusions_before` (given on or before that day), `left_open`, `relapse_day`, `status`,
        `sustained` (True, False, or None if unknown). Days are missing without a remission.
    units
        The system of units in which all is worded; it decides nothing.
    """

    cohort: Cohort
    definition: Definition
    outcomes: pd.DataFrame
    found: Occasions
    judged: Judged
    course: Course
    strategy: str = TREATMENT_POLICY
    units: Units = CONVENTIONAL
