"""Origin of the days: what day 0 is, and what a workbook offers where it leaves that open."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from srns.cohort.day_zero import origins_of, with_day_zero
from srns.cohort.errors import DayZeroError
from srns.cohort.tables import AS_READ, Cohort
from srns.cohort.terms import fold
from srns.languages.sentences import joined, nsentence, sentence
from srns.workbook.findings import Findings
from srns.workbook.problems import Problem
from srns.workbook.template.patients import Children
from srns.workbook.template.study_days import RowDates

NO_DAY_ZERO = sentence("neither an index date nor an infusion, from which days are counted")
"""What is found where a workbook leaves day 0 open; then only a person can name it."""
_MOST = 6


def is_undecided(children: Children, row_dates: Mapping[str, RowDates]) -> bool:
    """Return whether a workbook has dated rows, and nothing says from when they are counted.

    That is where no child has an index date (or one that cannot be read) or an infusion, and no
    row a typed day.
    """
    decided = ~np.isnan(children.index) | children.unread_index
    typed = any(not np.isnan(each.days).all() for each in row_dates.values())
    dated = any(not np.isnan(each.dates).all() for each in row_dates.values())
    return dated and not typed and not decided.any()


def first_dates(
    children: Children, patients: Mapping[str, Sequence[str]], row_dates: Mapping[str, RowDates]
) -> np.ndarray:
    """Return the earliest date of each child in any sheet (ordinal); NaN where it has none.

    Parameters
    ----------
    patients
        Patient of each row, by sheet.
    """
    first = np.full(len(children.index) + 1, np.inf)  # the last is for rows of strangers
    for name, dates in row_dates.items():
        np.fmin.at(first, children.codes(patients[name]), dates.dates)
    return np.where(np.isinf(first[:-1]), np.nan, first[:-1])


def count_from_day_zero(
    cohort: Cohort, day_zero: str, undecided: bool, findings: Findings, *, whole: bool = True
) -> Cohort:
    """Return the cohort counted from its day 0; one that is asked for in vain is an error.

    Of a part of a cohort it is none: a child without day 0 has no days.

    Parameters
    ----------
    day_zero
        The name of day 0; empty where nobody named it.
    undecided
        Whether the workbook leaves day 0 open; then it must be named, and is never chosen.
    """
    named = bool(day_zero) and fold(day_zero) != fold(AS_READ)
    if not named and not undecided:
        return cohort
    if named:
        try:
            return with_day_zero(cohort, day_zero, needed=whole)
        except DayZeroError:
            found = sentence("no child with the day 0 '{day_zero}'", day_zero=day_zero)
    else:
        found = NO_DAY_ZERO
    cohort = replace(cohort, day_zero="" if undecided else AS_READ)
    findings.problems.append(_ask(cohort, found))
    return cohort


def offered_origins(cohort: Cohort) -> dict[str, int]:
    """Return the days 0 that a workbook offers which leaves its own open, with their children.

    In the order of how many children have them; empty where the cohort has a day 0.
    """
    if cohort.day_zero:
        return {}
    return {name: count for name, count in origins_of(cohort).items() if name != AS_READ}


def _list(offered: Sequence[str]) -> str:
    listed, more = joined(offered[:_MOST]), len(offered) - _MOST
    if more <= 0:
        return listed
    return nsentence("{listed} and {n} more", "{listed} and {n} more", more, listed=listed)


def _ask(cohort: Cohort, found: str) -> Problem:
    """Return the error that names what day 0 can be, with counts of children."""
    origins = origins_of(cohort)
    if not cohort.day_zero:
        origins.pop(AS_READ)
    of = len(cohort.patients)
    offered = [
        sentence("'{name}' ({n} of {of} children)", name=name, n=count, of=of)
        for name, count in origins.items()
    ]
    expected = (
        sentence("one of {offered}", offered=_list(offered)) if offered else sentence("a day 0")
    )
    return Problem(
        "error",
        "",
        "",
        found,
        expected,
        sentence(
            "Name it as day 0 when the workbook is read (--day-zero, or "
            "day_zero in the recipe), or type the index dates in the sheet "
            "Patients."
        )
        if offered
        else sentence(
            "Type the index dates in the sheet Patients, or the courses in the sheet Treatments."
        ),
    )
