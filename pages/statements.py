"""Whether the numbers of a text agree with the table they were counted from."""

import streamlit as st

from srns.dashboard.screens import statements as check
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_start import begin

begin("Does the text agree with its table?")
st.subheader("The paper against its own Table 1")
st.write(
    "Each number that Haddad et al. (2021) state of their eight children, recomputed from the "
    "table that they print. Filters have no effect here."
)
checked = check.paper_checked()
title = "Haddad et al. (2021) against its own Table 1"
check.show("paper_statements", checked, title, check.paper_stamp())
check.show_inconsistencies(checked)

st.subheader("Your manuscript against your workbook")
check.show_vocabulary()
statements = check.choose_statements()
if statements:
    view = require_view()
    own = check.own_checked(view, statements)
    check.show("own_statements", own, "The manuscript against the workbook", view)
