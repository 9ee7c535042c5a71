"""Recorded versus computed response: does the workbook agree with the rule?"""

from dataclasses import replace

import pandas as pd

from srns.analysis.proportions.agreement import Agreement, cohen_kappa
from srns.analysis.results_data.proportions import fraction
from srns.analysis.results_data.rows import (
    PERCENT,
    TWO_DECIMALS,
    WHOLE,
    Stat,
    Subject,
    as_table,
    rows_about,
)
from srns.analysis.results_data.source_cells import (
    cells_of_column,
    deciding_cells,
    together,
)
from srns.cohort.tables import Cohort
from srns.cohort.terms import AT_START, NOT_EVALUABLE
from srns.languages.messages import mark
from srns.languages.sentences import sentence
from srns.rules.classification import Classification
from srns.rules.near_misses import near_misses

_NOT_COMPARED = {
    AT_START: mark("In remission at start: not compared."),
    NOT_EVALUABLE: mark(
        "Not evaluable by the rule: not compared, because that contradicts no record."
    ),
}


def recorded_against_computed(cohort: Cohort, classification: Classification) -> pd.DataFrame:
    """Compare each recorded response with the computed one.

    Returns
    -------
    DataFrame
        One row per child: `patient`, `recorded` (None if the text is not a known response),
        `recorded_typed`, `computed`, `agrees` (True, False, or None if nothing was recorded, or one
        of both is not evaluable, or the child was in remission at start: an unknown response
        neither agrees nor disagrees),
        `why` (the deciding criterion where the two differ, or why they are not compared),
        `override` (the manual override in words, otherwise empty).
    """
    verdicts = classification.verdicts
    recorded = _column(cohort, "recorded_response")
    sources = cohort.sources
    of_response = sources[sources["column"] == "recorded_response"]
    typed = cohort.patients["patient"].map(
        dict(zip(of_response["patient"], of_response["typed"], strict=True))
    )
    agrees = [
        None
        if pd.isna(words) or words == NOT_EVALUABLE or computed in _NOT_COMPARED
        else words == computed
        for words, computed in zip(recorded, verdicts["response"], strict=True)
    ]
    overrides = classification.overrides
    return pd.DataFrame(
        {
            "patient": verdicts["patient"],
            "recorded": recorded.to_numpy(),
            "recorded_typed": typed.fillna("").to_numpy(),
            "computed": verdicts["response"],
            "agrees": pd.Series(agrees, dtype=object),
            "why": [
                _why(classification, str(patient), words, reason)
                if agree is False
                else _NOT_COMPARED.get(computed, "")
                for patient, words, reason, agree, computed in zip(
                    verdicts["patient"],
                    recorded,
                    verdicts["reason"],
                    agrees,
                    verdicts["response"],
                    strict=True,
                )
            ],
            "override": [
                overrides[str(patient)].words if str(patient) in overrides else ""
                for patient in verdicts["patient"]
            ],
        }
    )


def recorded_agreement(declared: pd.DataFrame) -> Agreement:
    """Return the agreement of recorded and computed responses, where one was recorded."""
    compared = declared[declared["agrees"].notna()]
    return cohen_kappa(list(compared["recorded"]), list(compared["computed"]))


def agreement_results(
    cohort: Cohort, classification: Classification, declared: pd.DataFrame
) -> pd.DataFrame:
    """Return the agreement as analysis results data, with the children compared behind it.

    Parameters
    ----------
    declared
        Result of `recorded_against_computed`.
    """
    found = recorded_agreement(declared)
    compared = declared.loc[declared["agrees"].notna(), "patient"]
    agrees = declared.loc[[agree is True for agree in declared["agrees"]], "patient"]
    differs = declared.loc[[agree is False for agree in declared["agrees"]], "patient"]
    about = Subject("recorded and computed response", "agreement", None, "agreement")
    why = found.why_missing or None
    kappa = [
        Stat("estimate", found.kappa, TWO_DECIMALS, why if found.kappa is None else None),
        Stat("std.error", found.standard_error, TWO_DECIMALS),
        Stat("conf.low", found.low, TWO_DECIMALS, why if found.low is None else None),
        Stat("conf.high", found.high, TWO_DECIMALS, why if found.high is None else None),
        Stat("conf.level", 0.95, "xx%"),
        Stat("method", "Cohen's kappa, unweighted; large-sample interval"),
    ]
    counted = [Stat("n", found.agree, WHOLE), Stat("p", fraction(found.percent), PERCENT)]
    rows = [
        *rows_about(about, [Stat("N", found.n, WHOLE)], compared),
        *rows_about(about, counted, agrees),
        *rows_about(
            replace(about, level="disagreement"), [Stat("n", len(differs), WHOLE)], differs
        ),
        *rows_about(replace(about, level="kappa"), kappa, compared),
    ]
    recorded = cells_of_column(cohort, "recorded_response")
    return as_table(rows, together(recorded, deciding_cells(classification)))


def _why(classification: Classification, patient: str, recorded: str, reason: str) -> str:
    """Return the criterion that rules out the recorded response, then the reason of the verdict."""
    nearest = [miss for miss in near_misses(classification, patient) if miss.response == recorded]
    if nearest:
        return sentence("Short of {miss} {reason}", miss=nearest[0].words, reason=reason)
    return reason


def _column(cohort: Cohort, name: str) -> pd.Series:
    if name in cohort.patients:
        return cohort.patients[name]
    return pd.Series(None, index=cohort.patients.index, dtype=object)
