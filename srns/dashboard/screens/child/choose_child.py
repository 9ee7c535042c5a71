"""Choice of one child: a list or a search, the neighbors, and their keys."""

from collections.abc import Sequence
from html import escape as escape_html

import streamlit as st

from srns.analysis.order_of_children import order_children
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import linked
from srns.dashboard.state import session
from srns.dashboard.state.page_options import SORT, value_of
from srns.languages.messages import _, translated
from srns.panels.view import View

LONGEST_LIST = 200
"""Children in the list; of a larger cohort a child is found by its name."""
WIDTH = 320
"""Of the list, in pixels."""


def choose_child(view: View) -> str:
    """Draw the choice of one of the filtered children, and return the child."""
    here = session.state()
    notice = st.empty()  # always there, so that nothing below moves
    ordered = order_children(view.classification, value_of(SORT))
    if here.patient is not None and here.patient not in ordered:
        notice.warning(
            _("Child {patient} does not pass the filters. Child {other} is shown instead.").format(
                patient=escape(here.patient), other=escape(ordered[0])
            )
        )
        current = ordered[0]
    else:
        current = here.patient or ordered[0]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _draw_choice(view, current)
        linked.draw(_neighbors(ordered, current), key="neighbors")
    return current


def _draw_choice(view: View, current: str) -> None:
    st.session_state["child"] = current
    if len(view.patients) > LONGEST_LIST:
        st.text_input(
            _("Child (of {n})").format(n=len(view.patients)),
            key="child",
            on_change=_keep_typed,
            args=(frozenset(view.patients),),
            width=WIDTH,
        )
        return
    st.selectbox(
        _("Child"),
        view.patients,
        key="child",
        on_change=_keep_child,
        format_func=lambda patient: (
            f"{patient} · {translated(view.groups.loc[patient, 'histology'])}"
        ),
        width=WIDTH,
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
        here.notices = [_("No child “{name}” passes the filters.").format(name=typed)]


def _neighbors(ordered: Sequence[str], current: str) -> str:
    """Return the links to the child before and after, which the arrow keys follow too."""
    at = ordered.index(current)
    parts = []
    if at > 0:
        words = _("‹ child {child}").format(child=ordered[at - 1])
        parts.append(linked.child_link(ordered[at - 1], words, key="ArrowLeft"))
    place = escape_html(_("{n} of {of}").format(n=at + 1, of=len(ordered)))
    parts.append(f'<span class="quiet">{place}</span>')
    if at + 1 < len(ordered):
        words = _("child {child} ›").format(child=ordered[at + 1])
        parts.append(linked.child_link(ordered[at + 1], words, key="ArrowRight"))
    label = escape_html(_("Other children"))
    return f'<nav class="children" aria-label="{label}">{" ".join(parts)}</nav>'
