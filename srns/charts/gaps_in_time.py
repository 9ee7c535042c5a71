"""Stretches of time in which nothing was measured or given, and the doses of drug courses."""

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from srns.cohort.tables import DAYS_PER_MONTH

LONG_MONTHS = 6.0
"""A stretch of this many months without a urine result is marked in the timeline."""
_COLUMNS = ["month", "until", "label"]


def long_gaps(tests: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the stretches without any urine result that are longer than `LONG_MONTHS`.

    Parameters
    ----------
    tests
        Results of each urine test, with `month`.

    Returns
    -------
    DataFrame
        One row per stretch: `month`, `until`, `label` (`14 months without a urine result`).
    """
    months = sorted({float(month) for table in tests for month in table["month"]})
    rows = [
        (one, other, f"{other - one:.0f} months without a urine result")
        for one, other in pairwise(months)
        if other - one > LONG_MONTHS
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


def gaps_between_courses(bars: pd.DataFrame) -> pd.DataFrame:
    """Return the stretches between two courses of one drug.

    Parameters
    ----------
    bars
        Dated courses: `drug`, `month`, `until`.

    Returns
    -------
    DataFrame
        One row per gap: `drug`, `month`, `until`, `label` (`no tacrolimus for 30 days`).
    """
    rows = []
    for drug, courses in bars.groupby("drug", sort=False):
        ended = float("-inf")
        for begun, until in sorted(zip(courses["month"], courses["until"], strict=True)):
            days = round((begun - ended) * DAYS_PER_MONTH) if ended > float("-inf") else 0
            if days > 1:  # a course that starts on the day after the last one leaves no gap
                rows.append((drug, ended, begun, f"no {drug} for {days} days"))
            ended = max(ended, until)
    return pd.DataFrame(rows, columns=["drug", *_COLUMNS])


def with_dose(bars: pd.DataFrame) -> pd.DataFrame:
    """Return the courses with `given`: dose, unit and frequency as in the workbook, or empty."""
    words = []
    for row in bars.to_dict("records"):
        if pd.isna(row.get("dose")):
            words.append("")
            continue
        parts = [f"{row['dose']:g}", row.get("dose_unit"), row.get("frequency")]
        words.append(" ".join(str(part) for part in parts if isinstance(part, str) and part))
    return bars.assign(given=words)
