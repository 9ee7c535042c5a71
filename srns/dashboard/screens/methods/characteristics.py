"""Characteristics, eligibility, flow and completeness of data, child by child."""

import pandas as pd
import streamlit as st

from srns.analysis.results_data.eligibility import eligibility_results, missing_sentence
from srns.charts.flow import describe, flow_diagram
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.one_child import shown_child
from srns.dashboard.parts.paper_tables import printed
from srns.dashboard.state import session
from srns.dashboard.state.filters import View
from srns.rules.eligibility import (
    ADEQUATE_TROUGH_NG_ML,
    COURSE,
    judge_eligibility,
    summarize_eligibility,
)

GROUPINGS = {
    "all children": None,
    "histology": "histology",
    "steroid resistance": "resistance",
    "maintenance regimen": "maintenance",
    "sex": "sex",
    "genetic testing": "genetic_testing",
}


def show_characteristics(view: View) -> None:
    """Draw Table 1, by a grouping that is chosen here."""
    by = st.selectbox("Columns by", list(GROUPINGS), key="table1_by")
    table = printed(view, "table1", by=GROUPINGS[by])
    figures_and_tables.printed_table("table1", table, view)


def show_cases(view: View) -> None:
    """Draw the table of cases: one column a child."""
    figures_and_tables.data_table("cases", printed(view, "cases"), view)


def show_eligibility(view: View) -> None:
    """Draw the eligibility of every child, and the items with their cells of one child."""
    with st.spinner("Looking through the record of each child …"):
        items = items_of(view)
    st.caption(
        "Answers are yes, no, or cannot tell where the workbook has no information; nothing is "
        f"inferred from a blank cell. Definition: {escape(view.definition.name)}. For CNI "
        f"resistance a tacrolimus trough of {ADEQUATE_TROUGH_NG_ML:g} ng/mL or more is adequate."
    )
    figures_and_tables.data_table(
        "eligibility",
        summarize_eligibility(items),
        view,
        results=lambda: eligibility_results(items),
    )
    patient = shown_child(view)
    st.markdown(f"**Child {escape(patient)}**")
    mine = items[items["patient"] == patient]
    if missing := missing_sentence(mine):
        st.caption(missing)
    figures_and_tables.data_table(
        "eligibility_items",
        items_of_child(items, patient),
        view,
        results=lambda: eligibility_results(mine),
    )


def show_flow(view: View) -> None:
    """Draw the flow diagram from the rows of the workbook to the children analyzed."""
    steps = printed(view, "flow")
    figures_and_tables.figure(
        "flow",
        lambda: flow_diagram(steps.rows, steps.title, view.definition, view.notes),
        describe(steps.rows),
        steps.rows,
        view,
        depends_on=view.cohort_size,
        results=lambda: steps.results,
    )


def show_completeness(view: View) -> None:
    """Draw how complete each child's results are for the definition."""
    figures_and_tables.data_table("completeness", printed(view, "completeness"), view)


def items_of(view: View) -> pd.DataFrame:
    """Return every eligibility item of the filtered children, computed once."""
    return session.cached(
        ("eligibility", tuple(view.patients)), lambda: judge_eligibility(view.classification)
    )


def items_of_child(items: pd.DataFrame, patient: str) -> pd.DataFrame:
    """List one child's answers: each question first, then its items."""
    mine = items[items["patient"] == patient]
    parts = []
    for question, rows in mine.groupby("question", sort=False):
        whole = rows["item"] == ""
        heading = "overall" if question != COURSE else ""
        parts += [rows[whole].assign(item=heading), rows[~whole]]
    mine = pd.concat([part for part in parts if len(part)])
    return pd.DataFrame(
        {
            "question": mine["question"],
            "item": mine["item"],
            "answer": mine["answer"],
            "found": mine["found"],
            "why": mine["reason"],
            "cells": [", ".join(cells) for cells in mine["cells"]],
            "source of the criterion": mine["source"],
        }
    ).reset_index(drop=True)
