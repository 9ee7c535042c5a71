"""Pages of the dashboard, in order; nothing else."""

import streamlit as st

from srns.dashboard.parts import old_addresses, page_frame, registry_page
from srns.dashboard.state import language, saved_view, url_state
from srns.languages.messages import _

language.begin()
st.set_page_config(
    page_title=_("srns: defensible remission calls"),
    page_icon="🩺",
    layout="wide",
    initial_sidebar_state=210,
)

saved_view.check_access()
if saved_view.counts_only():
    pages = [st.Page("pages/counts.py", title=_("Counts"), icon=":material/tag:", default=True)]
else:
    pages = [
        st.Page("pages/import.py", title=_("Import"), icon=":material/upload_file:", default=True),
        st.Page("pages/cohort.py", title=_("Cohort"), icon=":material/groups:"),
        st.Page("pages/child.py", title=_("Child"), icon=":material/timeline:"),
        st.Page("pages/histology.py", title=_("Histology"), icon=":material/biotech:"),
        st.Page("pages/maintenance.py", title=_("Maintenance"), icon=":material/medication:"),
        st.Page("pages/definitions.py", title=_("Definitions"), icon=":material/rule:"),
        st.Page("pages/methods.py", title=_("Methods"), icon=":material/functions:"),
        st.Page("pages/share.py", title=_("Share"), icon=":material/share:"),
        *registry_page.offered(),
    ]
page = st.navigation([*pages, *old_addresses.old_addresses()], position="hidden")
url_state.read_address(page.url_path)
saved_view.ask_password()
page_frame.draw_frame(pages, page.url_path, has_bar=page.url_path != registry_page.ADDRESS)
page.run()
