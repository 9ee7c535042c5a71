"""Table catalogue: every table by name, with the options that it takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from srns.analysis.regimens.periods import RULES, Periods, RegimenRules, regimen_periods
from srns.analysis.regimens.relapses import landmark_table, regimen_course_table, relapse_table
from srns.analysis.strategies import strategy_table
from srns.analysis.tables.case_table import case_table
from srns.analysis.tables.completeness import completeness
from srns.analysis.tables.exposure_table import exposure_table
from srns.analysis.tables.flow_diagram import flow
from srns.analysis.tables.kidney_table import kidney_table
from srns.analysis.tables.line_tables import line_count_table, line_table
from srns.analysis.tables.printed_table import PrintedTable
from srns.analysis.tables.table_one import table_one
from srns.cohort.tables import Cohort
from srns.rules.classification import Classification


@dataclass(frozen=True)
class Choices:
    """Options of the tables.

    Attributes
    ----------
    by
        Grouping variable of Table 1; see `srns.analysis.groups.grouping`. None: no groups.
    equation
        GFR equation; see `srns.analysis.tables.kidney_function`.
    rules
        Rules that combine courses into regimens.
    rows
        Number of filled rows of the sheet Patients, and of skipped rows by reason; None if the
        cohort was not read from such a sheet.
    filtered_from
        Number of children before filters; None without filters.
    """

    by: str | None = None
    equation: str = "ckid_u25"
    rules: RegimenRules = RULES
    rows: tuple[int, Mapping[str, int]] | None = None
    filtered_from: int | None = None


Make = Callable[[Cohort, Classification, Choices], PrintedTable]


def _flow(cohort: Cohort, classification: Classification, chosen: Choices) -> PrintedTable:
    rows, passed = chosen.rows or (None, None)
    return flow(
        cohort,
        classification,
        rows_in_sheet=rows,
        rows_left_out=passed,
        filtered_from=chosen.filtered_from,
    )


def _relapses(cohort: Cohort, classification: Classification, chosen: Choices) -> PrintedTable:
    return relapse_table(
        cohort, classification, periods_in_window(cohort, classification, chosen.rules)
    )


def _course(cohort: Cohort, classification: Classification, chosen: Choices) -> PrintedTable:
    return regimen_course_table(cohort, periods_in_window(cohort, classification, chosen.rules))


def _landmarks(cohort: Cohort, classification: Classification, chosen: Choices) -> PrintedTable:
    return landmark_table(cohort, periods_in_window(cohort, classification, chosen.rules))


def periods_in_window(
    cohort: Cohort, classification: Classification, rules: RegimenRules
) -> Periods:
    """Return the regimen periods within the window of observation of the classification."""
    return regimen_periods(cohort, rules, classification.found.window)


TABLES: Mapping[str, Make] = MappingProxyType(
    {
        "table1": lambda cohort, judged, chosen: table_one(cohort, judged, chosen.by),
        "cases": lambda cohort, judged, _: case_table(cohort, judged),
        "flow": _flow,
        "completeness": lambda cohort, judged, _: completeness(cohort, judged),
        "exposure": lambda cohort, _, __: exposure_table(cohort),
        "kidney_function": lambda cohort, _, chosen: kidney_table(cohort, chosen.equation),
        "regimen_course": _course,
        "regimen_at": _landmarks,
        "relapses": _relapses,
        "lines": lambda _, judged, __: line_table(judged),
        "line_responses": lambda _, judged, __: line_count_table(judged),
        "strategies": lambda _, judged, __: strategy_table(judged),
    }
)
"""Table makers by name, in report order."""
