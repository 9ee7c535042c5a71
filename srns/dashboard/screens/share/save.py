"""How is what is open saved: for the first time, as a data cut, or as another view of a version?"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from srns.cohort.tables import Cohort
from srns.dashboard.markdown_text import inert
from srns.dashboard.parts import sign_in
from srns.dashboard.screens.share import deidentification, links
from srns.dashboard.state import saved_view, session, signed_in_user
from srns.dashboard.state.session import Held, Opened
from srns.dashboard.state.url_state import kept_choices
from srns.privacy import deidentify
from srns.rules.classify import classify
from srns.sharing import cohorts, reviews, snapshots
from srns.sharing.permissions import OWNER, Access
from srns.sharing.snapshots import Pinned
from srns.sharing.version_diff import Difference, compare


def show_first(held: Held) -> None:
    """Offer to save what was never saved."""
    st.write(
        "Saving stores the cohort without anything that tells who a child is, and gives you a link "
        "to it. Then you can share it with others, at the role that you choose."
    )
    cleared = deidentification.pass_gate(held, cut=False)
    if cleared is None:
        return
    st.subheader("Save it")
    left, right = st.columns([2, 1])
    with left:
        st.text_input("Name of the cohort", key="cohort_name", max_chars=80)
    with right:
        sign_in.ask()
    st.button(
        "Save the cohort",
        type="primary",
        key="save",
        on_click=lambda: saved_view.attempt(lambda: _save_first(cleared, held)),
    )


def _save_first(cleared: deidentify.Cleared, held: Held) -> None:
    here = session.state()
    name = str(st.session_state["cohort_name"])  # as it stands now, not when the page was drawn
    _require_safe_overrides()
    saved = cohorts.save_cohort(
        saved_view.store(),
        cleared,
        _pinned(cleared.cohort, held, renumbered=bool(cleared.key)),
        name=name,
        person=here.person,
        subject=signed_in_user.subject(),
    )
    _save_overrides(saved.access, saved.version.sha256, cleared.key)
    saved_view.open_access(saved.access)
    if saved.link:
        links.say_new(saved.link.token, OWNER)


def show_cut(held: Held, opened: Opened) -> None:
    """Show what is new in the workbook against the last version, and offer to save it."""
    st.subheader(f"A data cut of {inert(opened.name)}")
    cleared = deidentification.pass_gate(held, cut=True)
    if cleared is None:
        return
    last = cohorts.newest_version(saved_view.store(), opened.access)
    definition = session.definition_in_force()
    before = classify(
        cohorts.load_cohort(saved_view.store(), opened.access, last.sha256), definition
    )
    difference = compare(before, classify(cleared.cohort, definition))
    st.subheader(f"What is different from version {last.number}")
    _show_difference(difference)
    st.button(
        "Save the data cut",
        type="primary",
        key="save_cut",
        disabled=not difference.children,
        on_click=lambda: saved_view.attempt(lambda: _save_cut(cleared, held, opened, last.sha256)),
    )


def _save_cut(cleared: deidentify.Cleared, held: Held, opened: Opened, compared_with: str) -> None:
    _require_safe_overrides()
    version, snapshot = cohorts.save_cut(
        saved_view.store(),
        opened.access,
        cleared,
        _pinned(cleared.cohort, held, renumbered=bool(cleared.key)),
        compared_with=compared_with,
    )
    _save_overrides(opened.access, version.sha256, cleared.key)
    saved_view.open_access(replace(opened.access, snapshot=snapshot))


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


def keep_view(opened: Opened) -> None:
    """Make a snapshot of the version that is open, as it is looked at now."""
    held = session.state().held
    if held is None or held.reading.cohort is None:
        return
    snapshot = cohorts.save_snapshot(
        saved_view.store(),
        opened.access,
        opened.snapshot.sha256,
        _pinned(held.reading.cohort, held, renumbered=False),
    )
    saved_view.open_access(replace(opened.access, snapshot=snapshot))


def _pinned(cohort: Cohort, held: Held, *, renumbered: bool) -> Pinned:
    """Give the view as it is now; the child looked at, only where the numbers are the same."""
    here = session.state()
    definition = session.definition_in_force()
    kept: dict[str, Any] = dict(kept_choices(here))
    if renumbered or here.patient not in set(cohort.patients["patient"]):
        kept.pop("patient", None)
    if held.note:
        kept[saved_view.NOTE] = held.note
    text = here.own_text if definition == here.own else ""
    return snapshots.pin_view(classify(cohort, definition), kept, text=text)


def _require_safe_overrides() -> None:
    """Refuse overrides that could tell who a child is, before anything is saved beside them."""
    for each in session.state().overrides:
        deidentify.require_safe_words(
            each.reason, f"reason of the override of child {each.patient}"
        )
        deidentify.require_safe_words(each.by, f"name beside the override of child {each.patient}")


def _save_overrides(access: Access, sha256: str, key: Mapping[str, str]) -> None:
    """Keep the overrides of this session beside the version that was saved."""
    known = reviews.list_overrides(saved_view.store(), access)
    for each in session.state().overrides:
        override = replace(each, patient=key.get(each.patient, each.patient))
        if override not in known:
            reviews.add_override(saved_view.store(), access, sha256, override)
