"""Opening a workbook, and what was read from it."""

import streamlit as st

from srns.dashboard.parts import sign_in
from srns.dashboard.parts.page_frame import begin
from srns.dashboard.screens.importing import (
    annotated_copy,
    corrections,
    decisions,
    outcome,
    problems,
    saved_settings,
    upload,
)
from srns.dashboard.state import session
from srns.languages.messages import _

begin(_("Open your cohort"))
upload.choose_workbook()
sign_in.show_sign_in()
saved_settings.offer_saved_settings()
pending = session.state().pending
if pending is not None and not pending.is_read:
    decisions.ask(pending)
    annotated_copy.show_private(pending.private)
    st.stop()

loaded = session.state().loaded
if loaded is None:
    st.info(_("No cohort is open yet. Open a workbook above, or the paper's cohort as an example."))
    st.stop()

outcome.show_summary(loaded)
outcome.ask_day_zero(loaded)
corrections.offer(loaded)
problems.show(loaded)
saved_settings.show(loaded, pending)
annotated_copy.offer_copy(loaded)
annotated_copy.show_private(loaded.private)
outcome.show_ledger(loaded.reading)
