"""Changes of response or onset day under other definitions, with the deciding criterion."""

import pandas as pd
import streamlit as st

from srns.analysis.definitions.change_results import change_results, reclassification_table
from srns.analysis.definitions.comparison import Comparison, date_differences, differences
from srns.charts.theme import letter
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.screens.definitions.comparison.all_definitions import choose_other, names_of
from srns.dashboard.state import session
from srns.dashboard.state.access_checks import checked_fragment
from srns.dashboard.state.filters import View
from srns.dashboard.state.page_options import (
    DAYS_CHANGED,
    RECLASSIFIED,
    RESPONSES_CHANGED,
    SHOWN_CHANGES,
    pick,
)

MOST_EXPLAINED = 1_000
"""Children whose changes are put into words: some seven seconds of the server."""
MAX_SENTENCES = 4
"""Number of changes listed as sentences; all are in the table."""


def show_changes(view: View, comparison: Comparison) -> None:
    """Draw changes of response, or changes of onset day, or the reclassification table."""
    shown = pick(SHOWN_CHANGES)
    if shown != RECLASSIFIED and len(view.patients) > MOST_EXPLAINED:
        st.info(
            f"At most {MOST_EXPLAINED:,} children are explained here, and {len(view.patients):,} "
            "are shown. Filter them, or run srns compare."
        )
        return
    _SHOWN[shown](view, comparison)


def _show_responses(view: View, comparison: Comparison) -> None:
    st.subheader("Changes of response, and the deciding criterion")
    with st.spinner("Explaining each change …"):
        changes = response_changes(view, comparison)
    list_changes(changes)
    figures_and_tables.collapsed_table(
        "Table of all changes",
        "response_changes",
        changes,
        view,
        lambda: change_results(_differences(view, comparison), comparison, view.definition.id),
    )


def _show_days(view: View, comparison: Comparison) -> None:
    st.subheader("Same remission, different onset day")
    with st.spinner("Explaining each change …"):
        dates = date_changes(view, comparison)
    list_changes(dates)
    figures_and_tables.collapsed_table(
        "Table of all changes",
        "date_changes",
        dates,
        view,
        lambda: change_results(_date_differences(view, comparison), comparison, view.definition.id),
    )


def list_changes(table: pd.DataFrame) -> None:
    """Draw one sentence per change, up to `MAX_SENTENCES`."""
    sentences = []
    for row in table.head(MAX_SENTENCES).to_dict("records"):
        if "other definition" in row:
            change = f"{letter(row['definition in use'])} → {letter(row['other definition'])}"
        else:
            change = f"day {row['day, definition in use']} → day {row['day, other definition']}"
        sentences.append(
            f"- **Child {escape(row['patient'])}, {escape(row['definition'])}: {change}.** "
            f"{escape(row['reason'])}"
        )
    if sentences:
        st.markdown("\n".join(sentences))
    if len(table) > MAX_SENTENCES:
        st.caption(f"{len(table) - MAX_SENTENCES} more are in the table.")
    if table.empty:
        st.caption("None.")


def response_changes(view: View, comparison: Comparison) -> pd.DataFrame:
    """List children and definitions whose response differs from the definition in use."""
    table = _differences(view, comparison)
    return pd.DataFrame(
        {
            "patient": table["patient"],
            "definition": table["definition"].map(names_of(comparison)),
            "definition in use": table["reference_response"],
            "other definition": table["response"],
            "reason": table["why"],
        }
    )


def date_changes(view: View, comparison: Comparison) -> pd.DataFrame:
    """List children and definitions with the same remission from another day."""
    table = _date_differences(view, comparison)
    return pd.DataFrame(
        {
            "patient": table["patient"],
            "definition": table["definition"].map(names_of(comparison)),
            "response": table["response"],
            "day, definition in use": table["reference_onset_day"],
            "day, other definition": table["onset_day"],
            "reason": table["why"],
        }
    )


def _differences(view: View, comparison: Comparison) -> pd.DataFrame:
    return session.cached(
        ("differences", tuple(view.patients)), lambda: differences(comparison, view.definition.id)
    )


def _date_differences(view: View, comparison: Comparison) -> pd.DataFrame:
    return session.cached(
        ("dates", tuple(view.patients)), lambda: date_differences(comparison, view.definition.id)
    )


@checked_fragment
def _show_reclassification(view: View, comparison: Comparison) -> None:
    st.subheader("Reclassification")
    other = choose_other(view, comparison, "reclassified_to", "From the definition in use to")
    figures_and_tables.data_table(
        "reclassification", reclassification_table(comparison, view.definition.id, other), view
    )


_SHOWN = {
    RESPONSES_CHANGED: _show_responses,
    DAYS_CHANGED: _show_days,
    RECLASSIFIED: _show_reclassification,
}
