"""Cohort filters: they apply on every page and are kept in the address."""

from collections.abc import Collection

import pandas as pd
import streamlit as st

from srns.cohort.tables import Cohort
from srns.dashboard.markdown_text import escape
from srns.dashboard.state import saved_view, session, workbook_import
from srns.dashboard.state.session import State
from srns.languages.lists import join_and, join_row, name_some
from srns.languages.messages import _, translated
from srns.panels.filters import (
    FILTER_NAMES,
    WORDS,
    groups_of_children,
    narrowed,
    options,
)
from srns.panels.view import View, rows_of_children
from srns.privacy.address_words import reveal
from srns.rules.classification import Classification


def groups_of(cohort: Cohort, classification: Classification) -> pd.DataFrame:
    """Return the groups of the whole cohort, computed once."""
    return session.cached("groups", lambda: groups_of_children(cohort, classification))


def offered_to(groups: pd.DataFrame) -> dict[str, list[str]]:
    """Return what the filters offer for the whole cohort, found once."""
    return session.cached("filter options", lambda: options(groups))


def drop_invalid(here: State, offered: dict[str, list[str]], patients: Collection[str]) -> None:
    """Drop filters and the selected child that this cohort does not have, and report each."""
    children = list(patients)
    here.offered = {**offered, "patient": children}
    if here.patient is not None:
        here.patient = reveal(here.patient, children)
    here.selected = tuple(reveal(each, children) for each in here.selected)
    for name in FILTER_NAMES:
        asked = [reveal(value, offered[name]) for value in here.filters.get(name, [])]
        unfit = [value for value in asked if value not in offered[name]]
        if unfit:
            here.notices.append(
                _(
                    "Filter ignored: {filter} {values}, which this cohort does not have. "
                    "Available: {offered}."
                ).format(
                    filter=translated(WORDS[name]),
                    values=join_and(f"“{value}”" for value in unfit),
                    offered=join_row(map(translated, offered[name])),
                )
            )
        kept = [value for value in asked if value in offered[name]]
        here.filters.pop(name, None)
        if kept:
            here.filters[name] = kept
    if here.patient is not None and here.patient not in patients:
        here.notices.append(
            _("Child “{patient}” is not in this cohort. The first child is shown instead.").format(
                patient=here.patient
            )
        )
        here.patient = None
    _drop_strangers(here, patients)


def _drop_strangers(here: State, known: Collection[str]) -> None:
    """Drop selected children that this cohort does not have, and report them."""
    strange = [each for each in here.selected if each not in known]
    if strange:
        here.notices.append(
            _("Not selected: {children}, which this cohort does not have.").format(
                children=name_some([f"“{each}”" for each in strange])
            )
        )
        here.selected = tuple(each for each in here.selected if each in known)


def current_view() -> View | None:
    """Return the children that pass the filters; None if no usable cohort is open."""
    here = session.state()
    cohort = session.current_cohort()
    if here.loaded is None or cohort is None:
        return None
    classification = session.classification(cohort)
    groups = groups_of(cohort, classification)
    drop_invalid(here, offered_to(groups), groups.index)
    left, filters = narrowed(
        groups,
        here.filters,
        here.selected,
        only_selected=here.only_selected,
        group_name=here.group_name,
    )
    whole, chosen = cohort, set(here.selected)
    if len(left) < len(groups):
        kept = tuple(left.index)
        cohort = session.cached(
            ("children left", kept), lambda: rows_of_children(whole, session.cached).keep(kept)
        )
        classification = session.classification(cohort, kept)
    return View(
        cohort,
        classification,
        left,
        session.definition_in_use(),
        session.units_shown(),
        filters,
        len(groups),
        here.loaded.name,
        here.loaded.note,
        here.loaded.reading,
        whole,
        here.basis,
        tuple(each for each in left.index if each in chosen),
        here.group_name,
        tuple(session.known_definitions().values()),
        session.cached,
    )


def require_view() -> View:
    """Return the current view, or say what to do next and stop the page."""
    view = current_view()
    if view is None:
        _show_next_step()
        st.stop()
    if not view.patients:
        st.info(
            _("No child passes the filters ({sentence}) Remove one above.").format(
                sentence=escape(view.sentence)
            )
        )
        st.stop()
    return view


def _show_next_step() -> None:
    here = session.state()
    if here.loaded is not None and here.pending is not None and here.loaded.reading.origins:
        st.info(
            _(
                "{name} leaves open from which day to count. Choose day 0 on the page Import."
            ).format(name=escape(here.loaded.name))
        )
        st.page_link("pages/import.py", label=_("Choose day 0"))
        return
    if here.loaded is not None:
        st.warning(
            _(
                "{name} has problems to fix in Excel before there is anything to show here. "
                "The page Import lists them."
            ).format(name=escape(here.loaded.name))
        )
        st.page_link("pages/import.py", label=_("See what to fix"))
        return
    if not here.upload_lost:
        st.info(_("No cohort is open yet. Open a workbook, or the paper's cohort as an example."))
    st.page_link("pages/import.py", label=_("Open a workbook"))
    st.button(
        _("Open the paper's cohort (Up/c series simulated)"), on_click=workbook_import.open_paper
    )


def show_notices() -> None:
    """Show the pending messages above the page."""
    here = session.state()
    place = st.empty()  # always there, so that the page below does not move
    lost = here.upload_lost and here.loaded is None
    if not (lost or here.notices or here.unsure_words):
        return
    with place.container():
        if lost:
            st.warning(
                _(
                    "The workbook of this address is no longer open: nothing is stored, and its "
                    "session has ended. Open it again on the page Import; the filters in the "
                    "address are kept and will apply."
                )
            )
        for notice in here.notices:
            st.warning(escape(notice))
        saved_view.ask_about_words()
