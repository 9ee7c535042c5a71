"""The verdict: which response each child reached, on which visits, and what stays open.

Tests on each visit, runs of visits, the first run that decides. Deciding counts what is unknown
against the response; *possible* counts it in favour. The rules are written out in docs/verdicts.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from srns.cohort.child_keys import day_key, last_of_each_child
from srns.cohort.unit_systems import Units
from srns.rules.definition import Definition, Response
from srns.rules.occasions import Occasions, Visits, nearest
from srns.rules.runs import (
    ABSENT,
    Run,
    Timing,
    first_of_each_child,
    first_run,
    last_day,
    run_starts,
    runs,
)
from srns.rules.truth import Clause, Truth, all_of
from srns.rules.urine_limits import albumin_clauses, urine_clauses
from srns.rules.window import LAST_FOLLOW_UP, OPEN


@dataclass(frozen=True)
class Tested:
    """One response tested on all visits.

    Attributes
    ----------
    met
        What a visit must meet to belong to a run.
    confirms
        What the visit that decides the run must meet besides.
    timing
        By when, or when, the response must be reached.
    unseen
        Whether the response stays possible for a child because nobody looked at the time at which
        it is judged.
    """

    response: Response
    clauses: tuple[Clause, ...]
    met: Truth
    confirms: Truth
    deciding: Run
    possible: Run
    timing: Timing
    unseen: np.ndarray

    @property
    def is_possible(self) -> np.ndarray:
        """Whether each child may have reached the response."""
        return (self.possible.decided >= 0) | self.unseen

    def asked(self, clause: Clause, unit: str, units: Units) -> tuple[str, float | None]:
        """Word a clause as it judges a result in `unit`, and give its number in that unit.

        The words are in one system of units. There is no number for a fall from baseline, for
        another basis of 24-hour protein, and where nothing was measured.
        """
        limit = self.response.albumin if clause.of_albumin else self.response.arms.get(clause.test)
        same = [each for each in self.clauses if each.test == clause.test]
        edge = same.index(clause)
        if limit is None or edge >= len(limit.edges) or (not unit and clause.test != "dipstick"):
            return clause.words_in(units), None
        if clause.test == "protein_24h" and unit not in {each.unit for each in limit.printed}:
            return clause.words_in(units), None
        window, factor = limit.window_for(unit)
        number = float(window.edges[edge].number * factor)
        return clause.words_in(units, unit or None), number


@dataclass(frozen=True)
class Judged:
    """The verdict of every child, as places of visits.

    Attributes
    ----------
    response
        The place of the response in the definition; -1 without one.
    open
        The place of the best better response that is only possible; -1 where nothing is open.
    gap, possible_gap
        The child's first visit in a gap of the definition, -1 without one.
    at_start
        Whether the child was in remission on day 0: the place of the response, else -1. Such a
        child has no response, nothing open and no gap.
    maybe_at_start
        Whether baseline leaves open that the child was in remission on day 0.
    settled
        The verdict in words where something other than the visits decided it (a rescue); ``""``
        elsewhere.
    """

    tested: tuple[Tested, ...]
    response: np.ndarray
    open: np.ndarray
    gap: np.ndarray
    possible_gap: np.ndarray
    has_occasion: np.ndarray
    at_start: np.ndarray
    maybe_at_start: np.ndarray
    settled: np.ndarray

    @property
    def first(self) -> np.ndarray:
        """The first visit of the deciding run."""
        return self._of_run("first")

    @property
    def decided(self) -> np.ndarray:
        """The visit that confirmed the response."""
        return self._of_run("decided")

    def _of_run(self, end: str) -> np.ndarray:
        place = np.full(len(self.response), ABSENT)
        for number, tested in enumerate(self.tested):
            place = np.where(self.response == number, getattr(tested.deciding, end), place)
        return place


def judge(occasions: Occasions, definition: Definition) -> Judged:
    """Judge every child."""
    tested = tuple(
        _test(occasions, response, dated_by=definition.dated_by)
        for response in definition.responses
    )
    at_start, maybe_at_start = _at_start(occasions, definition)
    at_risk = at_start < 0
    rank = ranks(definition)
    response = np.full(occasions.children, ABSENT)
    possible = np.full(occasions.children, ABSENT)
    for number, each in reversed(list(enumerate(tested))):  # best first: the best overwrites
        reached = each.deciding.decided >= 0
        if response.max(initial=ABSENT) >= 0:
            # Of two ways to one response the earlier dates it; if both do, the earlier confirmed.
            same = (response >= 0) & (rank[response] == rank[number])
            later = _dated(tested, response, definition) < _dated(
                tested, np.full(occasions.children, number), definition
            )
            reached &= ~(same & later)
        response[reached] = number
        possible[each.is_possible] = number
    is_better = (possible >= 0) & ((response < 0) | (rank[possible] < rank[response]))
    gap, possible_gap = gaps_among(occasions, tested)
    has_occasion = np.zeros(occasions.children, dtype=bool)
    has_occasion[occasions.visits.child] = True
    child, children = occasions.visits.child, occasions.children
    return Judged(
        tested,
        np.where(at_risk, response, ABSENT),
        np.where(is_better & at_risk, possible, ABSENT),
        np.where(at_risk, first_of_each_child(gap, child, children), ABSENT),
        np.where(at_risk, first_of_each_child(possible_gap, child, children), ABSENT),
        has_occasion,
        at_start,
        maybe_at_start,
        np.full(children, "", dtype=object),
    )


def ranks(definition: Definition) -> np.ndarray:
    """Return the rank of each response: ways to one response share theirs; 0 is the best."""
    names = definition.response_names
    return np.array([*(names.index(each.name) for each in definition.responses), len(names)])


def _dated(tested: Sequence[Tested], number: np.ndarray, definition: Definition) -> np.ndarray:
    """Order children's responses by the visit that dates each, then by the one that confirms it."""
    order = np.full(len(number), ABSENT)
    for each, one in enumerate(tested):
        run = one.deciding
        dated = run.first if definition.dated_by == "first" else run.decided
        order = np.where(number == each, dated.astype(np.int64) * 2**32 + run.decided, order)
    return order


