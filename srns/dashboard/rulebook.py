"""How the definition in force is chosen and shown beside the sentences it was read from."""

import streamlit as st

from srns.dashboard import panels, session
from srns.dashboard.words import inert
from srns.rules.cases import judge_cases, load_cases
from srns.rules.definition import Definition, Relapse, Response


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
    st.write(inert(definition.paragraph))
    source = inert(definition.source)
    st.caption(
        f"{source} · [doi {inert(definition.doi)}](https://doi.org/{definition.doi})"
        if definition.doi
        else source
    )
    if definition.certainty:
        words = {"verbatim": "the source's own words", "condensed": "condensed to its figures"}
        st.caption(f"{definition.certainty.capitalize()}; quotes are {words[definition.wording]}.")
    if definition.unverified:
        st.warning(f"Not verified: {inert(definition.unverified)}")
    if definition.notes:
        st.info(inert(definition.notes))
    for response in definition.responses:
        _show_response(response)
    _show_relapse(definition.relapse)
    st.caption(f"Version {definition.version} · SHA-256 of the file: {definition.sha256}")


def show_cases(definition: Definition) -> None:
    """Show the worked cases that a published definition ships with, judged now."""
    cases = () if session.state().definition == session.OWN else load_cases(definition.id)
    if not cases:
        return
    judged = judge_cases(cases, definition)
    agree = int(judged["agrees"].sum())
    with st.expander(f"Worked cases: {agree} of {len(judged)} come out as the words demand"):
        st.caption(
            "Invented children, with the verdict derived by hand from the quotes. Samples are "
            "Up/c / albumin, in mg/mg and g/dL where no unit stands."
        )
        table = judged.assign(agrees=judged["agrees"].map({True: "yes", False: "NO"}))
        panels.listing("worked_cases", table)


def _show_response(response: Response) -> None:
    with st.container(border=True):
        st.markdown(f"**{inert(response.title[0].upper() + response.title[1:])}**")
        quote, reading = st.columns(2, gap="large")
        with quote:
            st.caption("The source says")
            st.markdown(f"> {inert(response.quote)}")
        with reading:
            st.caption("We read it as")
            st.write(inert(response.words))
        if response.borrowed:
            st.info(f"Borrowed: {inert(response.borrowed)}")
        if response.unverified:
            st.warning(f"Not verified: {inert(response.unverified)}")


def _show_relapse(relapse: Relapse | None) -> None:
    with st.container(border=True):
        st.markdown("**Relapse**")
        if relapse is None:
            st.write("This definition knows no relapse; only recorded relapses count.")
            return
        if relapse.quote:
            st.markdown(f"> {inert(relapse.quote)}")
        st.write(inert(relapse.words))
        if relapse.borrowed:
            st.info(f"Borrowed: {inert(relapse.borrowed)}")
