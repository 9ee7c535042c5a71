"""Sidebar: the pages, each link with the current choices, and the language; old addresses."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import streamlit as st

from srns.dashboard.parts import linked
from srns.dashboard.parts.language_choice import choose_language
from srns.dashboard.state.url_state import address_of
from srns.languages.messages import _

OLD_PAGES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "overview": ("cohort", ""),
        "timelines": ("child", ""),
        "children": ("methods", ""),
        "times": ("methods", "times"),
        "lines": ("methods", "lines of treatment"),
        "exposure": ("methods", "doses"),
        "kidney": ("methods", "kidney function"),
        "statements": ("methods", "manuscript numbers"),
        "comparison": ("definitions", "comparison"),
        "review": ("child", ""),
    }
)
"""What pages were called in earlier versions: the page, and the part of it, that replaced each."""


def old_addresses() -> list[st.Page]:
    """Return a page for each earlier address, which leads on to where its content is now."""
    return [
        st.Page(_lead_on(*where), title=old, url_path=old, visibility="hidden")
        for old, where in OLD_PAGES.items()
    ]


def _lead_on(page: str, part: str) -> Callable[[], None]:
    def lead_on() -> None:
        st.title(_("This page has moved"))
        parameters = {name: st.query_params.get_all(name) for name in st.query_params}
        if part:
            parameters["tab"] = [part]
        st.page_link(f"pages/{page}.py", label=_("Open it"), query_params=parameters)
        linked.replace_page(page, parameters)

    return lead_on


def draw_pages(pages: Sequence[st.Page], current: str) -> None:
    """Draw the links in the sidebar; each leads to the current view in one step.

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