def _test(occasions: Occasions, response: Response, *, dated_by: str) -> Tested:
    clauses = (
        *urine_clauses(occasions, response),
        *albumin_clauses(occasions, response.albumin),
    )
    visits, children = occasions.visits, occasions.children
    low_protein = all_of([each.truth for each in clauses if not each.of_albumin], len(visits))
    good_albumin = all_of([each.truth for each in clauses if each.of_albumin], len(visits))
    confirming = response.albumin_at == "confirming"
    met = low_protein if confirming else low_protein & good_albumin
    confirms = good_albumin if confirming else met
    met = _surely_in_window(met, visits)
    timing = _timing(occasions, response)
    deciding = first_run(
        visits, children, response, met.certain, confirms.certain, dated_by=dated_by, timing=timing
    )
    possible = deciding
    if _leaves_open(visits, met, confirms):
        possible = first_run(
            visits, children, response, met.possible, confirms.possible,
            dated_by=dated_by, timing=timing, possible=True,
        )  # fmt: skip
    unseen = _nobody_looked(occasions, response, timing)
    return Tested(response, clauses, met, confirms, deciding, possible, timing, unseen)


def _surely_in_window(met: Truth, visits: Visits) -> Truth:
    """Let a visit of which it is not sure that it counts meet nothing for certain."""
    if visits.surely.all():
        return met
    return Truth(met.certain & visits.surely, met.possible)


def _leaves_open(visits: Visits, met: Truth, confirms: Truth) -> bool:
    """Return whether anything may differ between what decides and what is possible."""
    return (
        met.possible is not met.certain
        or confirms.possible is not confirms.certain
        or bool(visits.diary.any())
        or bool((visits.broken != visits.surely_broken).any())
    )


