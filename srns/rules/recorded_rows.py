"""Rows that were recorded of each child, with the days between which each may lie.

Asking a table for the rows of one child takes a tenth of a millisecond, and all rows once takes
less than for a hundred children.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd

from srns.cohort.date_intervals import earliest, is_in_part, latest


class RecordedCourse(NamedTuple):
    """One course of a drug.

    Attributes
    ----------
    purpose
        None where none is recorded.
    first_start, last_start, first_stop, last_stop
        The first and the last day on which it may have begun and ended, from day 0; NaN where it is
        not known.
    """

    patient: str
    drug: str
    purpose: str | None
    cell: str
    first_start: float
    last_start: float
    first_stop: float
    last_stop: float


class RecordedRelapse(NamedTuple):
    """One recorded relapse.

    Attributes
    ----------
    day
        From day 0; NaN where it is not known, or known in part.
    first, last
        The first and the last day on which it may have come; NaN where nothing is known.
    in_part
        Whether its date is known in part.
    """

    patient: str
    cell: str
    day: float
    first: float
    last: float
    in_part: bool


_Row = TypeVar("_Row", RecordedCourse, RecordedRelapse)


def courses_by_child(treatments: pd.DataFrame) -> Mapping[str, Sequence[RecordedCourse]]:
    """Return the courses of each child that has any, in the order of the table `treatments`."""
    purpose = treatments["purpose"].astype(object)
    columns = (
        treatments["patient"].astype(object),
        treatments["drug"].astype(object),
        purpose.where(purpose.notna(), None),
        treatments["cell"].astype(object),
        earliest(treatments, "start_day").tolist(),
        latest(treatments, "start_day").tolist(),
        earliest(treatments, "stop_day").tolist(),
        latest(treatments, "stop_day").tolist(),
    )
    return _by_child([RecordedCourse(*row) for row in zip(*columns, strict=True)])


def relapses_by_child(events: pd.DataFrame) -> Mapping[str, Sequence[RecordedRelapse]]:
    """Return the recorded relapses of each child that has any, in the order of `events`."""
    chosen = events[(events["event"] == "relapse").to_numpy()]
    columns = (
        chosen["patient"].astype(object),
        chosen["cell"].astype(object),
        chosen["day"].to_numpy(dtype=float, na_value=np.nan).tolist(),
        earliest(chosen, "day").tolist(),
        latest(chosen, "day").tolist(),
        is_in_part(chosen, "day").tolist(),
    )
    return _by_child([RecordedRelapse(*row) for row in zip(*columns, strict=True)])


def _by_child(rows: Iterable[_Row]) -> Mapping[str, Sequence[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        found.setdefault(row.patient, []).append(row)
    return found
