"""How a workbook is opened, and what is said of what was read."""

import io

import streamlit as st

from srns.dashboard.markdown_text import count, inert, join
from srns.dashboard.parts import figures_and_tables, table_views
from srns.dashboard.state import session
from srns.dashboard.state.session import Held
from srns.workbook.blank_template import write_template
from srns.workbook.files.redcap_dictionary import REPEATING, write_dictionary
from srns.workbook.read_workbook import Reading

ENDINGS = ("xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv", "txt")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def choose() -> None:
    """Offer to open a workbook, the paper's cohort, or the blank template."""
    left, right = st.columns(2, gap="large")
    with left:
        given = st.file_uploader(
            "Your workbook (Excel, .ods or .csv)",
            type=list(ENDINGS),
            key="workbook",
            on_change=_take_upload,
            help="It is read in this session only. Nothing is stored, nothing leaves this server.",
        )
        with st.expander("It is a REDCap export"):
            st.file_uploader(
                "The project's data dictionary (.csv)",
                type=["csv"],
                key="redcap_dictionary",
                on_change=_take_upload,
                help="Codes become labels, and each repeating instrument a sheet.",
            )
    with right:
        st.write("Or look around first:")
        st.button("Open the paper's cohort (Up/c series simulated)", on_click=session.open_paper)
        st.download_button(
            "Download the blank template",
            _template,
            "srns_template.xlsx",
            XLSX,
            on_click="ignore",
        )
        st.download_button(
            "Download it as a REDCap data dictionary",
            _dictionary,
            "srns_redcap_dictionary.csv",
            "text/csv",
            on_click="ignore",
            help=f"In REDCap, make these repeating instruments: {join(list(REPEATING))}.",
        )
    if given is not None and session.state().upload_gone:
        # It is the first thing a new session hears of: no change was seen, and none was called.
        _take_upload()
        st.rerun()


def _take_upload() -> None:
    upload = st.session_state["workbook"]
    about = st.session_state.get("redcap_dictionary")
    if upload is not None:
        session.open_upload(upload.name, upload.getvalue(), about.getvalue() if about else b"")


@st.cache_data(max_entries=1)
def _template() -> bytes:
    target = io.BytesIO()
    write_template(target)
    return target.getvalue()


@st.cache_data(max_entries=1)
def _dictionary() -> bytes:
    target = io.StringIO()
    write_dictionary(target)
    return target.getvalue().encode("utf-8-sig")


def say_what_is_open(held: Held) -> None:
    """Say what is open and what was read from it."""
    reading = held.reading
    st.subheader(inert(held.name))
    if held.note:
        st.warning(
            "**Up/c series simulated.** The paper prints Up/c only as a picture. What Table 1 and "
            "the text print is real; every Up/c, and every albumin but that of day 0, was made so "
            "that the paper's definition gives the paper's responses. Draw no clinical conclusion."
        )
    if reading.cohort is None:
        errors = sum(problem.severity == "error" for problem in reading.problems)
        st.error(
            f"{count(errors, 'cell or table', 'cells or tables')} to mend before anything can be "
            "computed. Mend them in Excel, save, and open the workbook again."
        )
    else:
        cohort = reading.cohort
        st.success(
            "Read: "
            + join(
                [
                    count(len(cohort.patients), "child", "children"),
                    count(len(cohort.labs), "lab result"),
                    count(len(cohort.infusions), "infusion"),
                    count(len(cohort.treatments), "drug course"),
                    count(len(cohort.events), "event"),
                ]
            )
            + "."
        )
        st.page_link("pages/overview.py", label="See how many responded")


def show_ledger(reading: Reading) -> None:
    """Show that every filled cell was accounted for."""
    ledger = reading.ledger
    st.subheader("What became of every filled cell")
    figures_and_tables.measures(
        [
            ("filled cells", ledger.cells),
            ("used", ledger.used),
            ("ignored", ledger.ignored),
            ("failed", ledger.failed),
        ]
    )
    unused = table_views.ledger_table(ledger.entries)
    if len(unused):
        with st.expander(f"The {count(len(unused), 'cell')} not used, with the reason"):
            figures_and_tables.listing("cells_not_used", unused)
