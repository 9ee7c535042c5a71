"""Saved cohorts in the session: opened by a link or by signing in, read-only, checked every rerun.

Every rerun asks the store again for the access. A link that was revoked, has expired or was given a
lower role closes what it opened before anything is drawn.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from srns.analysis.shared_counts import shared_counts
from srns.cohort.errors import AccessError, StoreError, UnknownWordsError
from srns.cohort.tables import Cohort
from srns.dashboard.markdown_text import escape
from srns.dashboard.state import page_options, session, signed_in_user
from srns.dashboard.state.session import BASIS, SHARED, UNITS, LoadedCohort, OpenedSnapshot
from srns.languages.lists import join_row
from srns.languages.messages import _, pgettext
from srns.privacy.small_counts import Release
from srns.rules.classify import classify
from srns.sharing import cohorts, links, reviews, snapshots
from srns.sharing.permissions import AGGREGATE, VIEWER, Access, check
from srns.sharing.snapshots import NOTE, Snapshot
from srns.sharing.store import Store, open_store
from srns.workbook.read_workbook import Reading


@st.cache_resource(max_entries=1, show_spinner=False)
def store() -> Store:
    """Return the store, opened once for the whole server."""
    return open_store()


def attempt(act: Callable[[], object]) -> None:
    """Call `act`; a store error becomes one sentence above the page."""
    here = session.state()
    here.notices = []
    here.unsure_words = ()
    try:
        act()
    except UnknownWordsError as error:
        here.notices = [str(error)]
        here.unsure_words = error.words
    except StoreError as error:
        here.notices = [str(error)]


def ask_about_words() -> None:
    """Draw the button by which a visitor says that typed words are no names."""
    here = session.state()
    if here.unsure_words:
        st.button(
            _("None of these is a name: {words}").format(
                words=escape(join_row(here.unsure_words[:20]))
            ),
            key="confirm_words",
            on_click=_confirm_words,
        )


def _confirm_words() -> None:
    here = session.state()
    here.confirmed_words |= set(here.unsure_words)
    here.unsure_words = ()
    here.notices = [_("Noted. Save again, and they are stored as you typed them.")]


def open_token(token: str) -> None:
    """Open the view of a link, or note why it cannot be opened."""
    here = session.state()
    here.token = ""
    try:
        open_access(links.open_link(store(), token))
    except links.PasswordNeededError:
        here.token = token
    except StoreError as error:
        here.notices = [str(error)]


def submit_password(password: str) -> None:
    """Open the link that waits for its password."""
    here = session.state()
    here.notices = []
    try:
        open_access(links.open_link(store(), here.token, password))
    except links.PasswordNeededError as error:
        here.notices = [str(error)]
    except StoreError as error:
        here.token = ""
        here.notices = [str(error)]


def open_access(access: Access) -> None:
    """Open a saved cohort in this session; with counts-only access no child is loaded.

    Raises
    ------
    StoreError
        If it cannot be opened: one sentence.
    """
    here = session.state()
    snapshot = snapshots.open_snapshot(store(), access)
    name = cohorts.cohort_name(store(), access)
    opened = OpenedSnapshot(replace(access, name=here.person), snapshot, name)
    definition = snapshot.read_definition()
    loaded = None
    if access.may(VIEWER):
        key = f"{snapshot.cohort}.{snapshot.sha256}"
        cohort = _cohort(key, store(), access, snapshot.sha256)
        note = str(snapshot.choices.get(NOTE, ""))
        loaded = LoadedCohort(SHARED, key, name, Reading(name, cohort, ()), saved_note=note)
    session.close_workbook()
    here.token = ""
    here.upload_lost = False
    here.notices = []
    here.opened = opened
    here.overrides = reviews.list_overrides(store(), access) if access.may(VIEWER) else ()
    if session.definitions().get(definition.id) == definition:
        here.definition = definition.id
    else:
        session.use_own(definition, snapshot.definition_text)
    here.loaded = loaded
    _apply_choices(snapshot.choices)
    if loaded is not None and loaded.reading.cohort is not None:
        here.notices = [
            _("Changed since saving: {change}").format(change=each)
            for each in differences(opened)[:20]
        ]


def differences(opened: OpenedSnapshot) -> list[str]:
    """List what differs from the day the snapshot was saved, one sentence each."""
    loaded = session.state().loaded
    if loaded is None or loaded.reading.cohort is None:
        return []
    return _differences(opened.snapshot.id, opened.snapshot, loaded.reading.cohort)


def check_access() -> None:
    """Check whether the open saved cohort may still be seen; close it if not.

    The page stops with an error if the store cannot be reached.
    """
    here = session.state()
    if here.opened is None:
        return
    try:
        if here.opened.access.subject not in ("", signed_in_user.subject()):
            raise AccessError(_("You signed out, so your saved cohort was closed."))
        access = check(store(), here.opened.access)
        if access != here.opened.access:
            open_access(access)
    except AccessError as error:
        close(str(error))
    except StoreError as error:
        st.error(escape(error))
        st.stop()


def close(why: str = "") -> None:
    """Close the saved cohort, drop everything computed from it, and show why above the page."""
    here = session.state()
    if here.loaded is None or here.loaded.origin == SHARED:
        session.close_workbook()
        here.filters = {}
        here.overrides = ()
    here.opened = None
    here.new_link = ""
    here.notices = [why] if why else []


def counts_only() -> bool:
    """Return whether this session may see counts only."""
    opened = session.state().opened
    return opened is not None and opened.access.role == AGGREGATE


def counts() -> Release:
    """Return the published counts of the open cohort."""
    opened = session.state().opened
    if opened is None:
        raise AccessError("Nothing is open.")
    snapshot = opened.snapshot
    key = f"{snapshot.cohort}.{snapshot.sha256}.{snapshot.definition_sha256}"
    return _counts(key, store(), opened.access, snapshot)


def ask_password() -> None:
    """Ask for the password that an opened link waits for, and stop the page until it is there."""
    if not session.state().token:
        return
    _draw_password_form()
    st.stop()


def _draw_password_form() -> None:
    st.title(_("This link needs a password"))
    for notice in session.state().notices:
        st.warning(escape(notice))
    with st.form("password_form", border=False):
        st.text_input(_("Password"), type="password", key="link_password")
        st.form_submit_button(
            pgettext("link", "Open"),
            on_click=lambda: submit_password(st.session_state["link_password"]),
        )


def _apply_choices(kept: Mapping[str, Any]) -> None:
    here = session.state()
    own = ("definition", "units", "patient", NOTE, *BASIS, *page_options.NAMES)
    here.filters = {str(name): list(kept[name]) for name in kept if name not in own}
    here.waiting_basis = {name: str(kept[name][-1]) for name in BASIS if kept.get(name)}
    page_options.read_address(
        {name: list(kept[name]) for name in page_options.NAMES if kept.get(name)}
    )
    here.patient = kept["patient"][-1] if kept.get("patient") else None
    if kept.get("units") and kept["units"][-1] in UNITS:
        here.units = kept["units"][-1]


@st.cache_resource(max_entries=16, show_spinner="Opening the shared cohort …")
def _cohort(key: str, _store: Store, _access: Access, sha256: str) -> Cohort:
    """Read a version once for all who may see it; callers must not change it."""
    return cohorts.load_cohort(_store, _access, sha256)


@st.cache_resource(max_entries=64, show_spinner=False)
def _counts(key: str, _store: Store, _access: Access, _snapshot: Snapshot) -> Release:
    """Count once; only the published counts are kept, not the tables."""
    cohort = cohorts.load_for_counting(_store, _access, _snapshot.sha256)
    return shared_counts(classify(cohort, _snapshot.read_definition()))


@st.cache_resource(max_entries=64, show_spinner=False)
def _differences(identity: str, _snapshot: Snapshot, _cohort: Cohort) -> list[str]:
    return snapshots.what_differs(_snapshot, _cohort)
