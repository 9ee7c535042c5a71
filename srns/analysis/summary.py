"""Cohort summary: response counts, times to remission, cumulative incidence, duration."""

import numpy as np
from numpy.typing import NDArray

from srns.analysis.basis_sentences import window_sentence
from srns.analysis.definitions.unjudged_tests import unjudged_tests_sentence
from srns.analysis.follow_up import at_risk, maybe_in_remission_at_start
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


def summarize(
    cohort: Cohort,
    classification: Classification,
    by: str = "histology",
    *,
    adjudicated: bool = False,
    interval: str = EXACT,
    origin: str | None = None,
    compare: bool = False,
) -> dict:
    """Summarize a classified cohort: counts with intervals, times, the cumulative incidence.

    Parameters
    ----------
    by
        Grouping variable; see `srns.analysis.groups.grouping`.
    adjudicated
        Count overridden responses instead of computed ones. Times remain those of the rule,
        because an override has no date.
    interval
        Interval method for proportions: a key of `intervals.METHODS`.
    origin
        Time origin of the curve of complete remission: one of `time_origins.ORIGINS`; by default
        day 0, or the first infusion where that is day 0.
    compare
        Whether to compare the groups (differences, ratios, an exact test). Off by default.

    Returns
    -------
    dict
        The content of `python -m srns summary --format json`. Percentages and their limits are
        in percent, months and years in months and years, all unrounded. `n` are all children,
        `at_risk` those not in remission at start, which are listed in `in_remission_at_start`;
        `maybe_in_remission_at_start` lists the children at risk of whom baseline leaves it open.
        `tests_not_judged` is the sentence on children whose urine was tested only by what the
        definition does not judge, empty without such. `day_zero`, `window` and `strategy` are what
        was judged.
    """
    definition = classification.definition
    responses = definition.response_names
    outcomes = classification.adjudicated if adjudicated else classification.outcomes
    verdicts = outcomes[["patient", "response"]]
    risk = at_risk(verdicts["response"])
    groups = grouping(cohort, by)
    origins = every_origin(cohort)
    table = response_table(verdicts, groups, responses=RESPONSES, interval=interval)
    summary = {
        "definition": identify(definition),
        "n": len(classification.outcomes),
        "at_risk": int(risk.sum()),
        "in_remission_at_start": verdicts.loc[~risk, "patient"].tolist(),
        "maybe_in_remission_at_start": maybe_in_remission_at_start(classification),
        "tests_not_judged": unjudged_tests_sentence(classification),
        "day_zero": cohort.day_zero,
        "strategy": classification.strategy,
        "window": window_sentence(classification),
        "by": by,
        "counts": ADJUDICATED if adjudicated else COMPUTED,
        "interval": METHOD_NAMES[interval],
        "responses": table.to_dict(orient="records"),
        "time_to_remission": [
            time_to_response(classification, response, name, days)
            for response in responses
            for name, days in _reported(origins).items()
        ],
        "follow_up": follow_up_in_remission(cohort, classification, origins),
        "cumulative_incidence": incidence_of(cohort, classification, COMPLETE, origin, origins),
        "duration_of_remission": duration_of(cohort, classification, ANY_REMISSION),
    }
    if compare:
        summary["comparison"] = compare_groups(verdicts, groups, [COMPLETE, PARTIAL])
    return summary


def _reported(days: Origins) -> dict[str, NDArray[np.float64]]:
    """Return the origins to report: last infusion (as in the paper), first infusion, others."""
    further = {
        origin: known
        for origin, known in days.items()
        if origin not in (FIRST_INFUSION, LAST_INFUSION) and not np.isnan(known).all()
    }
    return {origin: days[origin] for origin in (LAST_INFUSION, FIRST_INFUSION)} | further
