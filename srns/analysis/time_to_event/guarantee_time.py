"""Guarantee-time bias: groups formed after time zero, and restriction to a landmark."""

from dataclasses import replace

import pandas as pd

from srns.analysis.time_to_event.time_origins import origin_days, with_article
from srns.cohort.date_intervals import earliest, latest
from srns.cohort.tables import DAYS_PER_MONTH, Cohort
from srns.languages.messages import mark
from srns.languages.sentences import sentence, term

# Groupings known only after time zero.
KNOWN_LATER = (
    "maintenance",
    "recorded_response",
    "recorded_time_to_remission_months",
    "recorded_outcome",
    "last_follow_up_day",
)
_NAMES = (mark("recorded time to remission months"), mark("last follow up day"))
"""The groupings as a sentence names them, where nothing else does."""


def courses_started_by_landmark(cohort: Cohort, origin: str, landmark: float) -> Cohort:
    """Keep only the courses started by each child's landmark.

    If a partially known start may lie on either side of the landmark, all courses of the child are
    dropped, so that its group is not recorded.

    Parameters
    ----------
    origin
        Time zero; see `srns.analysis.time_to_event.time_origins.ORIGINS`.
    landmark
        Months from the origin.
    """
    days = origin_days(cohort, origin) + landmark * DAYS_PER_MONTH
    by_child = pd.Series(days, index=pd.Index(cohort.patients["patient"]))
    treatments = cohort.treatments
    landmark_day = treatments["patient"].map(by_child).astype(float)
    begun = latest(treatments, "start_day") <= landmark_day
    uncertain = (earliest(treatments, "start_day") <= landmark_day) & ~begun
    begun &= ~treatments["patient"].isin(treatments.loc[uncertain, "patient"])
    return replace(cohort, treatments=treatments[begun].reset_index(drop=True))


def guarantee_time_cautions(by: str, origin: str, landmark: float | None) -> list[str]:
    """Return the cautions on groups formed after time zero; empty for other groupings.

    Parameters
    ----------
    by
        Grouping variable; empty without groups.
    """
    if by not in KNOWN_LATER:
        return []
    if by == "maintenance" and landmark:
        return [
            sentence(
                "Grouped by the courses started by month {month} from {origin}; courses "
                "without a start day are excluded, and a child whose partially known start may lie "
                "on either side is not recorded.",
                month=format(landmark, "g"),
                origin=term(with_article(origin)),
            )
        ]
    return [
        sentence(
            "The groups ({groups}) are defined by what happened after the origin: a child had to "
            "stay event-free long enough to enter a group (guarantee-time bias). Do not read a "
            "difference between these curves as an effect of the groups. Use a landmark to group "
            "by what was known at that time.",
            groups=term(by.replace("_", " ")),
        )
    ]
