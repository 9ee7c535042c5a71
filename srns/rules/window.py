"""The window of observation: until which day a child's visits count, and what ended it.

One window serves verdict, course, times, tables, regimens, charts and report.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from srns.cohort.child_keys import child_codes
from srns.cohort.date_intervals import earliest, latest
from srns.cohort.tables import Cohort
from srns.cohort.terms import ENDS_IN_KIDNEY_FAILURE, LOSES_KIDNEY, NEXT_LINE

LAST_FOLLOW_UP = "last follow-up"
OPEN = ""
"""Nothing is recorded that ends the window: it goes on as far as the record."""


@dataclass(frozen=True)
class Window:
    """One entry per child, in the order of `patients`.

    Attributes
    ----------
    last
        The last day that may count; infinite where nothing ends the window. Below 1 where the
        window ended before it began: no visit counts.
    surely
        The last day that surely counts. It is less than `last` where the end is known only to lie
        between two days, and 0 where a kidney failure has no day at all.
    ended_by
        ``kidney failure``, ``dialysis``, ``transplant``, ``death``, ``last follow-up``, the name
        of a drug for a line or a rescue, or ``""``.
    cell
        Where the end stands; ``""`` where it stands in no cell.
    lost_from, lost_by
        Between which days kidney failure, transplant or death came, whatever ended the window;
        infinite where none did, and 0 to infinite where a kidney failure has no day.
    """

    last: NDArray[np.float64]
    surely: NDArray[np.float64]
    ended_by: NDArray[np.object_]
    cell: NDArray[np.object_]
    lost_from: NDArray[np.float64]
    lost_by: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.last)

    def __getitem__(self, chosen: NDArray[np.intp]) -> "Window":
        return Window(
            self.last[chosen],
            self.surely[chosen],
            self.ended_by[chosen],
            self.cell[chosen],
            self.lost_from[chosen],
            self.lost_by[chosen],
        )

    @property
    def is_certain(self) -> bool:
        """Whether every child's window ends on a known day or not at all."""
        return bool((self.last == self.surely).all())

    def cut(
        self,
        last: NDArray[np.float64],
        surely: NDArray[np.float64],
        name: NDArray[np.object_],
        cell: NDArray[np.object_],
    ) -> "Window":
        """Return the window that another end cuts short, where that comes first.

        Parameters
        ----------
        last, surely
            The latest and the earliest day of the other end; infinite where a child has none.
        """
        # An end without a day is named where no other end is known.
        sooner = (last < self.last) | ((surely < self.surely) & np.isinf(self.last))
        return replace(
            self,
            last=np.minimum(self.last, last),
            surely=np.minimum(self.surely, surely),
            ended_by=np.where(sooner, name, self.ended_by),
            cell=np.where(sooner, cell, self.cell),
        )


def find_window(cohort: Cohort) -> Window:
    """Find each child's first end: kidney failure, transplant, death, last follow-up or next line.

    Of two on one day the one that stands first there ended it.

    An acute dialysis ends nothing. A kidney failure, dialysis or transplant without any day may
    have come at any time: no visit surely counts. A death without a day came after every sample.
    """
    children = len(cohort.patients)
    window = Window(
        np.full(children, np.inf),
        np.full(children, np.inf),
        np.full(children, OPEN, dtype=object),
        np.full(children, "", dtype=object),
        np.full(children, np.inf),
        np.full(children, np.inf),
    )
    lost_by, lost_from, word, cell = _endings(cohort, LOSES_KIDNEY)
    window = replace(window, lost_from=lost_from, lost_by=lost_by)
    window = window.cut(lost_by, lost_from, word, cell)
    if "last_follow_up_day" in cohort.patients:
        first, last = (
            np.where(np.isnan(days), np.inf, days)
            for days in (
                earliest(cohort.patients, "last_follow_up_day"),
                latest(cohort.patients, "last_follow_up_day"),
            )
        )
        # Known to the month, the child was seen within it: its last sample counts like any other.
        first = np.where(first < last, last, first)
        nowhere = np.full(children, "", dtype=object)
        window = window.cut(last, first, np.full(children, LAST_FOLLOW_UP, dtype=object), nowhere)
    # After the last follow-up: of two ends on one day the one that was cut first is named.
    return window.cut(*_endings(cohort, (NEXT_LINE,)))


def _endings(
    cohort: Cohort, kinds: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.object_], NDArray[np.object_]]:
    """Return the latest and earliest day, the name and the cell of each child's first ending.

    The next line of treatment is named by its drug.
    """
    children = len(cohort.patients)
    events = cohort.events
    words = events["event"].to_numpy(dtype=object)
    child = child_codes(cohort.patients["patient"], events["patient"])
    first, last = earliest(events, "day"), latest(events, "day")
    # A death without a day came after every sample; a kidney failure without one, at any time.
    of_kidney = np.isin(words, ENDS_IN_KIDNEY_FAILURE)
    rows = np.flatnonzero((child >= 0) & np.isin(words, kinds) & (of_kidney | ~np.isnan(last)))
    first = np.where(np.isnan(first), 0.0, first)  # at any time after day 0
    last = np.where(np.isnan(last), np.inf, last)
    order = {name: place for place, name in enumerate(kinds)}
    rank = np.array([order[word] for word in words[rows]], dtype=np.int64)
    # The first to come stands last; of two on one day that of the kidneys.
    rows = rows[np.lexsort((rank, last[rows]))[::-1]]
    until, surely = np.full(children, np.inf), np.full(children, np.inf)
    name, cell = np.full(children, OPEN, dtype=object), np.full(children, "", dtype=object)
    until[child[rows]] = last[rows]
    np.minimum.at(surely, child[rows], first[rows])
    name[child[rows]] = events["detail"].iloc[rows] if NEXT_LINE in words[rows] else words[rows]
    cell[child[rows]] = events["cell"].fillna("").to_numpy(dtype=object)[rows]
    return until, surely, name, cell
