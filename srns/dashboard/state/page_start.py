"""Page title, and the rerun through app.py on a fresh server."""

import runpy

import streamlit as st

from srns.app_files import APP
from srns.dashboard.state import session


def begin(title: str) -> None:
    """Write the title of a page.

    The first address requested from a fresh server runs the file in `pages/` without `app.py`,
    because Streamlit takes the folder for its older kind of app until `st.navigation` was called
    once. Then `app.py` is run from here: it chooses the same page by the address.
    """
    here = session.state()
    if not here.frame_drawn:
        runpy.run_path(str(APP))
        st.stop()
    here.frame_drawn = False
    st.title(title)
