"""Does the response that a person wrote in the workbook agree with the rule?"""

import pandas as pd

from srns.cohort.tables import Cohort
from srns.rules.classify import Classification


def declared_against_computed(cohort: Cohort, classification: Classification) -> pd.DataFrame:
    """Hold each recorded response against the verdict.

    Returns
    -------
    DataFrame
        One row per child: `patient`, `recorded` (None where the words are no response that we
        know), `recorded_typed`, `computed`, `agrees` (True, False, or None where nothing was
        recorded), `why` (the reason of the verdict where the two differ, else empty).
    """
    verdicts = classification.verdicts
    recorded = _column(cohort, "recorded_response")
    sources = cohort.sources
    of_response = sources[sources["column"] == "recorded_response"]
    typed = cohort.patients["patient"].map(
        dict(zip(of_response["patient"], of_response["typed"], strict=True))
    )
    agrees = [
        None if pd.isna(words) else words == computed
        for words, computed in zip(recorded, verdicts["response"], strict=True)
    ]
    return pd.DataFrame(
        {
            "patient": verdicts["patient"],
            "recorded": recorded.to_numpy(),
            "recorded_typed": typed.fillna("").to_numpy(),
            "computed": verdicts["response"],
            "agrees": pd.Series(agrees, dtype=object),
            "why": [
                reason if agree is False else ""
                for reason, agree in zip(verdicts["reason"], agrees, strict=True)
            ],
        }
    )


def _column(cohort: Cohort, name: str) -> pd.Series:
    if name in cohort.patients:
        return cohort.patients[name]
    return pd.Series(None, index=cohort.patients.index, dtype=object)
