"""How a cohort is screened, saved, shared by a link, and taken back."""

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from srns.dashboard import panels, session, shared
from srns.dashboard.address import kept_choices
from srns.dashboard.session import SHARED, Held, Opened
from srns.dashboard.words import count, inert
from srns.report.cells import safe_for_excel
from srns.rules.classify import classify
from srns.sharing import audit, cohorts, gate, links, marks, snapshots
from srns.sharing.access import AGGREGATE, EDITOR, OWNER, ROLES, VIEWER, Access
from srns.sharing.differences import Difference, compare
from srns.sharing.snapshots import Pinned
from srns.sharing.store import StoreError

SEES = {
    AGGREGATE: "masked counts, and no child",
    VIEWER: "everything, and can change nothing",
    EDITOR: "everything; can save data cuts, snapshots, reviews and comments",
    OWNER: "everything; can also make and revoke links, and delete the cohort",
}
_MAY_GO = ("sex", "race_ethnicity", "age_at_diagnosis_years", "genetic_testing")


def show() -> None:
    """Show whatever of saving and sharing is possible now."""
    try:
        shared.store()
    except StoreError as error:
        st.info(inert(error))
        return
    _say_done()
    _sign_in()
    here = session.state()
    opened = here.opened
    if opened is not None and opened.access.may(VIEWER):
        _show_opened(opened)
    held = here.held
    if held is None or held.reading.cohort is None:
        if opened is None:
            st.info("Open a workbook without errors on the page Cohort; then it can be saved here.")
        return
    if held.origin == SHARED:
        if opened is not None and opened.access.may(EDITOR):
            st.caption("To save a data cut, open the new workbook on the page Cohort; come back.")
    elif opened is None:
        _show_first_save(held)
    elif opened.access.may(EDITOR):
        _show_cut(held, opened)


def _say_done() -> None:
    """Show a new link, once, and what went wrong or well."""
    here = session.state()
    if here.new_link:
        with st.container(border=True):
            st.markdown(
                "**Copy this link now.** It is shown once and stored nowhere; whoever has it gets "
                "in."
            )
            st.code(here.new_link, language=None)
            st.button("I have copied it", on_click=_forget_link)


def _forget_link() -> None:
    session.state().new_link = ""


def attempt(act: Callable[[], object]) -> None:
    """Do it; whatever cannot be done is said in one sentence above the page."""
    here = session.state()
    here.notices = []
    try:
        act()
    except StoreError as error:
        here.notices = [str(error)]


# --- who is here


def subject() -> str:
    """Give the OIDC subject of whoever is signed in; empty on a bare server."""
    if not getattr(st.user, "is_logged_in", False):
        return ""
    return f"{st.user.get('iss', '')}|{st.user.get('sub', '')}"


def _sign_in() -> None:
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
                on_click=lambda access=access: attempt(lambda: shared.open_access(access)),
            )


