"""How a saved view is opened by its link, held read-only, and let go the moment it ends.

What a session holds is a claim. Every rerun asks the store whether it still stands; a link that was
revoked, has expired or was given a lesser role ends what it opened before anything is drawn.
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ParamSpec, TypeVar

import streamlit as st

from srns.cohort.errors import AccessError, StoreError
from srns.cohort.tables import Cohort
from srns.dashboard.markdown_text import inert
from srns.dashboard.state import page_options, session, signed_in_user
from srns.dashboard.state import saved_view as shared
from srns.dashboard.state.session import SHARED, UNITS, Held, Opened
from srns.privacy.small_counts import Release
from srns.rules.classify import classify
from srns.sharing import cohorts, links, reviews, snapshots
from srns.sharing.permissions import AGGREGATE, OWNER, VIEWER, Access, check
from srns.sharing.shared_counts import shared_counts
from srns.sharing.snapshots import Snapshot
from srns.sharing.store import Store, open_store
from srns.workbook.read_workbook import Reading

NOTE = "note"
"""What a snapshot's choices call the note that every export carries."""


@st.cache_resource(max_entries=1, show_spinner=False)
def store() -> Store:
    """Give the store, opened once for the whole server."""
    return open_store()


def attempt(act: Callable[[], object]) -> None:
    """Do it; whatever cannot be done is said in one sentence above the page."""
    here = session.state()
    here.notices = []
    try:
        act()
    except StoreError as error:
        here.notices = [str(error)]


def arrive(token: str) -> None:
    """Open what a link opens, or remember why it does not."""
    here = session.state()
    here.token = ""
    try:
        open_access(links.open_link(store(), token))
    except links.PasswordNeededError:
        here.token = token
    except StoreError as error:
        here.notices = [str(error)]


def answer(password: str) -> None:
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
    """Show what somebody was let in to; whoever sees counts alone gets no child into the session.

    Raises
    ------
    StoreError
        If it cannot be opened: one sentence.
    """
    here = session.state()
    snapshot = snapshots.open_snapshot(store(), access)
    name = cohorts.cohort_name(store(), access)
    opened = Opened(replace(access, name=here.person), snapshot, name)
    definition = snapshot.read_definition()
    held = None
    if access.may(VIEWER):
        key = f"{snapshot.cohort}.{snapshot.sha256}"
        cohort = _cohort(key, store(), access, snapshot.sha256)
        said = str(snapshot.choices.get(NOTE, ""))
        held = Held(SHARED, key, name, Reading(name, cohort, ()), saved_note=said)
    session.close_workbook()
    here.token = ""
    here.upload_gone = False
    here.notices = []
    here.opened = opened
    here.overrides = reviews.list_overrides(store(), access) if access.may(VIEWER) else ()
    if session.definitions().get(definition.id) == definition:
        here.definition = definition.id
    else:
        session.use_own(definition, snapshot.definition_text)
    here.held = held
    _take_choices(snapshot.choices)
    if held is not None and held.reading.cohort is not None:
        here.notices = [f"Not as it was saved: {said}" for said in differences(opened)[:20]]


def differences(opened: Opened) -> list[str]:
    """Say what is not as it was when the snapshot was made."""
    held = session.state().held
    if held is None or held.reading.cohort is None:
        return []
    return _differences(opened.snapshot.id, opened.snapshot, held.reading.cohort)


def settle() -> None:
    """Ask whether what is open still may be; stop the page where nobody can tell."""
    here = session.state()
    if here.opened is None:
        return
    try:
        if here.opened.access.subject not in ("", signed_in_user.subject()):
            raise AccessError("You signed out, so what is yours was closed.")
        access = check(store(), here.opened.access)
        if access != here.opened.access:
            open_access(access)
    except AccessError as error:
        close(str(error))
    except StoreError as error:
        st.error(inert(error))
        st.stop()


def close(why: str = "") -> None:
    """Let go of what is open, and of everything that was made from it."""
    here = session.state()
    if here.held is None or here.held.origin == SHARED:
        session.close_workbook()
        here.chosen = {}
        here.overrides = ()
    here.opened = None
    here.new_link = ""
    here.notices = [why] if why else []


def only_counts() -> bool:
    """Say whether this session may see counts alone."""
    opened = session.state().opened
    return opened is not None and opened.access.role == AGGREGATE


def counts() -> Release:
    """Give what may be told of the cohort that is open."""
    opened = session.state().opened
    if opened is None:
        raise AccessError("Nothing is open.")
    snapshot = opened.snapshot
    key = f"{snapshot.cohort}.{snapshot.sha256}.{snapshot.definition_sha256}"
    return _counts(key, store(), opened.access, snapshot)


def say_opened() -> None:
    """Say beside every page what is open, and as what."""
    here = session.state()
    if here.token:
        _ask_password()
        st.stop()
    opened = here.opened
    if opened is None:
        return
    snapshot = opened.snapshot
    with st.sidebar:
        mine = opened.access.role == OWNER
        st.caption(
            f"{'Saved, and open to you' if mine else 'Shared with you'} as "
            f"**{opened.access.role}**: {inert(opened.name)}, version "
            f"{snapshot.number} ({snapshot.sha256[:12]}), saved {snapshot.created_at[:10]} by "
            f"{inert(snapshot.software)}."
        )
        st.button(
            "Close it" if mine else "Close the shared view", key="close_shared", on_click=close
        )


def _ask_password() -> None:
    st.title("This link asks for its password")
    for notice in session.state().notices:
        st.warning(inert(notice))
    with st.form("password_form", border=False):
        st.text_input("Password", type="password", key="link_password")
        st.form_submit_button("Open", on_click=lambda: answer(st.session_state["link_password"]))


def _take_choices(kept: Mapping[str, Any]) -> None:
    here = session.state()
    own = ("definition", "units", "patient", NOTE, *page_options.NAMES)
    here.chosen = {str(name): list(kept[name]) for name in kept if name not in own}
    here.choices = {}
    page_options.arrive({name: list(kept[name]) for name in page_options.NAMES if kept.get(name)})
    here.patient = kept["patient"][-1] if kept.get("patient") else None
    if kept.get("units") and kept["units"][-1] in UNITS:
        here.units = kept["units"][-1]


@st.cache_resource(max_entries=16, show_spinner="Opening the shared cohort …")
def _cohort(key: str, _store: Store, _access: Access, sha256: str) -> Cohort:
    """Read a version once for all who may see it; nobody may change what they get."""
    return cohorts.load_cohort(_store, _access, sha256)


@st.cache_resource(max_entries=64, show_spinner=False)
def _counts(key: str, _store: Store, _access: Access, _snapshot: Snapshot) -> Release:
    """Count and mask once; the tables are let go, and only the release is kept."""
    cohort = cohorts.load_for_counting(_store, _access, _snapshot.sha256)
    return shared_counts(classify(cohort, _snapshot.read_definition()))


@st.cache_resource(max_entries=64, show_spinner=False)
def _differences(identity: str, _snapshot: Snapshot, _cohort: Cohort) -> list[str]:
    return snapshots.what_differs(_snapshot, _cohort)


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
