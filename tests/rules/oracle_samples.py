"""Children, windows and visits of the reference implementation (docs/verdicts.md, 1 to 3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tests.rules.oracle_limits import PER_CANONICAL, SIGNS, Interval, Result, Size

Span = tuple[int, int]
"""First and last possible day."""
NEVER = float("inf")

KIDNEY = ("kidney failure", "dialysis", "transplant")


@dataclass(frozen=True)
class Lab:
    """One row of the table of results."""

    day: int | None
    analyte: str
    result: Result
    source: str = ""
    specimen: str = ""


@dataclass(frozen=True)
class Event:
    """One event; its days are None where nothing is known of them."""

    name: str
    days: Span | None


@dataclass(frozen=True)
class Course:
    """One course of a drug; a day is a span, or None where nothing is known of it."""

    drug: str
    start: Span | None
    stop: Span | None = None
    purpose: str = ""


@dataclass(frozen=True)
class Child:
    """All that is recorded of one child."""

    labs: tuple[Lab, ...] = ()
    events: tuple[Event, ...] = ()
    last_follow_up: Span | None = None
    courses: tuple[Course, ...] = ()
    infusions: tuple[int, ...] = (0,)

    def counted_from(self, start: int | None) -> "Child":
        """Count all days from another day; without one, no day is known."""

        def day(known: int | None) -> int | None:
            return None if known is None or start is None else known - start

        def span(known: Span | None) -> Span | None:
            return None if known is None or start is None else (known[0] - start, known[1] - start)

        return Child(
            tuple(replace(lab, day=day(lab.day)) for lab in self.labs),
            tuple(replace(event, days=span(event.days)) for event in self.events),
            span(self.last_follow_up),
            tuple(replace(each, start=span(each.start), stop=span(each.stop))
                  for each in self.courses),
            () if start is None else tuple(each - start for each in self.infusions),
        )  # fmt: skip


@dataclass(frozen=True)
class Window:
    """The last day that may count and the last that surely does, and what ended the window."""

    last: float = NEVER
    surely: float = NEVER
    ended_by: str | None = None
    began_with_kidneys: bool | None = True
    """Whether the child lived, with kidneys of its own, on day 0."""

    def cut(self, first: float, last: float, name: str) -> "Window":
        named = last < self.last or (self.ended_by is None and last == NEVER)
        return replace(
            self,
            last=min(self.last, last),
            surely=min(self.surely, first),
            ended_by=name if named else self.ended_by,
        )


def find_window(child: Child) -> Window:
    """Find the first of kidney failure, death and last follow-up."""
    window = Window()
    for name in (*KIDNEY, "death"):
        for event in child.events:
            if event.name != name:
                continue
            if event.days is not None:
                window = window.cut(*event.days, name)
            elif name in KIDNEY:
                window = window.cut(0, NEVER, name)
            if event.days is not None and event.days[0] < 0:
                before = False if event.days[1] < 0 else None
                if window.began_with_kidneys is not False:
                    window = replace(window, began_with_kidneys=before)
    if child.last_follow_up is not None:
        # Whoever has a sample within the month of the last follow-up was followed until then.
        last = child.last_follow_up[1]
        window = window.cut(last, last, "last follow-up")
    return window


@dataclass(frozen=True)
class Visit:
    """One day with a urine test that the definition judges.

    `tests` holds the result of each test that counts on this day; `surely` is False where the
    window may have ended before.
    """

    day: int
    tests: tuple[tuple[str, Result], ...]
    albumin: Result | None
    size: Size
    surely: bool
    diary: bool


def collapse(labs: Iterable[Lab], analyte: str, specimen: str = "") -> dict[int, Lab]:
    """Keep one result per day: readable, of the specimen preferred, then the worst."""

    def rank(lab: Lab) -> tuple[object, ...]:
        result = lab.result
        preferred = bool(specimen) and lab.specimen == specimen
        if result.value is None:
            return (False, preferred, Fraction(0), 0, lab.source != "diary")
        number, sign = result.canonical(analyte), SIGNS.index(result.sign)
        if analyte == "albumin":
            number, sign = -number, -sign
        return (True, preferred, number, sign, lab.source != "diary")

    by_day: dict[int, list[Lab]] = {}
    for lab in labs:
        if lab.analyte == analyte and lab.day is not None:
            by_day.setdefault(lab.day, []).append(lab)
    return {day: max(results, key=rank) for day, results in sorted(by_day.items())}


def find_visits(
    labs: Sequence[Lab],
    judged: Sequence[str],
    albumin_days: int,
    specimen: str,
    window: Window,
    first: int = 1,
    last: float = NEVER,
) -> list[Visit]:
    """Find the visits from `first` to `last`, paired with albumin and body size."""
    of_test = {test: collapse(labs, test, specimen) for test in judged}
    albumin = collapse(labs, "albumin", specimen)
    body = {name: _measured(labs, name) for name in ("height", "weight")}
    visits: list[Visit] = []
    for day in sorted({day for found in of_test.values() for day in found}):
        if day < first or day > last:
            continue
        counting = {test: found[day] for test, found in of_test.items() if day in found}
        if "upcr" in counting or "protein_24h" in counting:
            counting.pop("dipstick", None)
        visits.append(
            Visit(
                day,
                tuple((test, lab.result) for test, lab in counting.items()),
                _paired(albumin, day, albumin_days, window),
                (_last(body["height"], day, 180), _last(body["weight"], day, 90)),
                day <= window.surely,
                all(lab.source == "diary" for lab in counting.values()),
            )
        )
    return visits


def _paired(albumin: dict[int, Lab], day: int, days: int, window: Window) -> Result | None:
    """Return the albumin nearest to a day; it may be anything where the window may have ended."""
    near = [(abs(other - day), other) for other in albumin
            if abs(other - day) <= days and other <= window.last]  # fmt: skip
    if not near:
        return None
    nearest = min(near)[1]
    result = albumin[nearest].result
    return result if nearest <= max(window.surely, day) else Result(None, "", result.unit)


def _measured(labs: Sequence[Lab], name: str) -> dict[int, Fraction]:
    """Return the heights in cm or the weights in kg that could be read, by day."""
    found: dict[int, Fraction] = {}
    for lab in labs:
        if lab.analyte == name and lab.day is not None and lab.result.value is not None:
            found[lab.day] = lab.result.value * (100 if lab.result.unit == "m" else 1)
    return found


def _last(measured: dict[int, Fraction], day: int, days: int) -> Fraction | None:
    within = [other for other in measured if day - days <= other <= day]
    return measured[max(within)] if within else None


def find_baseline(labs: Sequence[Lab], kind: str, specimen: str) -> Interval | None:
    """Return the baseline Up/c in mg/mg, as an interval; None where it is unknown."""
    before = [
        lab.result for day, lab in collapse(labs, "upcr", specimen).items() if -90 <= day <= 0
    ]
    used = before[-2:] if kind == "mean of last two" else before[-1:]
    wanted = 2 if kind == "mean of last two" else 1
    if len(used) < wanted or any(result.value is None for result in used):
        return None
    total = Interval(Fraction(0), True, Fraction(0), True)
    for result in used:
        total += result.interval().times(1 / PER_CANONICAL["upcr"][result.unit])
    return total.times(Fraction(1, wanted))
