"""The registry that this server shows: named by whoever runs it, never by a visitor."""

import os

import streamlit as st

from srns.dashboard.state import session, signed_in_user
from srns.languages.messages import _
from srns.registry.opened_registry import REGISTRY, OpenedRegistry, open_registry

ADDRESS = "registry"


def offered() -> list[st.Page]:
    """Return the page of the registry; none where none is named, or the visitor may not see it.

    Children stand in a registry under the names of its files: where people sign in, it is shown to
    those who did, and never to somebody who came by a link.
    """
    if not may_be_seen():
        return []
    return [st.Page("pages/registry.py", title=_("Registry"), icon=":material/database:")]


def may_be_seen() -> bool:
    """Return whether this visitor may see the registry of this server."""
    if not os.environ.get(REGISTRY, "").strip():
        return False
    if session.state().opened is not None:
        return False
    return not signed_in_user.is_offered() or bool(signed_in_user.subject())


def opened() -> OpenedRegistry:
    """Return the registry of this server, opened once for all visitors; they share its counts.

    Raises
    ------
    InputError
        Where the folder holds no result for the dashboard.
    """
    return _open(os.environ[REGISTRY].strip())


@st.cache_resource(max_entries=2, show_spinner=False)
def _open(folder: str) -> OpenedRegistry:
    return open_registry(folder)
