"""What is each child's remission call, and on what does it rest?"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from srns.cohort.overrides import Override
from srns.cohort.tables import DAYS_PER_MONTH, Cohort
from srns.cohort.terms import NONE, NOT_EVALUABLE, UNCLASSIFIED
from srns.rules.course import Course, follow
from srns.rules.definition import Definition
from srns.rules.explain import explain_verdicts, trace_occasions
from srns.rules.occasions import Occasions, child_codes, find_occasions
from srns.rules.possible_days import settle_course
from srns.rules.verdict import Judged, judge


@dataclass(frozen=True)
class Classification:
    """The remission calls of a cohort under one definition.

    Attributes
    ----------
    outcomes
        One row is a child, in the order of `cohort.patients`: `patient`, `response`, `onset_day`,
        `confirmed_day`, `onset_date` (missing without an index date), `months_from_first_infusion`
        and `months_from_last_infusion` of the day that the definition dates a remission by
        (1 month = 30.4375 days; negative before the last infusion), `infusions_before` (given on
        or before that day), `left_open`, `relapse_day`, `status`, `sustained` (True, False, or
        None: cannot tell). Days are missing where there is no remission.
    """

    cohort: Cohort
    definition: Definition
    outcomes: pd.DataFrame
    found: Occasions
    judged: Judged
    course: Course

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """`outcomes` with the `reason` of each verdict, and what a person decided against it.

        `reason` is one sentence; `override`, `override_reason` and `override_by` are None where
        nobody decided otherwise. They change nothing else.
        """
        overrides = self.overrides
        mine = [overrides.get(str(patient)) for patient in self.outcomes["patient"]]
        return self.outcomes.assign(
            reason=explain_verdicts(self),
            override=_objects([each and each.response for each in mine]),
            override_reason=_objects([each and each.reason for each in mine]),
            override_by=_objects([each and each.by for each in mine]),
        )

    @property
    def overrides(self) -> dict[str, Override]:
        """What persons decided against the verdicts of this definition, by child."""
        applying = [each for each in self.cohort.overrides if each.applies_to(self.definition.id)]
        # One that names the definition goes before one that does not.
        applying.sort(key=lambda each: each.definition is not None)
        return {each.patient: each for each in applying}

    @property
    def relapse_between(self) -> dict[str, tuple[int, int]]:
        """The days between which the first relapse lies, by child, where no day is known."""
        spans = self.course.relapse_between
        known = np.flatnonzero(~np.isnan(spans[:, 0]))
        patients = self.outcomes["patient"].to_numpy()
        return {str(patients[child]): (int(spans[child, 0]), int(spans[child, 1]))
                for child in known}  # fmt: skip

    @property
    def adjudicated(self) -> pd.DataFrame:
        """`outcomes` with the overrides in place of the computed responses they speak of."""
        overrides = self.overrides
        responses = [
            overrides[str(patient)].response if str(patient) in overrides else response
            for patient, response in zip(
                self.outcomes["patient"], self.outcomes["response"], strict=True
            )
        ]
        return self.outcomes.assign(response=_objects(responses))

    @cached_property
    def occasions(self) -> pd.DataFrame:
        """One row is one occasion, with its albumin, cells, state and what it lacked.

        Columns `patient`, `day`, `upcr`, `upcr_bound`, `upcr_unit`, `upcr_text`, `upcr_cell`, the
        same for `albumin` with `albumin_day` (missing where none was near), `evidence` (whether
        the verdict rests on it), `lacked` (empty for evidence of a response) and `state`.
        """
        return trace_occasions(self)


def _objects(values: list[str | None]) -> np.ndarray:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def classify(
    cohort: Cohort, definition: Definition, *, occasions: Occasions | None = None
) -> Classification:
    """Judge every child of a cohort by a definition.

    1. Results of one day become one occasion: the highest Up/c, the lowest albumin.
    2. Each occasion is paired with the albumin nearest to it within the definition's window.
    3. Each limit answers yes, no or cannot tell; a run of occasions decides a response.
    4. The best response decided is the verdict; what is only possible is left open.
    5. What followed is read off: relapse, whether it was sustained, the status at the end. Where a
       recorded relapse is known only in part, what is the same on every day that it may have been.

    Parameters
    ----------
    cohort
        Rows may stand in any order. A child without occasions stays: not evaluable.
    definition
        See `srns.rules.definition.load_definition`.
    occasions
        Those of this cohort, where they were found before under the same albumin window.
    """
    if occasions is None:
        occasions = find_occasions(cohort, albumin_window_days=definition.albumin_window_days)
    judged = judge(occasions, definition)
    response = responses_of(judged, definition)
    course = follow(cohort, occasions, judged, definition, response)
    course = settle_course(cohort, occasions, definition, response, course)
    onset = _day_of(occasions, judged.first)
    confirmed = _day_of(occasions, judged.decided)
    dated = onset if definition.dated_by == "first" else confirmed
    outcomes = pd.DataFrame(
        {
            "patient": cohort.patients["patient"].to_numpy(),
            "response": response,
            "onset_day": pd.array(onset, dtype="Int64"),
            "confirmed_day": pd.array(confirmed, dtype="Int64"),
            "onset_date": _dates(cohort, onset),
            **_since_infusions(cohort, dated),
            "left_open": _named(judged.open, definition),
            "relapse_day": pd.array(course.relapse_day, dtype="Int64"),
            "status": course.status,
            "sustained": course.sustained,
        }
    )
    return Classification(cohort, definition, outcomes, occasions, judged, course)


def responses_of(judged: Judged, definition: Definition) -> np.ndarray:
    """Name each child's verdict: go through the five steps of the verdict."""
    named = _named(judged.response, definition)
    return np.select(
        [
            judged.response >= 0,
            judged.open >= 0,
            judged.gap >= 0,
            judged.possible_gap >= 0,
            judged.has_occasion,
        ],
        [named, NOT_EVALUABLE, UNCLASSIFIED, NOT_EVALUABLE, NONE],
        NOT_EVALUABLE,
    ).astype(object)


