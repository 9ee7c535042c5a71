"""Patient profile: one row per child with everything derived from the sheets.

The columns of the sheet Patients and summaries of the other sheets. Table 1, the case table and
manuscript statements are all computed from these rows.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from srns.analysis.follow_up import last_follow_up
from srns.analysis.groups import STEROIDS, maintenance
from srns.analysis.tables.censored_values import Values, bounded_values
from srns.analysis.tables.exposure import exposure
from srns.analysis.time_to_event.time_origins import every_origin, follow_up_origin
from srns.cohort.child_keys import child_codes, last_of_each_child
from srns.cohort.quantities import ALBUMIN, BOUNDS, CREATININE, UPCR, Quantity
from srns.cohort.tables import DAYS_PER_MONTH, DAYS_PER_YEAR, Cohort
from srns.cohort.terms import DEATH, ENDS_IN_KIDNEY_FAILURE
from srns.rules.baseline import baseline_upcr
from srns.rules.classification import Classification
from srns.rules.occasions import BASELINE_DAYS
from srns.rules.series import read_rows, read_series

YES, NO, CANNOT_TELL = "yes", "no", "cannot tell"
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
          rule's baseline (the last day of -90 to 0; the worst result of that day), with `_bound`
          and `_cell`; `creatinine_results`: their number;
        - `infusions`, `methylprednisolone_infusions` (those with a recorded dose above 0),
          `infusion_months` (from the first to the last);
        - `cyclophosphamide_mg_m2`: the total of `srns.analysis.tables.exposure.exposure`, with
          `_bound`;
        - `follow_up_years` from the last infusion (in a cohort without any, from day 0) to the last
          follow-up day in the window; `window_ended_by`;
        - `in_remission_at_start`: "yes", "no" or "cannot tell";
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
    for quantity in (UPCR, ALBUMIN, CREATININE):
        name = f"baseline_{quantity.analyte}"
        table[name], table[f"{name}_bound"], cells = _baseline(cohort, classification, quantity)
        table[f"{name}_cell"] = pd.Series(cells, dtype=object).replace("", None)
    measured = cohort.labs.loc[cohort.labs["analyte"] == "creatinine", "patient"].value_counts()
    table["creatinine_results"] = patients.map(measured).fillna(0).astype(int)
    for name, column in _infusions(cohort).items():
        table[name] = column.to_numpy()
    given = exposure(cohort)
    for name in ("total_mg_m2", "total_mg_m2_bound"):
        column = name.replace("total", "cyclophosphamide")
        table[column] = given[name].to_numpy()
    origins = every_origin(cohort)
    since = origins[follow_up_origin(origins)]
    table["follow_up_years"] = (last_follow_up(classification) - since) / DAYS_PER_YEAR
    table["in_remission_at_start"] = [
        {True: YES, False: NO}.get(answer, CANNOT_TELL)
        for answer in classification.outcomes["remission_at_start"]
    ]
    table["window_ended_by"] = classification.outcomes["window_ended_by"].to_numpy()
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


def _baseline(
    cohort: Cohort, classification: Classification, quantity: Quantity
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the result that is each child's baseline by the rule, its bound and its cell.

    The last day of -90 to 0 with a result counts, and of several results on it the one that the
    rule counts. The value is in the canonical unit; NaN without a readable result.
    """
    found = classification.found
    if quantity is UPCR and UPCR.analyte in found.rules.tests:
        series = baseline_upcr(found)
    else:
        child = child_codes(cohort.patients["patient"], cohort.labs["patient"])
        rows = read_rows(cohort.labs, child, (quantity.analyte,))
        series = read_series(rows, quantity, found.rules.specimen)
        within = (series.day >= -BASELINE_DAYS) & (series.day <= 0)
        series = series[np.flatnonzero(within)]
    place = last_of_each_child(series.child, len(cohort.patients))
    known = place >= 0
    labs_value = cohort.labs["value"].to_numpy(dtype=float, na_value=np.nan)
    known[known] = ~np.isnan(labs_value[series.row[place[known]]])
    at = place[known]
    factors = np.array([float(quantity.factor(unit, quantity.canonical_unit))
                        for unit in quantity.units])  # fmt: skip
    value = np.full(len(place), np.nan)
    value[known] = series.value[at] * factors[series.unit[at]]
    bound, cell = (np.full(len(place), "", dtype=object) for _ in range(2))
    bound[known] = np.array(BOUNDS, dtype=object)[series.bound[at]]
    cell[known] = cohort.labs["cell"].fillna("").to_numpy(dtype=object)[series.row[at]]
    return value, bound, cell


def _infusions(cohort: Cohort) -> dict[str, pd.Series]:
    rows = cohort.infusions
    patients = cohort.patients["patient"].reset_index(drop=True)
    by_child = rows.groupby("patient")
    with_steroid = rows["methylprednisolone_mg_kg"].astype(float) > 0
    day = by_child["day"]
    months = (day.max().astype(float) - day.min().astype(float)) / DAYS_PER_MONTH

    def counted(totals: pd.Series) -> pd.Series:
        # A workbook without any infusion did not record them: missing rather than 0.
        return patients.map(totals).fillna(np.nan if rows.empty else 0.0)

    return {
        "infusions": counted(by_child.size()),
        "methylprednisolone_infusions": counted(with_steroid.groupby(rows["patient"]).sum()),
        "infusion_months": patients.map(months).astype(float),
    }


def _ever(cohort: Cohort, events: Sequence[str]) -> np.ndarray:
    hit = set(cohort.events.loc[cohort.events["event"].isin(list(events)), "patient"])
    return np.where(cohort.patients["patient"].isin(hit), YES, NO)
