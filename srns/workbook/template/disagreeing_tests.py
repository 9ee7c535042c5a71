"""Urine tests of one day that disagree: Up/c and dipstick more than one grade apart."""

import numpy as np
import pandas as pd

from srns.cohort.dipstick import BANDS, GRADES
from srns.cohort.quantities import DIPSTICK, UPCR, show_result
from srns.languages.sentences import sentence
from srns.workbook.findings import Findings
from srns.workbook.problems import Problem

_USUAL_CREATININE = 100
"""Creatinine of urine in mg/dL at which Up/c is held against the strip's mg/dL."""
_BANDS = np.array([low for low, _ in BANDS.values()][1:]) / _USUAL_CREATININE


def query_disagreeing_tests(labs: pd.DataFrame, findings: Findings) -> None:
    """Query each dipstick that is more than one grade away from an Up/c of the same day.

    Up/c says protein for each mg of creatinine, the strip protein for each dL of urine: they are
    compared as if the urine held 100 mg/dL of creatinine, so that only more than a step is asked
    about. An Up/c with a bound is held against the strip at its nearest possible grade.

    Parameters
    ----------
    labs
        One row per result: `patient`, `day`, `analyte`, `value`, `bound`, `unit`, `cell`.
    """
    known = labs[labs["value"].notna() & labs["day"].notna()]
    strips = known[known["analyte"] == DIPSTICK.analyte]
    ratios = known[known["analyte"] == UPCR.analyte]
    if strips.empty or ratios.empty:
        return
    factor = ratios["unit"].astype(object).map({u: float(f) for u, f in UPCR.units.items()})
    of_ratio = ratios.assign(
        grade=np.searchsorted(_BANDS, ratios["value"].to_numpy() / factor.to_numpy(), "right")
    )
    columns = ["patient", "day"]
    pairs = strips[[*columns, "value", "cell"]].merge(
        of_ratio[[*columns, "grade", "value", "bound", "unit", "cell"]],
        on=columns,
        suffixes=("_strip", ""),
    )
    low = np.where(pairs["bound"].isin(["<", "<="]), 0, pairs["grade"])
    high = np.where(pairs["bound"].isin([">", ">="]), len(GRADES) - 1, pairs["grade"])
    strip = pairs["value_strip"].to_numpy(dtype=int)
    for place in np.flatnonzero((strip < low - 1) | (strip > high + 1)).tolist():
        pair = pairs.iloc[place]
        tab, _, cell = str(pair["cell_strip"]).rpartition("!")
        findings.problems.append(
            Problem(
                "query",
                tab,
                cell,
                sentence(
                    "dipstick {grade} on the day of Up/c {value} {unit} ({cell})",
                    grade=GRADES[int(strip[place])],
                    value=show_result(pair["value"], pair["bound"]),
                    unit=pair["unit"],
                    cell=pair["cell"],
                ),
                sentence(
                    "at most one grade between them; that Up/c is about {grade}",
                    grade=GRADES[int(pair["grade"])],
                ),
                sentence(
                    "Check both; the Up/c goes before the dipstick where a definition judges both."
                ),
            )
        )
