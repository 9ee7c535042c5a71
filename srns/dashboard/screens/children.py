"""Which child is steroid-resistant, difficult to treat, drug-resistant: told item by item."""

import pandas as pd
import streamlit as st

from srns.dashboard.markdown_text import inert
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.choose_patient import choose_child
from srns.dashboard.state import session
from srns.dashboard.state.filters import View
from srns.rules.eligibility import (
    ADEQUATE_TROUGH_NG_ML,
    COURSE,
    judge_eligibility,
    summarize_eligibility,
)
from srns.rules.three_valued import CANNOT_TELL


def show_eligibility(view: View) -> None:
    """Show the answer to every question for every child, and one child's items with the cells."""
    items = items_of(view)
    st.caption(
        "Yes, no, or cannot tell where the workbook does not say; nothing is inferred from a "
        f"blank. By {inert(view.definition.name)}; a tacrolimus trough counts as adequate for "
        f"CNI-resistance from {ADEQUATE_TROUGH_NG_ML:g} ng/mL on."
    )
    figures_and_tables.listing("eligibility", summarize_eligibility(items), view)
    patient = choose_child(view)
    table = items_of_child(items, patient)
    unknown = int((table["answer"] == CANNOT_TELL).sum())
    if unknown:
        st.caption(f"{unknown} of the {len(table)} answers cannot be told for this child.")
    figures_and_tables.listing("eligibility_items", table, view)


def items_of(view: View) -> pd.DataFrame:
    """Answer every item for the children of the view, once."""
    return session.remembered(
        ("eligibility", tuple(view.patients)), lambda: judge_eligibility(view.classification)
    )


def items_of_child(items: pd.DataFrame, patient: str) -> pd.DataFrame:
    """List one child's answers: each question as a whole first, then its items."""
    mine = items[items["patient"] == patient]
    parts = []
    for question, rows in mine.groupby("question", sort=False):
        whole = rows["item"] == ""
        heading = "the whole question" if question != COURSE else ""
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
            "whose rule": mine["source"],
        }
    ).reset_index(drop=True)
