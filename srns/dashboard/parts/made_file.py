"""File that took long to make: kept in the session until what it was made of changes."""

from collections.abc import Hashable

import streamlit as st

from srns.dashboard.state import session
from srns.dashboard.state.access_checks import checked_file
from srns.dashboard.state.session import MadeFile
from srns.languages.current import current_language, language_of_fonts
from srns.languages.messages import _


def keep(kind: str, made_of: Hashable, name: str, mime: str, content: bytes) -> None:
    """Keep a file in place of the last of its kind.

    Parameters
    ----------
    made_of
        What would have to be the same for the file to be.
    """
    session.state().made[kind] = MadeFile(made_of, name, mime, content)


def english_file_note() -> str | None:
    """Return that a file with its fonts is in English, where no font has the letters in use."""
    if language_of_fonts() == current_language():
        return None
    return _("This file is in English: its fonts have no Chinese characters.")


def offer_download(kind: str, made_of: Hashable) -> None:
    """Draw the download of the file of a kind; nothing where none was made of this."""
    made = session.state().made.get(kind)
    if made is None or made.made_of != made_of:
        return
    st.download_button(
        _("Download {name} ({size} kB)").format(
            name=made.name, size=max(1, len(made.content) // 1024)
        ),
        checked_file(lambda: made.content),
        made.name,
        made.mime,
        key=f"{kind}_download",
        icon=":material/download:",
        on_click="ignore",
    )