def _has_sign_in() -> bool:
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def _ask_person() -> None:
    st.text_input(
        "Your name or initials, as those see it who work on this cohort",
        session.state().person,
        key="person",
        max_chars=60,
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

    attempt(take)


# --- the gate


def _pass_gate(held: Held, *, cut: bool) -> gate.Cleared | None:
    """Show what would be stored, and give it where nothing stands in the way."""
    if held.reading.cohort is None:
        return None
    screening = gate.screen(held.reading.cohort)
    st.subheader("What would be stored")
    st.write(
        "The tables with days counted from each child's index date. Never the file, never a date, "
        "never free text, hidden sheets, comments or document properties."
    )
    panels.listing("gate", screening.as_table())
    key = {}
    replace_labels = False
    if screening.labels:
        st.warning(
            f"{count(len(screening.labels), 'study number')} could be names or record numbers. "
            "Nothing is stored unless they are replaced."
        )
        replace_labels = st.checkbox("Replace all study numbers by 1, 2, 3 …", key="replace_labels")
        if cut:
            given = st.file_uploader("The key of the last data cut (CSV)", "csv", key="key_file")
            key = _read_key(given.getvalue()) if given is not None else {}
    keep: tuple[str, ...] = ()
    if screening.unsure:
        texts = pd.DataFrame(
            [(text, where) for text, where in screening.unsure.items()],
            columns=["text", "where"],
        )
        with st.expander(f"Read these {count(len(texts), 'text')}: they are left out, unless …"):
            st.dataframe(texts, hide_index=True, alt="texts to read")
            if st.checkbox(
                "I have read them all. None tells who a child is: keep them.", key="keep_texts"
            ):
                keep = tuple(screening.unsure)
    offered = [each for each in _MAY_GO if each in held.reading.cohort.patients]
    leave_out = st.multiselect(
        "Leave out besides (age, sex and origin together can tell who a child is)",
        offered,
        format_func=lambda name: name.replace("_", " "),
        key="leave_out",
    )
    try:
        cleared = gate.clear(
            screening, keep=keep, leave_out=leave_out, replace_labels=replace_labels, key=key
        )
        gate.refuse_uncleared(cleared)
    except StoreError as error:
        st.error(inert(error))
        return None
    if cleared.key:
        st.download_button(
            "Download the key (old and new study numbers); it is stored nowhere",
            pd.DataFrame(cleared.key.items(), columns=["before", "after"])
            .map(safe_for_excel)
            .to_csv(index=False)
            .encode("utf-8-sig"),
            "srns_key.csv",
            "text/csv",
            on_click="ignore",
        )
    return cleared


def _read_key(content: bytes) -> dict[str, str]:
    try:
        table = pd.read_csv(io.BytesIO(content), dtype=str, usecols=["before", "after"]).dropna()
    except ValueError:
        st.warning("That file is no key: it has no columns before and after.")
        return {}
    return dict(zip(table["before"], table["after"], strict=True))


def _pinned(cleared: gate.Cleared, held: Held) -> Pinned:
    here = session.state()
    definition = session.definition_in_force()
    kept: dict[str, Any] = dict(kept_choices(here))
    if cleared.key or here.patient not in set(cleared.cohort.patients["patient"]):
        kept.pop("patient", None)
    if held.note:
        kept[shared.NOTE] = held.note
    text = here.own_text if definition == here.own else ""
    return snapshots.pin_view(classify(cleared.cohort, definition), kept, text=text)


def _require_safe_overrides() -> None:
    """Refuse overrides that could tell who a child is, before anything is saved beside them."""
    for each in session.state().overrides:
        gate.require_safe_words(each.reason, f"reason of the override of child {each.patient}")
        gate.require_safe_words(each.by, f"name beside the override of child {each.patient}")


def _save_overrides(access: Access, sha256: str, key: Mapping[str, str]) -> None:
    """Keep the overrides of this session beside the version that was saved."""
    known = marks.list_overrides(shared.store(), access)
    for each in session.state().overrides:
        override = replace(each, patient=key.get(each.patient, each.patient))
        if override not in known:
            marks.add_override(shared.store(), access, sha256, override)


# --- saving


def _show_first_save(held: Held) -> None:
    cleared = _pass_gate(held, cut=False)
    if cleared is None:
        return
    st.subheader("Save it")
    _ask_person()
    name = st.text_input("Name of the cohort", key="cohort_name", max_chars=80)
    st.button(
        "Save the cohort",
        type="primary",
        key="save",
        on_click=lambda: attempt(lambda: _save_first(cleared, held, name)),
    )


def _save_first(cleared: gate.Cleared, held: Held, name: str) -> None:
    here = session.state()
    _require_safe_overrides()
    saved = cohorts.save_cohort(
        shared.store(),
        cleared,
        _pinned(cleared, held),
        name=name,
        person=here.person,
        subject=subject(),
    )
    _save_overrides(saved.access, saved.version.sha256, cleared.key)
    shared.open_access(saved.access)
    here.new_link = _address(saved.link.token, OWNER) if saved.link else ""


def _show_cut(held: Held, opened: Opened) -> None:
    st.subheader(f"A data cut of {inert(opened.name)}")
    cleared = _pass_gate(held, cut=True)
    if cleared is None:
        return
    last = cohorts.newest_version(shared.store(), opened.access)
    definition = session.definition_in_force()
    before = classify(cohorts.load_cohort(shared.store(), opened.access, last.sha256), definition)
    difference = compare(before, classify(cleared.cohort, definition))
    st.subheader(f"What is different from version {last.number}")
    _show_difference(difference)
    st.button(
        "Save the data cut",
        type="primary",
        key="save_cut",
        disabled=not difference.children,
        on_click=lambda: attempt(lambda: _save_cut(cleared, held, opened, last.sha256)),
    )


def _save_cut(cleared: gate.Cleared, held: Held, opened: Opened, compared_with: str) -> None:
    _require_safe_overrides()
    version, _ = cohorts.save_cut(
        shared.store(),
        opened.access,
        cleared,
        _pinned(cleared, held),
        compared_with=compared_with,
    )
    _save_overrides(opened.access, version.sha256, cleared.key)
    shared.open_access(opened.access)


def _show_difference(difference: Difference) -> None:
    st.write(inert(difference.sentence))
    for title, table in (
        ("Changed verdicts", difference.verdicts),
        ("New", difference.new),
        ("Changed cells", difference.changed),
        ("Missing", difference.gone),
    ):
        if len(table):
            st.markdown(f"**{title}** ({len(table)})")
            st.dataframe(table, hide_index=True, alt=title)


# --- what is open


def _show_opened(opened: Opened) -> None:
    snapshot = opened.snapshot
    st.subheader(inert(opened.name))
    st.write(
        f"You came as **{opened.access.role}**: you see {SEES[opened.access.role]}. Open is "
        f"version {snapshot.number}, judged by {inert(snapshot.read_definition().label)}."
    )
    differs = shared.differences(opened)
    if differs:
        st.warning("\n".join(f"- {inert(each)}" for each in differs))
    elif _looks_at_saved():
        st.success("Every child is called as on the day it was saved.")
    if opened.access.may(EDITOR):
        _ask_person()
        _show_versions(opened)
    if opened.access.may(OWNER):
        _show_links(opened)
        _show_log(opened)
        _show_deletion(opened)


def _looks_at_saved() -> bool:
    held = session.state().held
    return held is not None and held.origin == SHARED


def _show_versions(opened: Opened) -> None:
    versions = cohorts.list_versions(shared.store(), opened.access)
    st.subheader("Versions")
    st.dataframe(
        pd.DataFrame(
            [
                (one.number, one.sha256[:12], one.children, one.who, one.created_at[:16])
                for one in versions
            ],
            columns=["version", "content", "children", "saved by", "at (UTC)"],
        ),
        hide_index=True,
        alt="versions",
    )
    if _looks_at_saved():
        st.button(
            "Keep this view: definition, filters and units as they are now",
            key="snapshot",
            on_click=lambda: attempt(lambda: _keep_view(opened)),
        )


def _keep_view(opened: Opened) -> None:
    here = session.state()
    if here.held is None or here.held.reading.cohort is None:
        return
    kept: dict[str, Any] = dict(kept_choices(here))
    if here.held.note:
        kept[shared.NOTE] = here.held.note
    definition = session.definition_in_force()
    text = here.own_text if definition == here.own else ""
    pinned = snapshots.pin_view(classify(here.held.reading.cohort, definition), kept, text=text)
    snapshot = cohorts.save_snapshot(shared.store(), opened.access, opened.snapshot.sha256, pinned)
    shared.open_access(replace(opened.access, snapshot=snapshot))


def _show_links(opened: Opened) -> None:
    st.subheader("Share this view by a link")
    role = st.radio(
        "Whoever has the link sees",
        ROLES[:-1],
        index=1,
        format_func=lambda role: f"{SEES[role]} ({role})",
        key="link_role",
    )
    label = st.text_input("For whom", key="link_label", max_chars=60)
    days = st.number_input("It ends after so many days", 1, 3650, 90, key="link_days")
    password = st.text_input(
        f"Password (none, or {links.SHORTEST_PASSWORD} characters and more)",
        type="password",
        key="new_link_password",
    )
    st.button(
        "Make the link",
        type="primary",
        key="make_link",
        on_click=lambda: attempt(lambda: _make_link(opened, str(role), label, int(days), password)),
    )
    table = links.list_links(shared.store(), opened.access)
    alive = table[(table["state"] == "open") & (table["id"] != opened.access.link)]
    st.dataframe(table.drop(columns="snapshot"), hide_index=True, alt="links")
    if len(alive):
        names = {row["id"]: f"{row['role']} {row['label']} ({row['id']})" for row in _rows(alive)}
        chosen = st.selectbox(
            "Link to change", list(names), format_func=names.__getitem__, key="link_chosen"
        )
        with st.container(horizontal=True):
            st.button(
                "Revoke it now",
                key="revoke",
                on_click=lambda: attempt(
                    lambda: links.revoke_link(shared.store(), opened.access, str(chosen))
                ),
            )
            st.button(
                "Make it aggregate-only",
                key="downgrade",
                on_click=lambda: attempt(
                    lambda: links.change_role(shared.store(), opened.access, str(chosen), AGGREGATE)
                ),
            )


def _rows(table: pd.DataFrame) -> list[dict]:
    return table.to_dict(orient="records")


def _make_link(opened: Opened, role: str, label: str, days: int, password: str) -> None:
    gate.require_safe_words(label, "label")
    made = links.make_link(
        shared.store(),
        opened.access,
        role,
        snapshot="" if role == EDITOR else opened.snapshot.id,  # an editor goes on with the newest
        label=label,
        days=days,
        password=password,
    )
    session.state().new_link = _address(made.token, role)


def _address(token: str, role: str) -> str:
    """Give the address of a link; it opens on the page that has something to show."""
    base = str(st.context.url or "").split("?")[0]
    for page in ("share", "review"):
        base = base.removesuffix(f"/{page}")
    page = "" if role == AGGREGATE else "overview"
    return f"{base.rstrip('/')}/{page}?{links.PARAMETER}={token}"


def _show_log(opened: Opened) -> None:
    with st.expander("Who did what"):
        log = audit.read_log(shared.store(), opened.access.cohort)
        panels.listing("audit_log", log)
        chain = audit.verify_log(shared.store())
        st.caption(inert(chain.broken) if chain.broken else f"The chain is whole ({chain.head}).")


def _show_deletion(opened: Opened) -> None:
    with st.expander("Delete this cohort"):
        st.write("Every version, snapshot, link and comment goes at once. Backups still hold it.")
        sure = st.checkbox("Delete it for good", key="sure")
        st.button(
            "Delete",
            disabled=not sure,
            key="purge",
            on_click=lambda: attempt(lambda: _purge(opened)),
        )


def _purge(opened: Opened) -> None:
    cohorts.purge_cohort(shared.store(), opened.access)
    shared.close("The cohort was deleted.")
