"""What a person takes back to Excel: the marked copy, and what should not be in the workbook."""

import hashlib
from collections.abc import Sequence
from pathlib import PurePath

import pandas as pd
import streamlit as st

from srns.dashboard.markdown_text import count
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.screens.cohort.upload import XLSX
from srns.dashboard.state.session import UPLOAD, Held
from srns.privacy.find_identifiers import Private
from srns.workbook.annotate.annotated_copy import annotate
from srns.workbook.problems import Problem

XLSM = "application/vnd.ms-excel.sheet.macroEnabled.12"


def offer_copy(held: Held) -> None:
    """Offer the visitor's own workbook with the problems in their cells."""
    if held.origin != UPLOAD or not held.reading.readable or not held.reading.problems:
        return
    upload = st.session_state.get("workbook")
    if upload is None or hashlib.sha256(upload.getvalue()).hexdigest() != held.file_hash:
        st.caption(
            "To get a copy with every problem marked in its cell, open the workbook again: the "
            "file itself is not kept."
        )
        return
    path = PurePath(upload.name)
    macros = path.suffix.lower() == ".xlsm"
    st.download_button(
        "Download your workbook with every problem marked",
        lambda: make_copy(upload.getvalue(), upload.name, held.reading.problems),
        f"{path.stem}_checked{'.xlsm' if macros else '.xlsx'}",
        XLSM if macros else XLSX,
        key="annotated_copy",
        on_click="ignore",
        icon=":material/edit_note:",
        help="Problem cells are coloured and have a comment; a sheet 'Issues' links to them. "
        "Nothing else in the file is changed. Mend it, save it, and open it here again.",
    )


def make_copy(content: bytes, name: str, problems: Sequence[Problem]) -> bytes:
    """Make the marked copy; a file that was read can be marked."""
    copy = annotate(content, problems, name=name)
    return b"" if isinstance(copy, Problem) else copy.content


def private_table(private: Sequence[Private]) -> pd.DataFrame:
    """Give one row for each thing that should not be there."""
    rows = [(one.place, one.kind, one.found, one.why, one.happens) for one in private]
    return pd.DataFrame(rows, columns=["where", "what", "found", "why", "what happens to it"])


def show_private(private: Sequence[Private]) -> None:
    """List what should not stand in a workbook that is kept or shared."""
    if not private:
        return
    st.subheader(f"Not to be kept or shared ({len(private)})")
    st.caption(
        f"{count(len(private), 'thing')} that could tell who a child is, or that the file "
        "carries unseen. Nothing of your workbook is stored; take these out before you pass it on."
    )
    figures_and_tables.listing("not_to_be_kept", private_table(private))
