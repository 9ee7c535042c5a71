"""Pages of the dashboard, in order; nothing else."""

import streamlit as st

from srns.dashboard.state import filters, saved_view, url_state

st.set_page_config(page_title="srns: defensible remission calls", page_icon="🩺", layout="wide")

saved_view.check_access()
if saved_view.counts_only():
    pages = {
        "": [st.Page("pages/counts.py", title="Counts", icon=":material/tag:", default=True)],
    }
else:
    pages = {
        "Patients": [
            st.Page("pages/import.py", title="Import", icon=":material/upload_file:", default=True),
            st.Page("pages/children.py", title="Children", icon=":material/diversity_3:"),
            st.Page("pages/timelines.py", title="Timelines", icon=":material/timeline:"),
        ],
        "Response": [
            st.Page("pages/overview.py", title="Overview", icon=":material/groups:"),
            st.Page("pages/histology.py", title="Histology", icon=":material/biotech:"),
            st.Page("pages/times.py", title="Time to remission", icon=":material/schedule:"),
        ],
        "Treatment": [
            st.Page(
                "pages/lines.py",
                title="Lines of treatment",
                icon=":material/format_list_numbered:",
            ),
            st.Page("pages/maintenance.py", title="Maintenance", icon=":material/medication:"),
            st.Page("pages/exposure.py", title="Cyclophosphamide", icon=":material/vaccines:"),
            st.Page("pages/kidney.py", title="Kidney function", icon=":material/water_drop:"),
        ],
        "Definition of remission": [
            st.Page("pages/definitions.py", title="Definitions", icon=":material/rule:"),
            st.Page("pages/comparison.py", title="Comparison", icon=":material/compare_arrows:"),
        ],
        "Publish and share": [
            st.Page(
                "pages/statements.py",
                title="Check manuscript numbers",
                icon=":material/fact_check:",
            ),
            st.Page("pages/review.py", title="Review", icon=":material/task_alt:"),
            st.Page("pages/share.py", title="Share", icon=":material/share:"),
        ],
    }
page = st.navigation(pages, expanded=True)
url_state.read_address()
saved_view.show_opened()
filters.draw_sidebar()
url_state.write_address()
filters.show_notices()
page.run()
