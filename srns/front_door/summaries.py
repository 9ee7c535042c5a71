"""Summaries: counts of responses with their intervals, and every number as a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from srns.analysis.proportions.intervals import EXACT
from srns.analysis.results_data.summary import results_data as summary_results
from srns.analysis.summary import summarize as count_cohort
from srns.cohort.tables import Cohort
from srns.front_door.arguments import HADDAD
from srns.front_door.calls import classified
from srns.rules.classification import Classification
from srns.rules.definition import Definition
from srns.workbook.ledger import count_rows
from srns.workbook.read_workbook import Reading


@dataclass(frozen=True)
class CohortSummary:
    """The numbers of a classified cohort.

    Attributes
    ----------
    responses
        One row per group and response: `group`, `response`, `n`, `of`, `percent`, `low`, `high`
        (in percent, unrounded), `patients`.
    document
        All numbers, times and curves too, as `srns summary --format json` prints them.
    classification
        What was counted.
    """

    responses: pd.DataFrame
    document: dict[str, Any]
    classification: Classification

    @cached_property
    def ard(self) -> pd.DataFrame:
        """The numbers as analysis results data, made when they are first asked for."""
        return summary_results(self.document, self.classification)

    def __repr__(self) -> str:
        name, by = self.document["definition"]["id"], self.document["by"]
        return f"<CohortSummary {name}: {self.document['n']} children by {by}>"


def summarize(
    data: Reading | Cohort | Classification,
    definition: str | Path | Definition = HADDAD,
    *,
    by: str = "histology",
    interval: str = EXACT,
    origin: str = "",
    compare: bool = False,
    adjudicated: bool = False,
) -> CohortSummary:
    """Count the responses with their intervals, and give times to and after remission.

    Parameters
    ----------
    data, definition
        A classification was made under a definition, and keeps it.
    by
        "histology", "maintenance", "resistance", or a column of the sheet Patients.
    interval
        "exact" (Clopper–Pearson), "wilson" or "mid-p", all of 95 %.
    origin
        What the curve of complete remission counts time from: "first infusion", "last infusion",
        "diagnosis" and so on; by default day 0.
    compare
        Whether to compare the groups: differences, ratios and an exact test.
    adjudicated
        Whether to count the overrides in place of the computed responses.

    Raises
    ------
    InputError
        Where the reading has errors, or there is no such column (`GroupingError`).

    Examples
    --------
    >>> import srns
    >>> summary = srns.summarize(srns.load_haddad2021())
    >>> summary
    <CohortSummary haddad_2021: 8 children by histology>
    >>> row = summary.responses.iloc[0]
    >>> print(f"{row.response}: {row.n} of {row.of} ({row.low:.1f}–{row.high:.1f} %)")
    complete remission: 4 of 8 (15.7–84.3 %)
    """
    found = classified(data, definition)
    document = count_cohort(
        found.cohort,
        found,
        by,
        adjudicated=adjudicated,
        interval=interval,
        origin=origin,
        compare=compare,
    )
    return CohortSummary(pd.DataFrame(document["responses"]), document, found)


def results_data(
    data: Reading | Cohort | Classification,
    definition: str | Path | Definition = HADDAD,
    *,
    parts: Sequence[str] = (),
    by: str = "histology",
) -> pd.DataFrame:
    """Return every number of tables, curves and sentences as analysis results data.

    Parameters
    ----------
    parts
        Which: "summary", "comparison", "agreement", "times", "states", "relapse_by_drug",
        "definitions", or a table such as "table1" or "relapses"; empty: all of them.
    by
        How the children are grouped; see `summarize`.

    Returns
    -------
    DataFrame
        One row per number: `group1`, `group1_level`, `variable`, `variable_level`, `context`,
        `stat_name`, `stat_label`, `stat`, `fmt_fun`, `warning`, `error`, as in the R package cards;
        the `patients` and `cells` behind it; and the `part`.

    Raises
    ------
    InputError
        Where the reading has errors, or there is no such part.

    Examples
    --------
    >>> import srns
    >>> rows = srns.results_data(srns.load_haddad2021(), parts=["summary"])
    >>> row = rows[(rows["variable_level"] == "complete remission")
    ...            & (rows["stat_name"] == "n") & rows["group1"].isna()].iloc[0]
    >>> row["stat"], row["patients"], row["cells"][:2]
    (4, ['1', '2', '6', '7'], ['Labs!C9', 'Labs!D9'])
    """
    # Here, so that the rest of the front door works without the extra `report`.
    from srns.report.results_catalogue import make_results
    from srns.report.table_catalogue import Choices

    rows = count_rows(data.ledger, "Patients") if isinstance(data, Reading) else None
    return make_results(classified(data, definition), parts, Choices(by, rows=rows))
