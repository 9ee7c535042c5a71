"""What would the headline be under every reasonable set of choices at once?

Each specification is a published definition with the number of occasions, the albumin window, the
albumin rule and the dating chosen; all of them together are the specification curve.
"""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd

from srns.analysis.definitions.comparison import OUTCOMES, knows, proportion
from srns.cohort.tables import DAYS_PER_MONTH, Cohort
from srns.cohort.terms import COMPLETE
from srns.rules.definition import Definition
from srns.rules.occasions import Occasions, VisitRules, find_occasions
from srns.rules.response_names import responses_of
from srns.rules.variants import dated_by, with_albumin_rule, with_occasions, with_window
from srns.rules.verdict import Judged, judge

AS_PUBLISHED = "as published"
OCCASIONS = (AS_PUBLISHED, 1, 2, 3)
WINDOWS = (AS_PUBLISHED, 0, 7, 28)
RULES = (AS_PUBLISHED, "each", "if measured", "not asked")
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
) -> pd.DataFrame:
    """Count the outcome under every combination of choices.

    A definition that does not know the outcome is left out.

    Parameters
    ----------
    outcome
        A key of `srns.analysis.definitions.comparison.OUTCOMES`.
    occasions
        Of a complete remission; "as published" leaves the definition's own.
    windows
        Days to the nearest albumin.
    rules
        See `srns.rules.variants.ALBUMIN_RULES`.
    dating
        The ``first`` or ``last`` of the confirming occasions dates the remission.

    Returns
    -------
    DataFrame
        One row per specification, from the lowest proportion to the highest: the five choices,
        `published` (whether all are as published), `n`, `of`, `percent`, `low`, `high` (exact, in
        percent), `median_months` (from day 0 to the remissions counted, NaN without one), `name`.
        Combinations that ask for the same thing stand once.
    """
    found: dict[VisitRules, Occasions] = {}
    rows, seen = [], set()
    able = [definition for definition in definitions if knows(definition, outcome)]
    for definition, *choices in product(able, occasions, windows, rules, dating):
        variant = _choose(definition, *choices)
        asked = _asked(definition, variant)
        if asked in seen:
            continue
        seen.add(asked)
        visits = variant.visit_rules
        if visits not in found:
            found[visits] = find_occasions(cohort, visits)
        judged = judge(found[visits], variant)
        counted = np.isin(responses_of(judged, variant), OUTCOMES[outcome])
        rows.append(
            {
                **dict(zip(CHOICES, (definition.id, *choices), strict=True)),
                "published": variant is definition,
                **proportion(int(counted.sum()), len(counted)),
                "median_months": _median_months(found[visits], judged, variant, counted),
                "name": variant.name,
            }
        )
    table = pd.DataFrame(rows, columns=[*CHOICES, "published", *_NUMBERS, "name"])
    return table.sort_values("n", kind="stable").reset_index(drop=True)


_NUMBERS = ("n", "of", "percent", "low", "high", "median_months")


def describe_curve(curve: pd.DataFrame, outcome: str = COMPLETE) -> str:
    """Say how far the choices move the headline."""
    if curve.empty or not curve["of"].iloc[0]:
        return "There is no child to count."
    low, high, of = curve["n"].min(), curve["n"].max(), curve["of"].iloc[0]
    widest = f"{curve['low'].min():.1f} to {curve['high'].max():.1f} %"
    published = curve[curve["published"]]["n"]
    start = f"Over {len(curve)} sets of choices, {outcome} is found in "
    start += f"{low} of {of} children in all of them" if low == high else (
        f"{low} to {high} of {of} children"
    )  # fmt: skip
    return (
        f"{start}; by the definitions as published in {published.min()} to {published.max()}. "
        f"Every exact 95 % interval lies within {widest}."
    )


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
    """Give what a specification asks for; two that ask for the same are one."""
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
