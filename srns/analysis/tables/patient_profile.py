"""Patient profile: one row per child with everything derived from the sheets.

The columns of the sheet Patients and summaries of the other sheets. Table 1, the case table and
manuscript statements are all computed from these rows.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from srns.analysis.groups import STEROIDS, maintenance
from srns.analysis.tables.censored_values import Values, bounded_values
from srns.cohort.quantities import QUANTITIES
from srns.cohort.tables import DAYS_PER_MONTH, DAYS_PER_YEAR, Cohort
from srns.cohort.terms import DEATH, ENDS_IN_KIDNEY_FAILURE
from srns.rules.classification import Classification
from srns.rules.occasions import BASELINE_DAYS

YES, NO = "yes", "no"
AFTER_VERDICT = (
    "response",
    "status",
    "months_from_day_0",
    "months_from_first_infusion",
    "months_from_last_infusion",
    "infusions_before",
)


def profile(cohort: Cohort, classification: Classification) -> pd.DataFrame:
    """Return one row per child, in the order of `cohort.patients`.

    Returns
    -------
    DataFrame
        Every column of `patients`, and

        - `prior_drugs`, `maintenance_drugs`: tuples of drugs; empty where the row says "none",
          None where not recorded; `maintenance`: the regimen in words;
        - `baseline_upcr` (mg/mg), `baseline_albumin` (g/dL), `baseline_creatinine` (mg/dL): the
          last result on day -90 to 0, with `_bound`; `creatinine_results`: their number;
        - `infusions`, `methylprednisolone_infusions` (those with a recorded dose above 0),
          `infusion_months` (from the first to the last), `cyclophosphamide_mg_m2` (summed over
          the infusions; missing where one has no dose);
        - `follow_up_years` from the last infusion to the last follow-up day;
        - `kidney_failure`, `death`: "yes" if such an event is recorded, otherwise "no";
          `relapse`: "yes" if recorded or computed, missing if undetermined;
        - `response`, `status`, `sustained` ("yes", "no" or missing) and the months to remission,
          of the classification.
    """
    table = cohort.patients.reset_index(drop=True).copy()
    patients = table["patient"]
    table["prior_drugs"] = pd.Series(_drugs(cohort, "prior"), dtype=object)
    regimens = maintenance(cohort)
    table["maintenance"] = regimens["regimen"].to_numpy()
    drugs = _maintenance_drugs(cohort, regimens["regimen"])
    table["maintenance_drugs"] = pd.Series(drugs, dtype=object)
    for analyte in ("upcr", "albumin", "creatinine"):
        value, bound = _baseline(cohort, analyte)
        table[f"baseline_{analyte}"], table[f"baseline_{analyte}_bound"] = value, bound
    measured = cohort.labs.loc[cohort.labs["analyte"] == "creatinine", "patient"].value_counts()
    table["creatinine_results"] = patients.map(measured).fillna(0).astype(int)
    for name, column in _infusions(cohort).items():
        table[name] = column.to_numpy()
    last = patients.map(cohort.infusions.groupby("patient")["day"].max()).astype(float)
    followed = table.get("last_follow_up_day", np.nan)
    table["follow_up_years"] = (pd.Series(followed, index=table.index).astype(float) - last) / (
        DAYS_PER_YEAR
    )
    for name, events in (("kidney_failure", ENDS_IN_KIDNEY_FAILURE), ("death", (DEATH,))):
        table[name] = _ever(cohort, events)
    verdicts = classification.outcomes
    for name in AFTER_VERDICT:
        table[name] = verdicts[name].to_numpy()
    table["sustained"] = verdicts["sustained"].map({True: YES, False: NO}).to_numpy()
    relapsed = (_ever(cohort, ("relapse",)) == YES) | verdicts["relapse_day"].notna().to_numpy()
    unsure = verdicts["sustained"].isna() & verdicts["onset_day"].notna()
    table["relapse"] = pd.Series(np.where(relapsed, YES, NO), dtype=object).where(
        relapsed | ~unsure.to_numpy(), None
    )
    return table


def results_of(table: pd.DataFrame, column: str) -> Values:
    """Return one column of the profile as results with their bounds."""
    bounds = table.get(f"{column}_bound")
    return bounded_values(table[column], None if bounds is None else bounds.fillna(""))


def _drugs(cohort: Cohort, purpose: str) -> list[tuple[str, ...] | None]:
    """Return each child's drugs of one purpose, without steroids, in row order."""
    rows = cohort.treatments[cohort.treatments["purpose"] == purpose]
    by_child: dict[str, dict[str, None]] = {}
    for patient, drug in zip(rows["patient"], rows["drug"], strict=True):
        drugs = by_child.setdefault(patient, {})
        if drug != "none" and drug not in STEROIDS:
            drugs[drug] = None
    found = {patient: tuple(drugs) for patient, drugs in by_child.items()}
    return [found.get(patient) for patient in cohort.patients["patient"]]


def _maintenance_drugs(
    cohort: Cohort, regimens: Sequence[str] | pd.Series
) -> list[tuple[str, ...] | None]:
    known = set(cohort.treatments["patient"])
    return [
        (
            (() if regimen == "none" else tuple(regimen.split(" + ")))
            if patient in known and regimen != "not recorded"
            else None
        )
        for patient, regimen in zip(cohort.patients["patient"], regimens, strict=True)
    ]


def _baseline(cohort: Cohort, analyte: str) -> tuple[pd.Series, pd.Series]:
    """Return each child's last result on day -90 to 0, in the canonical unit, and its bound."""
    labs = cohort.labs
    day = labs["day"].astype(float)
    rows = labs[(labs["analyte"] == analyte) & (day <= 0) & (day >= -BASELINE_DAYS)]
    rows = rows.sort_values("day", kind="stable").groupby("patient").last()
    quantity = QUANTITIES[analyte]
    factor = (
        rows["unit"]
        .astype(str)
        .map(
            {unit: float(quantity.factor(unit, quantity.canonical_unit)) for unit in quantity.units}
        )
    )
    patients = cohort.patients["patient"].reset_index(drop=True)
    value = patients.map(rows["value"].astype(float) * factor.astype(float)).astype(float)
    return value, patients.map(rows["bound"].astype(str)).fillna("").astype(object)


def _infusions(cohort: Cohort) -> dict[str, pd.Series]:
    rows = cohort.infusions
    patients = cohort.patients["patient"].reset_index(drop=True)
    by_child = rows.groupby("patient")
    dose = rows["cyclophosphamide_mg_m2"].astype(float)
    with_steroid = rows["methylprednisolone_mg_kg"].astype(float) > 0
    day = by_child["day"]
    months = (day.max().astype(float) - day.min().astype(float)) / DAYS_PER_MONTH
    total = dose.groupby(rows["patient"]).agg(lambda doses: doses.sum(skipna=False))

    def counted(totals: pd.Series) -> pd.Series:
        # A workbook without any infusion did not record them: missing rather than 0.
        return patients.map(totals).fillna(np.nan if rows.empty else 0.0)

    return {
        "infusions": counted(by_child.size()),
        "methylprednisolone_infusions": counted(with_steroid.groupby(rows["patient"]).sum()),
        "infusion_months": patients.map(months).astype(float),
        "cyclophosphamide_mg_m2": patients.map(total.astype(float)).astype(float),
    }


def _ever(cohort: Cohort, events: Sequence[str]) -> np.ndarray:
    hit = set(cohort.events.loc[cohort.events["event"].isin(list(events)), "patient"])
    return np.where(cohort.patients["patient"].isin(hit), YES, NO)
