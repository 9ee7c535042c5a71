"""The child's page for print: one sheet of A4 as PDF."""

import datetime

import streamlit as st

from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.made_file import english_file_note
from srns.dashboard.state.access_checks import checked_file
from srns.languages.messages import _
from srns.panels.view import View, calls_of
from srns.report.child_pdf import child_pdf


def offer_page(view: View, patient: str) -> None:
    """Draw the button that gives the child's page as PDF; it is set on a click."""
    found = calls_of(view, [patient])
    stamp = figures_and_tables.stamp_of(view)
    st.download_button(
        _("Page to print (PDF)"),
        checked_file(lambda: child_pdf(found, patient, stamp, printed_on=datetime.date.today())),
        f"child_{view.patients.index(patient) + 1}.pdf",
        "application/pdf",
        key="child_page",
        icon=":material/print:",
        on_click="ignore",
        help=english_file_note(),
    )
