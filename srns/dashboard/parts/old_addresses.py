"""Addresses of earlier versions: each leads on to where its content is now."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import streamlit as st

from srns.dashboard.parts import linked, page_frame
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
        page_frame.begin(_("This page has moved"))
        parameters = {name: st.query_params.get_all(name) for name in st.query_params}
        if part:
            parameters["tab"] = [part]
        st.page_link(f"pages/{page}.py", label=_("Open it"), query_params=parameters)
        linked.replace_page(page, parameters)

    return lead_on
