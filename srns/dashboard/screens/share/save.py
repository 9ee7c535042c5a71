"""Saving of a cohort: for the first time, as a data cut, or as another view of a version."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from srns.cohort.tables import Cohort
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import sign_in
from srns.dashboard.parts.shown_table import in_language
from srns.dashboard.screens.share import deidentification, links, take_home
from srns.dashboard.state import saved_view, session, signed_in_user
from srns.dashboard.state.session import LoadedCohort, OpenedSnapshot
from srns.dashboard.state.url_state import choices_to_save
from srns.languages.messages import _
from srns.privacy import deidentify
from srns.rules.classify import classify
from srns.sharing import cohorts, reviews, snapshots
from srns.sharing.permissions import OWNER, Access
from srns.sharing.snapshots import Pinned
from srns.sharing.stored_choices import fitting_choices, list_groups
from srns.sharing.version_diff import Difference, compare


def show_first_save(loaded: LoadedCohort) -> None:
    """Draw the form that saves a cohort for the first time."""
    st.write(
        _(
            "Saving stores the de-identified cohort and gives you a link to it. You can then share "
            "it with others, each in a role that you choose."
        )
    )
    cleared = deidentification.confirm_deidentification(loaded, cut=False)
    if cleared is None:
        return
    take_home.offer(cleared, loaded)
    st.header(_("Save"))
    left, right = st.columns([2, 1])
    with left:
        st.text_input(_("Cohort name"), key="cohort_name", max_chars=80)
    with right:
        sign_in.ask_initials()
    st.button(
        _("Save cohort"),
        type="primary",
        key="save",
        on_click=lambda: saved_view.attempt(lambda: _save_first(cleared, loaded)),
    )


def _save_first(cleared: deidentify.Cleared, loaded: LoadedCohort) -> None:
    here = session.state()
    name = str(st.session_state["cohort_name"])  # as it is on the click
    _require_safe_overrides()
    saved = cohorts.save_cohort(
        saved_view.store(),
        cleared,
        _pinned(cleared.cohort, loaded, renumbered=bool(cleared.key)),
        name=name,
        person=here.person,
        subject=signed_in_user.subject(),
        confirmed=here.confirmed_words,
    )
    _save_overrides(saved.access, saved.version.sha256, cleared.key)
    saved_view.open_access(saved.access)
    if saved.link:
        links.announce_link(saved.link.token, OWNER)


def show_data_cut(loaded: LoadedCohort, opened: OpenedSnapshot) -> None:
    """Draw what changed in the workbook since the last version, and the button to save it."""
    st.header(_("New data cut of {name}").format(name=escape(opened.name)))
    cleared = deidentification.confirm_deidentification(loaded, cut=True)
    if cleared is None:
        return
    last = cohorts.newest_version(saved_view.store(), opened.access)
    definition = session.definition_in_use()
    before = classify(
        cohorts.load_cohort(saved_view.store(), opened.access, last.sha256), definition
    )
    difference = compare(before, classify(cleared.cohort, definition))
    st.header(_("Changes since version {number}").format(number=last.number))
    _show_difference(difference)
    st.button(
        _("Save data cut"),
        type="primary",
        key="save_cut",
        disabled=not difference.children,
        on_click=lambda: saved_view.attempt(
            lambda: _save_cut(cleared, loaded, opened, last.sha256)
        ),
    )


def _save_cut(
    cleared: deidentify.Cleared, loaded: LoadedCohort, opened: OpenedSnapshot, compared_with: str
) -> None:
    _require_safe_overrides()
    version, snapshot = cohorts.save_cut(
        saved_view.store(),
        opened.access,
        cleared,
        _pinned(cleared.cohort, loaded, renumbered=bool(cleared.key)),
        compared_with=compared_with,
    )
    _save_overrides(opened.access, version.sha256, cleared.key)
    saved_view.open_access(replace(opened.access, snapshot=snapshot))


def _show_difference(difference: Difference) -> None:
    st.write(escape(difference.sentence))
    for title, table in (
        (_("Changed verdicts"), difference.verdicts),
        (_("New"), difference.new),
        (_("Changed cells"), difference.changed),
        (_("Missing"), difference.gone),
    ):
        if len(table):
            st.markdown(f"**{title}** ({len(table)})")
            st.dataframe(in_language(table), hide_index=True, alt=title)


def save_view(opened: OpenedSnapshot) -> None:
    """Save a snapshot of the open version with the current definition, filters and units."""
    loaded = session.state().loaded
    if loaded is None or loaded.reading.cohort is None:
        return
    snapshot = cohorts.save_snapshot(
        saved_view.store(),
        opened.access,
        opened.snapshot.sha256,
        _pinned(loaded.reading.cohort, loaded, renumbered=False),
    )
    saved_view.open_access(replace(opened.access, snapshot=snapshot))


def _pinned(cohort: Cohort, loaded: LoadedCohort, *, renumbered: bool) -> Pinned:
    """Return the current view; the selected child only if the study numbers are unchanged."""
    here = session.state()
    definition = session.definition_in_use()
    kept: dict[str, Any] = dict(choices_to_save(here))
    if renumbered or here.patient not in set(cohort.patients["patient"]):
        kept.pop("patient", None)
    text = here.own_text if definition == here.own else ""
    classification = classify(cohort, definition)
    groups = list_groups(classification)
    return snapshots.pin_view(
        classification,
        fitting_choices(kept, groups),
        text=text,
        note=loaded.note,
        confirmed=here.confirmed_words,
        groups=groups,
    )


def _require_safe_overrides() -> None:
    """Refuse overrides with words that could identify a child, before anything is saved."""
    for each in session.state().overrides:
        reviews.require_safe_override(each, session.state().confirmed_words)


def _save_overrides(access: Access, sha256: str, key: Mapping[str, str]) -> None:
    """Save the overrides of this session with the version."""
    known = reviews.list_overrides(saved_view.store(), access)
    for each in session.state().overrides:
        override = replace(each, patient=key.get(each.patient, each.patient))
        if override not in known:
            reviews.add_override(
                saved_view.store(),
                access,
                sha256,
                override,
                confirmed=session.state().confirmed_words,
            )
