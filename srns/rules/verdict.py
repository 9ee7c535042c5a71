"""Verdict: which response did each child reach, at which visits, and what is left open?

Limits are tested at each visit, visits form runs, and the first run that is long enough decides.
*Deciding* counts an unknown against the response, *possible* counts it in favor.
"""

from dataclasses import dataclass

import numpy as np

from srns.cohort.quantities import BOUNDS, UPCR
from srns.rules.definition import Definition, Response
from srns.rules.limits import TOLERANCE, Limit, Results
from srns.rules.occasions import Occasions, starts
from srns.rules.runs import ABSENT, Run, first_of_each_child, first_run, last_day

BELOW, EXACT, ABOVE = (BOUNDS.index(bound) for bound in ("<", "", ">"))
CANONICAL = np.array([float(factor) for factor in UPCR.units.values()])
"""How many of each unit equal 1 mg/mg."""


@dataclass(frozen=True)
class Truth:
    """A three-valued answer for every visit: certain (yes), possible (yes or cannot tell)."""

    certain: np.ndarray
    possible: np.ndarray

    def __and__(self, other: "Truth") -> "Truth":
        """Combine by Kleene's *and*: false and unknown is false, true and unknown is unknown."""
        certain = self.certain & other.certain
        if self.possible is self.certain and other.possible is other.certain:
            return Truth(certain, certain)
        return Truth(certain, self.possible & other.possible)


@dataclass(frozen=True, eq=False)
class Clause:
    """One edge of a response's limits, tested at every visit.

    Attributes
    ----------
    outer
        Whether it is an outer limit of the response: Up/c from above, albumin from below.
    """

    words: str
    truth: Truth
    of_albumin: bool
    outer: bool


@dataclass(frozen=True)
class Tested:
    """One response tested at all visits.

    Attributes
    ----------
    met
        What a visit must meet to belong to a run.
    confirms
        What the visit that decides the run must also meet.
    """

    response: Response
    clauses: tuple[Clause, ...]
    met: Truth
    confirms: Truth
    deciding: Run
    possible: Run

    def asked(self, clause: Clause, unit: str) -> tuple[str, float | None]:
        """Return a clause in words, as it judges a result in `unit`, and its number in that unit.

        The number is None for a fall from baseline, and if nothing was measured (no unit).
        """
        limit = self.response.albumin if clause.of_albumin else self.response.upcr
        edge = [each for each in self.clauses if each.of_albumin == clause.of_albumin].index(clause)
        if limit is None or edge >= len(limit.edges) or not unit:
            return clause.words, None
        window, factor = limit.window_for(unit)
        number = float(window.edges[edge].number * factor)
        return f"{limit.quantity.label} {window.edges[edge]} {window.unit}", number


@dataclass(frozen=True)
class Judged:
    """The verdict of every child, as places of responses and visits.

    Attributes
    ----------
    response
        The place of the response in the definition; -1 if none was reached.
    open
        The place of the best better response that is only possible; -1 if none is.
    gap, possible_gap
        The child's first visit that is, or may be, in a gap of the definition; -1 if none is.
    """

    tested: tuple[Tested, ...]
    response: np.ndarray
    open: np.ndarray
    gap: np.ndarray
    possible_gap: np.ndarray
    has_occasion: np.ndarray

    @property
    def first(self) -> np.ndarray:
        """The first visit of the deciding run; -1 without one."""
        return self._of_run("first")

    @property
    def decided(self) -> np.ndarray:
        """The visit that confirmed the response; -1 without one."""
        return self._of_run("decided")

    def _of_run(self, end: str) -> np.ndarray:
        place = np.full(len(self.response), ABSENT)
        for number, tested in enumerate(self.tested):
            place = np.where(self.response == number, getattr(tested.deciding, end), place)
        return place


def judge(occasions: Occasions, definition: Definition) -> Judged:
    """Return the verdict of every child."""
    tested = tuple(
        _test(occasions, response, dated_by=definition.dated_by)
        for response in definition.responses
    )
    response = np.full(occasions.children, ABSENT)
    possible = np.full(occasions.children, ABSENT)
    for number, each in reversed(list(enumerate(tested))):  # best first: the best overwrites
        response[each.deciding.decided >= 0] = number
        possible[each.possible.decided >= 0] = number
    is_better = (possible >= 0) & ((response < 0) | (possible < response))
    gap, possible_gap = gaps_among(occasions, tested)
    has_occasion = np.zeros(occasions.children, dtype=bool)
    has_occasion[occasions.urine.child] = True
    return Judged(
        tested,
        response,
        np.where(is_better, possible, ABSENT),
        first_of_each_child(gap, occasions.urine.child, occasions.children),
        first_of_each_child(possible_gap, occasions.urine.child, occasions.children),
        has_occasion,
    )


