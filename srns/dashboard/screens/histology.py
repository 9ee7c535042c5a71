"""What the pages say when somebody asks how groups compare."""

import pandas as pd

from srns.analysis.groups import grouping
from srns.analysis.proportions.group_contrasts import (
    compare_groups,
    contrast_sentence,
    exact_test_sentence,
)
from srns.analysis.proportions.intervals import EXACT
from srns.analysis.proportions.response_tables import cross_table
from srns.cohort.terms import RESPONSES
from srns.dashboard.parts.table_views import REMISSIONS
from srns.dashboard.state.filters import View


def compare(view: View, by: str) -> list[str]:
    """Say by how much each group differs from the first one, and test it, with the warning."""
    outcomes = view.classification.outcomes
    found = compare_groups(outcomes, grouping(view.cohort, by), list(REMISSIONS))
    if not found["pairs"]:
        return ["There are not two groups to compare."]
    return [*map(contrast_sentence, found["pairs"]), *map(exact_test_sentence, found["tests"])]


def cross(view: View, by: str, interval: str = EXACT) -> pd.DataFrame:
    """List every response in every group: of the group, of the response, and who they are."""
    outcomes = view.classification.outcomes[["patient", "response"]]
    table = cross_table(outcomes, grouping(view.cohort, by), responses=RESPONSES, interval=interval)
    table = table[(table["of_group"] > 0) & (table["of_response"] > 0)].reset_index(drop=True)
    return pd.DataFrame(
        {
            "group": table["group"],
            "response": table["response"],
            "n": table["n"],
            "of the group": table["of_group"],
            "% of the group": table["percent"],
            "low": table["low"],
            "high": table["high"],
            "with the response": table["of_response"],
            "% of the response": table["percent_of_response"],
            "children": [", ".join(names) for names in table["patients"]],
        }
    )
