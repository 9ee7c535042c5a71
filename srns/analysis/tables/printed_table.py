"""What must a table carry to stand alone, outside of the page or paper it was made for?"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd


@dataclass(frozen=True)
class PrintedTable:
    """A table as a reader sees it.

    Attributes
    ----------
    name
        Names the file and the choice on the command line; letters and underscores.
    title
        The caption, without the cohort and the definition: those are put on by whoever exports.
    rows
        The cells as they are to be read: text, numbers, or None where there is nothing to say.
    notes
        What a reader must know to read the numbers; one sentence or more each.
    """

    name: str
    title: str
    rows: pd.DataFrame
    notes: tuple[str, ...] = ()


def show_rounded(value: float, decimals: int) -> str:
    """Print a number with the decimals of its measurement, and one more where it needs it.

    A median may lie halfway between two results; that half is kept.

    >>> show_rounded(8.25, 1), show_rounded(6, 0), show_rounded(1.0, 1), show_rounded(2.675, 1)
    ('8.25', '6', '1.0', '2.68')
    """
    # Twelve digits are more than any result has, and less than a binary sum is off by.
    exact = Decimal(f"{value:.12g}")
    text = f"{exact.quantize(Decimal(1).scaleb(-decimals - 1), ROUND_HALF_UP):f}"
    text = text[:-1] if text.endswith("0") else text
    return text.removesuffix(".")


def names(patients: Iterable[object], most: int = 20) -> str:
    """List the children by name, the first so many.

    >>> names(["1", "2", "3"], most=2)
    '1, 2 and 1 more'
    """
    listed = [str(patient) for patient in patients]
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    return ", ".join(listed[:most]) + more
