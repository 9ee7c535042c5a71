"""Outcomes by maintenance regimen: the status at last follow-up of the children on each."""

import pandas as pd

from srns.analysis.groups import grouping, maintenance
from srns.analysis.regimens.relapses import cells_of_courses
from srns.analysis.results_data.listing import listed
from srns.analysis.results_data.rows import (
    WHOLE,
    Row,
    Stat,
    Subject,
    as_table,
    rows_about,
    statistics_of,
)
from srns.analysis.tables.printed_table import PrintedTable
from srns.cohort.tables import Cohort
from srns.rules.classification import Classification

VARIABLE = "status at last follow-up"


def outcomes_by_regimen(cohort: Cohort, classification: Classification) -> pd.DataFrame:
    """List each child's regimen (also as typed), response and status, by regimen.

    Returns
    -------
    DataFrame
        One row per child: `regimen`, `as typed`, `patient`, `response`, `status at last follow-up`.
    """
    regimens = maintenance(cohort)
    verdicts = classification.outcomes.set_index("patient")
    children = regimens["patient"]
    return pd.DataFrame(
        {
            "regimen": regimens["regimen"],
            "as typed": regimens["typed"],
            "patient": children,
            "response": list(verdicts["response"].reindex(children)),
            VARIABLE: list(verdicts["status"].reindex(children)),
        }
    ).sort_values("regimen", kind="stable")


def listed_regimens(
    table: pd.DataFrame, cohort: Cohort, classification: Classification
) -> pd.DataFrame:
    """Return what `outcomes_by_regimen` lists as analysis results data."""
    cells = cells_of_courses(cohort, classification)
    return as_table(listed(table, "regimen", "patient", lambda patient, _: cells.get(patient, ())))


def outcome_table(
    cohort: Cohort, classification: Classification, by: str = "maintenance"
) -> PrintedTable:
    """Count the children with each status at last follow-up, by maintenance regimen.

    Parameters
    ----------
    by
        ``maintenance``, or a grouping of regimens; see `srns.analysis.groups.grouping`.

    Returns
    -------
    PrintedTable
        One row per regimen and status that any child has: `regimen`, `status at last follow-up`,
        `n`, `of` (the children on it), `children`.
    """
    table = outcomes_by_regimen(cohort, classification)
    groups = dict(zip(cohort.patients["patient"], grouping(cohort, by).astype(str), strict=True))
    table = table.assign(regimen=table["patient"].map(groups))
    rows: list[Row] = []
    for regimen, whole in table.groupby("regimen", sort=False):
        for status, own in whole.groupby(VARIABLE, sort=False):
            about = Subject(VARIABLE, status, (by, str(regimen)))
            rows += rows_about(about, [Stat("n", len(own), WHOLE)], own["patient"])
            rows += rows_about(about, [Stat("N", len(whole), WHOLE)], whole["patient"])
    results = as_table(rows, cells_of_courses(cohort, classification))
    printed = pd.DataFrame(
        [
            (regimen, status, stats["n"].stat, stats["N"].stat, ", ".join(stats["n"].patients))
            for (regimen, status), stats in statistics_of(results, VARIABLE).items()
        ],
        columns=["regimen", VARIABLE, "n", "of", "children"],
    )
    title = "Status at last follow-up by maintenance regimen"
    return PrintedTable("status_by_regimen", title, printed, (), results)
