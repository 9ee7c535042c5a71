"""The baseline: each child's Up/c before treatment, and the fall from it."""

from dataclasses import dataclass

import numpy as np

from srns.cohort.child_keys import last_of_each_child, starts
from srns.cohort.quantities import BOUNDS, UPCR
from srns.rules.limits import TOLERANCE, Edge, Results
from srns.rules.occasions import Occasions
from srns.rules.series import Series
from srns.rules.truth import Truth

BELOW, EXACT, ABOVE = (BOUNDS.index(bound) for bound in ("<", "", ">"))
CANONICAL = np.array([float(factor) for factor in UPCR.units.values()])
"""How many of each unit make one mg/mg."""


def baseline_upcr(occasions: Occasions) -> Series:
    """Return the Up/c of the baseline visits, sorted by child and day; the last one counts."""
    upcr = occasions.baseline.of_test.get("upcr")
    if upcr is None:
        nothing = np.zeros(0, dtype=np.intp)
        return Series(nothing, nothing, np.zeros(0), nothing, nothing, nothing)
    return upcr[np.flatnonzero(upcr.measured)]


def fall_holds(occasions: Occasions, results: Results, edge: Edge, *, mean_of_two: bool) -> Truth:
    """Test the fall from baseline: is Up/c low enough for the baseline that the child had?"""
    baseline = _baseline(occasions, mean_of_two=mean_of_two)
    child = occasions.visits.child
    factor = CANONICAL[results.unit]
    remaining = float(1 - edge.number / 100)
    # At the limit itself an open end decides: half of "above 3" is above 1.5, so 1.5 is enough.
    certain_margin = np.where(baseline.above_lowest | (not edge.is_strict), 1, -1) * TOLERANCE
    possible_margin = np.where(baseline.below_highest | edge.is_strict, -1, 1) * TOLERANCE
    enough = remaining * baseline.lowest * (1 + certain_margin)
    at_most = remaining * baseline.highest * (1 + possible_margin)
    certain = results.highest / factor < enough[child]
    possible = results.lowest / factor < at_most[child]
    return Truth(certain, possible)


@dataclass(frozen=True)
class Baseline:
    """Each child's Up/c before treatment as an interval in mg/mg; whole where there is none.

    Attributes
    ----------
    above_lowest, below_highest
        Whether the end itself is excluded, as in ``>3`` and ``<3``.
    """

    lowest: np.ndarray
    highest: np.ndarray
    above_lowest: np.ndarray
    below_highest: np.ndarray


def _baseline(occasions: Occasions, *, mean_of_two: bool) -> Baseline:
    series = baseline_upcr(occasions)
    value = series.value / CANONICAL[series.unit]
    first = starts(series.child)
    place = last_of_each_child(series.child, occasions.children)
    known = place >= 0
    if mean_of_two:
        known[known] = ~first[place[known]]
    # One that cannot be read stands as "≥ 0": with it the baseline is unknown.
    unreadable = (series.bound == BOUNDS.index(">=")) & (series.value == 0)
    known[known] = ~unreadable[place[known]]
    if mean_of_two:
        known[known] = ~unreadable[place[known] - 1]
    used = [place[known], place[known] - 1] if mean_of_two else [place[known]]
    lowest, highest = np.zeros(occasions.children), np.full(occasions.children, np.inf)
    above, below = np.zeros_like(known), np.zeros_like(known)
    bounds = [series.bound[at] for at in used]
    lowest[known] = np.mean(
        [np.where(bound >= EXACT, value[at], 0.0) for at, bound in zip(used, bounds, strict=True)],
        axis=0,
    )
    highest[known] = np.mean(
        [
            np.where(bound <= EXACT, value[at], np.inf)
            for at, bound in zip(used, bounds, strict=True)
        ],
        axis=0,
    )
    above[known] = np.any([bound == ABOVE for bound in bounds], axis=0)
    below[known] = np.any([bound == BELOW for bound in bounds], axis=0)
    return Baseline(lowest, highest, above, below)
