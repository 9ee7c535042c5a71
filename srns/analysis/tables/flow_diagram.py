"""Flow of children from the rows of the sheet to the analysis, with exclusions by reason."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from srns.analysis.follow_up import in_remission_at_start
from srns.analysis.results_data.rows import (
    WHOLE,
    Cells,
    Stat,
    Subject,
    as_table,
    rows_about,
    statistics_of,
)
from srns.analysis.results_data.source_cells import cells_of_table, deciding_cells
from srns.analysis.tables.printed_table import PrintedTable, names
from srns.cohort.quantities import URINE_TESTS
from srns.cohort.tables import AS_READ, Cohort
from srns.cohort.terms import AT_START, NOT_EVALUABLE, RESPONSES
from srns.cohort.wording import join_words
from srns.languages.messages import mark
from srns.languages.sentences import sentence
from srns.rules.classification import Classification

KEPT, LEFT_OUT, VERDICT = mark("kept"), mark("left out"), mark("verdict")


def flow(
    cohort: Cohort,
    classification: Classification,
    *,
    rows_in_sheet: int | None = None,
    rows_left_out: Mapping[str, int] | None = None,
    filtered_from: int | None = None,
) -> PrintedTable:
    """Count the children at each step from the sheet to the analysis; empty steps stay, with 0.

    Parameters
    ----------
    rows_in_sheet, rows_left_out
        Number of filled rows below the header of the sheet Patients, and of skipped rows by
        reason; None if the cohort was not read from such a sheet.
    filtered_from
        Number of children before filters; None without filters.

    Returns
    -------
    PrintedTable
        Columns `step` (kept, left out, verdict), `what`, `n`, and `children` (their names). Each
        "kept" count is the previous one minus those left out in between.
    """
    patients = cohort.patients["patient"].reset_index(drop=True)
    steps: list[_Step] = []
    whole = len(patients) if filtered_from is None else filtered_from
    if rows_in_sheet is not None:
        steps.append(_Step(KEPT, "Filled rows of the sheet Patients", rows_in_sheet))
        skipped = {"an example row of the template": 0, **(rows_left_out or {})}
        steps += [_Step(LEFT_OUT, f"Row is {reason}", n) for reason, n in skipped.items()]
        unused = rows_in_sheet - sum(skipped.values()) - whole
        steps.append(_Step(LEFT_OUT, "Row does not add a child", unused))
    read = patients.tolist() if whole == len(patients) else []
    steps.append(_Step(KEPT, "Children read", whole, read))
    if filtered_from is not None:
        steps.append(_Step(LEFT_OUT, "Removed by filters", filtered_from - len(patients)))
        steps.append(_counted(KEPT, "Children after filters", patients))
    left = np.ones(len(patients), dtype=bool)
    for reason, excluded in _reasons(cohort, classification).items():
        steps.append(_counted(LEFT_OUT, reason, patients[excluded & left]))
        left &= ~excluded
    at_risk = "Children at risk" if in_remission_at_start(classification).any() else "Children"
    steps.append(_counted(KEPT, f"{at_risk} with a urine result after day 0", patients[left]))
    response = classification.outcomes["response"].to_numpy()
    undecided = left & (response == NOT_EVALUABLE)
    why = "Not evaluable: missing data could change the verdict"
    steps.append(_counted(LEFT_OUT, why, patients[undecided]))
    left &= ~undecided
    steps.append(_counted(KEPT, "Children with a verdict", patients[left]))
    for name in RESPONSES:
        if name not in (NOT_EVALUABLE, AT_START):
            reached = patients[left & (response == name)]
            steps.append(_counted(VERDICT, name.capitalize(), reached))
    return _printed(steps, cells_of_table(cohort.labs), deciding_cells(classification))


class _Step(NamedTuple):
    step: str
    what: str
    n: int
    patients: Sequence[str] = ()


def _counted(step: str, what: str, patients: pd.Series) -> _Step:
    return _Step(step, what, len(patients), patients.tolist())


def _printed(steps: Sequence[_Step], measured: Cells, decided: Cells) -> PrintedTable:
    """Return the steps as a table, each number from its row of analysis results data."""
    results = as_table(
        row
        for each in steps
        for row in rows_about(
            Subject("flow", each.what, ("step", each.step)),
            [Stat("n", each.n, WHOLE)],
            each.patients,
            decided if each.step == VERDICT else measured,
        )
    )
    stats = statistics_of(results, "flow")
    rows = [
        (step, what, found["n"].stat, names(found["n"].patients))
        for (step, what), found in stats.items()
    ]
    return PrintedTable(
        "flow",
        sentence("From sheet rows to analyzed children"),
        pd.DataFrame(rows, columns=["step", "what", "n", "children"]),
        (sentence("Each child is counted under the first reason that applies."),),
        results,
    )


def _reasons(cohort: Cohort, classification: Classification) -> dict[str, np.ndarray]:
    """Return, by reason, the children who cannot be judged."""
    patients = cohort.patients["patient"].reset_index(drop=True)
    tests = classification.found.rules.tests
    urine = cohort.labs[cohort.labs["analyte"].isin(tests)]
    name = join_words([URINE_TESTS[test].label for test in tests], "or")
    dated = urine[urine["day"].notna()]
    has_any = patients.isin(urine["patient"]).to_numpy()
    has_dated = patients.isin(dated["patient"]).to_numpy()
    return {
        f"No {name} in the workbook": ~has_any,
        _why_no_day_zero(cohort): has_any & ~has_dated,
        "In remission at start: not at risk": in_remission_at_start(classification),
        f"No {name} after day 0": ~classification.judged.has_occasion,
    }


def _why_no_day_zero(cohort: Cohort) -> str:
    if cohort.day_zero == AS_READ:
        return "No index date and no infusion, so no day 0"
    return f"No {cohort.day_zero}, so no day 0"
