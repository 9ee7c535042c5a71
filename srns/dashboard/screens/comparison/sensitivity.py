"""What moves the verdicts: each choice alone, and all of them at once; worked out once opened."""

import pandas as pd
import streamlit as st

from srns.analysis.definitions.comparison import OUTCOMES, Comparison
from srns.analysis.definitions.specification_curve import describe_curve, specification_curve
from srns.analysis.definitions.tipping_points import tipping_points
from srns.charts.specification_curve import describe as describe_choices
from srns.charts.specification_curve import specification_curve as draw_curve
from srns.dashboard.markdown_text import inert
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state import saved_view, session
from srns.dashboard.state.filters import View

MANY = 200
"""With more children than this, it is said beforehand that the answer takes a while."""


@saved_view.part
def show_tipping(view: View) -> None:
    """Show how far each choice can move, once somebody asks."""
    with st.expander("Move each choice alone", key="tipping_shown", on_change="rerun") as it:
        _say_slow(view)
        if not it.open:
            return
        with st.spinner("Moving each choice …"):
            table = tipping_table(view)
        st.write(inert(say_tipping(table)))
        say_tips(table)
        st.caption("Every choice, in both directions:")
        figures_and_tables.listing("tipping_points", table, view)


@saved_view.part
def show_curve(view: View, comparison: Comparison) -> None:
    """Show the outcome under every set of choices, once somebody asks."""
    names = {definition.id: definition.name for definition in comparison.definitions}
    with st.expander("Count under all of them", key="curve_shown", on_change="rerun") as it:
        _say_slow(view)
        if not it.open:
            return
        outcome = st.radio("Counted is", list(OUTCOMES), key="curve_outcome", horizontal=True)
        with st.spinner("Counting under every set of choices …"):
            curve = curve_of(view, comparison, outcome)
        said = describe_curve(curve, outcome)
        figures_and_tables.figure(
            "specification_curve",
            lambda: draw_curve(curve, names, outcome, said, view.definition, view.notes),
            describe_choices(said),
            as_text(curve),
            view,
            of=(outcome, tuple(names)),
        )


def _say_slow(view: View) -> None:
    if len(view.patients) > MANY:
        st.caption(f"For {len(view.patients)} children this takes a while.")


def tipping_table(view: View) -> pd.DataFrame:
    """List how far each choice of the definition in force can move."""
    points = session.remembered(
        ("tipping", tuple(view.patients)), lambda: tipping_points(view.cohort, view.definition)
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
                "choice, as published": point.choice,
                "moved": point.direction,
                "first to change": "a verdict" if point.what == "verdict" else "the headline",
                "at": tips,
                "searched to": point.searched,
                "who changes": who,
                "complete remissions": counts,
            }
        )
    return pd.DataFrame(rows)


def say_tipping(table: pd.DataFrame) -> str:
    """Say how many of the choices can be moved without any change."""
    verdicts = table[table["first to change"] == "a verdict"]
    steady = verdicts[verdicts["at"] == "nothing changes"]
    return (
        f"Of {len(verdicts)} ways to move one choice alone, {len(steady)} change no child's "
        "verdict as far as they were searched. The values are those of the data: a verdict can "
        "change nowhere else."
    )


def say_tips(table: pd.DataFrame) -> None:
    """Say where the first verdict changes, for each choice that changes one."""
    first = table[(table["first to change"] == "a verdict") & (table["who changes"] != "")]
    for row in first.to_dict("records"):
        move = f"moved {row['moved']}" if row["moved"] != "to" else "changed"
        st.markdown(
            f"- **{inert(row['choice, as published'])}**, {move}, tips at "
            f"{inert(row['at'])}: child {inert(row['who changes'])}."
        )


def curve_of(view: View, comparison: Comparison, outcome: str) -> pd.DataFrame:
    """Count an outcome under every set of choices."""
    return session.remembered(
        ("curve", outcome, tuple(view.patients)),
        lambda: specification_curve(view.cohort, comparison.definitions, outcome=outcome),
    )


def as_text(curve: pd.DataFrame) -> pd.DataFrame:
    """Give the curve with its choices as text: a column of a table holds one kind of thing."""
    return curve.assign(
        occasions=curve["occasions"].map(str), albumin_window=curve["albumin_window"].map(str)
    )
