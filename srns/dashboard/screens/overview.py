"""Responses of the cohort, agreement with the recorded responses, verdicts and overrides."""

import pandas as pd
import streamlit as st

from srns.analysis.proportions.intervals import METHOD_WORDS
from srns.charts.proportions import describe, proportions
from srns.cohort.errors import OverrideError
from srns.cohort.overrides import ALLOWED, Override, parse_overrides, write_overrides
from srns.cohort.tables import hold_overrides
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables, table_views
from srns.dashboard.parts.headline import headline
from srns.dashboard.state import session
from srns.dashboard.state.filters import View
from srns.dashboard.state.page_options import INTERVAL, choose

_ERROR = "override_error"


def show_responses(view: View) -> None:
    """Draw the cohort's size, the count of each response and the time to remission."""
    figures_and_tables.metrics_row(table_views.cohort_facts(view))
    adjudicated = bool(view.classification.overrides) and st.toggle(
        "Count adjudicated responses: overrides replace computed verdicts", key="adjudicated"
    )
    interval = choose(INTERVAL)
    st.markdown(f"**{escape(headline(view, adjudicated=adjudicated, interval=interval))}**")
    st.caption(escape(view.basis.words))
    counts = table_views.response_counts(
        view, overall=True, adjudicated=adjudicated, interval=interval
    )
    counted = "Adjudicated response (with overrides)" if adjudicated else "Response"
    title = f"{counted}, with {METHOD_WORDS[interval]} 95 % intervals"
    figures_and_tables.figure(
        "response",
        lambda: proportions(counts, title, view.definition, view.notes, interval=interval),
        describe(counts, interval=interval),
        counts,
        view,
        depends_on=(adjudicated, interval),
    )
    with st.container():  # always drawn, so that nothing below moves; the same further down
        if times := table_views.times_to_remission(view):
            st.write("\n\n".join(map(escape, times)))


def show_agreement(view: View) -> None:
    """Draw the agreement of recorded and computed responses."""
    st.subheader("Recorded versus computed response")
    table = table_views.recorded_table(view)
    st.write(escape(table_views.describe_agreement(table)))
    figures_and_tables.metrics_row(table_views.agreement_facts(view))
    with st.container():
        if reason := table_views.why_no_kappa(view):
            st.caption(escape(reason))
    figures_and_tables.data_table("recorded_vs_computed", table, view)


def show_verdicts(view: View) -> None:
    """Draw the table of verdicts."""
    st.subheader("Verdicts with reasons")
    figures_and_tables.data_table("verdicts", table_views.verdict_table(view), view)


def show_overrides(view: View) -> None:
    """Draw the overrides and the form to add, load, download or remove them."""
    here = session.state()
    st.subheader("Overrides")
    st.write(
        "An override is shown next to the computed verdict, never instead of it, and is counted "
        "only where you ask for adjudicated responses."
    )
    if here.overrides:
        figures_and_tables.data_table("overrides", override_table(here.overrides), view)
    title = "Override a verdict, or load saved overrides"
    with st.expander(title, key="override_form", on_change="rerun") as it:
        if not it.open:  # a closed expander sends nothing to the browser
            return
        _draw_form(view)
        st.file_uploader(
            "Overrides (.toml, .csv)",
            type=["toml", "csv"],
            key="override_file",
            on_change=_load_file,
            help="Columns: patient, response, reason, by; definition is optional.",
        )
        if st.session_state.get(_ERROR):
            st.error(escape(st.session_state[_ERROR]))
        if here.overrides:
            with st.container(horizontal=True):
                st.download_button(
                    "Download overrides (TOML)",
                    write_overrides(here.overrides),
                    "overrides.toml",
                    "application/toml",
                    key="override_download",
                    on_click="ignore",
                )
                st.button("Remove all overrides", on_click=_remove_all, key="override_none")


def override_table(overrides: tuple[Override, ...]) -> pd.DataFrame:
    """List the overrides, one a row."""
    return pd.DataFrame(
        {
            "patient": [each.patient for each in overrides],
            "response": [each.response for each in overrides],
            "reason": [each.reason for each in overrides],
            "by": [each.by for each in overrides],
            "definition": [each.definition or "any" for each in overrides],
        }
    )


def _draw_form(view: View) -> None:
    with st.form("override", border=False):
        st.selectbox("Child", view.patients, key="override_child")
        st.selectbox("Adjudicated response", ALLOWED, key="override_response")
        st.text_input("Reason", key="override_reason", placeholder="what the rule could not see")
        st.text_input("Decided by", key="override_by")
        st.form_submit_button("Save override", on_click=_add_override)


def _add_override() -> None:
    here = session.state()
    form = st.session_state
    definition = None if here.definition == session.OWN else here.definition
    definition = definition or session.definition_in_use().id
    reason, by = form["override_reason"].strip(), form["override_by"].strip()
    form[_ERROR] = ""
    if not reason or not by:
        form[_ERROR] = (
            "found no reason or no name; expected both. Fill in both fields: an override without "
            "them cannot be defended."
        )
        return
    new = Override(
        str(form["override_child"]), str(form["override_response"]), reason, by, definition
    )
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
