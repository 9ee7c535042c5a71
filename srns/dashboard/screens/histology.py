"""Response by histology or another grouping, with the children, and on request a comparison."""

import pandas as pd
import streamlit as st

from srns.analysis.groups import MERGED_HISTOLOGY, grouping
from srns.analysis.proportions.group_contrasts import (
    compare_groups,
    contrast_sentence,
    exact_test_sentence,
)
from srns.analysis.proportions.intervals import EXACT
from srns.analysis.proportions.response_tables import EVERYONE, cross_table, response_table
from srns.cohort.paper_numbers import show_range
from srns.cohort.terms import RESPONSES
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables, own_groupings
from srns.dashboard.parts.response_figure import response_figure
from srns.dashboard.parts.table_views import REMISSIONS
from srns.dashboard.state.filters import View
from srns.dashboard.state.page_options import (
    COMPARE,
    GROUP_BY,
    INTERVAL,
    REGROUPED,
    SELECTION,
    by_of,
    choose,
    switch,
    values_of,
)

NAMED_GROUPS = ("histology", MERGED_HISTOLOGY, "resistance", "maintenance")
REST = "the rest"
SMALL_COHORT = 20
"""Below this number of children the page warns against reading differences off the intervals."""


def show_groups(view: View) -> None:
    """Draw the choice of the groups, and remission in each."""
    histologies = list(grouping(view.cohort, "histology").cat.categories)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = choose(GROUP_BY, offered_groups(view))
        interval = choose(INTERVAL)
        own_groupings.draw(GROUP_BY, histologies)
        compared = switch(COMPARE)
    own_groupings.name_unknown(GROUP_BY, histologies)
    groups = groups_by(view, by)
    counts = counts_of(view, groups, interval)
    what = f"Remission by {GROUP_BY.labels.get(by, by)}"
    depends_on = by_of(by, REGROUPED[GROUP_BY.name])
    response_figure("remission_by_histology", counts, what, view, interval, depends_on=depends_on)
    if compared:
        for sentence in compare(view, groups):
            st.write(escape(sentence))
    elif view.cohort_size < SMALL_COHORT:
        st.caption(
            "In a cohort this small the intervals are wide and overlap: a difference between "
            "groups needs confirmation in a larger cohort. No p-value is shown unless you ask."
        )
    whole = cross(view, groups, interval)
    figures_and_tables.data_table("responses_by_histology", whole, view, shown=in_print(whole))


def offered_groups(view: View) -> list[str]:
    """Return the groupings that this cohort has; the selection only where children are selected."""
    columns = set(view.cohort.patients.columns)
    return [
        by
        for by in values_of(GROUP_BY)
        if (by in columns or by in NAMED_GROUPS or by not in GROUP_BY.values)
        or (by == SELECTION and view.selected)
    ]


def groups_by(view: View, by: str) -> pd.Series:
    """Return the group of each filtered child, in their order, by a value of `GROUP_BY`."""
    if by != SELECTION:
        return grouping(view.cohort, by_of(by, REGROUPED[GROUP_BY.name]))
    named = f"selected: {view.group_name}" if view.group_name else "selected"
    chosen = set(view.selected)
    words = [named if each in chosen else REST for each in view.patients]
    return pd.Series(pd.Categorical(words, categories=[named, REST]))


def counts_of(view: View, groups: pd.Series, interval: str = EXACT) -> pd.DataFrame:
    """Count remission in each group, as `srns.charts.proportions` draws it."""
    outcomes = view.classification.outcomes
    table = response_table(outcomes, groups, responses=RESPONSES, interval=interval)
    table = table[(table["group"] != EVERYONE) & (table["of"] > 0)]
    table = table[table["response"].isin(REMISSIONS)].reset_index(drop=True)
    table["children"] = [", ".join(names) for names in table["patients"]]
    return table


def compare(view: View, groups: pd.Series) -> list[str]:
    """Return sentences that compare each group with the first, with the tests and warnings."""
    found = compare_groups(view.classification.outcomes, groups, list(REMISSIONS))
    if not found["pairs"]:
        return ["There are fewer than two groups to compare."]
    return [*map(contrast_sentence, found["pairs"]), *map(exact_test_sentence, found["tests"])]


def cross(view: View, groups: pd.Series, interval: str = EXACT) -> pd.DataFrame:
    """Cross-tabulate group and response: n, percent of each with interval, children."""
    outcomes = view.classification.outcomes[["patient", "response"]]
    table = cross_table(outcomes, groups, responses=RESPONSES, interval=interval)
    table = table[(table["of_group"] > 0) & (table["of_response"] > 0)].reset_index(drop=True)
    return pd.DataFrame(
        {
            "group": table["group"],
            "response": table["response"],
            "n": table["n"],
            "n in group": table["of_group"],
            "% of group": table["percent"].astype(float),
            "low": table["low"].astype(float),
            "high": table["high"].astype(float),
            "n with response": table["of_response"],
            "% of response": table["percent_of_response"].astype(float),
            "children": [", ".join(names) for names in table["patients"]],
        }
    )


def in_print(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table of `cross` as a paper prints it: `2 of 4`, `50.0 (6.8–93.2)`."""
    return pd.DataFrame(
        {
            "group": table["group"],
            "response": table["response"],
            "children with it": [
                f"{n} of {of}" for n, of in zip(table["n"], table["n in group"], strict=True)
            ],
            "% (95 % interval)": [
                f"{percent:.1f} ({show_range(low, high)})"
                for percent, low, high in zip(
                    table["% of group"], table["low"], table["high"], strict=True
                )
            ],
            "children": table["children"],
        }
    )
