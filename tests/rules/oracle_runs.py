"""Responses and runs of the reference implementation (docs/verdicts.md, 4 and 5)."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.rules.oracle_limits import (
    LOWER,
    PER_CANONICAL,
    UPPER,
    Interval,
    Limits,
    Truth,
    both,
    compare,
    read_limits,
)
from tests.rules.oracle_samples import Event, Visit, Window

MONTH = Fraction("30.4375")
TESTS = ("upcr", "protein_24h", "dipstick")
ANY = ("<", "<=", ">", ">=")


@dataclass(frozen=True)
class Rule:
    """What a run of visits must meet: a response, or the relapse."""

    name: str
    arms: Mapping[str, Limits]
    albumin: Limits | None
    occasions: int | None
    days: tuple[int, int] | None
    albumin_at: str
    fall: tuple[str, Fraction] | None
    baseline: str
    min_days: int
    max_days: int | None
    by: Fraction | None
    at: int | None
    at_days: int
    dated_by: str

    def urine(self, visit: Visit, baseline: Interval | None, signs: tuple[str, ...] = ANY) -> Truth:
        """Test the urine of a visit by the tests this rule asks; without any it is not met."""
        asked = [(test, result) for test, result in visit.tests if test in self.arms]
        if visit.tests and not asked:
            return False
        truths: list[Truth] = []
        for test, result in asked:
            truths.append(self.arms[test].test(result, signs, visit.size))
            if test == "upcr" and self.fall is not None:
                truths.append(self._fall(result.interval().times(
                    1 / PER_CANONICAL["upcr"][result.unit or "mg/mg"]), baseline))  # fmt: skip
        return both(*truths)

    def _fall(self, upcr: Interval, baseline: Interval | None) -> Truth:
        assert self.fall is not None
        if baseline is None:
            return None
        sign, share = self.fall
        if baseline.high == 0:
            return False  # nothing can fall from nothing
        may_be_nothing = baseline.low == 0 and baseline.low_in
        if may_be_nothing:
            baseline = replace(baseline, low_in=False)
        # (baseline - Up/c) / baseline >= share, when Up/c - (1 - share) * baseline <= 0.
        above = upcr + baseline.times(share - 1)
        fallen = compare(above, {">=": "<=", ">": "<"}[sign], Fraction(0))
        return None if fallen and may_be_nothing else fallen

    def albumin_of(self, visit: Visit, signs: tuple[str, ...] = ANY) -> Truth:
        return True if self.albumin is None else self.albumin.test(visit.albumin, signs)

    def outer(self, visit: Visit, baseline: Interval | None) -> Truth:
        """Test whether a visit lies within the outer limits."""
        return both(self.urine(visit, baseline, UPPER), self.albumin_of(visit, LOWER))


@dataclass(frozen=True)
class Run:
    """Run of visits that decides: positions of its first and last visit, and its dating day."""

    first: int
    decided: int
    dated: int


def read_rule(keys: Mapping[str, Any], top: Mapping[str, Any]) -> Rule:
    """Read a [[response]] or the [relapse] of a definition file."""
    fall = re.match(r"(<=|>=|<|>)\s*([\d.]+)", keys.get("fall_from_baseline", ""))
    days = re.fullmatch(r"(\d+)(?:\s*of\s*(\d+))?", str(keys["days"])) if "days" in keys else None

    def time(word: str) -> Fraction | None:
        if f"{word}_month" in keys:
            return Fraction(str(keys[f"{word}_month"])) * MONTH
        return Fraction(str(keys[f"{word}_week"])) * 7 if f"{word}_week" in keys else None

    return Rule(
        name=keys.get("name", "relapse"),
        arms={test: read_limits(test, keys[test]) for test in TESTS if test in keys},
        albumin=read_limits("albumin", keys["albumin"]) if "albumin" in keys else None,
        occasions=keys.get("occasions", None if days else 1),
        days=(int(days[1]), int(days[2] or days[1])) if days else None,
        albumin_at=keys.get("albumin_at", "each"),
        fall=(fall[1], Fraction(fall[2]) / 100) if fall else None,
        baseline=keys.get("baseline", top.get("baseline", "last")),
        min_days=keys.get("min_days_between", 0),
        max_days=keys.get("max_days_between"),
        by=time("by"),
        at=None if (at := time("at")) is None else int(at),  # its last whole day
        at_days=keys.get("at_window_days", 28),
        dated_by=top.get("dated_by", "first"),
    )


def read_rules(text: str) -> tuple[list[Rule], Rule | None, Mapping[str, Any]]:
    """Read the responses, the relapse and all keys of a definition file."""
    typed = tomllib.loads(text)
    relapse = typed.get("relapse")
    return (
        [read_rule(keys, typed) for keys in typed["response"]],
        read_rule(relapse, typed) if relapse else None,
        typed,
    )


class Judged:
    """One rule applied to the visits of one child, or to those after a day."""

    def __init__(
        self,
        rule: Rule,
        visits: Sequence[Visit],
        baseline: Interval | None,
        relapses: Sequence[Event] = (),
        after: int | None = None,
    ) -> None:
        self.rule, self.visits, self.relapses, self.after = rule, visits, relapses, after

        def counted(truth: Truth, visit: Visit) -> Truth:
            return None if truth and not visit.surely else truth

        self.urine = [counted(rule.urine(visit, baseline), visit) for visit in visits]
        self.albumin = [counted(rule.albumin_of(visit), visit) for visit in visits]
        self.outer = [counted(rule.outer(visit, baseline), visit) for visit in visits]

    # --- runs -----------------------------------------------------------------------------------

    def decide(self, possible: bool, window: Window) -> Run | None:
        """Return the first run that decides; unknown counts in favour where `possible`."""
        if self.rule.at is not None:
            return self._decide_at(possible, window)
        for run in sorted(self.deciding(possible), key=lambda run: (run.decided, run.first)):
            if self.rule.by is None or run.dated <= self.rule.by:
                return run
        return None

    def deciding(self, possible: bool) -> Iterator[Run]:
        """Find every visit at which a run is long enough and the albumin asked for holds."""
        rule = self.rule
        meets = self._meeting(possible)
        runs = self._runs(meets, possible)
        for run in runs:
            for place in run:
                sofar = run[: run.index(place) + 1]
                if self._enough_visits(sofar) or self._enough_days(sofar, possible):
                    yield from self._confirmed(run[0], place, possible)
        if rule.days is not None and rule.days[0] < rule.days[1]:
            yield from self._of_so_many_days(meets, *rule.days, possible)

    def _of_so_many_days(
        self, meets: Sequence[bool], least: int, within: int, possible: bool
    ) -> Iterator[Run]:
        """Find every visit at which enough of the last so many days have one that meets."""
        days = [visit.day for visit in self.visits]
        met = {day for day, meeting in zip(days, meets, strict=True) if meeting}
        if possible:
            filled = self._filled(range(len(days)))
            met |= {day for day in filled if self.after is None or day > self.after}
        for place, day in enumerate(days):
            if meets[place] and sum(day - within < other <= day for other in met) >= least:
                first = next(at for at in range(len(days)) if meets[at] and days[at] > day - within)
                yield from self._confirmed(first, place, possible)

    def _meeting(self, possible: bool) -> list[bool]:
        truths = self.urine
        if self.rule.albumin_at == "each":
            truths = [both(*pair) for pair in zip(self.urine, self.albumin, strict=True)]
        return [
            _counts(truth, possible) and (self.after is None or visit.day > self.after)
            for truth, visit in zip(truths, self.visits, strict=True)
        ]

    def _confirmed(self, first: int, place: int, possible: bool) -> Iterator[Run]:
        if self.rule.albumin_at == "confirming" and not _counts(self.albumin[place], possible):
            return
        dated = first if self.rule.dated_by == "first" else place
        yield Run(first, place, self.visits[dated].day)

    def _runs(self, meets: Sequence[bool], possible: bool) -> list[list[int]]:
        runs: list[list[int]] = []
        for place, meeting in enumerate(meets):
            if not meeting:
                continue
            follows = bool(runs) and runs[-1][-1] == place - 1
            if follows and not self._afresh(place, possible):
                runs[-1].append(place)
            else:
                runs.append([place])
        return runs

    def _afresh(self, place: int, possible: bool) -> bool:
        """Return whether a run starts afresh at this visit though the one before it met."""
        before, day = self.visits[place - 1].day, self.visits[place].day
        if self.rule.max_days is not None and day - before > self.rule.max_days:
            return True
        for relapse in self.relapses:
            if relapse.days is None:
                continue
            first, last = relapse.days
            surely = before < first and last <= day
            maybe = before < last and first <= day
            if surely if possible else maybe:
                return True
        return False

    def _enough_visits(self, run: Sequence[int]) -> bool:
        if self.rule.occasions is None:
            return False
        counted: list[int] = []
        for visit in (self.visits[place] for place in run):
            if visit.diary:
                continue
            if not counted or visit.day - counted[-1] >= self.rule.min_days:
                counted.append(visit.day)
        return len(counted) >= self.rule.occasions

    def _enough_days(self, run: Sequence[int], possible: bool) -> bool:
        if self.rule.days is None or self.rule.days[0] < self.rule.days[1]:
            return False
        met = {self.visits[place].day for place in run}
        if possible:
            met |= set(self._filled(run))
        day = self.visits[run[-1]].day
        return all(other in met for other in range(day - self.rule.days[0] + 1, day + 1))

    def _filled(self, run: Sequence[int]) -> Iterator[int]:
        """List the days without an entry between two diary visits of a run."""
        for earlier, later in pairwise(run):
            if self.visits[earlier].diary and self.visits[later].diary:
                yield from range(self.visits[earlier].day + 1, self.visits[later].day)

    # --- at a time ------------------------------------------------------------------------------

    def at_visit(self) -> int | None:
        """Return the place of the visit nearest to the time of the response."""
        assert self.rule.at is not None
        at = self.rule.at
        near = [(abs(visit.day - at), place) for place, visit in enumerate(self.visits)
                if abs(visit.day - at) <= self.rule.at_days]  # fmt: skip
        return min(near)[1] if near else None

    def _decide_at(self, possible: bool, window: Window) -> Run | None:
        place = self.at_visit()
        if place is not None:
            met = both(self.urine[place], self.albumin[place])
            return Run(place, place, self.visits[place].day) if _counts(met, possible) else None
        assert self.rule.at is not None
        gone = window.last < self.rule.at - self.rule.at_days
        nobody_looked = window.ended_by in (None, "last follow-up")
        return Run(-1, -1, -1) if possible and (nobody_looked or not gone) else None

    # --- gaps -----------------------------------------------------------------------------------

    def gap(self) -> list[Truth]:
        """Test each visit that may count for this response by its outer limits."""
        if self.rule.at is not None:
            place = self.at_visit()
            return [] if place is None else [self.outer[place]]
        return [
            truth
            for visit, truth in zip(self.visits, self.outer, strict=True)
            if self.rule.by is None or visit.day <= self.rule.by
        ]


def _counts(truth: Truth, possible: bool) -> bool:
    return truth is not False if possible else truth is True
