"""Own definition of a visitor: load or edit its file, see its errors, apply it."""

import streamlit as st

from srns.cohort.errors import DefinitionError
from srns.dashboard.markdown_text import escape
from srns.dashboard.state import session
from srns.languages.messages import _
from srns.rules.definition import Definition
from srns.rules.definition_wording import methods_paragraph
from srns.rules.load_definition import PUBLISHED, parse_definition

TEXT = "own_text"


def load_own() -> None:
    """Draw the editor for a definition file and the button that applies it."""
    st.write(
        _(
            "A definition is a short text file: copy a published one, change it, and apply it here "
            "on all pages, or on the command line with `--definition mine.toml`. It is kept in "
            "this session only."
        )
    )
    left, right = st.columns(2, gap="large")
    with left:
        st.file_uploader(
            _("Your definition (.toml)"), type=["toml"], key="own_file", on_change=_take_file
        )
    with right:
        st.write(_("Or start from the definition in use:"))
        st.button(_("Copy it into the editor"), on_click=_copy_published, key="own_copy")
    st.session_state.setdefault(TEXT, session.state().own_text)
    st.text_area(_("Definition file"), key=TEXT, height=260)
    text = st.session_state.get(TEXT, "")
    if not text.strip():
        return
    definition = _check(text)
    if definition is None:
        return
    st.success(
        _("Valid definition: {definition}").format(definition=escape(methods_paragraph(definition)))
    )
    with st.container(horizontal=True):
        st.button(_("Apply on all pages"), on_click=_use, key="own_use", type="primary")
        st.download_button(
            _("Download the file"),
            text,
            f"{definition.id}.toml",
            "application/toml",
            key="own_download",
            on_click="ignore",
        )


def _check(text: str) -> Definition | None:
    """Return the definition, or show its errors and return None."""
    try:
        definition = parse_definition(text, "your definition")
    except DefinitionError as error:
        _show_errors(error, text)
        return None
    if definition.id in session.definitions():
        st.error(
            _(
                "your definition: found id = '{id}', the id of a published definition; "
                "expected an id of your own. Change it, so that the two cannot be confused."
            ).format(id=escape(definition.id))
        )
        return None
    return definition


def _show_errors(error: DefinitionError, text: str) -> None:
    """Draw every error in the order of the file, each with its line."""
    if len(error.mistakes) > 1:
        st.write(_("{n} errors to correct:").format(n=len(error.mistakes)))
    lines = text.splitlines()
    for mistake in error.mistakes:
        st.error(escape(mistake.message))
        if mistake.line and mistake.line <= len(lines):
            st.code(f"{mistake.line:>3}  {lines[mistake.line - 1]}", language="toml")
    if not error.mistakes:
        st.error(escape(error))


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
        return  # the text changed since it was checked; the page shows the errors
