"""What became of the cohort, in the numbers that a report prints?"""

import numpy as np
from numpy.typing import NDArray

from srns.analysis.groups import grouping
from srns.analysis.proportions.group_contrasts import compare_groups
from srns.analysis.proportions.intervals import EXACT, METHOD_NAMES
from srns.analysis.proportions.response_tables import response_table
from srns.analysis.time_to_event.remission_duration import duration_of
from srns.analysis.time_to_event.time_at_risk import (
    ANY_REMISSION,
    follow_up_in_remission,
    incidence_of,
    time_to_response,
)
from srns.analysis.time_to_event.time_origins import (
    FIRST_INFUSION,
    LAST_INFUSION,
    Origins,
    every_origin,
)
from srns.cohort.tables import Cohort
from srns.cohort.terms import COMPLETE, PARTIAL, RESPONSES
from srns.rules.classification import Classification
from srns.rules.definition import identify

COMPUTED = "computed by the rule"
ADJUDICATED = "adjudicated: overrides by a person in place of the rule"


def summarise(
    cohort: Cohort,
    classification: Classification,
    by: str = "histology",
    *,
    adjudicated: bool = False,
    interval: str = EXACT,
    origin: str = FIRST_INFUSION,
    compare: bool = False,
) -> dict:
    """Summarise a classified cohort: counts with their intervals, times, the incidence curve.

    Parameters
    ----------
    by
        As `grouping` takes it.
    adjudicated
        Count the overrides in place of the computed responses; times stay those of the rule, for
        an override has no day.
    interval
        How the intervals of the proportions are made: one of `intervals.METHODS`.
    origin
        What the curve of complete remission counts time from: one of `origins.ORIGINS`.
    compare
        Whether to compare the groups: differences, ratios and an exact test. Never unless asked.

    Returns
    -------
    dict
        As `python -m srns summary --format json` prints it; percentages and their bounds are in
        percent and unrounded, months and years unrounded.
    """
    definition = classification.definition
    responses = [each.name for each in definition.responses]
    outcomes = classification.adjudicated if adjudicated else classification.outcomes
    verdicts = outcomes[["patient", "response"]]
    groups = grouping(cohort, by)
    origins = every_origin(cohort)
    table = response_table(verdicts, groups, responses=RESPONSES, interval=interval)
    summary = {
        "definition": identify(definition),
        "n": len(classification.outcomes),
        "by": by,
        "counts": ADJUDICATED if adjudicated else COMPUTED,
        "interval": METHOD_NAMES[interval],
        "responses": table.to_dict(orient="records"),
        "time_to_remission": [
            time_to_response(classification, response, each, days)
            for response in responses
            for each, days in _reported(origins).items()
        ],
        "follow_up": follow_up_in_remission(cohort, classification, origins),
        "cumulative_incidence": incidence_of(cohort, classification, COMPLETE, origin, origins),
        "duration_of_remission": duration_of(cohort, classification, ANY_REMISSION),
    }
    if compare:
        summary["comparison"] = compare_groups(verdicts, groups, [COMPLETE, PARTIAL])
    return summary


def _reported(days: Origins) -> dict[str, NDArray[np.float64]]:
    """Give the origins to report: the paper's own first, then the usual one, then what is known."""
    further = {
        origin: each
        for origin, each in days.items()
        if origin not in (FIRST_INFUSION, LAST_INFUSION) and not np.isnan(each).all()
    }
    return {origin: days[origin] for origin in (LAST_INFUSION, FIRST_INFUSION)} | further