def _timing(occasions: Occasions, response: Response) -> Timing:
    if response.at_month is not None:
        day = last_day(response.at_month)
        visits, children = occasions.visits, np.arange(occasions.children)
        wanted = day_key(children, np.full(occasions.children, day))
        test = next(iter(visits.of_test.values()))
        every = replace(test, child=visits.child, day=visits.day)
        place = nearest(wanted, every, response.at_window_days)
        return Timing(at=place[place >= 0])
    return Timing(by=None if response.by_month is None else last_day(response.by_month))


def _nobody_looked(occasions: Occasions, response: Response, timing: Timing) -> np.ndarray:
    """Mark the children without a visit at the time of an ``at`` response, whom nobody saw then.

    A window that something other than the last follow-up ended before that time is over.
    """
    children = occasions.children
    if response.at_month is None or timing.at is None:
        return np.zeros(children, dtype=bool)
    seen = np.zeros(children, dtype=bool)
    seen[occasions.visits.child[timing.at]] = True
    begins = last_day(response.at_month) - response.at_window_days
    window = occasions.window
    over = ~np.isin(window.ended_by, (OPEN, LAST_FOLLOW_UP)) & (window.last < begins)
    return ~seen & ~over


def gaps_among(occasions: Occasions, tested: Sequence[Tested]) -> tuple[np.ndarray, np.ndarray]:
    """Mark visits at least as good as the outer limits of some response."""
    visits = occasions.visits
    certain = np.zeros(len(visits), dtype=bool)
    possible = np.zeros(len(visits), dtype=bool)
    for each in tested:
        outer = all_of([clause.truth for clause in each.clauses if clause.outer], len(visits))
        in_time: np.ndarray | bool = True
        if each.timing.by is not None:
            in_time = visits.day <= each.timing.by
        if each.timing.at is not None:
            in_time = np.zeros(len(visits), dtype=bool)
            in_time[each.timing.at] = True
        certain |= outer.certain & in_time
        possible |= outer.possible & in_time
    return certain & visits.surely, possible


def _at_start(occasions: Occasions, definition: Definition) -> tuple[np.ndarray, np.ndarray]:
    """Find who was in remission on day 0, and of whom baseline leaves it open.

    A child is in remission at start when the run that holds its last baseline visit has decided
    for some response. Responses that ask for a fall from baseline cannot be asked at baseline.
    Kidneys that may have failed before day 0 take nothing from the visits, only the certainty from
    a yes.
    """
    at_start = np.full(occasions.children, ABSENT)
    baseline = occasions.baseline
    baseline = replace(baseline, surely=np.ones(len(baseline), dtype=bool))
    last = last_of_each_child(baseline.child, occasions.children)
    has_kidneys = occasions.window.lost_by >= 0
    perhaps_lost = has_kidneys & (occasions.window.lost_from < 0)
    maybe = (last < 0) & has_kidneys
    if not len(baseline):
        return at_start, maybe
    before = replace(occasions, visits=baseline, paired=occasions.baseline_paired)
    child = np.flatnonzero((last >= 0) & has_kidneys)
    place = last[child]
    for number in range(len(definition.responses) - 1, -1, -1):
        response = definition.responses[number]
        if response.fall_from_baseline is not None:
            continue
        plain = replace(response, by_month=None, by=None, at_month=None, at=None)
        tested = _test(before, plain, dated_by="first")
        _, enough = runs(baseline, tested.met.certain, plain)
        began = run_starts(baseline, tested.met.certain, plain.max_days_between)
        decides = tested.met.certain & tested.confirms.certain & enough
        decided = np.maximum.accumulate(np.where(decides, np.arange(len(decides)), ABSENT))
        holds = tested.met.certain[place] & (decided[place] >= began[place])
        at_start[child[holds]] = number
        outer = all_of([each.truth for each in tested.clauses if each.outer], len(baseline))
        maybe[child] |= outer.possible[place]
    maybe |= perhaps_lost & (at_start >= 0)
    at_start[perhaps_lost] = ABSENT
    return at_start, maybe & (at_start < 0)
