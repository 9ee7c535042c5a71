"""Names of the verdicts: the response of each child in words."""

import numpy as np

from srns.cohort.terms import AT_START, NONE, NOT_EVALUABLE, UNCLASSIFIED
from srns.rules.definition import Definition
from srns.rules.verdict import Judged


def responses_of(judged: Judged, definition: Definition) -> np.ndarray:
    """Name each child's verdict: go through the steps of the verdict."""
    response = np.select(
        [
            judged.at_start >= 0,
            judged.response >= 0,
            judged.open >= 0,
            judged.gap >= 0,
            judged.possible_gap >= 0,
            judged.has_occasion,
        ],
        [
            AT_START,
            named(judged.response, definition),
            NOT_EVALUABLE,
            UNCLASSIFIED,
            NOT_EVALUABLE,
            NONE,
        ],
        NOT_EVALUABLE,
    ).astype(object)
    settled = judged.settled != ""
    return np.where(settled, judged.settled, response)


def named(places: np.ndarray, definition: Definition) -> np.ndarray:
    """Return the names of responses by their places in the definition, None for -1."""
    names = np.array([*(each.name for each in definition.responses), None], dtype=object)
    return names[places]  # -1, for none, takes the last
