"""Table as it is shown: headings and coded words in the language in use.

The data behind it, and every file of it, keep their keys.
"""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from srns.languages.current import ENGLISH, current_language
from srns.languages.messages import in_language as sentence_in_language
from srns.languages.messages import translated
from srns.report.safe_cells import as_text, heading

_NAMES = frozenset({"patient", "child", "cell", "cells"})
"""Columns whose values are names, not words."""


def in_language(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the headings and words that the catalogues have; the rest as it is."""
    if current_language() == ENGLISH:
        return table
    told = table.copy()
    for column in table.columns:
        if column in _NAMES:
            told[column] = table[column].map(
                sentence_in_language
            )  # a list of names, with its words
        elif not pd.api.types.is_numeric_dtype(table[column].dtype):
            told[column] = table[column].astype(object).map(_told)
    headings = [_told(column) for column in table.columns]
    if len(set(headings)) == len(headings):
        told.columns = pd.Index(headings)
    return told


def print_table(table: pd.DataFrame, title: str) -> None:
    """Draw a table as in print: every row and word visible, in the language in use.

    One piece of HTML, because a table of Streamlit draws every cell on its own, and takes no focus
    where it must be scrolled on a narrow screen.
    """
    shown = in_language(table)
    head = "".join(f'<th scope="col">{escape(heading(column))}</th>' for column in shown.columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(as_text(cell))}</td>' for cell in row)}</tr>"
        for row in shown.to_numpy()
    )
    st.html(
        f'<div class="printed" role="region" tabindex="0" aria-label="{escape(title)}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def heading_config(table: pd.DataFrame) -> dict[str, Any]:
    """Return the headings of a table that is edited: its columns keep their keys."""
    return {
        str(column): st.column_config.Column(label=translated(column)) for column in table.columns
    }


def _told(value: object) -> object:
    return translated(value) if isinstance(value, str) else value