def _named(places: np.ndarray, definition: Definition) -> np.ndarray:
    names = np.array([*(each.name for each in definition.responses), None], dtype=object)
    return names[places]  # -1, for none, takes the last


def _day_of(occasions: Occasions, places: np.ndarray) -> np.ndarray:
    day = np.full(len(places), np.nan)
    day[places >= 0] = occasions.urine.day[places[places >= 0]]
    return day


def _dates(cohort: Cohort, day: np.ndarray) -> pd.Series:
    if "index_date" not in cohort.patients:
        return pd.Series(pd.NaT, index=range(len(day)), dtype="datetime64[ns]")
    index_date = pd.to_datetime(cohort.patients["index_date"]).reset_index(drop=True)
    return index_date + pd.to_timedelta(pd.Series(day), unit="D")


def _since_infusions(cohort: Cohort, dated: np.ndarray) -> dict[str, object]:
    """Set the remission against the infusions: months since the first, the last, and how many."""
    day = cohort.infusions["day"].to_numpy(dtype=float, na_value=np.nan)
    child = child_codes(cohort.patients["patient"], cohort.infusions["patient"])
    usable = (child >= 0) & ~np.isnan(day)
    day, child = day[usable], child[usable]
    first, last = np.full(len(dated), np.inf), np.full(len(dated), -np.inf)
    np.minimum.at(first, child, day)
    np.maximum.at(last, child, day)
    before = np.bincount(child[day <= dated[child]], minlength=len(dated)).astype(float)
    known = np.isfinite(first) & ~np.isnan(dated)
    return {
        "months_from_first_infusion": np.where(known, (dated - first) / DAYS_PER_MONTH, np.nan),
        "months_from_last_infusion": np.where(known, (dated - last) / DAYS_PER_MONTH, np.nan),
        "infusions_before": pd.array(np.where(known, before, np.nan), dtype="Int64"),
    }
