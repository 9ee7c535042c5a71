"""Classification by all definitions, the visitor's own included, and the choice of one of them."""

import streamlit as st

from srns.analysis.definitions.comparison import Comparison, compare
from srns.dashboard.state import session
from srns.dashboard.state.filters import View


def comparison_of(view: View) -> Comparison:
    """Return the filtered children classified by every definition, computed once."""
    return session.cached(
        ("comparison", tuple(view.patients)),
        lambda: compare(view.cohort, list(session.known_definitions().values())),
    )


def names_of(comparison: Comparison) -> dict[str, str]:
    """Return the names of the definitions by id."""
    return {definition.id: definition.name for definition in comparison.definitions}


def choose_other(view: View, comparison: Comparison, key: str, label: str) -> str:
    """Draw the choice of a definition other than the one in use, and return its id."""
    names = names_of(comparison)
    others = [each for each in names if each != view.definition.id]
    if st.session_state.get(key) not in others:
        st.session_state.pop(key, None)
    return st.selectbox(label, others, key=key, format_func=lambda each: names[each])
