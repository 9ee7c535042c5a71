"""De-identification before saving: what is stored, what is removed, what a person decides."""

import pandas as pd
import streamlit as st

from srns.cohort.errors import KeyFileError, StoreError
from srns.dashboard.markdown_text import count, escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state.session import LoadedCohort
from srns.privacy import deidentify
from srns.privacy.pseudonym_key import read_key, write_key
from srns.privacy.screening import DROPPED

_MAY_GO = ("sex", "race_ethnicity", "age_at_diagnosis_years", "genetic_testing")


def confirm_deidentification(loaded: LoadedCohort, *, cut: bool) -> deidentify.Cleared | None:
    """Draw what will be stored and the decisions needed; return it once nothing is open.

    Parameters
    ----------
    cut
        Whether this is a data cut: its children then keep the study numbers of the last one.
    """
    if loaded.reading.cohort is None:
        return None
    screening = deidentify.screen(loaded.reading.cohort, loaded.private)
    st.subheader("What will be stored")
    st.write(
        "The tables, with days counted from each child's index date. Not the file, and no dates, "
        "free text, comments or document properties."
    )
    _show_found(screening)
    replace_labels, key = _ask_labels(screening, cut=cut)
    hidden_seen = _ask_hidden(screening)
    keep = _ask_texts(screening)
    offered = [each for each in _MAY_GO if each in loaded.reading.cohort.patients]
    leave_out = st.multiselect(
        "Also leave out",
        offered,
        format_func=lambda name: name.replace("_", " ").replace(" years", ""),
        help="Age, sex and ethnicity together can identify a child with a rare disease.",
        placeholder="nothing else",
        key="leave_out",
    )
    try:
        cleared = deidentify.clear(
            screening,
            keep=keep,
            leave_out=leave_out,
            replace_labels=replace_labels,
            key=key,
            hidden_seen=hidden_seen,
        )
        deidentify.refuse_uncleared(cleared)
    except StoreError as error:
        st.error(escape(error))
        return None
    if cleared.key:
        st.download_button(
            "Download the key (old and new study numbers); it is not stored",
            write_key(cleared.key),
            "srns_key.csv",
            "text/csv",
            key="key_download",
            on_click="ignore",
        )
    return cleared


def _show_found(screening: deidentify.Screening) -> None:
    if not screening.found:
        st.success("No identifiers were found.")
        return
    cells = sum(each.cells for each in screening.found if each.fate == DROPPED)
    st.caption(f"{count(cells, 'cell')} left out; {count(len(screening.unsure), 'text')} to check.")
    figures_and_tables.data_table("gate", screening.as_table())


def _ask_labels(screening: deidentify.Screening, *, cut: bool) -> tuple[bool, dict[str, str]]:
    if not screening.labels:
        return False, {}
    st.warning(
        f"{count(len(screening.labels), 'study number')} could be names or record numbers. "
        "Replace them, or the cohort cannot be saved."
    )
    replace_labels = st.checkbox("Replace all study numbers with 1, 2, 3 …", key="replace_labels")
    if not cut:
        return replace_labels, {}
    given = st.file_uploader("Key of the last data cut (CSV)", "csv", key="key_file")
    try:
        return replace_labels, read_key(given.getvalue()) if given is not None else {}
    except KeyFileError as error:
        st.warning(escape(error))
        return replace_labels, {}


def _ask_hidden(screening: deidentify.Screening) -> bool:
    if not screening.hidden:
        return False
    places = ", ".join(escape(place) for place in screening.hidden)
    return st.checkbox(
        f"I have checked the hidden parts of the workbook ({places}): they belong to the cohort.",
        key="hidden_seen",
    )


def _ask_texts(screening: deidentify.Screening) -> tuple[str, ...]:
    if not screening.unsure:
        return ()
    texts = pd.DataFrame(
        [(text, where) for text, where in screening.unsure.items()], columns=["text", "where"]
    )
    with st.expander(
        f"{count(len(texts), 'text')} to check: left out unless you keep "
        f"{'it' if len(texts) == 1 else 'them'}"
    ):
        st.dataframe(texts, hide_index=True, alt="Texts to check")
        read = st.checkbox(
            "I have read them all. None identifies a child: keep them.", key="keep_texts"
        )
    return tuple(screening.unsure) if read else ()
