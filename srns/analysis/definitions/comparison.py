"""Who changes when the definition changes, and how far do the definitions agree?"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from srns.analysis.definitions.differences import explain_date, explain_difference
from srns.analysis.proportions.agreement import Agreement, cohen_kappa
from srns.analysis.proportions.intervals import exact_interval
from srns.cohort.errors import ComparisonError
from srns.cohort.tables import Cohort
from srns.cohort.terms import COMPLETE, PARTIAL, RESPONSES
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.definition import Definition
from srns.rules.occasions import Occasions, find_occasions


@dataclass(frozen=True)
class Comparison:
    """A cohort under several definitions, in the order in which they were given."""

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
        return tuple(each.definition for each in self.classifications)

    def under(self, definition_id: str) -> Classification:
        """Give the classification under one of the definitions."""
        for each in self.classifications:
            if each.definition.id == definition_id:
                return each
        raise ComparisonError(
            f"found no definition '{definition_id}' in the comparison; expected one of "
            f"{', '.join(each.id for each in self.definitions)}."
        )

    @property
    def matrix(self) -> pd.DataFrame:
        """One row is a child, one column a definition (by its id): the response."""
        return self._column("response")

    @property
    def onset_days(self) -> pd.DataFrame:
        """As `matrix`: the first occasion of the deciding run, missing without a remission."""
        return self._column("onset_day")

    @property
    def changing(self) -> list[str]:
        """The children whose response is not the same under every definition."""
        matrix = self.matrix
        return list(matrix.index[matrix.ne(matrix.iloc[:, 0], axis=0).any(axis=1)])

    def _column(self, name: str) -> pd.DataFrame:
        return pd.DataFrame(
            {each.definition.id: each.outcomes[name].to_numpy() for each in self.classifications},
            index=pd.Index(self.cohort.patients["patient"], name="patient"),
        )


def compare(cohort: Cohort, definitions: Sequence[Definition]) -> Comparison:
    """Judge a cohort by each of the definitions.

    Occasions are found once for all definitions with the same albumin window.

    Raises
    ------
    ComparisonError
        Where two definitions have one id, for their columns could not be told apart.
    """
    ids = [definition.id for definition in definitions]
    twice = sorted({each for each in ids if ids.count(each) > 1})
    if twice:
        raise ComparisonError(
            f"found the definition '{twice[0]}' twice; expected each once. Leave one out, or give "
            "your own another id."
        )
    found: dict[int, Occasions] = {}
    classifications = []
    for definition in definitions:
        window = definition.albumin_window_days
        if window not in found:
            found[window] = find_occasions(cohort, albumin_window_days=window)
        classifications.append(classify(cohort, definition, occasions=found[window]))
    return Comparison(cohort, tuple(classifications))


def differences(comparison: Comparison, reference: str) -> pd.DataFrame:
    """List who changes from one definition to each of the others, and why.

    Returns
    -------
    DataFrame
        One row per child and definition whose response differs: `patient`, `definition` (its id),
        `reference_response`, `response`, `why` (the clause that decides it), `reference_reason`
        and `reason` (the sentence of each verdict).
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
    """List who reaches the same remission on another day than under the reference, and why.

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
        One row per pair of responses that some child has: `from` (under `one`), `to` (under
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
    """Give the agreement of every two definitions.

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
    """Give the agreement of two definitions on the same children."""
    return cohen_kappa(list(one.outcomes["response"]), list(other.outcomes["response"]))


def headline(comparison: Comparison) -> pd.DataFrame:
    """Count the remissions under each definition, with exact 95 % intervals.

    An outcome that a definition does not know has no row: nobody could reach it.

    Returns
    -------
    DataFrame
        One row per definition and outcome (``complete remission``; ``complete or partial
        remission``): `definition` (its id), `name`, `outcome`, `n`, `of`, `percent`, `low`,
        `high` (in percent, unrounded; None without children), `patients`.
    """
    rows = []
    for each in comparison.classifications:
        for outcome, responses in OUTCOMES.items():
            if not knows(each.definition, outcome):
                continue
            counted = each.outcomes[each.outcomes["response"].isin(responses)]
            rows.append(
                {
                    "definition": each.definition.id,
                    "name": each.definition.name,
                    "outcome": outcome,
                    **proportion(len(counted), len(each.outcomes)),
                    "patients": list(counted["patient"]),
                }
            )
    columns = ["definition", "name", "outcome", "n", "of", "percent", "low", "high", "patients"]
    return pd.DataFrame(rows, columns=columns)


OUTCOMES = {COMPLETE: (COMPLETE,), "complete or partial remission": (COMPLETE, PARTIAL)}


def knows(definition: Definition, outcome: str) -> bool:
    """Tell whether a child can reach an outcome of `OUTCOMES` under a definition."""
    return any(response.name in OUTCOMES[outcome] for response in definition.responses)


def proportion(n: int, of: int) -> dict[str, float | int | None]:
    """Give a proportion with its exact interval, in percent."""
    if of == 0:
        return {"n": 0, "of": 0, "percent": None, "low": None, "high": None}
    low, high = exact_interval(n, of)
    return {"n": n, "of": of, "percent": 100 * n / of, "low": 100 * low, "high": 100 * high}
