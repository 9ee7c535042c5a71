"""What a person decides against the rule: typed, listed, downloaded and loaded again."""

import pandas as pd
import streamlit as st

from srns.cohort.errors import OverrideError
from srns.cohort.overrides import ALLOWED, Override, parse_overrides, write_overrides
from srns.cohort.tables import hold_overrides
from srns.dashboard.markdown_text import inert
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state import session
from srns.dashboard.state.filters import View

_MISTAKE = "override_mistake"


def offer_overrides(view: View) -> None:
    """Let a person override a verdict with a reason, and keep that beside the computed one."""
    here = session.state()
    st.subheader("Verdicts that a person overrides")
    st.write(
        "An override stands beside the computed verdict wherever that is shown. It replaces "
        "nothing, and it is counted only where adjudicated counts are asked for."
    )
    if here.overrides:
        figures_and_tables.listing("overrides", override_table(here.overrides), view)
    title = "Override a verdict, or load overrides again"
    with st.expander(title, key="override_form", on_change="rerun") as it:
        if not it.open:  # what is closed costs the browser nothing
            return
        _form(view)
        st.file_uploader(
            "Overrides (.toml, .csv)",
            type=["toml", "csv"],
            key="override_file",
            on_change=_take_file,
            help="patient, response, reason, by; definition may be missing.",
        )
        if st.session_state.get(_MISTAKE):
            st.error(inert(st.session_state[_MISTAKE]))
        if here.overrides:
            with st.container(horizontal=True):
                st.download_button(
                    "Download the overrides (TOML)",
                    write_overrides(here.overrides),
                    "overrides.toml",
                    "application/toml",
                    key="override_download",
                    on_click="ignore",
                )
                st.button("Take them all back", on_click=_take_back, key="override_none")


def override_table(overrides: tuple[Override, ...]) -> pd.DataFrame:
    """List the overrides."""
    return pd.DataFrame(
        {
            "patient": [each.patient for each in overrides],
            "overridden to": [each.response for each in overrides],
            "reason": [each.reason for each in overrides],
            "by": [each.by for each in overrides],
            "of the definition": [each.definition or "any" for each in overrides],
        }
    )


def _form(view: View) -> None:
    with st.form("override", border=False):
        st.selectbox("Child", view.patients, key="override_child")
        st.selectbox("In truth", ALLOWED, key="override_response")
        st.text_input("Why", key="override_reason", placeholder="what the rule could not see")
        st.text_input("Who says so", key="override_by")
        st.form_submit_button("Keep it beside the verdict", on_click=_keep)


def _keep() -> None:
    here = session.state()
    asked = st.session_state
    definition = None if here.definition == session.OWN else here.definition
    definition = definition or session.definition_in_force().id
    reason, by = asked["override_reason"].strip(), asked["override_by"].strip()
    asked[_MISTAKE] = ""
    if not reason or not by:
        asked[_MISTAKE] = (
            "found no reason or no name; expected why, and who says so. Fill both in: an override "
            "without them cannot be defended."
        )
        return
    new = Override(
        str(asked["override_child"]), str(asked["override_response"]), reason, by, definition
    )
    others = [
        each
        for each in here.overrides
        if (each.patient, each.definition) != (new.patient, new.definition)
    ]
    here.overrides = (*others, new)


def _take_file() -> None:
    upload = st.session_state["override_file"]
    here = session.state()
    st.session_state[_MISTAKE] = ""
    if upload is None or here.held is None or here.held.reading.cohort is None:
        return
    try:
        overrides = parse_overrides(upload.getvalue(), upload.name)
        hold_overrides(here.held.reading.cohort, overrides)
    except OverrideError as error:
        st.session_state[_MISTAKE] = str(error)
        return
    here.overrides = overrides


def _take_back() -> None:
    session.state().overrides = ()
