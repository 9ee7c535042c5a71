"""Button "Export report" on every page: tick boxes for its parts, its format, and the file.

The report is made in a process of its own, so that nobody else waits; closed, nothing is drawn.
"""

import streamlit as st

from srns.cohort.errors import InputError
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables, made_file
from srns.dashboard.parts.progress import with_progress
from srns.dashboard.state import filters, session
from srns.dashboard.state.access_checks import checked_fragment
from srns.languages.current import current_language
from srns.languages.messages import _, translated
from srns.panels.view import View
from srns.report.cohort_report import MAIN_PARTS, PARTS
from srns.report.dataset import definition_text
from srns.report.report_files import FORM_NAMES
from srns.report.report_process import ReportJob, write_apart
from srns.report.table_catalogue import Choices
from srns.workbook.ledger import count_rows

_FIGURES = 8
"""About as many steps as the parts have figures."""


@checked_fragment
def draw() -> None:
    """Draw the button; what is behind it only once it is opened."""
    with st.popover(_("Export report"), key="export_report", on_change="rerun") as it:
        if it.open and (view := filters.current_view()) is not None:
            _draw_choices(view)


def _draw_choices(view: View) -> None:
    st.caption(escape(view.sentence))
    chosen = tuple(
        name
        for name, title in PARTS.items()
        if st.checkbox(translated(title), name in MAIN_PARTS, key=f"report_{name}")
    )
    ending = st.segmented_control(
        _("Format"),
        list(FORM_NAMES),
        format_func=lambda each: translated(FORM_NAMES[each][0]),
        default=".docx",
        required=True,
        key="report_format",
    )
    loaded = session.state().loaded
    made_of = (
        loaded.key if loaded is not None else "",
        tuple(view.patients),
        view.definition.sha256,
        view.basis,
        session.state().overrides,
        view.units,
        chosen,
        ending,
        current_language(),
    )
    if ending in (".pdf", ".docx") and (note := made_file.english_file_note()):
        st.caption(note if ending == ".pdf" else _("Figures in this file are in English."))
    if st.button(_("Make report"), key="report_make", type="primary", disabled=not chosen):
        _make(view, chosen, str(ending), made_of)
    made_file.offer_download("report", made_of)


def _make(view: View, parts: tuple[str, ...], ending: str, made_of: tuple[object, ...]) -> None:
    """Make the report, showing its steps, and keep it for this session's download."""
    job = report_job(view, parts, ending)
    written: list[bytes] = []
    try:
        with_progress(lambda step: written.append(write_apart(job, step)), len(parts) + _FIGURES)
    except InputError as error:
        st.error(escape(error))
        return
    name, mime = f"report{ending}", FORM_NAMES[ending][1]
    made_file.keep("report", made_of, name, mime, written[0])


def report_job(view: View, parts: tuple[str, ...], ending: str) -> ReportJob:
    """Return the report of what the pages show: its children, definition, basis and units."""
    loaded = session.state().loaded
    rows = None
    if loaded is not None and not view.basis.by_line:
        rows = count_rows(loaded.reading.ledger, "Patients")
    filtered = view.cohort_size if view.filters else None
    own = session.state().own_text if view.definition == session.state().own else ""
    return ReportJob(
        view.cohort,
        definition_text(view.definition, own),
        view.basis.strategy,
        view.units,
        figures_and_tables.stamp_of(view),
        tuple(loaded.reading.problems) if loaded is not None else (),
        Choices("histology", rows=rows, filtered_from=filtered),
        {"workbook": loaded.file_hash} if loaded is not None else {},
        parts,
        ending,
        current_language(),
    )
