"""Access checks where the page is not drawn as a whole: fragments and deferred downloads.

`app.py` checks a share link at every full rerun. A fragment reruns alone and a deferred file is
written on a click, so both check again here.
"""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import streamlit as st

from srns.dashboard.state import saved_view, session
from srns.languages.current import current_language, language

P = ParamSpec("P")
T = TypeVar("T")


def checked_fragment(draw: Callable[P, None]) -> Callable[P, None]:
    """Decorate a part of a page as `st.fragment`, with an access check before it is drawn."""

    @st.fragment
    @functools.wraps(draw)
    def drawn(*args: P.args, **options: P.kwargs) -> None:
        opened = session.state().opened
        saved_view.check_access()
        if session.state().opened is not opened:
            st.rerun()
        draw(*args, **options)

    return drawn


def checked_file(write: Callable[[], T], code: str | None = None) -> Callable[[], T]:
    """Return a writer for a deferred download that checks access first.

    It writes in the language of the page: where it runs no page does, and none is known.

    Parameters
    ----------
    code
        Another language.

    Raises
    ------
    AccessError
        By the returned function, if the link was revoked or its role changed meanwhile.
    """
    opened, spoken = session.state().opened, code or current_language()
    store = saved_view.store() if opened is not None else None

    def checked_write() -> T:
        if opened is not None and store is not None:
            saved_view.check(store, opened.access, opened.access.role)
        with language(spoken):
            return write()

    return checked_write
