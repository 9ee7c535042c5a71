"""Competing events: the day of kidney failure or death, and how precisely it is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from srns.cohort.child_keys import child_codes
from srns.cohort.date_intervals import earliest, latest, show_span
from srns.cohort.tables import Cohort
from srns.cohort.terms import DEATH, ENDS_IN_KIDNEY_FAILURE


@dataclass(frozen=True)
class Endings:
    """The day of each child's kidney failure or death; NaN for a child with neither.

    Attributes
    ----------
    day
        Day of the event. Without a date: the day of the last visit, and `undated` is set; with a
        partial date: the latest possible day.
    undated
        Whether the event has no date.
    earliest
        The earliest possible day.
    """

    day: NDArray[np.float64]
    undated: NDArray[np.bool_]
    earliest: NDArray[np.float64]

    @property
    def in_part(self) -> NDArray[np.bool_]:
        """Whether the date is only partially known."""
        return self.earliest < self.day

    def between(self, child: int) -> str:
        """Return the range of possible days in words."""
        return show_span(self.earliest[child], self.day[child])


def endings(cohort: Cohort, last_occasion: NDArray[np.float64]) -> Endings:
    """Return the day of each child's kidney failure or death.

    Parameters
    ----------
    last_occasion
        Day of each child's last visit with a urine result; NaN without one.
    """
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
    for days, target in ((earliest(ending, "day"), first), (latest(ending, "day"), last)):
        np.fmin.at(target, child[known], days[known])
    undated = has_ended & np.isinf(last)
    first, last = (np.where(np.isinf(days), np.nan, days) for days in (first, last))
    return Endings(
        np.where(undated, last_occasion, last), undated, np.where(undated, last_occasion, first)
    )


_FEW = 20


def partial_date_sentences(spans: Mapping[str, str], left_out: Sequence[str] = ()) -> list[str]:
    """List the children with a partially dated event, and how it was handled.

    Parameters
    ----------
    spans
        By child: the range of possible days, in words.
    left_out
        Children with a remission left out because its end is undetermined.

    >>> partial_date_sentences({"1": "day 91 to 120"})
    ['Event with a partial date, placed on the latest possible day: 1 (day 91 to 120).']
    """
    sentences = []
    if spans:
        named = _named([f"{patient} ({days})" for patient, days in spans.items()])
        sentences.append(f"Event with a partial date, placed on the latest possible day: {named}.")
    if left_out:
        sentences.append(
            "Remission left out, because a relapse, kidney failure or death with a partial date "
            f"may have ended it: {_named(left_out)}."
        )
    return sentences


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_FEW])
    return f"{shown} and {len(names) - _FEW} more" if len(names) > _FEW else shown
