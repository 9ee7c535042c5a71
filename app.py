"""The pages and their order; nothing else."""

import streamlit as st

from srns.dashboard.state import filters, saved_view, url_state

st.set_page_config(page_title="srns: defensible remission calls", page_icon="🩺", layout="wide")

saved_view.settle()
if saved_view.only_counts():
    pages = {"": [st.Page("pages/counts.py", title="Counts", icon=":material/tag:", default=True)]}
else:
    pages = {
        "The children": [
            st.Page("pages/cohort.py", title="Cohort", icon=":material/upload_file:", default=True),
            st.Page("pages/children.py", title="Children", icon=":material/diversity_3:"),
            st.Page("pages/timelines.py", title="Timelines", icon=":material/timeline:"),
        ],
        "Their response": [
            st.Page("pages/overview.py", title="Overview", icon=":material/groups:"),
            st.Page("pages/histology.py", title="Histology", icon=":material/biotech:"),
            st.Page("pages/times.py", title="Times", icon=":material/schedule:"),
        ],
        "Their treatment": [
            st.Page("pages/maintenance.py", title="Maintenance", icon=":material/medication:"),
            st.Page("pages/exposure.py", title="Exposure", icon=":material/vaccines:"),
            st.Page("pages/kidney.py", title="Kidney function", icon=":material/water_drop:"),
        ],
        "The rule": [
            st.Page("pages/definitions.py", title="Definitions", icon=":material/rule:"),
            st.Page("pages/comparison.py", title="Comparison", icon=":material/compare_arrows:"),
        ],
        "For others": [
            st.Page(
                "pages/statements.py", title="Text against table", icon=":material/fact_check:"
            ),
            st.Page("pages/review.py", title="Review", icon=":material/task_alt:"),
            st.Page("pages/share.py", title="Share", icon=":material/share:"),
        ],
    }
page = st.navigation(pages, expanded=True)
url_state.arrive()
saved_view.say_opened()
filters.sidebar()
url_state.write_address()
filters.say_notices()
page.run()
