"""Results of the urine, without which no verdict can be computed."""

from collections.abc import Mapping, Sequence

from srns.cohort.quantities import URINE_TESTS
from srns.cohort.tables import Cohort
from srns.languages.sentences import sentence
from srns.workbook.files.cells import is_blank
from srns.workbook.problems import Problem
from srns.workbook.template.grid import Grid
from srns.workbook.template.origins import NO_DAY_ZERO
from srns.workbook.values.numbers_and_words import missing_reason

NO_URINE = sentence("no urine result in this workbook")
_DECLARED = ("recorded_response", "recorded_outcome")


def require_urine_results(
    cohort: Cohort | None, grids: Mapping[str, Grid], problems: Sequence[Problem]
) -> list[Problem]:
    """Return the error of a cohort of which no urine result was read.

    A query where the workbook itself declares responses, as a published table does; nothing where
    another error says already why results are missing. That day 0 is open says nothing of that.
    """
    if (
        cohort is None
        or not len(cohort.patients)
        or any(one.severity == "error" and one.found != NO_DAY_ZERO for one in problems)
    ):
        return []
    if len(cohort.labs) and cohort.labs["analyte"].isin(list(URINE_TESTS)).any():
        return []
    if any(_holds(grid, "dipstick") for grid in grids.values()):
        return []
    declared = any(_holds(grid, name) for grid in grids.values() for name in _DECLARED)
    return [
        Problem(
            "query" if declared else "error",
            "",
            "",
            NO_URINE,
            sentence("Up/c, 24-hour protein or dipstick results"),
            sentence("Only the recorded responses are used; add the results if there are any.")
            if declared
            else sentence(
                "Without them no verdict can be computed: name their column as in "
                "the template, or set its meaning in the recipe."
            ),
        )
    ]


def _holds(grid: Grid, identity: str) -> bool:
    """Return whether a column says anything: "not done" in every cell is no result."""
    matched = grid.headers.get(identity)
    return matched is not None and any(
        not is_blank(value) and missing_reason(value) is None for value in grid.values(matched)
    )
