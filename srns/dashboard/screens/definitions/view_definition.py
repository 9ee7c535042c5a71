"""Definition in use: wording beside the source's quotes, worked cases."""

import streamlit as st

from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state import session
from srns.panels.definition_gaps import cases_of
from srns.rules.cases import load_cases
from srns.rules.definition import Definition
from srns.rules.definition_wording import Term, list_terms, methods_paragraph

WORDINGS = {
    "verbatim": "the source's own words",
    "condensed": "condensed to the source's numbers and symbols",
}


def show_definition(definition: Definition) -> None:
    """Draw a definition in words beside its quotes."""
    if session.state().definition == session.OWN:
        st.info(
            "Your own definition is used on all pages of this session. It is not stored, and an "
            "address cannot reopen it: keep the file."
        )
    st.subheader(escape(definition.label))
    source = escape(definition.source)
    st.caption(
        f"{source} · [doi {escape(definition.doi)}](https://doi.org/{definition.doi})"
        if definition.doi
        else source
    )
    read = f"{definition.certainty.capitalize()}; " if definition.certainty else ""
    quotes = f"{read}quotes are {WORDINGS[definition.wording]}."
    st.caption(quotes[0].upper() + quotes[1:])
    if definition.unverified:
        st.warning(f"Not verified: {escape(definition.unverified)}")
    if definition.notes:
        st.info(escape(definition.notes))
    for term in list_terms(definition):
        _show_term(term)
    if definition.relapse is None:
        st.caption("This definition has no criterion for relapse; only recorded relapses count.")
    with st.popover("Sentence for the paper", key="sentence", on_change="rerun") as it:
        if it.open:
            st.write(escape(methods_paragraph(definition)))
            st.caption(f"Version {definition.version} · SHA-256 of the file: {definition.sha256}")


def show_cases(definition: Definition) -> None:
    """Draw the worked cases of a published definition, classified now."""
    if session.state().definition == session.OWN or not load_cases(definition.id):
        st.write("An own definition has no worked cases.")
        return
    panel = session.cached("worked cases", lambda: cases_of(definition))
    agree = int((panel.table["agrees"] == "yes").sum())
    st.write(f"Worked cases: {agree} of {len(panel.table)} classified as expected")
    st.caption(
        "Invented children, with the verdict derived by hand from the quotes. Samples are "
        "Up/c / albumin, in mg/mg and g/dL unless another unit is given."
    )
    figures_and_tables.data_table(panel)


def _show_term(term: Term) -> None:
    """Draw one term: the quote from the source beside our interpretation."""
    with st.container(border=True):
        st.markdown(f"**{escape(term.name[0].upper() + term.name[1:])}**")
        quote, ours = st.columns(2, gap="large")
        with quote:
            st.caption("Source")
            st.markdown(f"> {escape(term.quote)}" if term.quote else "Not stated.")
        with ours:
            st.caption("Our interpretation")
            st.write(escape(term.words))
        for remark in term.remarks:
            (st.warning if remark.startswith("Not verified") else st.info)(escape(remark))
