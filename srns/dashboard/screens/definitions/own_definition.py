"""A definition of the visitor's own: load its file, read the mistake, mend it, use it."""

import streamlit as st

from srns.cohort.errors import DefinitionError
from srns.dashboard.markdown_text import inert
from srns.dashboard.state import session
from srns.rules.definition import Definition
from srns.rules.definition_wording import methods_paragraph
from srns.rules.load_definition import PUBLISHED, parse_definition

TEXT = "own_text"


def load_own() -> None:
    """Offer to load, mend and use a definition file."""
    st.subheader("Use a definition of your own")
    st.write(
        "A definition is a small text file: copy a published one, change it, and use it here on "
        "every page, or from a shell with `--definition mine.toml`. It lives in this session only."
    )
    left, right = st.columns(2, gap="large")
    with left:
        st.file_uploader(
            "Your definition (.toml)", type=["toml"], key="own_file", on_change=_take_file
        )
    with right:
        st.write("Or start from the one in force:")
        st.button("Copy it below", on_click=_copy_published, key="own_copy")
    st.session_state.setdefault(TEXT, session.state().own_text)
    st.text_area("The file, to read and to mend", key=TEXT, height=260)
    text = st.session_state.get(TEXT, "")
    if not text.strip():
        return
    definition = _check(text)
    if definition is None:
        return
    st.success(f"It can be used: {inert(methods_paragraph(definition))}")
    with st.container(horizontal=True):
        st.button("Use it on every page", on_click=_use, key="own_use", type="primary")
        st.download_button(
            "Download the file",
            text,
            f"{definition.id}.toml",
            "application/toml",
            key="own_download",
            on_click="ignore",
        )


def _check(text: str) -> Definition | None:
    """Read the file, or say what is wrong with it."""
    try:
        definition = parse_definition(text, "your definition")
    except DefinitionError as error:
        _say_mistakes(error, text)
        return None
    if definition.id in session.definitions():
        st.error(
            f"your definition: found id = '{inert(definition.id)}', which is a published one; "
            "expected an id of your own. Change it, so that nobody takes yours for theirs."
        )
        return None
    return definition


def _say_mistakes(error: DefinitionError, text: str) -> None:
    """Say every mistake in the order of the file, each with the line that it stands in."""
    if len(error.mistakes) > 1:
        st.write(f"{len(error.mistakes)} mistakes to mend:")
    lines = text.splitlines()
    for mistake in error.mistakes:
        st.error(inert(mistake.message))
        if mistake.line and mistake.line <= len(lines):
            st.code(f"{mistake.line:>3}  {lines[mistake.line - 1]}", language="toml")
    if not error.mistakes:
        st.error(inert(error))


def _take_file() -> None:
    upload = st.session_state["own_file"]
    if upload is not None:
        st.session_state[TEXT] = upload.getvalue().decode("utf-8", errors="replace")


def _copy_published() -> None:
    here = session.state()
    if here.definition == session.OWN:
        return
    text = (PUBLISHED / f"{here.definition}.toml").read_text("utf-8")
    st.session_state[TEXT] = text.replace(
        f'id = "{here.definition}"', f'id = "my_{here.definition}"', 1
    )


def _use() -> None:
    try:
        text = st.session_state[TEXT]
        session.use_own(parse_definition(text, "your definition"), text)
    except DefinitionError:
        return  # it was changed in between; the page says what is wrong
