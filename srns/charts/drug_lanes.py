"""Drug lanes of one child: doses in words, the days between courses, and courses without a day."""

import numpy as np
import pandas as pd

from srns.cohort.quantities import show_number
from srns.cohort.tables import DAYS_PER_MONTH, Cohort
from srns.languages.lists import join_and
from srns.languages.messages import _
from srns.languages.sentences import joined, sentence, term

PRIOR = "prior"

UNDATED = sentence("undated")
"""What stands in a lane of a drug without a day."""


def dose_words(row: dict) -> str:
    """Return the dose of a course in words; empty where none is recorded.

    >>> dose_words({"dose": 300.0, "dose_unit": "mg/m2", "frequency": "twice a day"})
    '300 mg/m2 twice a day'
    """
    parts = [row.get("dose"), row.get("dose_unit"), row.get("frequency")]
    known = [part for part in parts if part is not None and not pd.isna(part)]
    return " ".join(show_number(part) if isinstance(part, float) else str(part) for part in known)


def undated_courses(
    cohort: Cohort, patient: str, start: float, since: float, until: float
) -> pd.DataFrame:
    """Return the drugs that have a course without any day, with the stretch that may hold it.

    A course given before the treatment studied (purpose "prior") lies before day 0; of another
    nothing is known but that it lies on the axis.

    Parameters
    ----------
    start
        The day that months count from.
    since, until
        The ends of the axis in months.

    Returns
    -------
    DataFrame
        One row per drug: `drug`, `month`, `until`, `words` (`prior; maintenance 300 mg/m2 twice a
        day; undated`), `short` (without the doses), `cell`.
    """
    mine = cohort.treatments[cohort.treatments["patient"] == patient]
    mine = mine[(mine["drug"] != "none") & ~_has_a_day(mine)]
    rows = []
    for drug, courses in mine.groupby("drug", sort=False):
        purposes = [str(each) if isinstance(each, str) else "" for each in courses["purpose"]]
        words = [
            joined([term(part) for part in (purpose, dose_words(course)) if part], " ")
            for purpose, course in zip(purposes, courses.to_dict("records"), strict=True)
        ]
        before = all(purpose == PRIOR for purpose in purposes)
        end = min(max(-start / DAYS_PER_MONTH, since), until) if before else until
        known = [text for text in words if text]
        rows.append(
            {
                "drug": str(drug),
                "month": since,
                "until": max(end, since),
                "words": joined([*known, UNDATED], "; "),
                "short": joined(
                    [*map(term, dict.fromkeys(each for each in purposes if each)), UNDATED], "; "
                ),
                "cell": join_and([str(cell) for cell in courses["cell"] if cell]),
            }
        )
    return pd.DataFrame(rows, columns=["drug", "month", "until", "words", "short", "cell"])


def _has_a_day(courses: pd.DataFrame) -> np.ndarray:
    """Mark the courses of which a start or a stop is known, if only in part."""
    columns = [
        f"{end}_day{part}" for end in ("start", "stop") for part in ("", "_earliest", "_latest")
    ]
    known = [courses[name].notna() for name in columns if name in courses]
    return np.logical_or.reduce(known) if known else np.zeros(len(courses), dtype=bool)


def drug_gaps(bars: pd.DataFrame) -> pd.DataFrame:
    """Return the stretches between two courses of one drug on which none is recorded.

    Returns
    -------
    DataFrame
        One row per gap: `drug`, `month`, `until`, `words`.
    """
    rows = []
    for drug, courses in bars.groupby("drug", sort=False):
        over = -np.inf
        for begun, end in sorted(zip(courses["month"], courses["until"], strict=True)):
            if np.isfinite(over) and begun - over >= 1 / DAYS_PER_MONTH:
                words = _("no {drug} recorded for {time}").format(
                    drug=drug, time=months_in_words(begun - over)
                )
                rows.append((str(drug), over, begun, words))
            over = max(over, end)
    return pd.DataFrame(rows, columns=["drug", "month", "until", "words"])


def months_in_words(months: float) -> str:
    """Return a length of time as days below two months, as months above.

    >>> months_in_words(1.0), months_in_words(7.24)
    ('30 days', '7.2 months')
    """
    return (
        _("{months} days").format(months=f"{months * DAYS_PER_MONTH:.0f}")
        if months < 2
        else _("{months} months").format(months=f"{months:.1f}")
    )
