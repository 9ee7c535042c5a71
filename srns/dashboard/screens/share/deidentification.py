"""De-identification before saving: what is stored, what is removed, what a person decides."""

import pandas as pd
import streamlit as st

from srns.cohort.errors import KeyFileError, StoreError
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.shown_table import heading_config, in_language
from srns.dashboard.state.session import LoadedCohort
from srns.languages import counted
from srns.languages.lists import join_row
from srns.languages.messages import _, ngettext, translated
from srns.panels.panel import table_panel
from srns.privacy import deidentify
from srns.privacy.pseudonym_key import read_key, write_key
from srns.privacy.pseudonyms import number_children
from srns.privacy.screening import DROPPED
from srns.privacy.uniqueness import AGES, SAFE, measure_uniqueness

_MAY_GO = ("sex", "race_ethnicity", "genetic_testing")


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
    st.header(_("What will be stored"))
    st.write(
        _(
            "Numbers, days counted from each child's index date, and words of the data dictionary. "
            "Not the file, and no dates, free text, comments or document properties."
        )
    )
    _show_found(screening)
    keep_labels, key = _ask_labels(screening, cut=cut)
    hidden_seen = _ask_hidden(screening)
    keep = _ask_texts(screening)
    leave_out, ages, risk_accepted = _ask_risk(screening, keep)
    try:
        cleared = deidentify.clear(
            screening,
            keep=keep,
            leave_out=leave_out,
            keep_labels=keep_labels,
            key=key,
            hidden_seen=hidden_seen,
            ages=ages,
            risk_accepted=risk_accepted,
        )
        deidentify.refuse_uncleared(cleared)
    except StoreError as error:
        st.error(escape(error))
        return None
    if cleared.key:
        st.download_button(
            _("Download the key (old and new study numbers); it is not stored"),
            write_key(cleared.key),
            "srns_key.csv",
            "text/csv",
            key="key_download",
            on_click="ignore",
        )
    return cleared


def _show_found(screening: deidentify.Screening) -> None:
    if not screening.found:
        st.success(_("Nothing was found that is not stored as it is."))
        return
    cells = sum(each.cells for each in screening.found if each.fate == DROPPED)
    st.caption(
        _("{cells} left out; {texts} to check.").format(
            cells=counted.cells(cells),
            texts=ngettext("{n} text", "{n} texts", len(screening.unsure)).format(
                n=len(screening.unsure)
            ),
        )
    )
    figures_and_tables.data_table(table_panel("gate", screening.as_table()))


def _ask_labels(screening: deidentify.Screening, *, cut: bool) -> tuple[bool, dict[str, str]]:
    """Show the study numbers beside those that take their place; ask which to store."""
    if not screening.labels:
        return False, {}
    key = _ask_key() if cut else {}
    if screening.doubtful:
        st.warning(
            ngettext(
                "{n} study number could be names, birthdays or record numbers. All are replaced.",
                "{n} study numbers could be names, birthdays or record numbers. All are replaced.",
                len(screening.doubtful),
            ).format(n=len(screening.doubtful))
        )
    numbers = number_children(screening.cohort, key)
    with st.expander(
        ngettext(
            "{n} study number become C01, C02 …",
            "{n} study numbers become C01, C02 …",
            len(numbers),
        ).format(n=len(numbers))
    ):
        table = pd.DataFrame(numbers.items(), columns=["in the workbook", "stored as"])
        st.dataframe(in_language(table), hide_index=True, alt=_("Study numbers"))
        if screening.doubtful:
            return False, key
        keep = st.checkbox(
            _(
                "I have looked at all of them: none is made of a name, a birthday or a record "
                "number. Store them as they are in the workbook."
            ),
            key="keep_labels",
        )
    return keep, key


def _ask_key() -> dict[str, str]:
    given = st.file_uploader(_("Key of the last data cut (CSV)"), "csv", key="key_file")
    try:
        return read_key(given.getvalue()) if given is not None else {}
    except KeyFileError as error:
        st.warning(escape(error))
        return {}


def _ask_hidden(screening: deidentify.Screening) -> bool:
    if not screening.hidden:
        return False
    places = join_row(escape(place) for place in screening.hidden)
    return st.checkbox(
        _(
            "I have checked the hidden parts of the workbook ({places}): they belong to the cohort."
        ).format(places=places),
        key="hidden_seen",
    )


def _ask_texts(screening: deidentify.Screening) -> tuple[str, ...]:
    """Show each text that is not understood with its cell; return those that a person releases."""
    if not screening.unsure:
        return ()
    texts = pd.DataFrame(
        [
            (False, text, each.cells, each.cell, each.where)
            for text, each in screening.unsure.items()
        ],
        columns=["keep", "text", "cells", "first cell", "where"],
    )
    with st.expander(
        ngettext(
            '{n} text to check: stored as "unknown word" unless you keep it',
            '{n} texts to check: stored as "unknown word" unless you keep them',
            len(texts),
        ).format(n=len(texts))
    ):
        st.write(_("Tick only what is a medical word. A name, however short, must not be ticked."))
        edited = st.data_editor(
            texts,
            hide_index=True,
            column_config=heading_config(texts),
            disabled=["text", "cells", "first cell", "where"],
            key="released_texts",
        )
    return tuple(edited.loc[edited["keep"].astype(bool), "text"])


def _ask_risk(
    screening: deidentify.Screening, keep: tuple[str, ...]
) -> tuple[list[str], str, bool]:
    """Draw how many children could be told from all others as stored, and offer to coarsen."""
    patients = screening.cohort.patients
    left, right = st.columns(2)
    ages = str(
        left.selectbox(
            _("Ages"), list(AGES), format_func=lambda name: translated(AGES[name]), key="ages_kept"
        )
    )
    leave_out = right.multiselect(
        _("Also leave out"),
        [each for each in _MAY_GO if each in patients],
        format_func=lambda name: translated(name.replace("_", " ")),
        help=_("Age, sex and ethnicity together can identify a child with a rare disease."),
        placeholder=_("nothing else"),
        key="leave_out",
    )
    risk = measure_uniqueness(
        deidentify.stored_patients(screening, keep=keep, leave_out=leave_out, ages=ages)
    )
    st.caption(escape(" ".join((risk.sentence, *risk.rare))))
    if risk.k >= SAFE:
        return leave_out, ages, False
    accepted = st.checkbox(
        _(
            "Whoever knows a child of this cohort could find it. I accept that for those I share "
            "with."
        ),
        key="risk_accepted",
    )
    return leave_out, ages, accepted
