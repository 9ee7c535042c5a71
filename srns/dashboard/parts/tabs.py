"""Parts of a page, of which one is drawn at a time; the address keeps which."""

import streamlit as st

from srns.cohort.wording import with_capital
from srns.dashboard.markdown_text import escape
from srns.dashboard.state import session
from srns.dashboard.state.page_parts import PAGE_PARTS
from srns.languages.lists import join_row
from srns.languages.messages import _, translated


def choose_part(page: str) -> str:
    """Draw the choice of a page's part and return it; the first is shown unless one was chosen."""
    here, parts = session.state(), PAGE_PARTS[page]
    part = here.tabs.get(page, parts[0])
    if part not in parts:
        st.warning(
            _(
                "The address asks for the part “{part}”, which this page does not have. "
                "Shown is {first}; available are {parts}."
            ).format(
                part=escape(part),
                first=escape(translated(parts[0])),
                parts=escape(join_row(map(translated, parts))),
            )
        )
        part = parts[0]
    key = f"part_of_{page}"
    st.session_state[key] = part
    st.segmented_control(
        _("Part of the page"),
        parts,
        required=True,
        key=key,
        on_change=_keep,
        args=(page, parts[0]),
        format_func=lambda name: with_capital(translated(name)),
        label_visibility="collapsed",
    )
    return part


def _keep(page: str, first: str) -> None:
    here = session.state()
    here.notices = []
    chosen = st.session_state[f"part_of_{page}"]
    here.tabs.pop(page, None)
    if chosen != first:
        here.tabs[page] = chosen
