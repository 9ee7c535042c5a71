"""Table as it is shown: headings and coded words in the language in use.

The data behind it, and every file of it, keep their keys.
"""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from srns.analysis.tables.printed_table import rows_in_language as in_language
from srns.languages.messages import translated
from srns.report.safe_cells import as_text, heading

NOTHING = "–"
"""Stands in a table of the page where there is no value."""

__all__ = ("NOTHING", "heading_config", "in_language", "print_table")


def print_table(table: pd.DataFrame, title: str, height: int | None = None) -> None:
    """Draw a table as in print: every row and word visible, in the language in use.

    One piece of HTML, because a table of Streamlit draws every cell on its own, and takes no focus
    where it must be scrolled on a narrow screen.

    Parameters
    ----------
    height
        In pixels, above which it scrolls below its headings.
    """
    shown = in_language(table)
    head = "".join(f'<th scope="col">{escape(heading(column))}</th>' for column in shown.columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(as_text(cell))}</td>' for cell in row)}</tr>"
        for row in shown.to_numpy()
    )
    most = f' style="max-height: {height}px"' if height else ""
    st.html(
        f'<div class="printed" role="region" tabindex="0" aria-label="{escape(title)}"{most}><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def heading_config(table: pd.DataFrame) -> dict[str, Any]:
    """Return the headings of a table that is edited: its columns keep their keys."""
    return {
        str(column): st.column_config.Column(label=translated(column)) for column in table.columns
    }
