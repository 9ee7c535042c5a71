"""Sign-in and sign-out, the visitor's initials, and their saved cohorts."""

from dataclasses import replace

import streamlit as st

from srns.cohort.errors import StoreError
from srns.dashboard.markdown_text import escape
from srns.dashboard.state import saved_view, session, signed_in_user
from srns.languages.messages import _
from srns.privacy.typed_words import initials_of, require_initials
from srns.sharing import cohorts


def show_sign_in() -> None:
    """Draw sign-in or sign-out, and the visitor's saved cohorts, if the server offers sign-in."""
    if not signed_in_user.is_offered():
        return
    if not signed_in_user.subject():
        st.button(_("Sign in"), key="sign_in", on_click=st.login)
        st.caption(_("This reloads the page: open your workbook again afterwards."))
        return
    here = session.state()
    name = signed_in_user.display_name()
    here.person = here.person or initials_of(name)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            _("Signed in as **{name}**").format(name=escape(name or _("unnamed user"))),
            width="content",
        )
        st.button(_("Sign out"), key="sign_out", on_click=_sign_out)
    if here.opened is None:
        _list_own()


def _list_own() -> None:
    try:
        owned = cohorts.owned_by(saved_view.store(), signed_in_user.subject())
    except StoreError as error:
        st.info(escape(error))
        return
    if owned:
        st.header(_("Your saved cohorts"))
    for access, name in owned:
        st.button(
            _("Open {name}").format(name=escape(name)),
            key=f"open_{access.cohort}",
            on_click=lambda access=access: saved_view.attempt(
                lambda: saved_view.open_access(access)
            ),
        )


def _sign_out() -> None:
    """Close everything, then sign out: the next person at this computer may be someone else."""
    saved_view.close()
    session.close_workbook()
    session.state().person = ""
    st.logout()


def ask_initials() -> None:
    """Ask for the initials that are recorded with what this person saves and reviews."""
    st.text_input(
        _("Your initials"),
        session.state().person,
        key="person",
        max_chars=12,
        help=_(
            "At most three capital letters, or a role. Recorded with what you save, review and "
            "comment on. They are not verified."
        ),
        on_change=_keep_initials,
    )


def _keep_initials() -> None:
    here = session.state()
    initials = st.session_state["person"].strip()

    def keep() -> None:
        require_initials(initials, "name of the person")
        here.person = initials
        if here.opened is not None:
            here.opened = replace(here.opened, access=replace(here.opened.access, name=initials))

    saved_view.attempt(keep)
