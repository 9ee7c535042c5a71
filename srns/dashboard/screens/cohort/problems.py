"""What is wrong with a workbook, as a person reads it: equal problems are one line."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from srns.dashboard.markdown_text import count
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state import session
from srns.dashboard.state.session import SHARED, Held
from srns.workbook.problems import Problem, ProblemGroup, group_problems
from srns.workbook.recipe.model import Recipe, add_note, take_back

SEVERITIES = {
    "error": "To mend before anything is computed",
    "query": "Credible but odd: please look",
    "note": "Good to know",
}
LONGEST_NOTE = 500


def show(held: Held) -> None:
    """Show the problems, the most pressing first, and let queries be acknowledged."""
    problems = held.reading.problems
    for severity, title in SEVERITIES.items():
        some = [one for one in problems if one.severity == severity and not one.acknowledged]
        if some:
            st.subheader(f"{title} ({len(some)})")
            _list(f"problems_{severity}", some)
            if severity == "query" and held.origin != SHARED:
                _offer(held, group_problems(some))
    done = [one for one in problems if one.acknowledged]
    if done:
        st.subheader(f"Queries acknowledged ({len(done)})")
        _list("queries_acknowledged", done)
        st.caption("They stand in the recipe below and, with their notes, in the report.")
        if held.origin != SHARED:
            _offer_to_take_back(held, group_problems(done))


def _list(name: str, problems: Sequence[Problem]) -> None:
    groups = group_problems(problems)
    if len(groups) < len(problems):
        st.caption(
            f"{count(len(problems), 'cell')} in {count(len(groups), 'line')}: what is equal stands "
            "together. The downloads have a line for every cell."
        )
    figures_and_tables.listing(name, problem_table(problems), shown=grouped_table(groups))


def problem_table(problems: Sequence[Problem]) -> pd.DataFrame:
    """List problems, one per row."""
    return _table([(one.place, one) for one in problems])


def grouped_table(groups: Sequence[ProblemGroup]) -> pd.DataFrame:
    """List equal problems as one row, with how many cells there are."""
    table = _table([(group.place, group.problems[0]) for group in groups])
    if any(len(group.problems) > 1 for group in groups):
        table.insert(1, "cells", [len(group.problems) for group in groups])
    return table


def _table(problems: Sequence[tuple[str, Problem]]) -> pd.DataFrame:
    columns = ["cell", "found", "expected", "remedy", "severity"]
    rows = [(place, one.found, one.expected, one.remedy, one.severity) for place, one in problems]
    table = pd.DataFrame(rows, columns=columns)
    if any(one.acknowledged for _, one in problems):
        table["note"] = [one.acknowledged for _, one in problems]
    return table


def _offer(held: Held, groups: Sequence[ProblemGroup]) -> None:
    with (
        st.expander("I have looked one up: acknowledge it with a note"),
        st.form("acknowledge", clear_on_submit=True, border=False),
    ):
        _choose("Query", "acknowledge_which", groups)
        st.text_input(
            "What was found (it stands in the report: no names, no record numbers)",
            key="acknowledge_note",
            max_chars=LONGEST_NOTE,
            placeholder="Checked in the laboratory system: the value is right",
        )
        st.form_submit_button("Acknowledge", on_click=_acknowledge, args=(held, groups))
    if st.session_state.get("note_missing"):
        st.warning("Type what was found: a query without a note stays open.")


def _choose(label: str, key: str, groups: Sequence[ProblemGroup]) -> None:
    st.selectbox(
        label,
        range(len(groups)),
        format_func=lambda number: f"{groups[number].place}: {groups[number].problems[0].found}",
        key=key,
    )


def _acknowledge(held: Held, groups: Sequence[ProblemGroup]) -> None:
    note = st.session_state["acknowledge_note"].strip()
    st.session_state["note_missing"] = not note
    if note:
        group = groups[st.session_state["acknowledge_which"]]
        session.use_recipe(add_note(_recipe(held), group.problems, note))


def _offer_to_take_back(held: Held, groups: Sequence[ProblemGroup]) -> None:
    with (
        st.expander("Ask one of them again"),
        st.form("take_back", border=False),
    ):
        _choose("Acknowledged query", "take_back_which", groups)
        st.form_submit_button("Take the note back", on_click=_take_back, args=(held, groups))


def _take_back(held: Held, groups: Sequence[ProblemGroup]) -> None:
    group = groups[st.session_state["take_back_which"]]
    session.use_recipe(take_back(_recipe(held), group.problems))


def _recipe(held: Held) -> Recipe:
    """Give the recipe; that of a workbook in the template's shape holds notes alone."""
    return held.recipe or Recipe(held.name, ())
