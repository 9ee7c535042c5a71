"""Share page: saving, data cuts and the saved cohort, as the role allows."""

import streamlit as st

from srns.cohort.errors import StoreError
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import sign_in
from srns.dashboard.screens.share import save, saved_cohort
from srns.dashboard.state import saved_view, session
from srns.dashboard.state.session import SHARED
from srns.languages.messages import _
from srns.sharing.permissions import EDITOR, VIEWER


def show() -> None:
    """Draw what can be saved or shared now."""
    try:
        saved_view.store()
    except StoreError as error:
        st.info(escape(error))
        return
    _show_new_link()
    sign_in.show_sign_in()
    here = session.state()
    opened, loaded = here.opened, here.loaded
    if loaded is not None and loaded.reading.cohort is None:
        loaded = None  # a workbook with errors cannot be saved
    if opened is None:
        if loaded is not None:
            save.show_first_save(loaded)
        else:
            st.info(
                _("Open a workbook without errors on the page Import; you can then save it here.")
            )
            st.page_link("pages/import.py", label=_("Open a workbook"))
        return
    if loaded is not None and loaded.origin != SHARED and opened.access.may(EDITOR):
        save.show_data_cut(loaded, opened)
        st.divider()
    if opened.access.may(VIEWER):
        saved_cohort.show(opened)


def _show_new_link() -> None:
    """Draw a new link, once."""
    here = session.state()
    if not here.new_link:
        return
    with st.container(border=True):
        st.markdown(f"**{escape(here.new_link_message)}**")
        st.code(here.new_link, language=None, wrap_lines=True)
        st.caption(
            _(
                "Copy it now: it is shown only once and not stored. Anyone who has it can open the "
                "cohort."
            )
        )
        st.button(_("I have copied it"), key="copied", type="primary", on_click=_forget_link)


def _forget_link() -> None:
    session.state().new_link = ""
