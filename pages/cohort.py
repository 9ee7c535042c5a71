"""Which children are looked at, and what was read of them."""

import streamlit as st

from srns.dashboard import mending, opening, persons, problem_lists, recipes, session
from srns.dashboard.pages import begin

begin("Which children are we looking at?")
opening.choose()
persons.sign_in()
recipes.offer_earlier()
if waiting := recipes.ask():
    mending.show_private(waiting.private)
    st.stop()

held = session.state().held
if held is None:
    st.info("Nothing is open yet. Open a workbook above, or the paper's cohort to look around.")
    st.stop()

opening.say_what_is_open(held)
problem_lists.show(held)
recipes.show(held)
mending.offer_copy(held)
mending.show_private(held.private)
opening.show_ledger(held.reading)
