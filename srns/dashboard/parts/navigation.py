"""Sidebar: the pages, each link with the current choices, and the language."""

from collections.abc import Sequence

import streamlit as st

from srns.dashboard.parts import linked
from srns.dashboard.parts.language_choice import choose_language
from srns.dashboard.state.url_state import address_of
from srns.languages.messages import _


def draw_sidebar(pages: Sequence[st.Page], current: str) -> None:
    """Draw the links to the pages, each of which leads to the current view in one step.

    Parameters
    ----------
    current
        The address of the page that is shown.
    """
    entries = [
        linked.PageEntry(
            page.url_path, page.title, page.icon.strip(":").removeprefix("material/"),
            address_of(page.url_path), page.url_path == current,
        )
        for page in pages
    ]  # fmt: skip
    with st.sidebar:
        linked.draw(linked.list_of_pages(entries), key="pages")
        choose_language()
        st.caption(_("For research only; not for diagnosis or treatment decisions."))
