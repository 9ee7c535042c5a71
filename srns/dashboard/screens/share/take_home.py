"""Files of the de-identified cohort to take along: one page that opens offline, an analysis set."""

from collections.abc import Hashable
from typing import Any

import streamlit as st

from srns.cohort.errors import SrnsError
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import made_file
from srns.dashboard.parts.progress import with_progress
from srns.dashboard.state import session
from srns.dashboard.state.session import LoadedCohort
from srns.languages.messages import _, mark, translated
from srns.privacy.deidentify import Cleared
from srns.report.dataset import definition_text
from srns.report.report_process import ApartJob, write_apart
from srns.report.shared_jobs import DatasetJob, PageJob

_PAGE, _SET = mark("One HTML file"), mark("Analysis set (ZIP)")
_FILES = {_PAGE: ("cohort.html", "text/html"), _SET: ("cohort.zip", "application/zip")}
_STEPS = 5


def offer(cleared: Cleared, loaded: LoadedCohort) -> None:
    """Draw the choice of a file that anyone can open without this server; closed, draw nothing."""
    with st.popover(_("Take it along as a file"), key="take_home", on_change="rerun") as it:
        if not is_open(it):
            return
        kind = str(
            st.segmented_control(
                _("File"),
                list(_FILES),
                default=_PAGE,
                required=True,
                key="take_kind",
                format_func=translated,
            )
        )
        counts_only, password = False, ""
        if kind == _PAGE:
            counts_only = st.checkbox(_("Counts only, no child"), key="take_counts")
            password = st.text_input(
                _("Password (empty: whoever has the file can read it)"), type="password",
                key="take_password",
            )  # fmt: skip
        else:
            st.caption(_("Tables as CSV and Parquet, the definition, verdicts and all numbers."))
        made_of = (kind, counts_only, password, loaded.key, session.definition_in_use().sha256,
                   session.state().basis, session.state().units,
                   repr(sorted(cleared.summary.items())))  # fmt: skip
        if st.button(_("Make file"), key="take_make"):
            _make(kind, _job(kind, cleared, loaded, counts_only, password), made_of)
        made_file.offer_download("take_home", made_of)


def is_open(menu: Any) -> bool:
    """Return whether a menu is open."""
    return bool(menu.open)


def _job(
    kind: str, cleared: Cleared, loaded: LoadedCohort, counts_only: bool, password: str
) -> ApartJob:
    here, definition = session.state(), session.definition_in_use()
    text = definition_text(definition, here.own_text if definition == here.own else "")
    if kind == _SET:
        return DatasetJob(cleared, text, here.basis, loaded.note)
    units = session.units_shown()
    return PageJob(cleared, text, here.basis, units, loaded.note, counts_only, password)


def _make(kind: str, job: ApartJob, made_of: Hashable) -> None:
    written: list[bytes] = []
    try:
        with_progress(lambda step: written.append(write_apart(job, step)), _STEPS)
    except SrnsError as error:
        st.error(escape(error))
        return
    made_file.keep("take_home", made_of, *_FILES[kind], written[0])
