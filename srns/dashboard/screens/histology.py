"""Response by histology or another grouping, with the children, and on request a comparison."""

import pandas as pd
import streamlit as st

from srns.analysis.groups import MERGED_HISTOLOGY, grouping
from srns.cohort.paper_numbers import show_range, with_decimals
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables, own_groupings
from srns.dashboard.parts.response_figure import response_figure
from srns.dashboard.state.page_options import (
    COMPARE,
    GROUP_BY,
    INTERVAL,
    REGROUPED,
    by_of,
    choose,
    switch,
    values_of,
)
from srns.languages.messages import _
from srns.panels.catalogue import make_panel
from srns.panels.response_counts import SELECTION
from srns.panels.view import View

NAMED_GROUPS = ("histology", MERGED_HISTOLOGY, "resistance", "maintenance")
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
    asked = by_of(by, REGROUPED[GROUP_BY.name])
    panel = make_panel(
        view, "remission_by_histology", by=asked, interval=interval, compare=compared
    )
    response_figure(panel, view)
    for sentence in panel.sentences:
        st.write(escape(sentence))
    if not compared and view.cohort_size < SMALL_COHORT:
        st.caption(
            _(
                "In a cohort this small the intervals are wide and overlap: a difference between "
                "groups needs confirmation in a larger cohort. No p-value is shown unless you ask."
            )
        )
    crossed = make_panel(view, "responses_by_histology", by=asked, interval=interval)
    figures_and_tables.printed_table(crossed, view, shown=in_print(crossed.table))


def offered_groups(view: View) -> list[str]:
    """Return the groupings that this cohort has; the selection only where children are selected."""
    columns = set(view.cohort.patients.columns)
    return [
        by
        for by in values_of(GROUP_BY)
        if (by in columns or by in NAMED_GROUPS or by not in GROUP_BY.values)
        or (by == SELECTION and view.selected)
    ]


def in_print(table: pd.DataFrame) -> pd.DataFrame:
    """Return crossed groups and responses as a paper prints them: `2 of 4`, `50.0 (6.8–93.2)`."""
    return pd.DataFrame(
        {
            "group": table["group"],
            "response": table["response"],
            "children with it": [
                _("{n} of {of}").format(n=n, of=of)
                for n, of in zip(table["n"], table["n in group"], strict=True)
            ],
            "% (95 % interval)": [
                f"{with_decimals(percent, 1)} ({show_range(low, high)})"
                for percent, low, high in zip(
                    table["% of group"], table["low"], table["high"], strict=True
                )
            ],
            "children": table["children"],
        }
    )
