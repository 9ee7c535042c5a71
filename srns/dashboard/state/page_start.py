"""How every page begins."""

import runpy

import streamlit as st

from srns.app_files import APP
from srns.dashboard.state import session


def begin(question: str) -> None:
    """Put the question that a page answers above it.

    The first address that a fresh server is asked for runs the file in `pages/` without `app.py`,
    because Streamlit takes the folder for its older kind of app until `st.navigation` was called
    once. Then `app.py` is run from here: it chooses the same page by the address.
    """
    here = session.state()
    if not here.framed:
        runpy.run_path(str(APP))
        st.stop()
    here.framed = False
    st.title(question)
