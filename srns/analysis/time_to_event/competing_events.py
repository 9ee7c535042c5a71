"""On which day did kidney failure or death end what was followed, and how surely?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from srns.cohort.date_intervals import earliest, latest, show_span
from srns.cohort.tables import Cohort
from srns.cohort.terms import DEATH, ENDS_IN_KIDNEY_FAILURE
from srns.rules.child_keys import child_codes


@dataclass(frozen=True)
class Endings:
    """The day of each child's kidney failure or death; NaN for a child with neither.

    Attributes
    ----------
    day
        One without any day is at the child's last occasion, and `undated`; one known only in part
        on the last day that it may have been.
    earliest
        The first day that it may have been.
    """

    day: NDArray[np.float64]
    undated: NDArray[np.bool_]
    earliest: NDArray[np.float64]

    @property
    def in_part(self) -> NDArray[np.bool_]:
        """Whether it is only known to lie between two days."""
        return self.earliest < self.day

    def between(self, child: int) -> str:
        """Say between which days it lies."""
        return show_span(self.earliest[child], self.day[child])


def endings(cohort: Cohort, last_occasion: NDArray[np.float64]) -> Endings:
    """Give the day of each child's kidney failure or death, and how it is known."""
    patients = cohort.patients["patient"]
    ending = cohort.events[cohort.events["event"].isin([*ENDS_IN_KIDNEY_FAILURE, DEATH])]
    if ending.empty:
        nothing = np.full(len(patients), np.nan)
        return Endings(nothing, np.zeros(len(patients), dtype=bool), nothing)
    first, last = (np.full(len(patients), np.inf) for _ in range(2))
    child = child_codes(patients, ending["patient"])
    known = child >= 0
    has_ended = np.zeros(len(patients), dtype=bool)
    has_ended[child[known]] = True
    for days, found in ((earliest(ending, "day"), first), (latest(ending, "day"), last)):
        np.fmin.at(found, child[known], days[known])
    undated = has_ended & np.isinf(last)
    first, last = (np.where(np.isinf(days), np.nan, days) for days in (first, last))
    return Endings(
        np.where(undated, last_occasion, last), undated, np.where(undated, last_occasion, first)
    )


_FEW = 20


def say_in_part(found: Mapping[str, str], left_out: Sequence[str] = ()) -> list[str]:
    """Name the children with an event that is known only in part, and what was done with it.

    >>> say_in_part({"1": "day 91 to 120"})
    ['Known only in part, put on its last day: 1 (day 91 to 120).']
    """
    said = []
    if found:
        named = _named([f"{patient} ({days})" for patient, days in found.items()])
        said.append(f"Known only in part, put on its last day: {named}.")
    if left_out:
        said.append(
            "Remission left out, because a relapse, kidney failure or death known only in part may "
            f"have ended it: {_named(left_out)}."
        )
    return said


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_FEW])
    return f"{shown} and {len(names) - _FEW} more" if len(names) > _FEW else shown
