"""How the definition in force is chosen and shown beside the sentences it was read from."""

import streamlit as st

from srns.dashboard.markdown_text import inert
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state import saved_view, session
from srns.rules.cases import judge_cases, load_cases
from srns.rules.definition import Definition
from srns.rules.definition_wording import Term, list_terms, methods_paragraph

WORDINGS = {
    "verbatim": "the source's own words",
    "condensed": "condensed to the source's figures and signs",
}


def choose_definition() -> Definition:
    """Choose which definition every page judges by; it stands in the address."""
    known = session.known_definitions()
    st.session_state["definition"] = session.state().definition
    st.selectbox(
        "Definition in force on every page",
        list(known),
        key="definition",
        format_func=lambda name: (
            f"Your own: {known[name].label}" if name == session.OWN else known[name].label
        ),
        on_change=_remember_definition,
    )
    if session.state().definition == session.OWN:
        st.info(
            "Your own definition is in force on every page of this session. It is not stored: an "
            "address cannot reopen it, so keep the file."
        )
    return session.definition_in_force()


def _remember_definition() -> None:
    session.state().definition = st.session_state["definition"]
    session.state().notices = []


def show_definition(definition: Definition) -> None:
    """Show a definition in words beside its quotes."""
    st.subheader(inert(definition.label))
    st.write(inert(methods_paragraph(definition)))
    source = inert(definition.source)
    st.caption(
        f"{source} · [doi {inert(definition.doi)}](https://doi.org/{definition.doi})"
        if definition.doi
        else source
    )
    read = f"{definition.certainty.capitalize()}; " if definition.certainty else ""
    quotes = f"{read}quotes are {WORDINGS[definition.wording]}."
    st.caption(quotes[0].upper() + quotes[1:])
    if definition.unverified:
        st.warning(f"Not verified: {inert(definition.unverified)}")
    if definition.notes:
        st.info(inert(definition.notes))
    for term in list_terms(definition):
        _show_reading(term)
    if definition.relapse is None:
        st.caption("It knows no relapse; only recorded relapses count.")
    st.caption(f"Version {definition.version} · SHA-256 of the file: {definition.sha256}")


@saved_view.part
def show_cases(definition: Definition) -> None:
    """Show the worked cases that a published definition ships with, judged now."""
    cases = () if session.state().definition == session.OWN else load_cases(definition.id)
    if not cases:
        return
    judged = session.remembered("worked cases", lambda: judge_cases(cases, definition))
    agree = int(judged["agrees"].sum())
    label = f"Worked cases: {agree} of {len(judged)} come out as the words demand"
    with st.expander(label, key="cases_shown", on_change="rerun") as it:
        if not it.open:
            return
        st.caption(
            "Invented children, with the verdict derived by hand from the quotes. Samples are "
            "Up/c / albumin, in mg/mg and g/dL where no unit stands."
        )
        table = judged.assign(agrees=judged["agrees"].map({True: "yes", False: "NO"}))
        figures_and_tables.listing("worked_cases", table)


def _show_reading(term: Term) -> None:
    """Show one term: what its source says beside what we read."""
    with st.container(border=True):
        st.markdown(f"**{inert(term.name[0].upper() + term.name[1:])}**")
        quote, ours = st.columns(2, gap="large")
        with quote:
            st.caption("The source says")
            st.markdown(f"> {inert(term.quote)}" if term.quote else "Nothing.")
        with ours:
            st.caption("We read it as")
            st.write(inert(term.words))
        for remark in term.remarks:
            (st.warning if remark.startswith("Not verified") else st.info)(inert(remark))
