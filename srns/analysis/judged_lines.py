"""Lines of treatment with their verdicts, counted by line and by mechanism.

Every line is judged like a child (see `srns.rules.lines`): one child may stand in several rows.
"""

from dataclasses import dataclass

import pandas as pd

from srns.analysis.follow_up import at_risk
from srns.analysis.proportions.intervals import EXACT
from srns.analysis.proportions.response_tables import EVERYONE, response_table
from srns.cohort.tables import Cohort
from srns.cohort.terms import AT_START, RESPONSES
from srns.cohort.unit_systems import CONVENTIONAL, Units
from srns.languages.sentences import sentence
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.definition import Definition
from srns.rules.lines import START_OF_LINE, as_cohort, find_lines
from srns.rules.rescue import TREATMENT_POLICY

BY_LINE, BY_MECHANISM = "line", "mechanism"
_VERDICT = ("response", "months_from_day_0", "window_ended_by", "status", "reason")


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
    cohort: Cohort,
    definition: Definition,
    strategy: str = TREATMENT_POLICY,
    units: Units = CONVENTIONAL,
) -> JudgedLines:
    """Judge every line of treatment of a cohort as read."""
    lines = find_lines(cohort)
    found = classify(as_cohort(cohort, lines), definition, strategy=strategy).in_units(units)
    return JudgedLines(_with_verdicts(lines.table, found), lines.not_placed, found)


def lines_of(classification: Classification) -> JudgedLines:
    """Judge every line by the definition and strategy in force.

    A classification in which every line is a child already is not judged again: `start_day` and
    `next_day`, which count from the child's own day 0, and `cell` are then unknown.
    """
    cohort = classification.cohort
    if cohort.day_zero != START_OF_LINE:
        return judge_lines(
            cohort, classification.definition, classification.strategy, classification.units
        )
    lines = cohort.patients.rename(columns={"patient": "key", "child": "patient"})
    table = lines[["patient", "line", "key", "drug", "mechanism"]].assign(
        start_day=None, next_day=None, cell=""
    )
    return JudgedLines(
        _with_verdicts(table, classification),
        pd.DataFrame(columns=["patient", "drug", "cell"]),
        classification,
    )


def _with_verdicts(lines: pd.DataFrame, found: Classification) -> pd.DataFrame:
    verdicts = found.verdicts
    return lines.reset_index(drop=True).assign(
        **{name: verdicts[name].to_numpy() for name in _VERDICT}
    )


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
    names = table[by].map(lambda each: sentence("line {n}", n=each) if by == BY_LINE else str(each))
    risk = at_risk(table["response"])
    verdicts = table.loc[risk, ["key", "response"]].rename(columns={"key": "patient"})
    counted = response_table(
        verdicts.reset_index(drop=True),
        names[risk].reset_index(drop=True),
        responses=[each for each in RESPONSES if each != AT_START],
        interval=interval,
    )
    apart = names[~risk].value_counts()
    counted = counted[counted["group"] != EVERYONE].reset_index(drop=True)
    return counted.assign(at_start=counted["group"].map(apart).fillna(0).astype(int))
