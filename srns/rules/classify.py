"""What is each child's remission call, and on what does it rest?"""

import numpy as np
import pandas as pd

from srns.cohort.child_keys import child_codes
from srns.cohort.day_zero import dates_of
from srns.cohort.tables import DAYS_PER_MONTH, Cohort
from srns.rules.classification import Classification, as_objects
from srns.rules.course import follow_course
from srns.rules.definition import Definition
from srns.rules.occasions import Occasions
from srns.rules.partial_date_course import settle_course
from srns.rules.rescue import TREATMENT_POLICY
from srns.rules.response_names import named, responses_of
from srns.rules.strategy import judge_by
from srns.rules.verdict import Judged
from srns.rules.window import Window, find_window


def classify(
    cohort: Cohort,
    definition: Definition,
    *,
    strategy: str = TREATMENT_POLICY,
    window: Window | None = None,
    occasions: Occasions | None = None,
) -> Classification:
    """Judge every child of a cohort by a definition.

    1. A child whose baseline is in remission already is in remission at start, and not at risk.
    2. Urine results of one day become one visit; visits count until the child's window ends.
    3. Each visit is paired with the albumin nearest to it within the definition's window.
    4. Each limit answers yes, no or cannot tell; a run of visits decides a response.
    5. The best response decided is the verdict; what is only possible is left open.
    6. What followed is read off: relapse, whether it was sustained, the status at the end. Where a
       recorded relapse is known only in part, what is the same on every day that it may have been.

    Parameters
    ----------
    cohort
        Rows may stand in any order. A child without visits stays: not evaluable.
    definition
        See `srns.rules.load_definition.load_definition`.
    strategy
        What a rescue drug changes: one of `srns.rules.rescue.STRATEGIES`.
    window
        Until when visits count; by default what `find_window` finds.
    occasions
        The visits of this cohort, where they were found before under the same
        `Definition.visit_rules`, window and treatment policy.
    """
    window = find_window(cohort) if window is None else window
    occasions, judged = judge_by(strategy, cohort, definition, window, occasions)
    response = responses_of(judged, definition)
    course = follow_course(cohort, occasions, judged, definition, response)
    course = settle_course(cohort, occasions, definition, judged, response, course)
    onset = _day_of(occasions, judged.first)
    confirmed = _day_of(occasions, judged.decided)
    dated = onset if definition.dated_by == "first" else confirmed
    outcomes = pd.DataFrame(
        {
            "patient": cohort.patients["patient"].to_numpy(),
            "response": response,
            "onset_day": pd.array(onset, dtype="Int64"),
            "confirmed_day": pd.array(confirmed, dtype="Int64"),
            "onset_date": dates_of(cohort.patients, onset),
            "months_from_day_0": dated / DAYS_PER_MONTH,
            **_since_infusions(cohort, dated),
            "left_open": named(judged.open, definition),
            "relapse_day": pd.array(course.relapse_day, dtype="Int64"),
            "status": course.status,
            "sustained": course.sustained,
            "remission_at_start": _at_start(judged),
            **_window_end(occasions.window),
        }
    )
    return Classification(cohort, definition, outcomes, occasions, judged, course, strategy)


def _at_start(judged: Judged) -> np.ndarray:
    """Return whether each child was in remission on day 0: True, False, or None: cannot tell."""
    answer = np.full(len(judged.at_start), False, dtype=object)
    answer[judged.maybe_at_start] = None
    answer[judged.at_start >= 0] = True
    return answer


def _window_end(window: Window) -> dict[str, object]:
    """Return the last day that counts and what ended the window; missing where nothing did."""
    return {
        "window_end_day": pd.array(
            np.where(np.isinf(window.last), np.nan, window.last), dtype="Int64"
        ),
        "window_ended_by": as_objects([name or None for name in window.ended_by]),
    }


def _day_of(occasions: Occasions, places: np.ndarray) -> np.ndarray:
    day = np.full(len(places), np.nan)
    day[places >= 0] = occasions.visits.day[places[places >= 0]]
    return day


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
