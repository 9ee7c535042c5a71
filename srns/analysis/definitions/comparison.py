"""Comparison of definitions on one cohort: reclassification, differences, agreement."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import pandas as pd

from srns.analysis.definitions.differences import explain_date, explain_difference
from srns.analysis.follow_up import at_risk, not_evaluable
from srns.analysis.proportions.agreement import Agreement, cohen_kappa
from srns.analysis.proportions.outcomes import OUTCOMES, proportion
from srns.cohort.errors import ComparisonError
from srns.cohort.tables import Cohort
from srns.cohort.terms import RESPONSES
from srns.cohort.unit_systems import Units
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.definition import Definition
from srns.rules.occasions import Occasions, VisitRules, find_occasions
from srns.rules.rescue import TREATMENT_POLICY
from srns.rules.window import find_window


@dataclass(frozen=True)
class Comparison:
    """A cohort classified by several definitions, in the order given."""

    cohort: Cohort
    classifications: tuple[Classification, ...]

    def __repr__(self) -> str:
        children, count = len(self.cohort.patients), len(self.classifications)
        return (
            f"<Comparison of {count} definitions: "
            f"{len(self.changing)} of {children} children change>"
        )

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """The definitions compared."""
        return tuple(found.definition for found in self.classifications)

    def in_units(self, units: Units) -> "Comparison":
        """Return the same comparison, worded in one system of units."""
        judged = tuple(found.in_units(units) for found in self.classifications)
        return replace(self, classifications=judged)

    def under(self, definition_id: str) -> Classification:
        """Return the classification under one of the definitions."""
        for found in self.classifications:
            if found.definition.id == definition_id:
                return found
        raise ComparisonError(
            f"found no definition '{definition_id}' in the comparison; expected one of "
            f"{', '.join(definition.id for definition in self.definitions)}."
        )

    @property
    def strategy(self) -> str:
        """The strategy for rescue drugs, the same for all definitions."""
        return self.classifications[0].strategy if self.classifications else TREATMENT_POLICY

    @property
    def matrix(self) -> pd.DataFrame:
        """The responses: one row per child, one column per definition (by id)."""
        return self._column("response")

    @property
    def onset_days(self) -> pd.DataFrame:
        """The onset days in the shape of `matrix`; missing without a remission."""
        return self._column("onset_day")

    @property
    def changing(self) -> list[str]:
        """The children whose response differs between definitions."""
        matrix = self.matrix
        return list(matrix.index[matrix.ne(matrix.iloc[:, 0], axis=0).any(axis=1)])

    def _column(self, name: str) -> pd.DataFrame:
        return pd.DataFrame(
            {
                found.definition.id: found.outcomes[name].to_numpy()
                for found in self.classifications
            },
            index=pd.Index(self.cohort.patients["patient"], name="patient"),
        )


def compare(
    cohort: Cohort, definitions: Sequence[Definition], *, strategy: str = TREATMENT_POLICY
) -> Comparison:
    """Classify a cohort by each of the definitions.

    Visits are found once for all definitions with the same visit rules.

    Parameters
    ----------
    strategy
        What a rescue drug changes: that of the classification in force, so that pages agree.

    Raises
    ------
    ComparisonError
        If two definitions have the same id, because their columns would be indistinguishable.
    """
    ids = [definition.id for definition in definitions]
    duplicates = sorted({name for name in ids if ids.count(name) > 1})
    if duplicates:
        raise ComparisonError(
            f"found the definition '{duplicates[0]}' twice; expected each once. Leave one out, or "
            "give your own definition another id."
        )
    window = find_window(cohort)
    by_rules: dict[VisitRules, Occasions] = {}
    classifications = []
    for definition in definitions:
        rules = definition.visit_rules
        if rules not in by_rules:
            by_rules[rules] = find_occasions(cohort, rules, window)
        classifications.append(
            classify(
                cohort, definition, strategy=strategy, window=window, occasions=by_rules[rules]
            )
        )
    return Comparison(cohort, tuple(classifications))


def differences(comparison: Comparison, reference: str) -> pd.DataFrame:
    """List the children whose response differs from the reference definition, and why.

    Returns
    -------
    DataFrame
        One row per child and definition whose response differs: `patient`, `definition` (its id),
        `reference_response`, `response`, `why` (the deciding criterion), `reference_reason` and
        `reason` (the sentence of each verdict).
    """
    one = comparison.under(reference)
    rows = []
    for other in comparison.classifications:
        first, second = one.outcomes["response"], other.outcomes["response"]
        for child in (first != second).to_numpy().nonzero()[0]:
            rows.append(
                {
                    "patient": one.outcomes["patient"].iloc[child],
                    "definition": other.definition.id,
                    "reference_response": first.iloc[child],
                    "response": second.iloc[child],
                    "why": explain_difference(one, other, int(child)),
                    "reference_reason": one.verdicts["reason"].iloc[child],
                    "reason": other.verdicts["reason"].iloc[child],
                }
            )
    columns = [
        "patient",
        "definition",
        "reference_response",
        "response",
        "why",
        "reference_reason",
        "reason",
    ]
    return pd.DataFrame(rows, columns=columns)


def date_differences(comparison: Comparison, reference: str) -> pd.DataFrame:
    """List the children with the same remission but a different onset day, and why.

    Returns
    -------
    DataFrame
        `patient`, `definition` (its id), `response`, `reference_onset_day`, `onset_day`, `why`.
    """
    one = comparison.under(reference)
    rows = []
    for other in comparison.classifications:
        first, second = one.outcomes, other.outcomes
        same = (first["response"] == second["response"]) & first["onset_day"].notna()
        moved = same & (first["onset_day"] != second["onset_day"]).fillna(False)
        for child in moved.to_numpy().nonzero()[0]:
            rows.append(
                {
                    "patient": first["patient"].iloc[child],
                    "definition": other.definition.id,
                    "response": first["response"].iloc[child],
                    "reference_onset_day": first["onset_day"].iloc[child],
                    "onset_day": second["onset_day"].iloc[child],
                    "why": explain_date(one, other, int(child)),
                }
            )
    columns = ["patient", "definition", "response", "reference_onset_day", "onset_day", "why"]
    return pd.DataFrame(rows, columns=columns)


def reclassification(comparison: Comparison, one: str, other: str) -> pd.DataFrame:
    """Cross-tabulate the responses under two definitions.

    Returns
    -------
    DataFrame
        One row per observed pair of responses: `from` (under `one`), `to` (under
        `other`), `n`, `patients`; in the order of the responses.
    """
    first, second = comparison.under(one).outcomes, comparison.under(other).outcomes
    rows = []
    for start in RESPONSES:
        for end in RESPONSES:
            both = (first["response"] == start) & (second["response"] == end)
            if both.any():
                rows.append((start, end, int(both.sum()), list(first.loc[both, "patient"])))
    return pd.DataFrame(rows, columns=["from", "to", "n", "patients"])


def pairwise_agreement(comparison: Comparison) -> pd.DataFrame:
    """Return the agreement of every pair of definitions.

    Returns
    -------
    DataFrame
        One row per pair: `one`, `other`, then the attributes of
        `srns.analysis.proportions.agreement.Agreement`.
    """
    rows = [
        {
            "one": one.definition.id,
            "other": other.definition.id,
            **vars(agreement_of(one, other)),
        }
        for one, other in combinations(comparison.classifications, 2)
    ]
    columns = ["one", "other", *Agreement.__dataclass_fields__]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def agreement_of(one: Classification, other: Classification) -> Agreement:
    """Return the agreement of two definitions on the same children."""
    return cohen_kappa(list(one.outcomes["response"]), list(other.outcomes["response"]))


def headline(comparison: Comparison) -> pd.DataFrame:
    """Count the remissions under each definition, with exact 95 % intervals.

    Outcomes that a definition does not include have no row. Children in remission at start under a
    definition are not in its denominator.

    Returns
    -------
    DataFrame
        One row per definition and outcome (``complete remission``; ``complete or partial
        remission``): `definition` (its id), `name`, `outcome`, `n`, `of`, `percent`, `low`,
        `high` (in percent, unrounded; None without children), `patients`, `not_evaluable` (the
        children at risk that count as without because nothing is known of them).
    """
    rows = []
    for found in comparison.classifications:
        unknown = not_evaluable(found.outcomes)
        for outcome, responses in OUTCOMES.items():
            if not defines_outcome(found.definition, outcome):
                continue
            counted = found.outcomes[found.outcomes["response"].isin(responses)]
            rows.append(
                {
                    "definition": found.definition.id,
                    "name": found.definition.name,
                    "outcome": outcome,
                    **proportion(len(counted), int(at_risk(found.outcomes["response"]).sum())),
                    "patients": list(counted["patient"]),
                    "not_evaluable": unknown,
                }
            )
    columns = ["definition", "name", "outcome", "n", "of", "percent", "low", "high", "patients",
               "not_evaluable"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def defines_outcome(definition: Definition, outcome: str) -> bool:
    """Return whether a definition includes an outcome of `OUTCOMES`."""
    return any(response.name in OUTCOMES[outcome] for response in definition.responses)
