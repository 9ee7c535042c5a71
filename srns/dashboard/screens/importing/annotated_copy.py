"""Marked copy of the workbook for Excel, and identifiers that should be removed from it."""

from collections.abc import Sequence
from pathlib import PurePath

import pandas as pd
import streamlit as st

from srns.dashboard.parts import figures_and_tables
from srns.dashboard.screens.importing.upload import XLSX
from srns.dashboard.state import session
from srns.dashboard.state.access_checks import checked_file
from srns.dashboard.state.session import UPLOAD, LoadedCohort
from srns.languages.messages import _, ngettext
from srns.panels.panel import table_panel
from srns.privacy.find_identifiers import Private
from srns.privacy.marked_copy import mark_copy

XLSM = "application/vnd.ms-excel.sheet.macroEnabled.12"


def offer_copy(loaded: LoadedCohort) -> None:
    """Draw the download of the visitor's workbook with the problems marked in their cells."""
    if loaded.origin != UPLOAD or not loaded.reading.readable or not loaded.reading.problems:
        return
    pending = session.state().pending
    if pending is None:
        return
    path = PurePath(loaded.name)
    macros, upload = pending.opened.kind == "xlsm", pending.upload
    st.download_button(
        _("Download your workbook with problems marked"),
        checked_file(
            lambda: mark_copy(upload.files, upload.dictionary[1], loaded.reading.problems)
        ),
        f"{path.stem}_checked{'.xlsm' if macros else '.xlsx'}",
        XLSM if macros else XLSX,
        key="annotated_copy",
        on_click="ignore",
        icon=":material/edit_note:",
        help=_(
            "Problem cells are colored and have a comment; a sheet 'Issues' links to them. "
            "Nothing else in the file is changed. Correct it, save it, and open it here again."
        ),
    )


def private_table(private: Sequence[Private]) -> pd.DataFrame:
    """List what should be removed, one finding a row."""
    rows = [(one.place, one.kind, one.found, one.why, one.happens) for one in private]
    return pd.DataFrame(rows, columns=["where", "what", "found", "why", "what happens to it"])


def show_private(private: Sequence[Private]) -> None:
    """Draw the identifiers and hidden content that should be removed before sharing."""
    if not private:
        return
    st.header(_("Remove before sharing ({n})").format(n=len(private)))
    st.caption(
        ngettext(
            "{n} finding: identifiers of a child, or hidden content of the file. Nothing in your "
            "workbook is stored here; remove these before you pass the file on.",
            "{n} findings: identifiers of a child, or hidden content of the file. Nothing in your "
            "workbook is stored here; remove these before you pass the file on.",
            len(private),
        ).format(n=len(private))
    )
    figures_and_tables.data_table(table_panel("remove_before_sharing", private_table(private)))
