"""How the definition in force is chosen and shown beside the sentences it was read from."""

import streamlit as st

from srns.dashboard import session
from srns.dashboard.words import inert
from srns.rules.definition import Definition, Relapse, Response


def choose_definition() -> Definition:
    """Choose which published definition every page judges by; it stands in the address."""
    known = session.definitions()
    st.session_state["definition"] = session.state().definition
    st.selectbox(
        "Definition in force on every page",
        list(known),
        key="definition",
        format_func=lambda name: known[name].label,
        on_change=_remember_definition,
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
    for note in (definition.unverified, definition.notes):
        if note:
            st.info(inert(note))
    for response in definition.responses:
        _show_response(response)
    _show_relapse(definition.relapse)
    st.caption(f"Version {definition.version} · SHA-256 of the file: {definition.sha256}")


def _show_response(response: Response) -> None:
    with st.container(border=True):
        st.markdown(f"**{response.name.capitalize()}**")
        quote, reading = st.columns(2, gap="large")
        with quote:
            st.caption("The source says")
            st.markdown(f"> {inert(response.quote)}")
        with reading:
            st.caption("We read it as")
            st.write(inert(response.words))
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
