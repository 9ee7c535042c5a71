"""Who is here: who signed in, what do they call themselves, and which cohorts are theirs?"""

from dataclasses import replace

import streamlit as st

from srns.dashboard import session, shared
from srns.dashboard.words import inert
from srns.sharing import cohorts, gate


def subject() -> str:
    """Give the OIDC subject of whoever is signed in; empty on a bare server."""
    if not getattr(st.user, "is_logged_in", False):
        return ""
    return f"{st.user.get('iss', '')}|{st.user.get('sub', '')}"


def sign_in() -> None:
    """Offer signing in, where the server has it, and the cohorts of whoever did."""
    if not _has_sign_in():
        return
    if not subject():
        st.button("Sign in", on_click=st.login)
        return
    session.state().person = session.state().person or str(st.user.get("name", ""))
    owned = cohorts.owned_by(shared.store(), subject())
    if owned and session.state().opened is None:
        st.subheader("Your saved cohorts")
        for access, name in owned:
            st.button(
                f"Open {inert(name)}",
                key=f"open_{access.cohort}",
                on_click=lambda access=access: shared.attempt(lambda: shared.open_access(access)),
            )


def _has_sign_in() -> bool:
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def ask() -> None:
    """Ask what stands beside what this person does."""
    st.text_input(
        "Your initials",
        session.state().person,
        key="person",
        max_chars=60,
        help="They stand beside what you save, review and comment on. They prove nothing.",
        on_change=_take_person,
    )


def _take_person() -> None:
    here = session.state()
    words = st.session_state["person"].strip()

    def take() -> None:
        if words:
            gate.require_safe_words(words, "name")
        here.person = words
        if here.opened is not None:
            here.opened = replace(here.opened, access=replace(here.opened.access, name=words))

    shared.attempt(take)
