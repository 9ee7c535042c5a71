"""Overrides: a response that a person set for a child beside the computed verdict."""

import streamlit as st

from srns.cohort.errors import OverrideError
from srns.cohort.overrides import ALLOWED, Override, parse_overrides, write_overrides
from srns.cohort.tables import hold_overrides
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state import session
from srns.languages.messages import _, translated
from srns.panels.catalogue import make_panel
from srns.panels.view import View

_ERROR = "override_error"


def show_override_form(view: View, patient: str) -> None:
    """Draw, behind a button, the form to override this child's verdict, and all overrides."""
    here = session.state()
    title = (
        _("Override the verdict ({n})").format(n=len(here.overrides))
        if here.overrides
        else _("Override the verdict")
    )
    with st.popover(title, key="override_form", on_change="rerun") as it:
        if not it.open:  # a closed popover sends nothing to the browser
            return
        st.caption(
            _(
                "An override is shown next to the computed verdict, never instead of it, and is "
                "counted only where you ask for adjudicated responses."
            )
        )
        _draw_form(patient)
        if st.session_state.get(_ERROR):
            st.error(escape(st.session_state[_ERROR]))
        st.file_uploader(
            _("Overrides (.toml, .csv)"),
            type=["toml", "csv"],
            key="override_file",
            on_change=_load_file,
            help=_("Columns: patient, response, reason, by; definition is optional."),
        )
        if here.overrides:
            figures_and_tables.data_table(make_panel(view, "overrides"), view)
            with st.container(horizontal=True):
                st.download_button(
                    _("Download overrides (TOML)"),
                    write_overrides(here.overrides),
                    "overrides.toml",
                    "application/toml",
                    key="override_download",
                    on_click="ignore",
                )
                st.button(_("Remove all overrides"), on_click=_remove_all, key="override_none")


def _draw_form(patient: str) -> None:
    with st.form("override", border=False):
        st.selectbox(
            _("Adjudicated response"), ALLOWED, key="override_response", format_func=translated
        )
        st.text_input(
            _("Reason"), key="override_reason", placeholder=_("what the rule could not see")
        )
        st.text_input(_("Decided by"), key="override_by")
        st.form_submit_button(_("Save override"), on_click=_add_override, args=(patient,))


def _add_override(patient: str) -> None:
    here = session.state()
    form = st.session_state
    definition = None if here.definition == session.OWN else here.definition
    definition = definition or session.definition_in_use().id
    reason, by = form["override_reason"].strip(), form["override_by"].strip()
    form[_ERROR] = ""
    if not reason or not by:
        form[_ERROR] = _(
            "found no reason or no name; expected both. Fill in both fields: an override without "
            "them cannot be defended."
        )
        return
    new = Override(patient, str(form["override_response"]), reason, by, definition)
    others = [
        each
        for each in here.overrides
        if (each.patient, each.definition) != (new.patient, new.definition)
    ]
    here.overrides = (*others, new)


def _load_file() -> None:
    upload = st.session_state["override_file"]
    here = session.state()
    st.session_state[_ERROR] = ""
    if upload is None or here.loaded is None or here.loaded.reading.cohort is None:
        return
    try:
        overrides = parse_overrides(upload.getvalue(), upload.name)
        hold_overrides(here.loaded.reading.cohort, overrides)
    except OverrideError as error:
        st.session_state[_ERROR] = str(error)
        return
    here.overrides = overrides


def _remove_all() -> None:
    session.state().overrides = ()
