"""Chronology checks: rows before birth, after death or last follow-up, or without a day 0."""

import numpy as np

from srns.cohort.tables import DAYS_PER_YEAR
from srns.languages.sentences import sentence
from srns.workbook.findings import Findings, Place
from srns.workbook.template.patients import Children
from srns.workbook.template.study_days import RowDates


def query_implausible_days(
    row_dates: RowDates,
    days: np.ndarray,
    codes: np.ndarray,
    keep: np.ndarray,
    children: Children,
    findings: Findings,
    what: str,
) -> None:
    """Report rows after death, and query those after last follow-up or without a day 0.

    Parameters
    ----------
    days, codes, keep
        Of each row: day from the index date, number of the child, and whether it is read.
    what
        What a row is, such as 'a result'.
    """
    if row_dates.place is None:
        return
    names = list(children.rows)
    last, death = children.last_of(codes), children.death_of(codes)
    with np.errstate(invalid="ignore"):
        after_death = (days > death) & (codes >= 0) & keep
        after_last = np.flatnonzero((days > last) & (codes >= 0) & keep & ~after_death)
    for row in np.flatnonzero(after_death).tolist():
        findings.problems.append(
            row_dates.place.error(
                row,
                sentence("{what} {when}", what=what, when=children.when(codes[row], days[row])),
                sentence(
                    "a day up to the death of patient {name}, {day} ({death_cell})",
                    name=names[codes[row]],
                    day=children.day_words(codes[row], death[row]),
                    death_cell=str(children.death_cells[codes[row]]),
                ),
                sentence("Correct whichever of the two is wrong."),
            )
        )
    for row in after_last.tolist():
        findings.problems.append(
            row_dates.place.query(
                row,
                sentence("{what} {when}", what=what, when=children.when(codes[row], days[row])),
                sentence(
                    "a day up to the last follow-up of patient {name}, {day}",
                    name=names[codes[row]],
                    day=children.day_words(codes[row], last[row]),
                ),
                sentence("Correct whichever of the two is wrong."),
            )
        )
    _query_days_before_birth(row_dates.place, days, codes, keep, children, findings, what)
    asked: set[int] = set()
    for row in np.flatnonzero(np.isnan(days) & ~np.isnan(row_dates.dates) & (codes >= 0)).tolist():
        if codes[row] not in asked:
            asked.add(codes[row])
            findings.problems.append(
                row_dates.place.query(
                    row,
                    sentence(
                        "a date of patient {name}, who has no infusion and no index date",
                        name=names[codes[row]],
                    ),
                    sentence("an index date to count days from"),
                    sentence("Type the index date in the sheet Patients, or the infusions."),
                )
            )


def _query_days_before_birth(
    place: Place,
    days: np.ndarray,
    codes: np.ndarray,
    keep: np.ndarray,
    children: Children,
    findings: Findings,
    what: str,
) -> None:
    """Query rows before birth or diagnosis, allowing for ages rounded to a year."""
    age = np.append(_ages(children, "age_at_first_infusion_years"), np.nan)[codes]
    known = age - np.append(_ages(children, "age_at_diagnosis_years"), np.nan)[codes]
    birth, diagnosis = -(age + 1) * DAYS_PER_YEAR, -(known + 1) * DAYS_PER_YEAR
    with np.errstate(invalid="ignore"):
        unborn = (days < birth) & (codes >= 0) & keep
        early = (days < diagnosis) & (codes >= 0) & keep & ~unborn
    names = list(children.rows)
    for some, event, first in (
        (unborn, sentence("the birth"), birth),
        (early, sentence("the diagnosis"), diagnosis),
    ):
        for row in np.flatnonzero(some).tolist():
            findings.problems.append(
                place.query(
                    row,
                    sentence("{what} {when}", what=what, when=children.when(codes[row], days[row])),
                    sentence(
                        "a day after {event} of patient {name}, which by the age at "
                        "the first infusion was about day {number:.0f}",
                        event=event,
                        name=names[codes[row]],
                        number=first[row] + DAYS_PER_YEAR,
                    ),
                    sentence(
                        "Correct the day or the age, whichever is wrong; it is used as it stands."
                    ),
                )
            )


def _ages(children: Children, column: str) -> np.ndarray:
    ages = children.columns.get(column)
    return np.full(len(children.rows), np.nan) if ages is None else np.asarray(ages, dtype=float)
