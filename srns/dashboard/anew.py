"""Does what is open still hold, where the page is not drawn as a whole?

Every run of the whole page asks the store first (`shared.settle`). A part that is drawn alone and a
file that is written on a click do not pass there, so they ask here: a link that was revoked while
the page stood open gives no further table and no further file.
"""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import streamlit as st

from srns.dashboard import session, shared
from srns.sharing.access import check

P = ParamSpec("P")
T = TypeVar("T")


def part(draw: Callable[P, None]) -> Callable[P, None]:
    """Let a part of a page be drawn alone (`st.fragment`), once it was asked whether it may be."""

    @st.fragment
    @functools.wraps(draw)
    def drawn(*given: P.args, **named: P.kwargs) -> None:
        opened = session.state().opened
        shared.settle()
        if session.state().opened is not opened:
            st.rerun()
        draw(*given, **named)

    return drawn


def file(write: Callable[[], T]) -> Callable[[], T]:
    """Let a file be written on a click, unless what it is made of was taken back meanwhile."""
    opened = session.state().opened
    if opened is None:
        return write
    store, access = shared.store(), opened.access

    def written() -> T:
        check(store, access, access.role)
        return write()

    return written
