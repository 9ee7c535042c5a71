"""Which children are looked at, and what was read of them."""

import streamlit as st

from srns.dashboard.parts import sign_in
from srns.dashboard.screens.cohort import annotated_copy, problems, recipe_questions, upload
from srns.dashboard.state import session
from srns.dashboard.state.page_start import begin

begin("Which children are we looking at?")
upload.choose()
sign_in.sign_in()
recipe_questions.offer_earlier()
if waiting := recipe_questions.ask():
    annotated_copy.show_private(waiting.private)
    st.stop()

held = session.state().held
if held is None:
    st.info("Nothing is open yet. Open a workbook above, or the paper's cohort to look around.")
    st.stop()

upload.say_what_is_open(held)
problems.show(held)
recipe_questions.show(held)
annotated_copy.offer_copy(held)
annotated_copy.show_private(held.private)
upload.show_ledger(held.reading)
