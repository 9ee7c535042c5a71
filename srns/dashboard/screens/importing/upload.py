"""Workbook upload, summary of what was read, and the ledger of cells."""

import io
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

import streamlit as st

from srns.dashboard.markdown_text import count, escape, join
from srns.dashboard.parts import figures_and_tables, table_views
from srns.dashboard.state import session, workbook_import
from srns.dashboard.state.session import LoadedCohort
from srns.workbook.blank_template import KINDS, write_template
from srns.workbook.files.redcap_dictionary import REPEATING, write_dictionary
from srns.workbook.read_workbook import Reading

ENDINGS = ("xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv", "txt")
TEMPLATES: Mapping[str, Callable[[io.BytesIO], None]] = MappingProxyType(
    {kind.description: partial(write_template, kind=name) for name, kind in KINDS.items()}
)
"""What a blank template can be made for, the simplest first; each writes its workbook."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def choose_workbook() -> None:
    """Draw the upload, the paper's cohort and the blank templates."""
    left, right = st.columns(2, gap="large")
    with left:
        given = st.file_uploader(
            "Your workbook (Excel, .ods or .csv)",
            type=list(ENDINGS),
            key="workbook",
            on_change=_open_upload,
            help="Read in this session only. Nothing is stored, and nothing leaves this server.",
        )
        with st.expander("My file is a REDCap export"):
            st.file_uploader(
                "REDCap data dictionary of the project (.csv)",
                type=["csv"],
                key="redcap_dictionary",
                on_change=_open_upload,
                help="Codes become labels, and each repeating instrument becomes a sheet.",
            )
    with right:
        st.write("Or start with an example:")
        st.button(
            "Open the paper's cohort (Up/c series simulated)", on_click=workbook_import.open_paper
        )
        _offer_templates()
        st.download_button(
            "Download template as REDCap data dictionary",
            _dictionary,
            "srns_redcap_dictionary.csv",
            "text/csv",
            on_click="ignore",
            help=f"In REDCap, set up these as repeating instruments: {join(list(REPEATING))}.",
        )
    if given is not None and session.state().upload_lost:
        # The first run of a new session already has the file: on_change was not called for it.
        _open_upload()
        st.rerun()


def _open_upload(day_zero: str = "") -> None:
    upload = st.session_state["workbook"]
    dictionary = st.session_state.get("redcap_dictionary")
    if upload is not None:
        about = dictionary.getvalue() if dictionary else b""
        workbook_import.open_upload(upload.name, upload.getvalue(), about, day_zero)


def ask_day_zero(loaded: LoadedCohort) -> None:
    """Ask what day 0 is, where the workbook leaves it open; with the children who have each."""
    origins = loaded.reading.origins
    if loaded.reading.cohort is not None or not origins or "workbook" not in st.session_state:
        return
    st.subheader("What is day 0?")
    st.write(
        "No child has an infusion or an index date, so the workbook does not say from when days, "
        "times and responses count. Choose below, or add an index date to the sheet Patients."
    )
    labels = {f"{name} ({number} children)": name for name, number in origins.items()}
    chosen = st.radio(
        "Day 0", [*labels, "none of these: I will add an index date"], index=None, key="ask_day_0"
    )
    if chosen in labels:
        st.button("Read the workbook from this day", on_click=_open_upload, args=(labels[chosen],))


def _offer_templates() -> None:
    """Draw the download of the blank template; the choice of one where there are several."""
    names = list(TEMPLATES)
    chosen = names[0]
    if len(names) > 1:
        chosen = st.selectbox("Blank template for", names, key="template") or chosen
    st.download_button(
        "Download blank template",
        lambda: _template(chosen),
        "srns_template.xlsx",
        XLSX,
        on_click="ignore",
    )


@st.cache_data(max_entries=8)
def _template(chosen: str) -> bytes:
    target = io.BytesIO()
    TEMPLATES[chosen](target)
    return target.getvalue()


@st.cache_data(max_entries=1)
def _dictionary() -> bytes:
    target = io.StringIO()
    write_dictionary(target)
    return target.getvalue().encode("utf-8-sig")


def show_summary(loaded: LoadedCohort) -> None:
    """Draw the name of the open workbook and what was read from it."""
    reading = loaded.reading
    st.subheader(escape(loaded.name))
    if loaded.note:
        st.warning(
            "**Up/c series simulated.** The paper shows Up/c only as a figure. The data of Table "
            "1 and the text are real; every Up/c, and every albumin except on day 0, was simulated "
            "so that the paper's definition yields the paper's responses. Draw no clinical "
            "conclusions."
        )
    if reading.cohort is None:
        errors = sum(problem.severity == "error" for problem in reading.problems)
        st.error(
            f"{count(errors, 'problem')} to fix in Excel. Correct the cells listed below, save the "
            "workbook, and open it here again."
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
        if reading.errors:
            st.warning(
                f"{count(len(reading.errors), 'problem')} to fix in Excel, listed below. "
                "A result that cannot be read is unknown on its day, and a row whose day or child "
                f"cannot be read is left out; all others are judged. {reading.unknown_words}"
            )
        st.page_link("pages/overview.py", label="See how many children responded")


def show_ledger(reading: Reading) -> None:
    """Draw how many of the filled cells were used, ignored and rejected."""
    ledger = reading.ledger
    st.subheader("Cells read, ignored, rejected")
    figures_and_tables.metrics_row(
        [
            ("filled cells", ledger.cells),
            ("read", ledger.used),
            ("ignored", ledger.ignored),
            ("rejected", ledger.failed),
        ]
    )
    unused = table_views.ledger_table(ledger.entries)
    if len(unused):
        with st.expander(f"{count(len(unused), 'cell')} not read, with the reason"):
            figures_and_tables.data_table("cells_not_read", unused)
