"""What of saving and sharing is possible now, and in which order is it shown?"""

import streamlit as st

from srns.cohort.errors import StoreError
from srns.dashboard.markdown_text import inert
from srns.dashboard.parts import sign_in
from srns.dashboard.screens.share import save, saved_cohort
from srns.dashboard.state import saved_view, session
from srns.dashboard.state.session import SHARED
from srns.sharing.permissions import EDITOR, VIEWER


def show() -> None:
    """Show whatever of saving and sharing is possible now."""
    try:
        saved_view.store()
    except StoreError as error:
        st.info(inert(error))
        return
    _show_new_link()
    sign_in.sign_in()
    here = session.state()
    opened, held = here.opened, here.held
    if held is not None and held.reading.cohort is None:
        held = None  # nothing of it can be saved
    if opened is None:
        if held is not None:
            save.show_first(held)
        else:
            st.info("Open a workbook without errors on the page Cohort; then it can be saved here.")
            st.page_link("pages/cohort.py", label="Open a workbook")
        return
    if held is not None and held.origin != SHARED and opened.access.may(EDITOR):
        save.show_cut(held, opened)
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
