"""Safe cell values: text that no spreadsheet can interpret as a formula."""

import re
from collections.abc import Hashable

import numpy as np
import pandas as pd

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def safe_for_excel(text: object) -> object:
    """Prefix text that a spreadsheet would interpret as a formula when opening a CSV.

    >>> safe_for_excel("=1+1"), safe_for_excel("<0.3"), safe_for_excel("-")
    ("'=1+1", '<0.3', '-')
    """
    if isinstance(text, str) and len(text) > 1 and text[0] in "=+-@\t\r":
        try:
            float(text)
        except ValueError:
            return f"'{text}"
    return text


def safe_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with no text that a spreadsheet would interpret as a formula."""
    safe = table.copy()
    for name in table:
        if pd.api.types.is_object_dtype(table[name].dtype):
            safe[name] = table[name].map(safe_for_excel)
    return safe


def cell_value(value: object) -> str | int | float | None:
    r"""Return a cell as a number, text, or None if empty.

    Characters not allowed in documents are removed.

    >>> cell_value(pd.NA), cell_value(np.int64(3)), cell_value("a\x00b"), cell_value(True)
    (None, 3, 'ab', 'yes')
    """
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return float(value) if np.isfinite(value) else None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return _CONTROL.sub("", str(value))


def as_text(value: object) -> str:
    """Return a cell as text; None becomes empty, whole numbers have no decimals.

    >>> as_text(4.0), as_text(None), as_text(0.15)
    ('4', '', '0.15')
    """
    plain = cell_value(value)
    if plain is None:
        return ""
    return f"{plain:.15g}" if isinstance(plain, float) else str(plain)


def heading(name: Hashable) -> str:
    """Return the heading of a column as text."""
    return as_text(name)
