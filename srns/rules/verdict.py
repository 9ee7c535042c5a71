"""Which response did each child reach, on which occasions, and what stays open?

Tests per occasion, runs of occasions, the first run that decides.
Deciding counts what is unknown against the response; *possible* counts it in favour.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from srns.cohort.quantities import BOUNDS, UPCR
from srns.cohort.tables import DAYS_PER_MONTH
from srns.rules.definition import Definition, Relapse, Response
from srns.rules.limits import TOLERANCE, Limit, Results
from srns.rules.occasions import Occasions, Series, day_key, starts

ABSENT = -1
BELOW, EXACT, ABOVE = (BOUNDS.index(bound) for bound in ("<", "", ">"))
CANONICAL = np.array([float(factor) for factor in UPCR.units.values()])
"""How many of each unit make one mg/mg."""


@dataclass(frozen=True)
class Truth:
    """A three-valued answer for every occasion: certain (yes), possible (yes or cannot tell)."""

    certain: np.ndarray
    possible: np.ndarray

    def __and__(self, other: "Truth") -> "Truth":
        """Kleene's *and*: false with unknown is false, true with unknown is unknown."""
        certain = self.certain & other.certain
        if self.possible is self.certain and other.possible is other.certain:
            return Truth(certain, certain)
        return Truth(certain, self.possible & other.possible)


@dataclass(frozen=True, eq=False)
class Clause:
    """One edge of a response's limits, tested on every occasion.

    Attributes
    ----------
    outer
        Whether it bounds the response from the bad side: Up/c from above, albumin from below.
    """

    words: str
    truth: Truth
    of_albumin: bool
    outer: bool


@dataclass(frozen=True)
class Run:
    """The first run of each child that decides: places of occasions, -1 where there is none."""

    first: np.ndarray
    decided: np.ndarray


@dataclass(frozen=True)
class Tested:
    """One response tested on all occasions.

    Attributes
    ----------
    met
        What an occasion must meet to belong to a run.
    confirms
        What the occasion that decides the run must meet besides.
    """

    response: Response
    clauses: tuple[Clause, ...]
    met: Truth
    confirms: Truth
    deciding: Run
    possible: Run

    def asked(self, clause: Clause, unit: str) -> tuple[str, float | None]:
        """Word a clause as it judges a result in `unit`, and give its number in that unit.

        Without a number for a fall from baseline, and where nothing was measured (no unit).
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
    """The verdict of every child, as places of occasions.

    Attributes
    ----------
    response
        The place of the response in the definition; -1 without one.
    open
        The place of the best better response that is only possible; -1 where nothing is open.
    gap, possible_gap
        The child's first occasion in a gap of the definition, -1 without one.
    """

    tested: tuple[Tested, ...]
    response: np.ndarray
    open: np.ndarray
    gap: np.ndarray
    possible_gap: np.ndarray
    has_occasion: np.ndarray

    @property
    def first(self) -> np.ndarray:
        """The first occasion of the deciding run."""
        return self._of_run("first")

    @property
    def decided(self) -> np.ndarray:
        """The occasion that confirmed the response."""
        return self._of_run("decided")

    def _of_run(self, end: str) -> np.ndarray:
        place = np.full(len(self.response), ABSENT)
        for number, tested in enumerate(self.tested):
            place = np.where(self.response == number, getattr(tested.deciding, end), place)
        return place


def judge(occasions: Occasions, definition: Definition) -> Judged:
    """Give every child its verdict."""
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
    """Word one edge in each unit printed: 21 mg/mmol may be within 0.2 mg/mg, yet not within 20."""
    first, *others = (f"{window.edges[place]} {window.unit}" for window in limit.printed)
    return f"{first} ({', '.join(others)})" if others else first


def _fall(occasions: Occasions, response: Response) -> list[Clause]:
    """Test the fall from baseline: is Up/c low enough for the baseline that the child had?"""
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


def first_run(
    urine: Series,
    children: int,
    asked: Response,
    in_run: np.ndarray,
    confirms: np.ndarray,
    dated_by: str,
) -> Run:
    """Find each child's first run that decides, and the occasion that decides it."""
    run_start = run_starts(urine, in_run, asked.max_days_between)
    decides = in_run & confirms & is_long_enough(urine, run_start, asked)
    if asked.by_month is not None:
        dated = run_start if dated_by == "first" else np.arange(len(in_run))
        decides &= urine.day[dated] <= last_day(asked.by_month)
    decided = first_of_each_child(decides, urine.child, children)
    first = np.where(decided >= 0, run_start[decided] if len(run_start) else ABSENT, ABSENT)
    return Run(first, decided)


def last_day(month: Fraction) -> int:
    """Give the last whole day of a month counted from day 0."""
    return int(month * Fraction(DAYS_PER_MONTH))


def run_starts(urine: Series, in_run: np.ndarray, max_days_between: int | None) -> np.ndarray:
    """Give, for every occasion in a run, where its run starts."""
    fresh = starts(urine.child)
    if max_days_between is not None:
        fresh[1:] |= np.diff(urine.day) > max_days_between
    begins = in_run.copy()
    begins[1:] &= fresh[1:] | ~in_run[:-1]
    return np.maximum.accumulate(np.where(begins, np.arange(len(in_run)), 0))


def is_long_enough(urine: Series, run_start: np.ndarray, asked: Response | Relapse) -> np.ndarray:
    """Tell whether enough occasions of the run have been counted at each occasion."""
    if not asked.min_days_between:
        return np.arange(len(run_start)) - run_start + 1 >= asked.occasions
    key = day_key(urine.child, urine.day)
    enough = run_start
    for _ in range(asked.occasions - 1):  # the next that is far enough from the last counted
        wanted = key[np.minimum(enough, len(key) - 1)] + asked.min_days_between
        enough = np.where(enough < len(key), np.searchsorted(key, wanted), enough)
    return np.arange(len(run_start)) >= enough


def first_of_each_child(marked: np.ndarray, child: np.ndarray, children: int) -> np.ndarray:
    """Give each child's first marked occasion, -1 where none is marked."""
    first = np.full(children, ABSENT)
    hits = np.flatnonzero(marked)[::-1]
    first[child[hits]] = hits
    return first


def gaps_among(occasions: Occasions, tested: tuple[Tested, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Mark occasions at least as good as the outer limits of some response."""
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
