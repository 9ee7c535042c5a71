"""Which children are looked at, and what was read of them."""

import streamlit as st

from srns.dashboard import mending, opening, panels, recipes, session, tables
from srns.dashboard.pages import begin

begin("Which children are we looking at?")
opening.choose()
recipes.offer_earlier()
if recipes.ask():
    st.stop()

held = session.state().held
if held is None:
    st.info("Nothing is open yet. Open a workbook above, or the paper's cohort to look around.")
    st.stop()

opening.say_what_is_open(held)
recipes.show(held)
for severity, title, problems in opening.by_severity(held.reading.problems):
    st.subheader(title)
    panels.listing(f"problems_{severity}", tables.problem_table(problems))
mending.offer_copy(held)
mending.show_private(held)
opening.show_ledger(held.reading)
