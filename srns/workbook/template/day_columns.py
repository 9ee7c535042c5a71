"""Day and cell columns of the tables, for many rows at once."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from srns.workbook.findings import Place
from srns.workbook.problems import column_letters

_FEW = 1000


def nullable_days(days: np.ndarray) -> pd.Series:
    """Return whole days as nullable integers, missing where NaN."""
    missing = np.isnan(days)
    return (
        pd.Series(pd.array(np.where(missing, 0, days).astype(np.int64), dtype="Int64")).mask(
            pd.Series(missing)
        )
        if missing.any()
        else pd.Series(pd.array(days.astype(np.int64), dtype="Int64"))
    )


def cell_addresses(place: Place, rows: np.ndarray) -> list[str]:
    """Return the addresses of some rows of a column, rows ascending."""
    if place.spots is not None:
        return [place.full(row) for row in rows.tolist()]
    prefix = f"{place.sheet}!{column_letters(place.column)}"
    numbers = rows + place.first_row + 1
    if len(rows) < _FEW or "\n" in prefix:
        return [prefix + str(number) for number in numbers.tolist()]
    # Much faster than one string at a time: a line of letters and digits for each address.
    head = np.frombuffer(prefix.encode(), np.uint8)
    pieces = []
    for digits in range(1, 8):
        some = numbers[(numbers >= 10 ** (digits - 1)) & (numbers < 10**digits)]
        lines = np.empty((len(some), len(head) + digits + 1), np.uint8)
        lines[:, : len(head)] = head
        for decimal in range(digits):
            digit = some // 10 ** (digits - 1 - decimal) % 10
            lines[:, len(head) + decimal] = digit + ord("0")
        lines[:, -1] = ord("\n")
        pieces.append(lines.tobytes())
    return b"".join(pieces).decode().split("\n")[:-1]


def span_columns(
    name: str, spans: tuple[np.ndarray, np.ndarray], typed: Mapping[int, str], rows: np.ndarray
) -> dict[str, pd.Series]:
    """Return the columns of partial dates: earliest and latest day, and the words as typed.

    No column where every day is known.
    """
    first, last = (days[rows] for days in spans)
    words = [typed.get(row) for row in rows.tolist()]
    if np.isnan(first).all() and not any(words):
        return {}
    return {
        f"{name}_earliest": nullable_days(first),
        f"{name}_latest": nullable_days(last),
        f"{name}_typed": pd.Series(words, dtype=object),
    }
