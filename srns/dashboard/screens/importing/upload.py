"""Upload of the files of one cohort, and what can be opened or downloaded in their place."""

import io
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from srns.dashboard.parts.progress import with_progress
from srns.dashboard.state import session, workbook_import
from srns.languages.current import current_language, language
from srns.languages.lists import join_and
from srns.languages.messages import _, translated
from srns.workbook.blank_template import KINDS, write_template
from srns.workbook.files.redcap_dictionary import REPEATING, write_dictionary

ENDINGS = ("xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv", "txt")
TEMPLATES: Mapping[str, Callable[[io.BytesIO], None]] = MappingProxyType(
    {kind.description: partial(write_template, kind=name) for name, kind in KINDS.items()}
)
"""What a blank template can be made for, the simplest first; each writes its workbook."""
_KEY = "workbook"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def choose_workbook() -> None:
    """Draw the upload, the paper's cohort and the blank templates; open what was uploaded."""
    left, right = st.columns(2, gap="large")
    with left:
        given = st.file_uploader(
            _("Your workbook (Excel, .ods or .csv); several files of one cohort together"),
            type=list(ENDINGS),
            accept_multiple_files=True,
            key=_KEY,
            help=_("Read in this session only. Nothing is stored, and nothing leaves this server."),
        )
        with st.expander(_("My file is a REDCap export")):
            dictionary = st.file_uploader(
                _("REDCap data dictionary of the project (.csv)"),
                type=["csv"],
                key="redcap_dictionary",
                help=_("Codes become labels, and each repeating instrument becomes a sheet."),
            )
    with right:
        st.write(_("Or start with an example:"))
        st.button(
            _("Open the paper's cohort (Up/c series simulated)"),
            on_click=workbook_import.open_paper,
        )
        _offer_templates()
        st.download_button(
            _("Download template as REDCap data dictionary"),
            _dictionary,
            "srns_redcap_dictionary.csv",
            "text/csv",
            on_click="ignore",
            help=_("In REDCap, set up these as repeating instruments: {sheets}.").format(
                sheets=join_and(REPEATING)
            ),
        )
    _open_new(given, dictionary)


def _open_new(given: Sequence[UploadedFile], dictionary: UploadedFile | None) -> None:
    """Open the uploaded files, unless they are those that were opened last."""
    here = session.state()
    files = [*given, *([dictionary] if dictionary else [])]
    identities = tuple(each.file_id for each in files)
    if not given or identities == here.uploads:
        return
    about = dictionary.getvalue() if dictionary else b""
    named = dictionary.name if dictionary else ""
    contents = [(each.name, each.getvalue()) for each in given]
    steps = len(contents) + workbook_import.STEPS_BESIDE_OPENING
    with_progress(lambda report: workbook_import.open_upload(contents, about, report, named), steps)
    here.uploads = identities  # only now: a click on the way stops the script, and it starts anew
    if here.pending is None and len(files) == 1:
        _let_go_of_upload()
    st.rerun()


def _let_go_of_upload() -> None:
    """Drop the bytes of the only file, which is not read: they would stay as long as the session.

    They are held by the server for the session, and by the value of the upload.
    """
    for held in st.session_state[_KEY]:
        held.truncate(0)
    run = get_script_run_ctx()
    if run is not None:
        run.uploaded_file_mgr.remove_session_files(run.session_id)


def _offer_templates() -> None:
    """Draw the download of the blank template; the choice of one where there are several."""
    names = list(TEMPLATES)
    chosen = names[0]
    if len(names) > 1:
        chosen = (
            st.selectbox(_("Blank template for"), names, key="template", format_func=translated)
            or chosen
        )
    code = current_language()
    st.download_button(
        _("Download blank template"),
        lambda: _template(chosen, code),
        "srns_template.xlsx",
        XLSX,
        on_click="ignore",
    )


@st.cache_data(max_entries=24)
def _template(chosen: str, code: str) -> bytes:
    target = io.BytesIO()
    with language(code):
        TEMPLATES[chosen](target)
    return target.getvalue()


@st.cache_data(max_entries=1)
def _dictionary() -> bytes:
    target = io.StringIO()
    write_dictionary(target)
    return target.getvalue().encode("utf-8-sig")
