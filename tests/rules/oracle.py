"""Reference implementation of the rules, slow and plain, to check the engine against.

One child at a time, fractions instead of floats, and for every result the interval of numbers that
it may stand for. Nothing here is shared with srns.rules; it reads the definition files itself.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any

MONTH = Fraction("30.4375")

PER_CANONICAL = {
    "upcr": {
        "mg/mg": Fraction(1),
        "g/g": Fraction(1),
        "mg/g": Fraction(1000),
        "mg/mmol": Fraction("113.12"),
        "g/mol": Fraction("113.12"),
    },
    "albumin": {"g/dL": Fraction(1), "g/L": Fraction(10)},
}
KINDS = ({"mg/mg", "g/g", "mg/g"}, {"mg/mmol", "g/mol"}, {"g/dL", "g/L"})
# From the sign that may hide the lowest number to the one that may hide the highest.
SIGNS = ("<", "<=", "", ">=", ">")

Truth = bool | None


# --- three-valued logic -------------------------------------------------------------------------


def both(*truths: Truth) -> Truth:
    if any(truth is False for truth in truths):
        return False
    return None if any(truth is None for truth in truths) else True


def either(truths: Iterable[Truth]) -> Truth:
    known = list(truths)
    if any(truth is True for truth in known):
        return True
    return None if any(truth is None for truth in known) else False


# --- results and limits -------------------------------------------------------------------------


@dataclass(frozen=True)
class Interval:
    """An interval of numbers; an end may be excluded, `None` is unbounded."""

    low: Fraction | None
    low_in: bool
    high: Fraction | None
    high_in: bool

    def __add__(self, other: "Interval") -> "Interval":
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low, self.low_in and other.low_in, high, self.high_in and other.high_in)

    def times(self, factor: Fraction) -> "Interval":
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        if factor < 0:
            return Interval(high, self.high_in, low, self.low_in)
        return Interval(low, self.low_in, high, self.high_in)


@dataclass(frozen=True)
class Result:
    """One laboratory result as typed."""

    value: Fraction
    sign: str
    unit: str

    def interval(self) -> Interval:
        if self.sign in ("<", "<="):
            return Interval(Fraction(0), True, self.value, self.sign == "<=")
        if self.sign in (">", ">="):
            return Interval(self.value, self.sign == ">=", None, False)
        return Interval(self.value, True, self.value, True)

    def canonical(self, analyte: str) -> Fraction:
        return self.value / PER_CANONICAL[analyte][self.unit]


@lru_cache(maxsize=100_000)
def compare(interval: Interval, sign: str, limit: Fraction) -> Truth:
    """Return whether every number (True), none (False) or only some (None) meet the limit."""
    low, high = interval.low, interval.high
    if sign in (">", ">="):
        opposite = compare(interval, "<=" if sign == ">" else "<", limit)
        return None if opposite is None else not opposite
    with_limit = sign == "<="
    if high is not None and (
        high < limit or (high == limit and (with_limit or not interval.high_in))
    ):
        return True
    if low is not None and (low > limit or (low == limit and not (with_limit and interval.low_in))):
        return False
    return None


Comparisons = tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True)
class Limits:
    """Limit on one analyte: its comparisons in each unit that the definition prints."""

    analyte: str
    printed: tuple[tuple[str, Comparisons], ...]
    if_measured: bool = False

    def in_unit(self, unit: str) -> Comparisons:
        by_unit = dict(self.printed)
        if unit in by_unit:
            return by_unit[unit]
        kind = next(kind for kind in KINDS if unit in kind)
        source = next((printed for printed in by_unit if printed in kind), self.printed[0][0])
        per = PER_CANONICAL[self.analyte]
        return tuple((sign, limit * per[unit] / per[source]) for sign, limit in by_unit[source])

    def test(self, result: Result | None, signs: tuple[str, ...] = ("<", "<=", ">", ">=")) -> Truth:
        """Test a result, by the upper or lower limits only if `signs` names them."""
        if result is None:
            return True if self.if_measured or not self._has(signs) else None
        return _test(self, result, signs)

    def _has(self, signs: tuple[str, ...]) -> bool:
        return any(sign in signs for _, comparisons in self.printed for sign, _ in comparisons)


@lru_cache(maxsize=100_000)
def _test(limits: Limits, result: Result, signs: tuple[str, ...]) -> Truth:
    return both(
        *(
            compare(result.interval(), sign, limit)
            for sign, limit in limits.in_unit(result.unit)
            if sign in signs
        )
    )


UPPER = ("<", "<=")
LOWER = (">", ">=")


def read_limits(analyte: str, typed: str | Sequence[str]) -> Limits:
    """Read ``> 0.2 and <= 1.0 mg/mg``, or a list with one such text per unit."""
    printed: list[tuple[str, Comparisons]] = []
    if_measured = False
    for text in [typed] if isinstance(typed, str) else typed:
        rest = text
        if rest.endswith("if measured"):
            if_measured = True
            rest = rest.removesuffix("if measured")
        words = rest.replace("≤", "<=").replace("≥", ">=")
        comparisons = tuple(
            (sign, Fraction(number))
            for sign, number in re.findall(r"(<=|>=|<|>)\s*(\d+(?:\.\d+)?)", words)
        )
        printed.append((words.split()[-1], comparisons))
    return Limits(analyte, tuple(printed), if_measured)


# --- occasions ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lab:
    """One row of the table of results."""

    day: int | None
    analyte: str
    result: Result


@dataclass(frozen=True)
class Occasion:
    """One day with Up/c after day 0, and the albumin paired with it."""

    day: int
    upcr: Result
    albumin: Result | None


def collapse(labs: Iterable[Lab], analyte: str) -> dict[int, Result]:
    """Keep one result per day: the highest Up/c, the lowest albumin, then the worse sign."""

    def badness(result: Result) -> tuple[Fraction, int]:
        number, sign = result.canonical(analyte), SIGNS.index(result.sign)
        return (number, sign) if analyte == "upcr" else (-number, -sign)

    by_day: dict[int, list[Result]] = {}
    for lab in labs:
        if lab.analyte == analyte and lab.day is not None:
            by_day.setdefault(lab.day, []).append(lab.result)
    return {day: max(results, key=badness) for day, results in sorted(by_day.items())}


def find_occasions(labs: Sequence[Lab], window: int) -> list[Occasion]:
    albumin = collapse(labs, "albumin")
    occasions: list[Occasion] = []
    for day, upcr in collapse(labs, "upcr").items():
        if day < 1:
            continue
        near = [other for other in albumin if abs(other - day) <= window]
        nearest = min(near, key=lambda other, day=day: (abs(other - day), other), default=None)
        occasions.append(Occasion(day, upcr, None if nearest is None else albumin[nearest]))
    return occasions


def find_baseline(labs: Sequence[Lab], kind: str) -> Interval | None:
    """Return the baseline Up/c in mg/mg, as an interval."""
    before = [
        result.interval().times(1 / PER_CANONICAL["upcr"][result.unit])
        for day, result in collapse(labs, "upcr").items()
        if -90 <= day <= 0
    ]
    if kind == "mean of last two":
        return (before[-1] + before[-2]).times(Fraction(1, 2)) if len(before) >= 2 else None
    return before[-1] if before else None


# --- one definition -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Response:
    name: str
    upcr: Limits | None
    albumin: Limits | None
    occasions: int
    albumin_at: str
    fall: tuple[str, Fraction] | None
    baseline: str
    min_days: int
    max_days: int | None
    last_day: Fraction | None
    dated_by: str


@dataclass(frozen=True)
class Run:
    """Run of visits that decides a response: positions of its first and last visit."""

    first: int
    decided: int


@dataclass(frozen=True)
class Verdict:
    response: str
    left_open: str | None = None
    onset_day: int | None = None
    confirmed_day: int | None = None
    relapse_day: int | None = None
    sustained: bool | None = None
    status: str = "unknown"
    states: tuple[tuple[int, str], ...] = ()


def read_definition(text: str) -> "Oracle":
    typed = tomllib.loads(text)

    def read_response(keys: Mapping[str, Any]) -> Response:
        fall = re.match(r"(<=|>=|<|>)\s*([\d.]+)", keys.get("fall_from_baseline", ""))
        max_days, last_day = keys.get("max_days_between"), None
        if "by_month" in keys:
            last_day = Fraction(str(keys["by_month"])) * MONTH
        if "by_week" in keys:
            last_day = Fraction(str(keys["by_week"])) * 7
        return Response(
            name=keys["name"],
            upcr=read_limits("upcr", keys["upcr"]) if "upcr" in keys else None,
            albumin=read_limits("albumin", keys["albumin"]) if "albumin" in keys else None,
            occasions=keys.get("occasions", 1),
            albumin_at=keys.get("albumin_at", "each"),
            fall=(fall[1], Fraction(fall[2]) / 100) if fall else None,
            baseline=keys.get("baseline", typed.get("baseline", "last")),
            min_days=keys.get("min_days_between", 0),
            max_days=max_days,
            last_day=last_day,
            dated_by=typed.get("dated_by", "first"),
        )

    relapse = typed.get("relapse")
    return Oracle(
        responses=[read_response(keys) for keys in typed["response"]],
        relapse_upcr=read_limits("upcr", relapse["upcr"]) if relapse else None,
        relapse_occasions=relapse.get("occasions", 1) if relapse else 0,
        relapse_min_days=relapse.get("min_days_between", 0) if relapse else 0,
        relapse_max_days=relapse.get("max_days_between") if relapse else None,
        window=typed.get("albumin_window_days", 14),
    )


@dataclass(frozen=True)
class Oracle:
    responses: list[Response]
    relapse_upcr: Limits | None
    relapse_occasions: int
    relapse_min_days: int
    relapse_max_days: int | None
    window: int

    def judge(self, labs: Sequence[Lab], events: Sequence[tuple[int | None, str]] = ()) -> Verdict:
        """Return the verdict of one child."""
        occasions = find_occasions(labs, self.window)
        judged = [_Judged(response, labs, occasions) for response in self.responses]
        status_by_event = _status_by_event(events)

        certain = [each.decide(occasions, _is_certain) for each in judged]
        possible = [each.decide(occasions, _is_possible) for each in judged]
        found = next((place for place, run in enumerate(certain) if run), None)
        if found is None:
            response, left_open = self._without_response(occasions, judged, possible)
            last = "not in remission" if response == "no response" else "unknown"
            before = [(occasion.day, last) for occasion in occasions]
            return Verdict(
                response, left_open, status=status_by_event or last, states=tuple(before)
            )

        run = certain[found]
        assert run is not None
        better = next((place for place in range(found) if possible[place]), None)
        confirmed = occasions[run.decided].day
        relapse_events = sorted(day for day, event in events if event == "relapse" and day)
        relapse_day = self._relapse_day(occasions, confirmed, relapse_events)
        undated = relapse_day is None and (None, "relapse") in events
        return Verdict(
            response=self.responses[found].name,
            left_open=None if better is None else self.responses[better].name,
            onset_day=occasions[run.first].day,
            confirmed_day=confirmed,
            relapse_day=relapse_day,
            sustained=None if undated else self._sustained(occasions, confirmed, relapse_day),
            status=status_by_event
            or ("unknown" if undated else "")
            or self._last_state(
                labs, occasions, self.responses[found].name, confirmed, relapse_events
            ),
            states=tuple(self._states(labs, occasions, relapse_events)),
        )

    def _without_response(
        self, occasions: list[Occasion], judged: "list[_Judged]", possible: list[Run | None]
    ) -> tuple[str, str | None]:
        open_to = next((place for place, run in enumerate(possible) if run), None)
        if open_to is not None:
            return "not evaluable", self.responses[open_to].name
        if not occasions:
            return "not evaluable", None
        gap = either(
            each.within_outer_limits(occasion) for each in judged for occasion in occasions
        )
        if gap is True:
            return "unclassified", None
        return ("not evaluable" if gap is None else "no response"), None

    def _relapse_runs(
        self, occasions: list[Occasion], after: int, counts: Callable[[Truth], bool]
    ) -> int | None:
        """Return the first day of the first run of relapse after a day."""
        limits = self.relapse_upcr
        if limits is None:
            return None
        later = [occasion for occasion in occasions if occasion.day > after]
        meets = [counts(limits.test(occasion.upcr)) for occasion in later]
        for run in _split_into_runs(later, meets, self.relapse_max_days):
            counted: list[int] = []
            for place in run:
                if not counted or later[place].day - counted[-1] >= self.relapse_min_days:
                    counted.append(later[place].day)
            if len(counted) >= self.relapse_occasions:
                return later[run[0]].day
        return None

    def _relapse_day(
        self, occasions: list[Occasion], confirmed: int, relapse_events: list[int]
    ) -> int | None:
        measured = self._relapse_runs(occasions, confirmed, _is_certain)
        recorded = [day for day in relapse_events if day > confirmed]
        return min([*recorded, *([] if measured is None else [measured])], default=None)

    def _sustained(
        self, occasions: list[Occasion], confirmed: int, relapse_day: int | None
    ) -> bool | None:
        if relapse_day is not None:
            return False
        if self.relapse_upcr is None:
            return None
        possible = self._relapse_runs(occasions, confirmed, _is_possible)
        return True if possible is None else None

    def _last_state(
        self,
        labs: Sequence[Lab],
        occasions: list[Occasion],
        response: str,
        confirmed: int,
        relapse_events: list[int],
    ) -> str:
        """Walk from remission to relapse to remission until nothing more happens."""
        while True:
            relapse = self._relapse_day(occasions, confirmed, relapse_events)
            if relapse is None:
                return response
            occasions = [occasion for occasion in occasions if occasion.day > relapse]
            again = None
            for each in self.responses:
                run = _Judged(each, labs, occasions).decide(occasions, _is_certain)
                if run is not None:
                    again = (each.name, occasions[run.decided].day)
                    break
            if again is None:
                return "relapsed"
            response, confirmed = again

    def _states(
        self, labs: Sequence[Lab], occasions: list[Occasion], relapse_events: list[int]
    ) -> Iterable[tuple[int, str]]:
        """Return the state on the day of each visit.

        A remission holds from its onset, if it is confirmed before a relapse; a better one takes
        its place from its own onset. After a relapse everything begins anew.
        """
        changes: list[tuple[int, str]] = []
        left = occasions
        while True:
            reached = []
            for each in self.responses:
                run = _Judged(each, labs, left).decide(left, _is_certain)
                if run is not None:
                    reached.append((left[run.first].day, left[run.decided].day, each.name))
            if not reached:
                break
            best_onset, best_confirmed, _ = reached[0]
            first_confirmed = min(confirmed for _, confirmed, _ in reached)
            relapse = self._relapse_day(left, first_confirmed, relapse_events)
            if relapse is not None and relapse >= best_onset:
                relapse = self._relapse_day(left, best_confirmed, relapse_events)
            earliest_onset = None
            for onset, confirmed, name in reached:
                lost_before = relapse is not None and relapse <= confirmed
                if not lost_before and (earliest_onset is None or onset < earliest_onset):
                    changes.append((onset, name))
                    earliest_onset = onset
            if relapse is None:
                break
            changes.append((relapse, "relapsed"))
            left = [occasion for occasion in left if occasion.day > relapse]
        changes.sort(key=lambda change: change[0])
        for occasion in occasions:
            so_far = [state for day, state in changes if day <= occasion.day]
            yield occasion.day, so_far[-1] if so_far else "not in remission"


def _status_by_event(events: Sequence[tuple[int | None, str]]) -> str | None:
    happened = {event for _, event in events}
    if "death" in happened:
        return "death"
    return "kidney failure" if happened & {"kidney failure", "dialysis", "transplant"} else None


def _is_certain(truth: Truth) -> bool:
    return truth is True


def _is_possible(truth: Truth) -> bool:
    return truth is not False


class _Judged:
    """One response applied to the visits of one child."""

    def __init__(
        self, response: Response, labs: Sequence[Lab], occasions: Sequence[Occasion]
    ) -> None:
        self.response = response
        self.baseline = find_baseline(labs, response.baseline) if response.fall else None
        self.upcr = [self.test_upcr(occasion) for occasion in occasions]
        self.albumin = [self.test_albumin(occasion) for occasion in occasions]

    def test_fall(self, occasion: Occasion) -> Truth:
        if self.response.fall is None:
            return True
        if self.baseline is None:
            return None
        sign, share = self.response.fall
        upcr = occasion.upcr.interval().times(1 / PER_CANONICAL["upcr"][occasion.upcr.unit])
        if self.baseline.high == 0:
            return False  # nothing can fall from nothing
        # (baseline - Up/c) / baseline >= share, when Up/c - (1 - share) * baseline <= 0.
        above = upcr + self.baseline.times(share - 1)
        return compare(above, {">=": "<=", ">": "<"}[sign], Fraction(0))

    def test_upcr(self, occasion: Occasion) -> Truth:
        limits = self.response.upcr
        return both(
            True if limits is None else limits.test(occasion.upcr), self.test_fall(occasion)
        )

    def test_albumin(self, occasion: Occasion) -> Truth:
        limits = self.response.albumin
        return True if limits is None else limits.test(occasion.albumin)

    def in_time(self, day: int) -> bool:
        return self.response.last_day is None or day <= self.response.last_day

    def decide(self, occasions: Sequence[Occasion], counts: Callable[[Truth], bool]) -> Run | None:
        """Return the first run that decides, with unknowns counted as `counts` says."""
        response = self.response
        each = response.albumin_at == "each"
        meets = [
            counts(both(upcr, albumin) if each else upcr)
            for upcr, albumin in zip(self.upcr, self.albumin, strict=True)
        ]
        for run in _split_into_runs(occasions, meets, response.max_days):
            counted, last_counted = 0, None
            for place in run:
                day = occasions[place].day
                if last_counted is None or day - last_counted >= response.min_days:
                    counted, last_counted = counted + 1, day
                if counted < response.occasions:
                    continue
                if not each and not counts(self.albumin[place]):
                    continue
                dated = occasions[run[0]].day if response.dated_by == "first" else day
                if self.in_time(dated):
                    return Run(run[0], place)
        return None

    def within_outer_limits(self, occasion: Occasion) -> Truth:
        response = self.response
        return both(
            True if response.upcr is None else response.upcr.test(occasion.upcr, UPPER),
            self.test_fall(occasion),
            self.in_time(occasion.day),
            True if response.albumin is None else response.albumin.test(occasion.albumin, LOWER),
        )


def _split_into_runs(
    occasions: Sequence[Occasion], meets: Sequence[bool], max_days: int | None
) -> list[list[int]]:
    """Split the visits that meet into runs, at each visit that does not and each gap too long."""
    runs: list[list[int]] = []
    for place, meeting in enumerate(meets):
        if not meeting:
            continue
        follows = bool(runs) and runs[-1][-1] == place - 1
        if follows and max_days is not None:
            follows = all(
                later.day - earlier.day <= max_days
                for earlier, later in pairwise(occasions[place - 1 : place + 1])
            )
        if follows:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs
