"""Sensitivity of the verdicts to each criterion alone and to all of them at once."""

import pandas as pd
import streamlit as st

from srns.analysis.definitions.comparison import OUTCOMES, Comparison
from srns.analysis.definitions.specification_curve import describe_curve, specification_curve
from srns.analysis.definitions.tipping_points import tipping_points
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
            table = tipping_table(view)
        st.write(escape(describe_tipping(table)))
        list_tipping(table)
        st.caption("Every criterion, in both directions:")
        figures_and_tables.data_table("tipping_points", table, view)


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
        )


def _warn_slow(view: View) -> None:
    if len(view.patients) > MANY:
        st.caption(f"For {len(view.patients)} children this takes a while.")


def tipping_table(view: View) -> pd.DataFrame:
    """List how far each criterion of the definition in use can move, one direction a row."""
    points = session.cached(
        ("tipping", tuple(view.patients)),
        lambda: tipping_points(view.cohort, view.definition, view.basis.strategy),
    )
    rows = []
    for point in points:
        tips = "nothing changes"
        if point.at is not None:
            tips = f"beyond {point.at}" if point.beyond else point.at
        who = "; ".join(f"{name}: {old} → {new}" for name, old, new in point.children)
        counts = f"{point.counts[0][0]} → {point.counts[1][0]}" if point.counts else ""
        rows.append(
            {
                "criterion, as published": point.choice,
                "changed": point.direction,
                "first to change": "a verdict" if point.what == "verdict" else "the count",
                "at": tips,
                "searched to": point.searched,
                "who changes": who,
                "complete remissions": counts,
            }
        )
    return pd.DataFrame(rows)


def describe_tipping(table: pd.DataFrame) -> str:
    """Return a sentence on how many criteria can be moved without any change."""
    verdicts = table[table["first to change"] == "a verdict"]
    steady = verdicts[verdicts["at"] == "nothing changes"]
    return (
        f"Of {len(verdicts)} ways to change one criterion alone, {len(steady)} change no child's "
        "verdict within the range searched. Only values that occur in the data were tried: a "
        "verdict cannot change anywhere else."
    )


def list_tipping(table: pd.DataFrame) -> None:
    """Draw where the first verdict changes, for each criterion that changes one."""
    first = table[(table["first to change"] == "a verdict") & (table["who changes"] != "")]
    for row in first.to_dict("records"):
        move = f"moved {row['changed']}" if row["changed"] != "to" else "changed"
        st.markdown(
            f"- **{escape(row['criterion, as published'])}**, {move}: first change at "
            f"{escape(row['at'])}, child {escape(row['who changes'])}."
        )


def curve_of(view: View, comparison: Comparison, outcome: str) -> pd.DataFrame:
    """Count an outcome under every combination of criteria."""
    return session.cached(
        ("curve", outcome, tuple(view.patients)),
        lambda: specification_curve(
            view.cohort, comparison.definitions, outcome=outcome, strategy=view.basis.strategy
        ),
    )


def as_text(curve: pd.DataFrame) -> pd.DataFrame:
    """Return the curve with mixed columns as text: a table column needs one type."""
    return curve.assign(
        occasions=curve["occasions"].map(str), albumin_window=curve["albumin_window"].map(str)
    )
