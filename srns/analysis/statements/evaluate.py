"""What does a computation give for a cohort, and for whom can nobody tell?"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from srns.analysis.statements.fields import Field
from srns.analysis.statements.parse import (
    Both,
    Condition,
    Either,
    Expression,
    FieldTest,
    Not,
    Summand,
    number_in,
)
from srns.analysis.tables.censored_values import Bounded, Values, bounded_values, quantile
from srns.analysis.tables.kidney_function import kidney_function
from srns.analysis.tables.patient_profile import profile
from srns.cohort.tables import Cohort
from srns.rules.classification import Classification
from srns.rules.verdict import Truth

_WORDS_FOR_A_REASON = ("not done", "not applicable")


@dataclass(frozen=True)
class Knowledge:
    """The children's rows, and the reasons why some of their cells have no value."""

    table: pd.DataFrame
    reasons: Mapping[tuple[str, str], str]

    def results(self, field: Field) -> tuple[np.ndarray, np.ndarray]:
        """Give the values of a number and their bounds; NaN where there is none."""
        value = pd.to_numeric(self.column(field), errors="coerce").to_numpy(float, na_value=np.nan)
        bounds = self.table.get(f"{field.id}_bound")
        if bounds is None:
            return value, np.full(len(value), "", dtype=object)
        return value, bounds.fillna("").to_numpy(dtype=object)

    def column(self, field: Field) -> pd.Series:
        """Give a column as it is; all missing where the cohort has none."""
        if field.id in self.table:
            return self.table[field.id]
        return pd.Series(None, index=self.table.index, dtype=object)


def know(cohort: Cohort, classification: Classification) -> Knowledge:
    """Put together what computations may ask for."""
    table = profile(cohort, classification)
    rates = kidney_function(cohort)
    start = rates[rates["egfr"].notna() & rates["day"].between(-90, 0)]
    last = start.sort_values("day", kind="stable").groupby("patient").last()
    table["baseline_egfr"] = table["patient"].map(last["egfr"]).astype(float)
    table["baseline_egfr_bound"] = table["patient"].map(last["bound"]).fillna("")
    said = cohort.absences[cohort.absences["table"] == "patients"]
    reasons = {
        (row["patient"], row["column"]): row["reason"]
        for row in said.to_dict("records")
        if row["reason"] in _WORDS_FOR_A_REASON
    }
    return Knowledge(table, reasons)


@dataclass(frozen=True)
class Counted:
    """Children counted: those certainly and those possibly meant, of those asked about.

    Attributes
    ----------
    meant
        Among `asked` children; certain or possible, one entry per child of the cohort.
    """

    patients: tuple[str, ...]
    meant: Truth
    asked: Truth

    @property
    def n(self) -> tuple[int, int]:
        """Count them: certainly, and at most."""
        return int(self.meant.certain.sum()), int(self.meant.possible.sum())

    @property
    def of(self) -> tuple[int, int]:
        """Count whom was asked about: certainly, and at most."""
        return int(self.asked.certain.sum()), int(self.asked.possible.sum())

    @property
    def decided(self) -> bool:
        """Whether nothing unknown could change the count."""
        return self.n[0] == self.n[1] and self.of[0] == self.of[1]

    def who(self, *, unsure: bool = False) -> list[str]:
        """Name them, or those of whom nobody can tell."""
        chosen = self.meant.possible & ~self.meant.certain if unsure else self.meant.certain
        return [patient for patient, hit in zip(self.patients, chosen, strict=True) if hit]


@dataclass(frozen=True)
class FieldSummary:
    """Numbers summarised: which children had none is told too."""

    asks: str
    n: int
    median: Bounded | None
    low: Bounded | None
    high: Bounded | None
    without: tuple[str, ...]
    unsure: tuple[str, ...]

    @property
    def middle(self) -> Bounded | None:
        """Give the number that was asked for."""
        return {"median": self.median, "min": self.low, "max": self.high}[self.asks]


def compute(expression: Expression, known: Knowledge) -> Counted | FieldSummary:
    """Work a computation out."""
    asked = _truth(expression.where, known)
    patients = tuple(known.table["patient"])
    if not expression.amount:
        return Counted(patients, asked & _truth(expression.condition, known), asked)
    found, missing = _amount(expression.amount, known)
    chosen = asked.certain & ~missing
    values = found[chosen]
    names = np.array(patients, dtype=object)
    return FieldSummary(
        expression.asks,
        len(values),
        quantile(values, 0.5),
        quantile(values, 0.0),
        quantile(values, 1.0),
        tuple(names[asked.certain & missing]),
        tuple(names[asked.possible & ~asked.certain & ~missing]),
    )


