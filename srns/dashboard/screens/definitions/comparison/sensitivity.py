"""Sensitivity of the verdicts to each criterion alone and to all of them at once."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from srns.analysis.definitions.comparison import OUTCOMES, Comparison
from srns.analysis.definitions.specification_curve import specification_curve
from srns.analysis.definitions.specification_results import describe_curve, specification_results
from srns.analysis.definitions.tipping_points import tipping_points
from srns.analysis.definitions.tipping_table import tipping_table
from srns.analysis.tables.printed_table import PrintedTable
from srns.charts.specification_curve import describe as describe_choices
from srns.charts.specification_curve import specification_curve as draw_curve
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state import session
from srns.dashboard.state.access_checks import checked_fragment
from srns.dashboard.state.filters import View

MANY = 200
"""Above this number of children the page warns that the computation takes a while."""


@checked_fragment
def show_tipping(view: View) -> None:
    """Draw how far each criterion can move; computed once the expander is opened."""
    st.subheader("How far can one criterion change before a verdict changes?")
    with st.expander(
        "Change one criterion at a time", key="tipping_shown", on_change="rerun"
    ) as it:
        _warn_slow(view)
        if not it.open:
            return
        with st.spinner("Changing each criterion …"):
            table = tipping_of(view)
        for sentence in table.notes:
            st.write(escape(sentence))
        list_tipping(table.rows)
        st.caption("Every criterion, in both directions:")
        figures_and_tables.data_table("tipping_points", replace(table, notes=()), view)


@checked_fragment
def show_curve(view: View, comparison: Comparison) -> None:
    """Draw the outcome under every combination; computed once the expander is opened."""
    st.subheader("All reasonable combinations of criteria")
    names = {definition.id: definition.name for definition in comparison.definitions}
    with st.expander("Count under all combinations", key="curve_shown", on_change="rerun") as it:
        _warn_slow(view)
        if not it.open:
            return
        outcome = st.radio("Outcome", list(OUTCOMES), key="curve_outcome", horizontal=True)
        with st.spinner("Counting under every combination …"):
            curve = curve_of(view, comparison, outcome)
        summary = describe_curve(curve, outcome)
        figures_and_tables.figure(
            "specification_curve",
            lambda: draw_curve(curve, names, outcome, summary, view.definition, view.notes),
            describe_choices(summary),
            as_text(curve),
            view,
            depends_on=(outcome, tuple(names)),
            results=lambda: specification_results(
                curve_of(view, comparison, outcome, named=True), outcome, view.classification
            ),
        )


def _warn_slow(view: View) -> None:
    if len(view.patients) > MANY:
        st.caption(f"For {len(view.patients)} children this takes a while.")


def tipping_of(view: View) -> PrintedTable:
    """Return how far each criterion of the definition in use can move."""

    def make() -> PrintedTable:
        points = tipping_points(view.cohort, view.definition, view.basis.strategy)
        return tipping_table(points, view.classification)

    return session.cached(("tipping", tuple(view.patients)), make)


def list_tipping(table: pd.DataFrame) -> None:
    """Draw where the first verdict changes, for each criterion that changes one."""
    first = table[(table["first to change"] == "a verdict") & (table["who changes"] != "")]
    for row in first.to_dict("records"):
        move = f"moved {row['changed']}" if row["changed"] != "to" else "changed"
        st.markdown(
            f"- **{escape(row['criterion, as published'])}**, {move}: first change at "
            f"{escape(row['at'])}, child {escape(row['who changes'])}."
        )


def curve_of(
    view: View, comparison: Comparison, outcome: str, *, named: bool = False
) -> pd.DataFrame:
    """Count an outcome under every combination of criteria; `named` with the children."""
    return session.cached(
        ("curve", outcome, named, tuple(view.patients)),
        lambda: specification_curve(
            view.cohort,
            comparison.definitions,
            outcome=outcome,
            strategy=view.basis.strategy,
            named=named,
        ),
    )


def as_text(curve: pd.DataFrame) -> pd.DataFrame:
    """Return the curve with mixed columns as text: a table column needs one type."""
    return curve.assign(
        occasions=curve["occasions"].map(str), albumin_window=curve["albumin_window"].map(str)
    )
