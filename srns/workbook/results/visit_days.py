"""Days of a laboratory list whose rows name their visit and no date."""

import datetime
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np

from srns.languages.sentences import sentence
from srns.workbook.results.coded_column import Coded, combine
from srns.workbook.results.sample_days import SampleDays


@dataclass(frozen=True)
class VisitDays:
    """When the visits were that a column of a list names.

    Attributes
    ----------
    heading
        Of the column that names the visit of each row.
    days, dates
        By child and visit as they are shown, the day from day 0, or the date.
    left_out
        Visits that a person left out.
    expected
        What a visit without a day lacks, in words.
    """

    heading: str
    days: Mapping[tuple[str, str], int]
    dates: Mapping[tuple[str, str], datetime.date]
    left_out: frozenset[str] = frozenset()
    expected: str = sentence("the day of the visit")

    @property
    def key(self) -> Hashable:
        """What tells it from others."""
        days, dates = frozenset(self.days.items()), frozenset(self.dates.items())
        return self.heading, days, dates, self.left_out


@dataclass(frozen=True)
class VisitRows:
    """The visits of some rows: their days, which of them are left out, and names of the others."""

    days: SampleDays
    left_out: np.ndarray
    names: np.ndarray


def read_visit_days(visits: VisitDays, children: Coded, of_rows: Coded) -> VisitRows:
    """Return when the visits of some rows were.

    Parameters
    ----------
    children, of_rows
        The child and the visit of each row, as they are shown.
    """
    pairs = combine([children, of_rows])
    count = len(pairs)
    dates = [visits.dates.get(pair) for pair in pairs.distinct]
    ordinals = [np.nan if date is None else float(date.toordinal()) for date in dates]
    relative = [float(visits.days.get(pair, np.nan)) for pair in pairs.distinct]
    days = SampleDays(
        pairs.lookup(ordinals).astype(float),
        pairs.lookup(relative).astype(float),
        np.full(count, -1, dtype=np.int64),
        np.zeros(count, dtype=bool),
    )
    names = [
        sentence("the visit '{visit}' of patient {name}", visit=visit, name=child)
        if visit
        else sentence("no visit of patient {name}", name=child)
        for child, visit in pairs.distinct
    ]
    return VisitRows(
        days, of_rows.where(lambda visit: visit in visits.left_out), pairs.lookup(names)
    )
