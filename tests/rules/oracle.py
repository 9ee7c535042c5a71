"""Reference implementation of docs/verdicts.md, slow and plain, to check the engine against.

One child at a time, fractions instead of floats, and for every result the interval of numbers that
it may stand for. Nothing here is shared with srns.rules; it reads the definition files itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tests.rules.oracle_course import Course, follow
from tests.rules.oracle_limits import Interval, Truth, either
from tests.rules.oracle_rescue import find_rescue
from tests.rules.oracle_runs import TESTS, Judged, Rule, Run, read_rules
from tests.rules.oracle_samples import (
    NEVER,
    Child,
    Event,
    Visit,
    Window,
    find_baseline,
    find_visits,
    find_window,
)

AT_START = "in remission at start"
REMISSIONS = ("complete remission", "partial remission")


@dataclass(frozen=True)
class Verdict:
    """What both implementations say of a child."""

    response: str
    left_open: str | None = None
    onset_day: int | None = None
    confirmed_day: int | None = None
    relapse_day: int | None = None
    sustained: bool | None = None
    status: str = "unknown"
    remission_at_start: bool | None = False
    window_end_day: int | None = None
    window_ended_by: str | None = None
    states: tuple[tuple[int, str], ...] | None = None
    """The state at each visit; None where judged two ways."""
    window_surely: float | None = field(default=None, compare=False)
    """The last day that surely counts, where that is not the window's last."""


def read_definition(text: str) -> "Oracle":
    rules, relapse, typed = read_rules(text)
    judged = [*rules, relapse] if relapse else rules
    return Oracle(
        responses=rules,
        relapse=relapse,
        tests=[test for test in TESTS if any(test in rule.arms for rule in judged)],
        albumin_days=typed.get("albumin_window_days", 14),
        specimen=typed.get("specimen", ""),
    )


