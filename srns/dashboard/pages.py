"""How every page begins."""

import runpy
from pathlib import Path

import streamlit as st

from srns.dashboard import session

APP = Path(__file__).parents[2] / "app.py"


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
