"""Choice of a definition other than the one in use, the visitor's own included."""

import streamlit as st

from srns.panels.compared_definitions import names_of
from srns.panels.view import View


def choose_other(view: View, key: str, label: str) -> str:
    """Draw the choice of a definition other than the one in use, and return its id."""
    names = names_of(view)
    others = [each for each in names if each != view.definition.id]
    if st.session_state.get(key) not in others:
        st.session_state.pop(key, None)
    return st.selectbox(label, others, key=key, format_func=lambda each: names[each])
