"""Response by histology, with confidence intervals and, on request, a comparison of groups."""

import pandas as pd
import streamlit as st

from srns.analysis.groups import grouping
from srns.analysis.proportions.group_contrasts import (
    compare_groups,
    contrast_sentence,
    exact_test_sentence,
)
from srns.analysis.proportions.intervals import EXACT, METHOD_NAMES, METHOD_WORDS
from srns.analysis.proportions.response_tables import cross_table
from srns.charts.proportions import describe, proportions
from srns.cohort.terms import RESPONSES
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables, table_views
from srns.dashboard.parts.table_views import REMISSIONS
from srns.dashboard.state.filters import View
from srns.dashboard.state.page_options import COMPARE, switch

SMALL_COHORT = 20
"""Below this number of children the page warns against reading differences off the intervals."""


def show_remissions(view: View, interval: str) -> None:
    """Draw remission by histology, with a remark on the intervals."""
    counts = table_views.response_counts(view, "histology", REMISSIONS, interval=interval)
    title = f"Remission by histology, with {METHOD_WORDS[interval]} 95 % intervals"
    figures_and_tables.figure(
        "remission_by_histology",
        lambda: proportions(counts, title, view.definition, view.notes, interval=interval),
        describe(counts, interval=interval),
        counts,
        view,
        depends_on=interval,
    )
    st.write(
        "In a cohort this small the intervals are wide and overlap: a difference between groups "
        "needs confirmation in a larger cohort. No p-value is shown unless you ask for it."
        if view.cohort_size < SMALL_COHORT
        else f"Confidence intervals: {METHOD_NAMES[interval]}."
    )


def show_comparison(view: View) -> None:
    """Draw the switch for the comparison of groups, and its result."""
    if switch(COMPARE):
        for sentence in compare(view, "histology"):
            st.write(escape(sentence))


def show_table(view: View, interval: str) -> None:
    """Draw the table of all responses in all groups."""
    st.subheader("All responses by histology, with the children")
    figures_and_tables.data_table(
        "responses_by_histology", cross(view, "histology", interval), view
    )


def compare(view: View, by: str) -> list[str]:
    """Return sentences that compare each group with the first, with the tests and warnings."""
    outcomes = view.classification.outcomes
    found = compare_groups(outcomes, grouping(view.cohort, by), list(REMISSIONS))
    if not found["pairs"]:
        return ["There are fewer than two groups to compare."]
    return [*map(contrast_sentence, found["pairs"]), *map(exact_test_sentence, found["tests"])]


def cross(view: View, by: str, interval: str = EXACT) -> pd.DataFrame:
    """Cross-tabulate group and response: n, percent of each with interval, children."""
    outcomes = view.classification.outcomes[["patient", "response"]]
    table = cross_table(outcomes, grouping(view.cohort, by), responses=RESPONSES, interval=interval)
    table = table[(table["of_group"] > 0) & (table["of_response"] > 0)].reset_index(drop=True)
    return pd.DataFrame(
        {
            "group": table["group"],
            "response": table["response"],
            "n": table["n"],
            "n in group": table["of_group"],
            "% of group": table["percent"],
            "low": table["low"],
            "high": table["high"],
            "n with response": table["of_response"],
            "% of response": table["percent_of_response"],
            "children": [", ".join(names) for names in table["patients"]],
        }
    )
