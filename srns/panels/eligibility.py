"""Eligibility of every child, and the items with their cells of one."""

import pandas as pd

from srns.analysis.results_data.eligibility import eligibility_results
from srns.panels.panel import Panel, table_panel
from srns.panels.verdict_tables import child_of
from srns.panels.view import View
from srns.rules.eligibility import COURSE, judge_eligibility, summarize_eligibility


def eligibility(view: View) -> Panel:
    """Tabulate the answer to each question, one row a child."""
    items = items_of(view)
    return table_panel(
        "eligibility", summarize_eligibility(items), lambda: eligibility_results(items)
    )


def eligibility_items(view: View, *, patient: str | int) -> Panel:
    """List one child's answers with their cells."""
    items, child = items_of(view), child_of(view, patient)
    mine = items[items["patient"] == child]
    return table_panel(
        "eligibility_items", items_of_child(items, child), lambda: eligibility_results(mine)
    )


def items_of(view: View) -> pd.DataFrame:
    """Return every eligibility item of the filtered children, computed once."""
    return view.once(
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
