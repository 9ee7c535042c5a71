"""Evaluation of a formula on a cohort, in three-valued logic."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from srns.analysis.follow_up import at_risk
from srns.analysis.statements.fields import Field
from srns.analysis.statements.parse import (
    And,
    Condition,
    Expression,
    FieldTest,
    Not,
    Or,
    Summand,
    number_in,
)
from srns.analysis.tables.censored_values import Bounded, Values, bounded_values, quantile
from srns.analysis.tables.kidney_function import kidney_function
from srns.analysis.tables.patient_profile import profile
from srns.cohort.tables import Cohort
from srns.cohort.terms import AT_START, fold
from srns.rules.classification import Classification
from srns.rules.verdict import Truth

_WORDS_FOR_A_REASON = ("not done", "not applicable")


@dataclass(frozen=True)
class PatientFacts:
    """The profile of each child, and the reasons why values are missing.

    Attributes
    ----------
    table
        One row per child; see `srns.analysis.tables.patient_profile.profile`.
    reasons
        By (child, column): the reason of an informative missing value.
    """

    table: pd.DataFrame
    reasons: Mapping[tuple[str, str], str]

    def results(self, field: Field) -> tuple[np.ndarray, np.ndarray]:
        """Return the values of a numeric field and their bounds; NaN where missing."""
        value = pd.to_numeric(self.column(field), errors="coerce").to_numpy(float, na_value=np.nan)
        bounds = self.table.get(f"{field.id}_bound")
        if bounds is None:
            return value, np.full(len(value), "", dtype=object)
        return value, bounds.fillna("").to_numpy(dtype=object)

    def column(self, field: Field) -> pd.Series:
        """Return a column of the profile; all missing if the cohort lacks it."""
        if field.id in self.table:
            return self.table[field.id]
        return pd.Series(None, index=self.table.index, dtype=object)


def patient_facts(cohort: Cohort, classification: Classification) -> PatientFacts:
    """Return everything that formulas can refer to."""
    table = profile(cohort, classification)
    rates = kidney_function(cohort)
    start = rates[rates["egfr"].notna() & rates["day"].between(-90, 0)]
    last = start.sort_values("day", kind="stable").groupby("patient").last()
    table["baseline_egfr"] = table["patient"].map(last["egfr"]).astype(float)
    table["baseline_egfr_bound"] = table["patient"].map(last["bound"]).fillna("")
    stated = cohort.absences[cohort.absences["table"] == "patients"]
    reasons = {
        (row["patient"], row["column"]): row["reason"]
        for row in stated.to_dict("records")
        if row["reason"] in _WORDS_FOR_A_REASON
    }
    return PatientFacts(table, reasons)


@dataclass(frozen=True)
class Counted:
    """A count of children, certain and possible, with its denominator.

    Attributes
    ----------
    matching
        Children who meet the condition, certainly or possibly; one entry per child of the cohort.
    eligible
        Children in the denominator, likewise.
    """

    patients: tuple[str, ...]
    matching: Truth
    eligible: Truth

    @property
    def n(self) -> tuple[int, int]:
        """The numerator: certain, and at most."""
        return int(self.matching.certain.sum()), int(self.matching.possible.sum())

    @property
    def of(self) -> tuple[int, int]:
        """The denominator: certain, and at most."""
        return int(self.eligible.certain.sum()), int(self.eligible.possible.sum())

    @property
    def decided(self) -> bool:
        """Whether missing data cannot change the count."""
        return self.n[0] == self.n[1] and self.of[0] == self.of[1]

    def denominator(self, *, possible: bool = False) -> list[str]:
        """List the children in the denominator: for certain, or at most."""
        chosen = self.eligible.possible if possible else self.eligible.certain
        return [patient for patient, hit in zip(self.patients, chosen, strict=True) if hit]

    def patient_names(self, *, unsure: bool = False) -> list[str]:
        """List the children who certainly match, or those undetermined."""
        chosen = self.matching.certain
        if unsure:
            chosen = self.matching.possible & ~chosen
        return [patient for patient, hit in zip(self.patients, chosen, strict=True) if hit]


@dataclass(frozen=True)
class FieldSummary:
    """Summary of a numeric amount.

    Attributes
    ----------
    measured, missing
        Children in the denominator with a value, and without one.
    unsure
        Children with a value who may or may not be in the denominator.
    """

    operation: str
    measured: tuple[str, ...]
    median: Bounded | None
    low: Bounded | None
    high: Bounded | None
    missing: tuple[str, ...]
    unsure: tuple[str, ...]

    @property
    def n(self) -> int:
        """The number of values."""
        return len(self.measured)

    @property
    def middle(self) -> Bounded | None:
        """The requested statistic."""
        return {"median": self.median, "min": self.low, "max": self.high}[self.operation]


def compute(expression: Expression, facts: PatientFacts) -> Counted | FieldSummary:
    """Evaluate a formula."""
    eligible = _truth(expression.where, facts)
    if _asks_for_response(expression.condition):
        # Children in remission at start cannot respond: they are in no denominator of response.
        risk = at_risk(facts.table["response"])
        eligible = eligible & Truth(risk, risk)
    patients = tuple(facts.table["patient"])
    if not expression.amount:
        return Counted(patients, eligible & _truth(expression.condition, facts), eligible)
    found, missing = _amount(expression.amount, facts)
    chosen = eligible.certain & ~missing
    values = found[chosen]
    names = np.array(patients, dtype=object)
    return FieldSummary(
        expression.operation,
        tuple(names[chosen]),
        quantile(values, 0.5),
        quantile(values, 0.0),
        quantile(values, 1.0),
        tuple(names[eligible.certain & missing]),
        tuple(names[eligible.possible & ~eligible.certain & ~missing]),
    )


def _asks_for_response(condition: Condition) -> bool:
    """Return whether a condition counts a response, other than by naming remission at start."""
    if isinstance(condition, Not):
        return _asks_for_response(condition.of)
    if isinstance(condition, (And, Or)):
        return _asks_for_response(condition.first) or _asks_for_response(condition.second)
    if not isinstance(condition, FieldTest) or condition.field.id != "response":
        return False
    return condition.field.word(condition.value) != fold(AT_START)


def _truth(condition: Condition, facts: PatientFacts) -> Truth:
    if condition is None:
        everybody = np.ones(len(facts.table), dtype=bool)
        return Truth(everybody, everybody)
    if isinstance(condition, Not):
        found = _truth(condition.of, facts)
        return Truth(~found.possible, ~found.certain)
    if isinstance(condition, And):
        return _truth(condition.first, facts) & _truth(condition.second, facts)
    if isinstance(condition, Or):
        first, second = _truth(condition.first, facts), _truth(condition.second, facts)
        return Truth(first.certain | second.certain, first.possible | second.possible)
    return _test(condition, facts)


def _test(test: FieldTest, facts: PatientFacts) -> Truth:
    has_value = facts.column(test.field).notna().to_numpy(dtype=bool)
    reason = np.array(
        [(p, test.field.id) in facts.reasons for p in facts.table["patient"]], dtype=bool
    )
    if test.operator in ("known", "missing"):
        stated = has_value | reason
        return Truth(stated, stated) if test.operator == "known" else Truth(~stated, ~stated)
    if test.field.kind == "number" and test.operator != "has":
        return _compare(test, facts)
    holds = np.array(
        [
            _says(test, value if present else facts.reasons.get((patient, test.field.id), ""))
            for patient, value, present in zip(
                facts.table["patient"], facts.column(test.field), has_value, strict=True
            )
        ],
        dtype=bool,
    )
    stated = has_value | reason
    return Truth(holds & stated, holds | ~stated)


def _says(test: FieldTest, value: object) -> bool:
    """Compare text, or a set of drugs, with the value of a test."""
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


def _compare(test: FieldTest, facts: PatientFacts) -> Truth:
    value, bound = facts.results(test.field)
    missing = np.isnan(value)
    found = bounded_values(np.where(missing, 0.0, value), np.where(missing, "", bound))
    limit = number_in(test.value, test.field)
    # Twelve significant digits: the value as typed, without floating-point error.
    low, high = (
        np.array([float(f"{end:.12g}") for end in ends]) for ends in (found.low, found.high)
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


def _amount(terms: tuple[Summand, ...], facts: PatientFacts) -> tuple[Values, np.ndarray]:
    """Sum terms as intervals; missing where any term is."""
    n = len(facts.table)
    low, high = np.zeros(n), np.zeros(n)
    low_open, high_open, missing = (np.zeros(n, dtype=bool) for _ in range(3))
    for term in terms:
        if term.field is None:
            low, high = low + term.times, high + term.times
            continue
        value, bound = facts.results(term.field)
        missing |= np.isnan(value)
        part = bounded_values(np.where(np.isnan(value), 0.0, value), bound)
        if term.times >= 0:
            low, high = low + part.low * term.times, high + part.high * term.times
            low_open, high_open = low_open | part.low_open, high_open | part.high_open
        else:  # subtracting swaps the lower and upper limits
            low, high = low + part.high * term.times, high + part.low * term.times
            low_open, high_open = low_open | part.high_open, high_open | part.low_open
    return Values(low, high, low_open, high_open), missing
