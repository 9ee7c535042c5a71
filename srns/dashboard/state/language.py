"""Language of the pages: of the address, else of the visitor's browser."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from srns.dashboard.state import session
from srns.languages.current import (
    ENGLISH,
    LANGUAGES,
    find_language_by,
    nearest_language,
    use_language,
)

PARAMETER = "lang"


def begin() -> None:
    """Use the language of this session; at the first run, that of the address.

    What comes before the address is read is worded by it, such as the titles of the pages.
    """
    here = session.state()
    if not here.language:
        here.language = read_language(st.query_params.get(PARAMETER, ""))
    use_language(here.language)


def read_language(asked: str) -> str:
    """Return the language that an address asks for; another word is the browser's language."""
    return asked if asked in LANGUAGES else usual_language()


def usual_language() -> str:
    """Return the language of the visitor's browser; English where the pages do not have it."""
    return nearest_language(st.context.locale)


def choose(code: str) -> None:
    """Show the pages in another language from now on."""
    here = session.state()
    if code not in LANGUAGES or code == here.language:
        return
    here.language = code
    use_language(code)
    _send_choices_again()


def _send_choices_again() -> None:
    """Have the browser show what is chosen in its new words: it keeps the words it was sent."""
    for key, value in st.session_state.items():
        chosen = value if isinstance(value, list) else [value]
        if chosen and all(isinstance(each, str) for each in chosen):
            st.session_state[key] = value


def _of_session() -> str | None:
    """Return the language of the session that runs here; None where none does."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    return session.state().language or ENGLISH


find_language_by(_of_session)
