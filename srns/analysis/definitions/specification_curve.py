"""Specification curve: the headline result under every reasonable combination of choices.

A specification is a published definition with the number of occasions, the albumin window, the
albumin rule and the dating varied.
"""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd

from srns.analysis.definitions.comparison import defines_outcome
from srns.analysis.proportions.outcomes import OUTCOMES, proportion
from srns.cohort.tables import DAYS_PER_MONTH, Cohort
from srns.cohort.terms import COMPLETE
from srns.languages.messages import mark
from srns.rules.definition import Definition
from srns.rules.occasions import Occasions, VisitRules, find_occasions
from srns.rules.rescue import TREATMENT_POLICY
from srns.rules.response_names import responses_of
from srns.rules.strategy import judge_by
from srns.rules.variants import dated_by, with_albumin_rule, with_occasions, with_window
from srns.rules.verdict import Judged
from srns.rules.window import find_window

AS_PUBLISHED = "as published"
OCCASIONS = (AS_PUBLISHED, 1, 2, 3)
WINDOWS = (AS_PUBLISHED, 0, 7, 28)
RULES = (AS_PUBLISHED, mark("each"), mark("if measured"), mark("not asked"))
DATING = (AS_PUBLISHED, "last")
CHOICES = ("definition", "occasions", "albumin_window", "albumin_rule", "dating")


def specification_curve(
    cohort: Cohort,
    definitions: Sequence[Definition],
    *,
    outcome: str = COMPLETE,
    occasions: Sequence[object] = OCCASIONS,
    windows: Sequence[object] = WINDOWS,
    rules: Sequence[str] = RULES,
    dating: Sequence[str] = DATING,
    strategy: str = TREATMENT_POLICY,
    named: bool = False,
) -> pd.DataFrame:
    """Count the outcome under every combination of choices.

    Definitions that do not include the outcome are skipped.

    Parameters
    ----------
    outcome
        A key of `srns.analysis.proportions.outcomes.OUTCOMES`.
    occasions
        Numbers of occasions of a complete remission; "as published" keeps the definition's.
    windows
        Albumin windows, in days.
    rules
        Albumin rules; see `srns.rules.variants.ALBUMIN_RULES`.
    dating
        Whether the ``first`` or ``last`` of the confirming occasions dates the remission.
    strategy
        What a rescue drug changes: that of the classification in force.
    named
        Whether the children are named; under some hundred specifications that takes memory.

    Returns
    -------
    DataFrame
        One row per specification, from the lowest proportion to the highest: the five choices,
        `published` (whether all are as published), `n`, `of`, `percent`, `low`, `high` (exact, in
        percent; `of` the children not in remission at start under it), `median_months` (from day 0
        to the remissions counted, NaN without one), `name`; where `named` the children as
        `patients` (counted) and `followed` (of whom). Equivalent combinations appear once.
    """
    window = find_window(cohort)
    children = cohort.patients["patient"].to_numpy(dtype=object)
    found: dict[VisitRules, Occasions] = {}
    rows, seen = [], set()
    able = [definition for definition in definitions if defines_outcome(definition, outcome)]
    for definition, *choices in product(able, occasions, windows, rules, dating):
        variant = _choose(definition, *choices)
        asked = _asked(definition, variant)
        if asked in seen:
            continue
        seen.add(asked)
        visits = variant.visit_rules
        if visits not in found:
            found[visits] = find_occasions(cohort, visits, window)
        occasions_found, judged = judge_by(strategy, cohort, variant, window, found[visits])
        counted = np.isin(responses_of(judged, variant), OUTCOMES[outcome])
        risk = judged.at_start < 0
        rows.append(
            {
                **dict(zip(CHOICES, (definition.id, *choices), strict=True)),
                "published": variant is definition,
                **proportion(int(counted.sum()), int(risk.sum())),
                "median_months": _median_months(occasions_found, judged, variant, counted),
                "name": variant.name,
                "patients": children[counted].tolist() if named else (),
                "followed": children[risk].tolist() if named else (),
            }
        )
    columns = [*CHOICES, "published", *_NUMBERS, "name", *(_CHILDREN if named else ())]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values("n", kind="stable").reset_index(drop=True)


_NUMBERS = ("n", "of", "percent", "low", "high", "median_months")
_CHILDREN = ("patients", "followed")


def _choose(
    definition: Definition, occasions: object, window: object, rule: object, dating: object
) -> Definition:
    variant = definition
    if occasions != AS_PUBLISHED:
        for place, response in enumerate(definition.responses):
            if response.name == COMPLETE:
                variant = with_occasions(variant, place, int(str(occasions)))
    if window != AS_PUBLISHED:
        variant = with_window(variant, int(str(window)))
    if rule != AS_PUBLISHED:
        variant = with_albumin_rule(variant, str(rule))
    return variant if dating == AS_PUBLISHED else dated_by(variant, str(dating))


def _asked(definition: Definition, variant: Definition) -> tuple[object, ...]:
    """Return the requirements of a specification; equal requirements mean equal specifications."""
    with_albumin = any(response.albumin for response in variant.responses)
    return (
        definition.id,
        variant.albumin_window_days if with_albumin else None,
        variant.dated_by,
        tuple((response.name, response.words) for response in variant.responses),
    )


def _median_months(
    occasions: Occasions, judged: Judged, definition: Definition, counted: np.ndarray
) -> float:
    place = judged.first if definition.dated_by == "first" else judged.decided
    dated = place[counted & (place >= 0)]
    if not len(dated):
        return float("nan")
    return float(np.median(occasions.visits.day[dated])) / DAYS_PER_MONTH