@dataclass(frozen=True)
class Oracle:
    responses: list[Rule]
    relapse: Rule | None
    tests: list[str]
    albumin_days: int
    specimen: str

    def judge(
        self, child: Child, strategy: str = "treatment policy", window: Window | None = None
    ) -> Verdict:
        """Return the verdict of one child."""
        window = find_window(child) if window is None else window
        if strategy == "treatment policy":
            return self._judge(child, window, None)
        rescue = find_rescue(child)
        settle = strategy == "rescue is no response"
        late = _cut(window, rescue.surely, rescue.drug)
        late = self._judge(child, late, rescue.surely if settle else None)
        if rescue.maybe == rescue.surely:
            return late
        early = self._judge(child, _cut(window, rescue.maybe, ""), rescue.maybe if settle else None)
        if late.response == AT_START:
            return late
        if late.response == early.response:
            return replace(late, left_open=_better(late.left_open, early.left_open))
        named = _better(
            *(each.response if each.response in REMISSIONS else each.left_open
              for each in (late, early))
        )  # fmt: skip
        return replace(late, response="not evaluable", left_open=named, onset_day=None,
                       confirmed_day=None, relapse_day=None, sustained=None, states=None,
                       status=_status_by_event(child) or "unknown")  # fmt: skip

    # --- one window -----------------------------------------------------------------------------

    def _visits(self, child: Child, window: Window, first: int, last: float) -> list[Visit]:
        return find_visits(
            child.labs, self.tests, self.albumin_days, self.specimen, window, first, last
        )

    def _judge(self, child: Child, window: Window, rescue: float | None) -> Verdict:
        """Judge within a window; a rescue in it, where given, is no response."""
        labs = [lab for lab in child.labs if lab.day is not None and lab.day <= window.last]
        child = replace(child, labs=tuple(labs))
        visits = self._visits(child, window, 1, window.last)
        baselines = [
            find_baseline(child.labs, rule.baseline, self.specimen) if rule.fall else None
            for rule in self.responses
        ]
        relapses = [event for event in child.events if event.name == "relapse"]
        at_start, started = self._at_start(child, window)
        begin = Verdict(
            response="",
            status=_status_by_event(child) or "",
            remission_at_start=at_start,
            window_end_day=None if window.last == NEVER else int(window.last),
            window_ended_by=window.ended_by,
            window_surely=window.surely if window.surely < window.last else None,
        )
        course = Course(child, visits, window, self.responses, baselines, self.relapse)
        if at_start and started is not None:
            after = follow(course, started, 0, None)
            return replace(begin, response=AT_START, relapse_day=after.relapse_day,
                           status=begin.status or after.status, states=after.states)  # fmt: skip
        return self._at_risk(course, relapses, rescue, begin)

    def _at_risk(
        self, course: Course, relapses: Sequence[Event], rescue: float | None, begin: Verdict
    ) -> Verdict:
        """Judge a child who was not surely in remission at start."""
        visits, window = course.visits, course.window
        judged = [
            Judged(rule, visits, baseline, relapses)
            for rule, baseline in zip(self.responses, course.baselines, strict=True)
        ]
        certain = [each.decide(False, window) for each in judged]
        possible = [each.decide(True, window) for each in judged]
        left_open = next((rule.name for rule, run in zip(self.responses, possible, strict=True)
                          if run), None)  # fmt: skip
        found = self._best(certain)
        if found is None:
            response = self._without_response(visits, judged, left_open)
            if rescue is not None and rescue <= window.last and rescue < NEVER:
                response, left_open = "no response", None
            last = "not in remission" if response == "no response" else "unknown"
            return replace(begin, response=response, left_open=left_open,
                           status=begin.status or last,
                           states=tuple((visit.day, last) for visit in visits))  # fmt: skip
        rule, run = found
        onset, confirmed = visits[run.first].day, visits[run.decided].day
        after = follow(course, rule, confirmed, onset)
        return replace(
            begin,
            response=rule.name,
            left_open=None if self._rank(left_open) >= self._rank(rule.name) else left_open,
            onset_day=onset,
            confirmed_day=confirmed,
            relapse_day=after.relapse_day,
            sustained=after.sustained,
            status=begin.status or after.status,
            states=after.states,
        )

    def _rank(self, name: str | None) -> int:
        names = [rule.name for rule in self.responses]
        return len(names) if name is None else names.index(name)

    def _best(self, certain: Sequence[Run | None]) -> tuple[Rule, Run] | None:
        """Return the best response decided; of two ways of one, the earlier dates it."""
        decided = [(rule, run) for rule, run in zip(self.responses, certain, strict=True) if run]
        if not decided:
            return None
        best = decided[0][0].name
        ways = [(rule, run) for rule, run in decided if rule.name == best]
        return min(ways, key=lambda way: (way[1].dated, way[1].decided))

    def _without_response(
        self, visits: Sequence[Visit], judged: Sequence[Judged], left_open: str | None
    ) -> str:
        """Name the verdict where no response is decided."""
        if left_open is not None or not visits:
            return "not evaluable"
        gap = either(truth for each in judged for truth in each.gap())
        if gap is True:
            return "unclassified"
        return "not evaluable" if gap is None else "no response"

    # --- in remission at start ------------------------------------------------------------------

    def _at_start(self, child: Child, window: Window) -> tuple[Truth, Rule | None]:
        if window.began_with_kidneys is False:
            return False, None
        visits = [replace(visit, surely=True) for visit in self._visits(child, window, -90, 0)]
        if not visits:
            return None, None
        last = len(visits) - 1
        rules = [rule for rule in self.responses if rule.fall is None]
        for rule in rules:
            judged = Judged(rule, visits, None)
            runs = judged._runs(judged._meeting(False), False)
            held = next((run for run in runs if last in run), [])
            if any(run.decided in held for run in judged.deciding(False)):
                return (True if window.began_with_kidneys else None), rule
        outer: Interval | None = None
        if all(rule.outer(visits[last], outer) is False for rule in rules):
            return False, None
        return None, None


def _cut(window: Window, day: float, drug: str) -> Window:
    return window if day == NEVER else window.cut(day, day, drug)


def _better(*named: str | None) -> str | None:
    """Return the best of some responses, None where none is named."""
    return min(named, key=(*REMISSIONS, None).index)


def _status_by_event(child: Child) -> str | None:
    happened = {event.name for event in child.events}
    if "death" in happened:
        return "death"
    return "kidney failure" if happened & {"kidney failure", "dialysis", "transplant"} else None
