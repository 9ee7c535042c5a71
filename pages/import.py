"""Opening a workbook, and what was read from it."""

import streamlit as st

from srns.dashboard.parts import sign_in
from srns.dashboard.screens.importing import annotated_copy, import_settings, problems, upload
from srns.dashboard.state import session
from srns.dashboard.state.page_start import begin

begin("Open your cohort")
upload.choose_workbook()
sign_in.show_sign_in()
import_settings.offer_saved_settings()
if pending := import_settings.ask_questions():
    annotated_copy.show_private(pending.private)
    st.stop()

loaded = session.state().loaded
if loaded is None:
    st.info("No cohort is open yet. Open a workbook above, or the paper's cohort as an example.")
    st.stop()

upload.show_summary(loaded)
upload.ask_day_zero(loaded)
problems.show(loaded)
import_settings.show(loaded)
annotated_copy.offer_copy(loaded)
annotated_copy.show_private(loaded.private)
upload.show_ledger(loaded.reading)
