"""Date intervals: the first and last possible day of an incomplete date.

A date such as "June 2015" has no day, so the column of days is empty in that row. Two columns of
the same name with `_earliest` and `_latest` hold the first and the last possible day, and one with
`_typed` holds the text as typed. Tables in which every day is known or missing have none of these.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from srns.languages.messages import Sentence
from srns.languages.sentences import sentence

IN_PART: Mapping[str, tuple[str, ...]] = {
    "patients": ("last_follow_up_day",),
    "treatments": ("start_day", "stop_day"),
    "events": ("day",),
}
"""Columns of days that may be known only in part, by table."""
TYPED = tuple(f"{column}_typed" for columns in IN_PART.values() for column in columns)
"""Columns that hold an incomplete date as it was typed."""


def earliest(table: pd.DataFrame, column: str) -> np.ndarray:
    """Return the first possible day of each row; NaN where nothing is known."""
    return _either(table, column, f"{column}_earliest")


def latest(table: pd.DataFrame, column: str) -> np.ndarray:
    """Return the last possible day of each row; NaN where nothing is known."""
    return _either(table, column, f"{column}_latest")


def is_in_part(table: pd.DataFrame, column: str) -> np.ndarray:
    """Return which rows have a day that is known only to lie between two days.

    >>> days = {"day": [3, None], "day_earliest": [None, 1], "day_latest": [None, 9]}
    >>> is_in_part(pd.DataFrame(days), "day").tolist(), earliest(pd.DataFrame(days), "day").tolist()
    ([False, True], [3.0, 1.0])
    """
    return np.isnan(_days(table, column)) & ~np.isnan(_days(table, f"{column}_earliest"))


def show_span(first: float, last: float) -> Sentence:
    """Return the first and the last possible day in words.

    >>> show_span(120, 149)
    'day 120 to 149'
    """
    return sentence("day {first} to {last}", first=format(first, ".0f"), last=format(last, ".0f"))


def _either(table: pd.DataFrame, column: str, otherwise: str) -> np.ndarray:
    days = _days(table, column)
    return np.where(np.isnan(days), _days(table, otherwise), days)


def _days(table: pd.DataFrame, column: str) -> np.ndarray:
    if column not in table:
        return np.full(len(table), np.nan)
    return pd.to_numeric(table[column], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
