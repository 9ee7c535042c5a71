"""Who is here: who signed in, what do they call themselves, and which cohorts are theirs?"""

from dataclasses import replace

import streamlit as st

from srns.cohort.errors import StoreError
from srns.dashboard.markdown_text import inert
from srns.dashboard.state import saved_view, session, signed_in_user
from srns.privacy import deidentify
from srns.sharing import cohorts


def sign_in() -> None:
    """Offer signing in and out, where the server has it, and the cohorts of whoever did."""
    if not signed_in_user.offered():
        return
    if not signed_in_user.subject():
        st.button("Sign in", key="sign_in", on_click=st.login)
        st.caption("The page is loaded anew: a workbook that is open here is then opened again.")
        return
    here = session.state()
    named = signed_in_user.called()
    here.person = here.person or named
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"Signed in as **{inert(named or 'somebody')}**", width="content")
        st.button("Sign out", key="sign_out", on_click=_sign_out)
    if here.opened is None:
        _offer_own()


def _offer_own() -> None:
    try:
        owned = cohorts.owned_by(saved_view.store(), signed_in_user.subject())
    except StoreError as error:
        st.info(inert(error))
        return
    if owned:
        st.subheader("Your saved cohorts")
    for access, name in owned:
        st.button(
            f"Open {inert(name)}",
            key=f"open_{access.cohort}",
            on_click=lambda access=access: saved_view.attempt(
                lambda: saved_view.open_access(access)
            ),
        )


def _sign_out() -> None:
    """Let go of everything first: whoever sits here next is somebody else."""
    saved_view.close()
    session.close_workbook()
    session.state().person = ""
    st.logout()


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
            deidentify.require_safe_words(words, "name")
        here.person = words
        if here.opened is not None:
            here.opened = replace(here.opened, access=replace(here.opened.access, name=words))

    saved_view.attempt(take)
