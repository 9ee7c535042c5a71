"""What would be stored, what goes, and what must a person decide before it is?"""

import pandas as pd
import streamlit as st

from srns.cohort.errors import KeyFileError, StoreError
from srns.dashboard.markdown_text import count, inert
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state.session import Held
from srns.privacy import deidentify
from srns.privacy.pseudonym_key import read_key, write_key
from srns.privacy.screening import DROPPED

_MAY_GO = ("sex", "race_ethnicity", "age_at_diagnosis_years", "genetic_testing")


def pass_gate(held: Held, *, cut: bool) -> deidentify.Cleared | None:
    """Show what would be stored, and give it where nothing stands in the way.

    Parameters
    ----------
    cut
        Whether it is a data cut, whose children have the numbers of the last one.
    """
    if held.reading.cohort is None:
        return None
    screening = deidentify.screen(held.reading.cohort, held.private)
    st.subheader("What would be stored")
    st.write(
        "The tables, with days counted from each child's index date. Never the file, never a date, "
        "never free text, comments or document properties."
    )
    _show_found(screening)
    replace_labels, key = _ask_labels(screening, cut=cut)
    hidden_seen = _ask_hidden(screening)
    keep = _ask_texts(screening)
    offered = [each for each in _MAY_GO if each in held.reading.cohort.patients]
    leave_out = st.multiselect(
        "Leave out besides",
        offered,
        format_func=lambda name: name.replace("_", " ").replace(" years", ""),
        help="Age, sex and origin together can tell who a child with a rare disease is.",
        placeholder="Nothing else",
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
        st.error(inert(error))
        return None
    if cleared.key:
        st.download_button(
            "Download the key (old and new study numbers); it is stored nowhere",
            write_key(cleared.key),
            "srns_key.csv",
            "text/csv",
            key="key_download",
            on_click="ignore",
        )
    return cleared


def _show_found(screening: deidentify.Screening) -> None:
    if not screening.found:
        st.success("Nothing was found that could tell who a child is.")
        return
    cells = sum(each.cells for each in screening.found if each.fate == DROPPED)
    st.caption(f"{count(cells, 'cell')} left out; {count(len(screening.unsure), 'text')} to read.")
    figures_and_tables.listing("gate", screening.as_table())


def _ask_labels(screening: deidentify.Screening, *, cut: bool) -> tuple[bool, dict[str, str]]:
    if not screening.labels:
        return False, {}
    st.warning(
        f"{count(len(screening.labels), 'study number')} could be names or record numbers. "
        "Nothing is stored unless they are replaced."
    )
    replace_labels = st.checkbox("Replace all study numbers by 1, 2, 3 …", key="replace_labels")
    if not cut:
        return replace_labels, {}
    given = st.file_uploader("The key of the last data cut (CSV)", "csv", key="key_file")
    try:
        return replace_labels, read_key(given.getvalue()) if given is not None else {}
    except KeyFileError as error:
        st.warning(inert(error))
        return replace_labels, {}


def _ask_hidden(screening: deidentify.Screening) -> bool:
    if not screening.hidden:
        return False
    places = ", ".join(inert(place) for place in screening.hidden)
    return st.checkbox(
        f"I have looked at what is hidden in the workbook ({places}): it belongs to the cohort.",
        key="hidden_seen",
    )


def _ask_texts(screening: deidentify.Screening) -> tuple[str, ...]:
    if not screening.unsure:
        return ()
    texts = pd.DataFrame(
        [(text, where) for text, where in screening.unsure.items()], columns=["text", "where"]
    )
    with st.expander(
        f"{count(len(texts), 'text')} to read: left out unless you keep "
        f"{'it' if len(texts) == 1 else 'them'}"
    ):
        st.dataframe(texts, hide_index=True, alt="texts to read")
        read = st.checkbox(
            "I have read them all. None tells who a child is: keep them.", key="keep_texts"
        )
    return tuple(screening.unsure) if read else ()
