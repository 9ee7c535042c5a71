"""Three-valued answers about a child: yes, no or cannot tell, with the cells behind them."""

import operator
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

Reply = Literal["yes", "no", "cannot tell"]
YES: Reply = "yes"
NO: Reply = "no"
CANNOT_TELL: Reply = "cannot tell"

COLUMNS = ("patient", "question", "item", "answer", "found", "reason", "cells", "source")

_BELOW = {"<": operator.le, "<=": operator.lt, "": operator.lt}
_ABOVE = {">": operator.ge, ">=": operator.gt, "": operator.gt}


@dataclass(frozen=True)
class Answer:
    """The answer to one item of one question about one child.

    Attributes
    ----------
    found
        What the workbook states, as typed; empty if nothing is recorded.
    source
        The source of the rule.
    """

    item: str
    reply: Reply
    found: str
    reason: str
    cells: tuple[str, ...]
    source: str

    def row(self, patient: str, question: str) -> tuple[object, ...]:
        """Return the answer as a row of the table, with the columns `COLUMNS`."""
        return (patient, question, self.item, self.reply, self.found, self.reason,
                list(self.cells), self.source)  # fmt: skip


def both(replies: Iterable[Reply]) -> Reply:
    """Combine items that must all hold: any no is a no, else any unknown is unknown.

    >>> both(["yes", "cannot tell"]), both(["no", "cannot tell"])
    ('cannot tell', 'no')
    """
    known = list(replies)
    if NO in known:
        return NO
    return CANNOT_TELL if CANNOT_TELL in known else YES


def at_least(value: float | None, bound: str, least: float) -> Reply:
    """Answer whether a number, possibly typed with a bound, is at least `least`.

    >>> at_least(6, ">=", 6), at_least(4, ">=", 6), at_least(6, "<", 6)
    ('yes', 'cannot tell', 'no')
    """
    if value is None or pd.isna(value):
        return CANNOT_TELL
    if bound in ("", ">", ">=") and value >= least:
        return YES
    return NO if bound in _BELOW and _BELOW[bound](value, least) else CANNOT_TELL


def at_most(value: float | None, bound: str, most: float) -> Reply:
    """Answer whether a number, possibly typed with a bound, is at most `most`.

    >>> at_most(18, "", 18), at_most(20, "<", 18), at_most(18, ">", 18)
    ('yes', 'cannot tell', 'no')
    """
    if value is None or pd.isna(value):
        return CANNOT_TELL
    if bound in ("", "<", "<=") and value <= most:
        return YES
    return NO if bound in _ABOVE and _ABOVE[bound](value, most) else CANNOT_TELL


class Typed:
    """Entries of the sheet Patients, by child: value, bound, text as typed and cell."""

    def __init__(self, patients: pd.DataFrame, sources: pd.DataFrame) -> None:
        self._rows = {row["patient"]: row for row in patients.to_dict("records")}
        of_patients = sources[sources["table"] == "patients"]
        self._typed = {
            (patient, column): (typed, cell)
            for patient, column, typed, cell in of_patients[
                ["patient", "column", "typed", "cell"]
            ].itertuples(index=False)
        }

    def number(self, patient: str, column: str) -> tuple[float | None, str]:
        """Return a number and its bound; the number is None if not recorded."""
        row = self._rows[patient]
        value, bound = row.get(column), row.get(f"{column}_bound")
        return (None if pd.isna(value) else float(value)), (bound if isinstance(bound, str) else "")

    def text(self, patient: str, column: str) -> str:
        """Return the text of a column; empty if not recorded."""
        found = self._rows[patient].get(column)
        return "" if found is None or pd.isna(found) else str(found)

    def as_typed(self, patient: str, column: str) -> tuple[str, tuple[str, ...]]:
        """Return the text as typed, and its cell (a tuple of one, or empty)."""
        typed, cell = self._typed.get((patient, column), ("", ""))
        return ("" if typed is None else str(typed)), ((cell,) if cell else ())
