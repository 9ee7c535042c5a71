"""Rescue drugs: other treatment on the way, and the strategies for it (intercurrent events)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from srns.cohort.child_keys import child_codes
from srns.cohort.date_intervals import earliest, latest
from srns.cohort.mechanisms import MECHANISMS
from srns.cohort.tables import Cohort

TREATMENT_POLICY = "treatment policy"
NO_RESPONSE = "rescue is no response"
UNTIL_RESCUE = "until rescue"
STRATEGIES = (TREATMENT_POLICY, NO_RESPONSE, UNTIL_RESCUE)
"""What a rescue drug changes: nothing; it counts as no response; only visits until then count."""


@dataclass(frozen=True)
class Rescues:
    """The first rescue of each child, in the order of `patients`; infinite where there is none.

    Attributes
    ----------
    first, last
        Between which days the first course that surely is a rescue started.
    maybe
        The first day on which a course started that is or may be a rescue.
    drug, cell
        Of the first sure rescue; ``""`` without one.
    maybe_drug, maybe_cell
        Of the first course that may be one.
    """

    first: NDArray[np.float64]
    last: NDArray[np.float64]
    maybe: NDArray[np.float64]
    drug: NDArray[np.object_]
    cell: NDArray[np.object_]
    maybe_drug: NDArray[np.object_]
    maybe_cell: NDArray[np.object_]

    @property
    def is_open(self) -> NDArray[np.bool_]:
        """Whether it cannot be told if, or on which day, a rescue began."""
        return (self.maybe < self.first) | (self.first < self.last)


def find_rescues(cohort: Cohort) -> Rescues:
    """Find each child's first rescue after day 0.

    A course of purpose *rescue* is one. A course without a purpose may be one when it is an
    immunosuppressant other than a steroid, starts after day 0, and neither the drug nor another
    of its mechanism was being given on day 0. A rescue without any start may have started on any
    day after day 0; another course without one is none.
    """
    courses, children = cohort.treatments, len(cohort.patients)
    child = child_codes(cohort.patients["patient"], courses["patient"])
    first, last = earliest(courses, "start_day"), latest(courses, "start_day")
    purpose = courses["purpose"].fillna("").to_numpy(dtype=object)
    drug = courses["drug"].to_numpy(dtype=object)
    cell = courses["cell"].fillna("").to_numpy(dtype=object)
    mechanism = np.array([MECHANISMS.get(each, "") for each in drug], dtype=object)
    with np.errstate(invalid="ignore"):
        after = (child >= 0) & (last > 0)
        surely_after = after & (first > 0)
    stated = (purpose == "rescue") & after
    blank = (purpose == "") & after & (mechanism != "")
    blank &= ~_given_at_start(cohort, child, mechanism, last, earliest(courses, "stop_day"))
    sure_first, sure_last, maybe = (np.full(children, np.inf) for _ in range(3))
    names, cells, maybe_names, maybe_cells = (np.full(children, "", dtype=object) for _ in range(4))
    rows = np.flatnonzero(stated & surely_after)
    rows = rows[np.argsort(last[rows], kind="stable")[::-1]]  # the first to start stands last
    np.minimum.at(sure_first, child[rows], first[rows])
    sure_last[child[rows]], names[child[rows]], cells[child[rows]] = (
        last[rows], drug[rows], cell[rows],
    )  # fmt: skip
    undated = (child >= 0) & (purpose == "rescue") & np.isnan(last)
    rows = np.flatnonzero(stated | blank | undated)
    start = np.where(np.isnan(first), 1, np.maximum(first, 1))
    rows = rows[np.argsort(start[rows], kind="stable")[::-1]]
    maybe[child[rows]], maybe_names[child[rows]], maybe_cells[child[rows]] = (
        start[rows], drug[rows], cell[rows],
    )  # fmt: skip
    return Rescues(
        sure_first, sure_last, np.minimum(maybe, sure_first), names, cells, maybe_names, maybe_cells
    )


def _given_at_start(
    cohort: Cohort,
    child: NDArray[np.intp],
    mechanism: NDArray[np.object_],
    start: NDArray[np.float64],
    stop: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Mark courses of a mechanism that surely was being given, or was started, on day 0.

    Parameters
    ----------
    start, stop
        The last day on which each course may have started, and the first on which it may have
        stopped; NaN where it is not recorded.
    """
    with np.errstate(invalid="ignore"):
        running = (start <= 0) & (np.isnan(stop) | (stop >= 0))
    given = set(zip(child[running].tolist(), mechanism[running].tolist(), strict=True))
    infused = child_codes(cohort.patients["patient"], cohort.infusions["patient"])
    given |= {(each, MECHANISMS["cyclophosphamide"]) for each in infused.tolist()}
    pairs = zip(child.tolist(), mechanism.tolist(), strict=True)
    return np.fromiter((pair in given for pair in pairs), dtype=bool, count=len(child))
