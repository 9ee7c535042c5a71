"""Choice of one child: a list or a search, the neighbors, and their keys."""

from collections.abc import Sequence

import streamlit as st

from srns.analysis.order_of_children import order_children
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import linked
from srns.dashboard.state import session
from srns.dashboard.state.page_options import SORT, value_of
from srns.panels.view import View

LONGEST_LIST = 200
"""Children in the list; of a larger cohort a child is found by its name."""


def choose_child(view: View) -> str:
    """Draw the choice of one of the filtered children, and return the child."""
    here = session.state()
    notice = st.container()  # always drawn, so that nothing below moves
    ordered = order_children(view.classification, value_of(SORT))
    if here.patient is not None and here.patient not in ordered:
        notice.warning(
            f"Child {escape(here.patient)} does not pass the filters. "
            f"Child {escape(ordered[0])} is shown instead."
        )
        current = ordered[0]
    else:
        current = here.patient or ordered[0]
    box, neighbors = st.columns([2, 5], vertical_alignment="bottom")
    with box:
        _draw_choice(view, current)
    with neighbors:
        linked.draw(_neighbors(ordered, current), key="neighbors")
    return current


def _draw_choice(view: View, current: str) -> None:
    st.session_state["child"] = current
    if len(view.patients) > LONGEST_LIST:
        st.text_input(
            f"Child (of {len(view.patients)})",
            key="child",
            on_change=_keep_typed,
            args=(frozenset(view.patients),),
        )
        return
    st.selectbox(
        "Child",
        view.patients,
        key="child",
        on_change=_keep_child,
        format_func=lambda patient: f"{patient} · {view.groups.loc[patient, 'histology']}",
    )


def _keep_child() -> None:
    here = session.state()
    here.patient, here.zoom, here.notices = st.session_state["child"], None, []


def _keep_typed(known: frozenset[str]) -> None:
    here = session.state()
    typed = st.session_state["child"].strip()
    here.notices = []
    if typed in known:
        here.patient, here.zoom = typed, None
    else:
        here.notices = [f"No child “{typed}” passes the filters."]


def _neighbors(ordered: Sequence[str], current: str) -> str:
    """Return the links to the child before and after, which the arrow keys follow too."""
    at = ordered.index(current)
    parts = []
    if at > 0:
        words = f"‹ child {ordered[at - 1]}"
        parts.append(linked.child_link(ordered[at - 1], words, key="ArrowLeft"))
    parts.append(f'<span class="quiet">{at + 1} of {len(ordered)}</span>')
    if at + 1 < len(ordered):
        words = f"child {ordered[at + 1]} ›"
        parts.append(linked.child_link(ordered[at + 1], words, key="ArrowRight"))
    return f'<nav aria-label="Other children">{" ".join(parts)}</nav>'
