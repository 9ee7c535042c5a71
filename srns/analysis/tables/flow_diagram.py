"""How did the rows of the sheet become the children analysed, and who was left out, for what?"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from srns.analysis.tables.printed_table import PrintedTable, names
from srns.cohort.tables import Cohort
from srns.cohort.terms import NOT_EVALUABLE, RESPONSES
from srns.rules.classification import Classification

KEPT, LEFT_OUT, VERDICT = "kept", "left out", "verdict"


def flow(
    cohort: Cohort,
    classification: Classification,
    *,
    rows_in_sheet: int | None = None,
    rows_left_out: Mapping[str, int] | None = None,
    filtered_from: int | None = None,
) -> PrintedTable:
    """Follow the children from the sheet to the analysis. Steps that lose nobody stay, with 0.

    Parameters
    ----------
    rows_in_sheet, rows_left_out
        The filled rows under the header of the sheet Patients, and those passed over by reason;
        None where the cohort came from elsewhere.
    filtered_from
        How many children there were before the filters; None without filters.

    Returns
    -------
    PrintedTable
        Columns `step` (kept, left out, verdict), `what`, `n`, and `children`, the names. Each
        "kept" is the one above it less what was left out between them.
    """
    patients = cohort.patients["patient"].reset_index(drop=True)
    rows: list[tuple[str, str, int, str]] = []
    whole = len(patients) if filtered_from is None else filtered_from
    if rows_in_sheet is not None:
        rows.append((KEPT, "Filled rows of the sheet Patients", rows_in_sheet, ""))
        passed = {"an example row of the template": 0, **(rows_left_out or {})}
        rows += [(LEFT_OUT, f"Row is {reason}", n, "") for reason, n in passed.items()]
        lost = rows_in_sheet - sum(passed.values()) - whole
        rows.append((LEFT_OUT, "Row is no child of its own", lost, ""))
    rows.append((KEPT, "Children read", whole, names(patients) if whole == len(patients) else ""))
    if filtered_from is not None:
        rows.append((LEFT_OUT, "Taken out by the filters", filtered_from - len(patients), ""))
        rows.append((KEPT, "Children that the filters leave", len(patients), names(patients)))
    left = np.ones(len(patients), dtype=bool)
    for reason, gone in _reasons(cohort, classification).items():
        now = gone & left
        rows.append((LEFT_OUT, reason, int(now.sum()), names(patients[now])))
        left &= ~gone
    rows.append(
        (KEPT, "Children with an occasion to judge", int(left.sum()), names(patients[left]))
    )
    response = classification.outcomes["response"].to_numpy()
    undecided = left & (response == NOT_EVALUABLE)
    rows.append(
        (LEFT_OUT, "Not evaluable: what was missing could decide", int(undecided.sum()),
         names(patients[undecided]))
    )  # fmt: skip
    left &= ~undecided
    rows.append((KEPT, "Children with a verdict", int(left.sum()), names(patients[left])))
    for each in RESPONSES:
        if each != NOT_EVALUABLE:
            mine = left & (response == each)
            rows.append((VERDICT, each.capitalize(), int(mine.sum()), names(patients[mine])))
    printed = pd.DataFrame(rows, columns=["step", "what", "n", "children"])
    return PrintedTable(
        "flow",
        "From the rows of the sheet to the children analysed",
        printed,
        ("A child left out for one reason is not counted again for a later one.",),
    )


def _reasons(cohort: Cohort, classification: Classification) -> dict[str, np.ndarray]:
    """Give, reason by reason, the children in whom there is nothing to judge."""
    patients = cohort.patients["patient"].reset_index(drop=True)
    urine = cohort.labs[cohort.labs["analyte"] == "upcr"]
    dated = urine[urine["day"].notna()]
    has_any = patients.isin(urine["patient"]).to_numpy()
    has_dated = patients.isin(dated["patient"]).to_numpy()
    return {
        "No Up/c in the workbook": ~has_any,
        "No index date and no infusion, so no day 0": has_any & ~has_dated,
        "No Up/c after day 0": ~classification.judged.has_occasion,
    }