def _truth(condition: Condition, known: Knowledge) -> Truth:
    if condition is None:
        everybody = np.ones(len(known.table), dtype=bool)
        return Truth(everybody, everybody)
    if isinstance(condition, Not):
        found = _truth(condition.of, known)
        return Truth(~found.possible, ~found.certain)
    if isinstance(condition, Both):
        return _truth(condition.first, known) & _truth(condition.second, known)
    if isinstance(condition, Either):
        first, second = _truth(condition.first, known), _truth(condition.second, known)
        return Truth(first.certain | second.certain, first.possible | second.possible)
    return _test(condition, known)


def _test(test: FieldTest, known: Knowledge) -> Truth:
    there = known.column(test.field).notna().to_numpy(dtype=bool)
    reason = np.array(
        [(p, test.field.id) in known.reasons for p in known.table["patient"]], dtype=bool
    )
    if test.operator in ("known", "missing"):
        said = there | reason
        return Truth(said, said) if test.operator == "known" else Truth(~said, ~said)
    if test.field.kind == "number" and test.operator != "has":
        return _compare(test, known)
    holds = np.array(
        [
            _says(test, value if is_there else known.reasons.get((patient, test.field.id), ""))
            for patient, value, is_there in zip(
                known.table["patient"], known.column(test.field), there, strict=True
            )
        ],
        dtype=bool,
    )
    said = there | reason
    return Truth(holds & said, holds | ~said)


def _says(test: FieldTest, value: object) -> bool:
    """Hold words, or a child's drugs, against the words of a test."""
    wanted = test.field.word(test.value)
    if isinstance(value, tuple):
        if test.operator == "has":
            return wanted in value
        parts = () if wanted == "none" else tuple(test.value.split("+"))
        same = set(value) == {test.field.word(part.strip()) for part in parts}
        return same if test.operator == "=" else not same
    if test.operator == "has":
        return test.value.casefold() in str(value).casefold()
    same = test.field.word(str(value)) == wanted
    return same if test.operator == "=" else not same


def _compare(test: FieldTest, known: Knowledge) -> Truth:
    value, bound = known.results(test.field)
    missing = np.isnan(value)
    found = bounded_values(np.where(missing, 0.0, value), np.where(missing, "", bound))
    limit = number_in(test.value, test.field)
    # Twelve digits: what was typed, without what binary sums are off by.
    low, high = (
        np.array([float(f"{each:.12g}") for each in ends]) for ends in (found.low, found.high)
    )
    below = Truth(
        (high < limit) | ((high == limit) & found.high_open), low < limit
    )  # fmt: skip
    above = Truth((low > limit) | ((low == limit) & found.low_open), high > limit)
    is_it = (low == limit) & (high == limit)
    may_be = (low <= limit) & (high >= limit)
    may_be &= ~((high == limit) & found.high_open) & ~((low == limit) & found.low_open)
    found_truth = {
        "<": below,
        ">": above,
        ">=": Truth(~below.possible, ~below.certain),
        "<=": Truth(~above.possible, ~above.certain),
        "=": Truth(is_it, may_be),
        "!=": Truth(~may_be, ~is_it),
    }[test.operator]
    return Truth(found_truth.certain & ~missing, found_truth.possible | missing)


def _amount(terms: tuple[Summand, ...], known: Knowledge) -> tuple[Values, np.ndarray]:
    """Add terms up as intervals; missing where one of them is."""
    n = len(known.table)
    low, high = np.zeros(n), np.zeros(n)
    low_open, high_open, missing = (np.zeros(n, dtype=bool) for _ in range(3))
    for term in terms:
        if term.field is None:
            low, high = low + term.times, high + term.times
            continue
        value, bound = known.results(term.field)
        missing |= np.isnan(value)
        part = bounded_values(np.where(np.isnan(value), 0.0, value), bound)
        if term.times >= 0:
            low, high = low + part.low * term.times, high + part.high * term.times
            low_open, high_open = low_open | part.low_open, high_open | part.high_open
        else:  # the lower end of what is taken off is the upper end of what is left
            low, high = low + part.high * term.times, high + part.low * term.times
            low_open, high_open = low_open | part.high_open, high_open | part.low_open
    return Values(low, high, low_open, high_open), missing
