"""Selection of children, one for all pages: chosen in figures and lists, named, compared."""

from collections.abc import Iterable

import streamlit as st

from srns.dashboard.state import session
from srns.languages.messages import _, ngettext, pgettext
from srns.panels.view import View


def draw(view: View) -> None:
    """Draw the button that shows and changes the selection; closed, it sends no children."""
    chosen = len(view.selected)
    label = _("Selected ({n})").format(n=chosen) if chosen else pgettext("children", "Select")
    with st.popover(label, key="selection", on_change="rerun") as it:
        if not it.open:
            return
        st.session_state["selected"] = list(view.selected)
        st.multiselect(
            _("Selected children"),
            view.patients,
            key="selected",
            placeholder=pgettext("children", "none"),
            on_change=_keep_children,
            args=(tuple(view.patients),),
        )
        st.session_state["group_name"] = view.group_name
        st.text_input(
            _("Name of the group"),
            key="group_name",
            max_chars=60,
            disabled=not chosen,
            on_change=_keep_name,
            help=_("It stands on figures, and in the address unless it may be a name: no persons."),
        )
        st.session_state["only_selected"] = session.state().only_selected
        st.toggle(
            _("Show only these, on every page"),
            key="only_selected",
            disabled=not chosen,
            on_change=_keep_only,
        )
        st.caption(
            ngettext(
                "{n} child selected. The page Histology compares them with the rest.",
                "{n} children selected. The page Histology compares them with the rest.",
                chosen,
            ).format(n=chosen)
        )
        st.button(_("Clear selection"), key="select_none", on_click=select, args=((),),
                  disabled=not chosen)  # fmt: skip


def select(children: Iterable[str]) -> None:
    """Select these children on every page, in place of those selected before."""
    here = session.state()
    here.selected, here.group_name, here.notices = tuple(children), "", []
    here.only_selected = False


def _keep_children(shown: tuple[str, ...]) -> None:
    """Keep the choice; children that the filters hide stay selected."""
    here = session.state()
    hidden = [each for each in here.selected if each not in shown]
    here.selected = (*hidden, *st.session_state["selected"])
    here.notices = []
    if not here.selected:
        here.group_name, here.only_selected = "", False


def _keep_only() -> None:
    here = session.state()
    here.only_selected, here.notices = bool(st.session_state["only_selected"]), []


def _keep_name() -> None:
    session.state().group_name = " ".join(st.session_state["group_name"].split())


def open_child(child: str, page: str = "child") -> None:
    """Open a child on its page, as the next step."""
    here = session.state()
    here.step, here.notices = (page, child), []
