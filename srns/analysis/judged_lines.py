"""Lines of treatment with their verdicts, counted by line and by mechanism.

Every line is judged like a child (see `srns.rules.lines`): one child may stand in several rows.
"""

from dataclasses import dataclass

import pandas as pd

from srns.analysis.proportions.intervals import EXACT
from srns.analysis.proportions.response_tables import EVERYONE, response_table
from srns.cohort.tables import Cohort
from srns.cohort.terms import AT_START, RESPONSES
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.definition import Definition
from srns.rules.lines import as_cohort, find_lines
from srns.rules.rescue import TREATMENT_POLICY

BY_LINE, BY_MECHANISM = "line", "mechanism"


@dataclass(frozen=True)
class JudgedLines:
    """The lines of treatment of a cohort with their verdicts.

    Attributes
    ----------
    table
        One row is one line: `patient` (the child), `line`, `key`, `drug`, `mechanism`, `start_day`,
        `next_day`, `cell` (see `srns.rules.lines.Lines`), `response`, `months_from_day_0` (from
        the start of the line to the remission), `window_ended_by`, `status` and `reason`.
    not_placed
        One row is a course that is no line because its start is not known to the day.
    found
        The classification in which every line is a child.
    """

    table: pd.DataFrame
    not_placed: pd.DataFrame
    found: Classification


def judge_lines(
    cohort: Cohort, definition: Definition, strategy: str = TREATMENT_POLICY
) -> JudgedLines:
    """Judge every line of treatment of a cohort as read."""
    lines = find_lines(cohort)
    found = classify(as_cohort(cohort, lines), definition, strategy=strategy)
    verdicts = found.verdicts
    columns = ["response", "months_from_day_0", "window_ended_by", "status", "reason"]
    table = lines.table.reset_index(drop=True).assign(
        **{name: verdicts[name].to_numpy() for name in columns}
    )
    return JudgedLines(table, lines.not_placed, found)


def count_lines(table: pd.DataFrame, by: str, interval: str = EXACT) -> pd.DataFrame:
    """Count the responses by the number of the line or by mechanism.

    Parameters
    ----------
    table
        See `JudgedLines.table`.
    by
        `BY_LINE` or `BY_MECHANISM`.
    interval
        A key of `srns.analysis.proportions.intervals.METHODS`.

    Returns
    -------
    DataFrame
        As `response_table` returns it, without the row of all, of the lines at risk: those that
        began in remission are left out, and counted in `at_start` for each group. A child counts
        once in a group: by mechanism with its first line of it.
    """
    if by == BY_MECHANISM:  # once for each child, or the intervals would not hold
        table = table.drop_duplicates(["patient", "mechanism"])
    names = table[by].map(lambda each: f"line {each}" if by == BY_LINE else str(each))
    at_risk = (table["response"] != AT_START).to_numpy()
    verdicts = table.loc[at_risk, ["key", "response"]].rename(columns={"key": "patient"})
    counted = response_table(
        verdicts.reset_index(drop=True),
        names[at_risk].reset_index(drop=True),
        responses=[each for each in RESPONSES if each != AT_START],
        interval=interval,
    )
    apart = names[~at_risk].value_counts()
    counted = counted[counted["group"] != EVERYONE].reset_index(drop=True)
    return counted.assign(at_start=counted["group"].map(apart).fillna(0).astype(int))
