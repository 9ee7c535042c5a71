"""What is each child's remission call, and what does it rest on?"""

import numpy as np
import pandas as pd

from srns.cohort.tables import DAYS_PER_MONTH, Cohort
from srns.cohort.terms import NONE, NOT_EVALUABLE, UNCLASSIFIED
from srns.rules.classification import Classification
from srns.rules.course import follow_course
from srns.rules.definition import Definition
from srns.rules.occasions import Occasions, child_codes, find_occasions
from srns.rules.partial_date_course import settle_course
from srns.rules.verdict import Judged, judge


def classify(
    cohort: Cohort, definition: Definition, *, occasions: Occasions | None = None
) -> Classification:
    """Judge every child of a cohort by a definition.

    1. The results of one day make one visit (an "occasion"): the highest Up/c, the lowest albumin.
    2. Each visit is paired with the nearest albumin within the definition's window.
    3. Each limit is met, not met or unknown at each visit; a run of visits decides a response.
    4. The best response decided is the verdict; a better one that is only possible is left open.
    5. The course follows: relapse, whether the remission was sustained, status at last follow-up.
       If a recorded relapse has an incomplete date, whatever holds on every possible day.

    Parameters
    ----------
    cohort
        Rows may be in any order. A child without visits is kept as not evaluable.
    definition
        See `srns.rules.load_definition.load_definition`.
    occasions
        The visits of this cohort, if already found under the same albumin window.
    """
    if occasions is None:
        occasions = find_occasions(cohort, albumin_window_days=definition.albumin_window_days)
    judged = judge(occasions, definition)
    response = responses_of(judged, definition)
    course = follow_course(cohort, occasions, judged, definition, response)
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
    """Return each child's verdict in words, by the five steps of the verdict."""
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
    """Return the months from the first and the last infusion, and the infusions given by then."""
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
