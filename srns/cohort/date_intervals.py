"""Between which days did it happen, where its day is known only in part?

What is known only as "June 2015" has no day: beside the column of days, which is empty there, stand
two of the same name, `_earliest` and `_latest`, and `_typed` with the words. Tables in which every
day is known, or not known at all, have none of these columns.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

IN_PART: Mapping[str, tuple[str, ...]] = {
    "patients": ("last_follow_up_day",),
    "treatments": ("start_day", "stop_day"),
    "events": ("day",),
}
"""The columns of days that may be known in part, by table."""
TYPED = tuple(f"{column}_typed" for columns in IN_PART.values() for column in columns)
"""Columns that hold a date as somebody typed it."""


def earliest(table: pd.DataFrame, column: str) -> np.ndarray:
    """Give the first day on which each row may have been; NaN where nothing is known of it."""
    return _either(table, column, f"{column}_earliest")


def latest(table: pd.DataFrame, column: str) -> np.ndarray:
    """Give the last day on which each row may have been; NaN where nothing is known of it."""
    return _either(table, column, f"{column}_latest")


def is_in_part(table: pd.DataFrame, column: str) -> np.ndarray:
    """Tell of which rows the day is known only to lie between two days.

    >>> days = {"day": [3, None], "day_earliest": [None, 1], "day_latest": [None, 9]}
    >>> is_in_part(pd.DataFrame(days), "day").tolist(), earliest(pd.DataFrame(days), "day").tolist()
    ([False, True], [3.0, 1.0])
    """
    return np.isnan(_days(table, column)) & ~np.isnan(_days(table, f"{column}_earliest"))


def show_span(first: float, last: float) -> str:
    """Say between which days.

    >>> show_span(120, 149)
    'day 120 to 149'
    """
    return f"day {first:.0f} to {last:.0f}"


def _either(table: pd.DataFrame, column: str, otherwise: str) -> np.ndarray:
    days = _days(table, column)
    return np.where(np.isnan(days), _days(table, otherwise), days)


def _days(table: pd.DataFrame, column: str) -> np.ndarray:
    if column not in table:
        return np.full(len(table), np.nan)
    return pd.to_numeric(table[column], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
