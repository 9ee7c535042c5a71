"""Results read from a laboratory list, and what became of each of its rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from srns.languages.sentences import nsentence, sentence
from srns.workbook.ledger import Fate, Outcome
from srns.workbook.problems import Problem

COLUMNS = (
    "patient",
    "date",
    "day",
    "analyte",
    "value",
    "bound",
    "unit",
    "text",
    "row",
    "accession",
    "computed_from",
)


@dataclass(frozen=True)
class OpenTest:
    """A test of which only a person can say what it is.

    Attributes
    ----------
    label
        The name under which the answer is given.
    rows
        How many results it has.
    found, ask
        What contradicts what (empty where the test is only not understood), and what is asked.
    analyte, unit
        What it surely is, and the unit of its rows; empty where that is open, or none is stated.
    """

    label: str
    rows: int
    found: str
    ask: str
    analyte: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Fates:
    """What became of the rows of the source: `codes` into `known`, one code a row.

    Attributes
    ----------
    superseded_by
        Row offset to the number of the row that superseded it.
    """

    codes: np.ndarray
    known: tuple[Fate, ...]
    superseded_by: dict[int, int] = field(default_factory=dict)

    def count(self, outcome: Outcome) -> int:
        """Count the rows with this outcome."""
        codes = [code for code, fate in enumerate(self.known) if fate[0] == outcome]
        return int(np.isin(self.codes, codes).sum())

    def of(self, offset: int) -> Fate:
        """Return what became of a row, counted from 0."""
        if offset in self.superseded_by:
            return "ignored", sentence("superseded by row {by}", by=self.superseded_by[offset])
        return self.known[self.codes[offset]]

    def reasons(self) -> Counter[Fate]:
        """Count the rows of each fate; those that are superseded together."""
        counts = np.bincount(self.codes, minlength=len(self.known)).tolist()
        found: Counter[Fate] = Counter()
        for fate, count in zip(self.known, counts, strict=True):
            if count:
                found[fate] += count
        return found


@dataclass(frozen=True)
class LabResults:
    """What was read from a laboratory list.

    Attributes
    ----------
    frame
        One row is one result that is used: `patient`; `date` (a `datetime.date`, or None) or `day`
        (whole days from day 0, or missing); `analyte`; `value` (NaN where the result is there but
        unknown), `bound`, `unit` (one that the analyte's quantity knows); `text` as typed, and for
        a test strip its reading; `row`, the number of its row in the source; `accession`;
        `computed_from`, the two cells that a ratio was computed from, or "".
    fates
        What became of every row: used, ignored or failed. A failed row of a known child, day and
        analyte stands in `frame` with an unknown value.
    tests
        One row is one test of the source: `test`, `code`, `specimen`, `unit`, `rows`, `analyte`
        (empty where it is another test), `means` in words, `by` ("code", "name", "answer").
    open_tests
        Tests that are to be asked about once.
    problems
        In the order of the source.
    """

    frame: pd.DataFrame
    fates: Fates
    tests: pd.DataFrame
    open_tests: tuple[OpenTest, ...]
    problems: tuple[Problem, ...]

    @cached_property
    def others(self) -> str:
        """What other tests there were, in one line; empty where there were none."""
        others = self.tests[(self.tests["analyte"] == "") & ~self.tests["open"]]
        rows, kinds = int(others["rows"].sum()), others["means"].nunique()
        if not rows:
            return ""
        return sentence(
            "{rows} of {tests}",
            rows=nsentence("{n:,} row", "{n:,} rows", rows),
            # Translators: after "{rows} of"
            tests=nsentence("{n:,} other test", "{n:,} other tests", kinds),
        )


class FateRecorder:
    """Records what became of each row; the first fate of a row stands."""

    def __init__(self, rows: int) -> None:
        self.codes = np.full(rows, -1, dtype=np.int32)
        self.known: dict[Fate, int] = {}
        self.superseded_by: dict[int, int] = {}

    def record(self, rows: np.ndarray, outcome: Outcome, reason: str) -> None:
        """Record a fate of some rows that have none yet."""
        code = self.known.setdefault((outcome, reason), len(self.known))
        free = rows[self.codes[rows] < 0]
        self.codes[free] = code

    def record_each(self, rows: np.ndarray, codes: np.ndarray, fates: Sequence[Fate]) -> None:
        """Record fates of many rows at once; `codes` are places in `fates`."""
        table = np.array([self.known.setdefault(fate, len(self.known)) for fate in fates] or [0])
        free = self.codes[rows] < 0
        self.codes[rows[free]] = table[codes[free]]

    def fates(self) -> Fates:
        """Return what became of every row.

        Raises
        ------
        AssertionError
            If a row was lost.
        """
        assert (self.codes >= 0).all(), "a row of a laboratory list was lost"
        return Fates(self.codes, tuple(self.known), self.superseded_by)
