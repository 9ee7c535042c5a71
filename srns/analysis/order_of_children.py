"""Order of children in lists and lanes: by histology, response, time to remission or follow-up."""

import pandas as pd

from srns.analysis.groups import grouping
from srns.cohort.terms import RESPONSES
from srns.rules.classification import Classification

HISTOLOGY, RESPONSE, TIME, FOLLOW_UP = "histology", "response", "time to remission", "follow-up"
WORKBOOK = "workbook"
ORDERS = (HISTOLOGY, RESPONSE, TIME, FOLLOW_UP, WORKBOOK)


def order_children(classification: Classification, by: str = HISTOLOGY) -> list[str]:
    """Return the children in an order; within a group in the order of the workbook.

    Parameters
    ----------
    by
        One of `ORDERS`: the best response, the earliest remission and the longest follow-up come
        first; children without a remission, or without a known end, come last.
    """
    verdicts = classification.outcomes
    patients = list(verdicts["patient"])
    if by == WORKBOOK:
        return patients
    keys = {
        HISTOLOGY: lambda: pd.Series(list(grouping(classification.cohort, "histology").cat.codes)),
        RESPONSE: lambda: verdicts["response"].map({name: at for at, name in enumerate(RESPONSES)}),
        TIME: lambda: verdicts["onset_day"].astype(float),
        FOLLOW_UP: lambda: -verdicts["window_end_day"].astype(float),
    }
    values = keys[by]().reset_index(drop=True)
    return [patients[at] for at in values.sort_values(kind="stable", na_position="last").index]
