"""What of saving and sharing is possible now, and in which order is it shown?"""

import streamlit as st

from srns.dashboard import persons, saved_cohort, saving, session, shared
from srns.dashboard.session import SHARED
from srns.dashboard.words import inert
from srns.sharing.access import EDITOR, VIEWER
from srns.sharing.store import StoreError


def show() -> None:
    """Show whatever of saving and sharing is possible now."""
    try:
        shared.store()
    except StoreError as error:
        st.info(inert(error))
        return
    _show_new_link()
    persons.sign_in()
    here = session.state()
    opened, held = here.opened, here.held
    if held is not None and held.reading.cohort is None:
        held = None  # nothing of it can be saved
    if opened is None:
        if held is not None:
            saving.show_first(held)
        else:
            st.info("Open a workbook without errors on the page Cohort; then it can be saved here.")
            st.page_link("pages/cohort.py", label="Open a workbook")
        return
    if held is not None and held.origin != SHARED and opened.access.may(EDITOR):
        saving.show_cut(held, opened)
        st.divider()
    if opened.access.may(VIEWER):
        saved_cohort.show(opened)


def _show_new_link() -> None:
    """Show a new link, once."""
    here = session.state()
    if not here.new_link:
        return
    with st.container(border=True):
        st.markdown(f"**{inert(here.new_link_says)}**")
        st.code(here.new_link, language=None, wrap_lines=True)
        st.caption("It is shown once and stored nowhere. Whoever has it gets in: copy it now.")
        st.button("I have copied it", key="copied", type="primary", on_click=_forget_link)


def _forget_link() -> None:
    session.state().new_link = ""
