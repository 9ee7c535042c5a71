"""Numbers behind a figure or table: each with its children and cells, to filter and download."""

import pandas as pd
import streamlit as st

from srns.analysis.results_data.rows import readable
from srns.dashboard.parts.shown_table import NOTHING
from srns.dashboard.state.access_checks import checked_file
from srns.languages.messages import _, ngettext, pgettext
from srns.panels.panel import Results
from srns.report.results_files import RESULTS_FORMATS

MIME = {"csv": "text/csv", "json": "application/json"}


def show_numbers(name: str, results: Results) -> None:
    """Draw a switch and, once it is on, the rows with a filter and their downloads.

    Parameters
    ----------
    name
        Prefix of the downloads and the widget keys.
    """
    if not st.toggle(_("Each number, with its children and cells"), key=f"{name}_numbers"):
        return
    rows = results()
    words = st.text_input(
        pgettext("search", "Filter"),
        key=f"{name}_numbers_filter",
        placeholder=_("a child, a cell, a number or a word"),
        label_visibility="collapsed",
    )
    shown = readable(rows)
    chosen = holds(shown, words)
    st.caption(
        ngettext("{n} number of {of}.", "{n} numbers of {of}.", int(chosen.sum())).format(
            n=int(chosen.sum()), of=len(rows)
        )
    )
    st.dataframe(
        shown[chosen],
        hide_index=True,
        placeholder=NOTHING,
        alt=_("Numbers of {name}").format(name=name),
        key=f"{name}_number_rows",
    )
    with st.container(horizontal=True):
        for form, write in RESULTS_FORMATS.items():
            st.download_button(
                _("Numbers ({file})").format(file=form.upper()),
                checked_file(lambda write=write: write(rows[chosen.to_numpy()])),
                f"{name}_numbers.{form}",
                MIME[form],
                key=f"{name}_numbers_{form}",
                on_click="ignore",
            )


def holds(rows: pd.DataFrame, words: str) -> pd.Series:
    """Return which rows hold every one of the words, in any column, whatever their case.

    >>> holds(pd.DataFrame({"of": ["age", "sex"], "cells": ["Patients!C2", ""]}), "age c2").tolist()
    [True, False]
    """
    whole = rows.agg(" ".join, axis=1).str.casefold() if len(rows) else pd.Series(dtype=str)
    found = pd.Series(True, index=rows.index)
    for word in words.casefold().split():
        found &= whole.str.contains(word, regex=False)
    return found
