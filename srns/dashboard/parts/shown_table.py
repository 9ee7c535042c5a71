"""Table as it is shown: headings and coded words in the language in use.

The data behind it, and every file of it, keep their keys.
"""

from typing import Any

import pandas as pd
import streamlit as st

from srns.analysis.tables.printed_table import rows_in_language as in_language
from srns.languages.messages import translated

__all__ = ("heading_config", "in_language")


def heading_config(table: pd.DataFrame) -> dict[str, Any]:
    """Return the headings of a table that is edited: its columns keep their keys."""
    return {
        str(column): st.column_config.Column(label=translated(column)) for column in table.columns
    }