def _test(occasions: Occasions, response: Response, *, dated_by: str) -> Tested:
    clauses = (
        *_clauses("Up/c", response.upcr, occasions.urine.results()),
        *_fall(occasions, response),
        *(
            _clauses("albumin", response.albumin, occasions.albumin_results)
            if response.albumin
            else ()
        ),
    )
    low_protein = _all_of([each.truth for each in clauses if not each.of_albumin], occasions)
    good_albumin = _all_of([each.truth for each in clauses if each.of_albumin], occasions)
    confirming = response.albumin_at == "confirming"
    met = low_protein if confirming else low_protein & good_albumin
    confirms = good_albumin if confirming else met
    urine, children = occasions.urine, occasions.children
    deciding = first_run(urine, children, response, met.certain, confirms.certain, dated_by)
    possible = (
        deciding
        if met.possible is met.certain and confirms.possible is confirms.certain
        else first_run(urine, children, response, met.possible, confirms.possible, dated_by)
    )
    return Tested(response, clauses, met, confirms, deciding, possible)


def _clauses(label: str, limit: Limit, results: Results) -> list[Clause]:
    of_albumin = label == "albumin"
    return [
        Clause(
            f"{label} {_in_every_unit(limit, place)}",
            Truth(*limit.holds(results, place)),
            of_albumin,
            outer=edge.is_upper != of_albumin,
        )
        for place, edge in enumerate(limit.edges)
    ]


def _in_every_unit(limit: Limit, place: int) -> str:
    """Return one edge in every printed unit: 21 mg/mmol is below 0.2 mg/mg, but not below 20."""
    first, *others = (f"{window.edges[place]} {window.unit}" for window in limit.printed)
    return f"{first} ({', '.join(others)})" if others else first


def _fall(occasions: Occasions, response: Response) -> list[Clause]:
    """Test the fall from baseline: is Up/c low enough, given the child's baseline?"""
    edge = response.fall_from_baseline
    if edge is None:
        return []
    baseline = _baseline(occasions, mean_of_two=response.baseline != "last")
    child, results = occasions.urine.child, occasions.urine.results()
    factor = CANONICAL[results.unit]
    remaining = float(1 - edge.number / 100)
    # At the limit itself an open end decides: half of "above 3" is above 1.5, so 1.5 is enough.
    certain_margin = np.where(baseline.above_lowest | (not edge.is_strict), 1, -1) * TOLERANCE
    possible_margin = np.where(baseline.below_highest | edge.is_strict, -1, 1) * TOLERANCE
    enough = remaining * baseline.lowest * (1 + certain_margin)
    at_most = remaining * baseline.highest * (1 + possible_margin)
    certain = results.highest / factor < enough[child]
    possible = results.lowest / factor < at_most[child]
    words = f"a fall {edge} % from baseline"
    return [Clause(words, Truth(certain, possible), of_albumin=False, outer=True)]


@dataclass(frozen=True)
class Baseline:
    """Each child's Up/c before treatment as an interval in mg/mg; 0 to infinity without one.

    Attributes
    ----------
    above_lowest, below_highest
        Whether the interval excludes that end, as in ``>3`` and ``<3``.
    """

    lowest: np.ndarray
    highest: np.ndarray
    above_lowest: np.ndarray
    below_highest: np.ndarray


def _baseline(occasions: Occasions, *, mean_of_two: bool) -> Baseline:
    series = occasions.baseline
    value = series.value / CANONICAL[series.unit]
    first = starts(series.child)
    place = np.full(occasions.children, ABSENT)
    place[series.child] = np.arange(len(series))  # in the order of days: the last one stays
    known = place >= 0
    if mean_of_two:
        known[known] = ~first[place[known]]
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


def _all_of(truths: list[Truth], occasions: Occasions) -> Truth:
    everything = np.ones(len(occasions.urine), dtype=bool)
    whole = Truth(everything, everything)
    for truth in truths:
        whole = truth if whole.certain is everything else whole & truth
    return whole


def gaps_among(occasions: Occasions, tested: tuple[Tested, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Mark visits that are certainly, and possibly, within the outer limits of any response."""
    certain = np.zeros(len(occasions.urine), dtype=bool)
    possible = np.zeros(len(occasions.urine), dtype=bool)
    for each in tested:
        outer = _all_of([clause.truth for clause in each.clauses if clause.outer], occasions)
        in_time = True
        if each.response.by_month is not None:
            in_time = occasions.urine.day <= last_day(each.response.by_month)
        certain |= outer.certain & in_time
        possible |= outer.possible & in_time
    return certain, possible
