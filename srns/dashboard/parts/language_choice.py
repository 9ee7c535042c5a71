"""Choice of the language of all pages, in the sidebar."""

import streamlit as st

from srns.dashboard.state import language, session
from srns.languages.current import LANGUAGES
from srns.languages.messages import _


def choose_language() -> None:
    """Draw the choice of the language of all pages, each by its own name."""
    st.session_state["language"] = session.state().language
    label = _("Language")
    st.selectbox(
        f":material/translate: {label}",
        list(LANGUAGES),
        key="language",
        format_func=LANGUAGES.__getitem__,
        on_change=_keep_language,
        help=_(
            "Language of the pages. Numbers and dates keep the form in which papers print them."
        ),
    )


def _keep_language() -> None:
    here = session.state()
    here.notices = []
    language.choose(st.session_state["language"])
