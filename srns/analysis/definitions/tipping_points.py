"""How far can a choice of the definition move before a child's verdict, or the headline, changes?

Nothing is tried on a grid: a verdict can only change where the choice passes a number that the data
themselves hold, so those numbers are tried in turn, outward from the choice as published.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from srns.analysis.definitions.comparison import OUTCOMES
from srns.cohort.quantities import show_number
from srns.cohort.tables import Cohort
from srns.rules.definition import Definition
from srns.rules.limits import Limit
from srns.rules.occasions import Occasions, VisitRules, find_occasions
from srns.rules.response_names import responses_of
from srns.rules.series import Series
from srns.rules.variants import (
    ALBUMIN_RULES,
    moved,
    show_fraction,
    with_albumin_rule,
    with_occasions,
    with_window,
)
from srns.rules.verdict import judge

REACH = 2
"""A threshold is moved to at most so many times itself, and at least to so small a part of it."""
FAR_DAYS = 100_000


@dataclass(frozen=True)
class TippingPoint:
    """The nearest value of a choice, in one direction, at which something changes.

    Attributes
    ----------
    choice
        What is moved: "complete remission, Up/c < 0.2 mg/mg".
    direction
        ``"up"``, ``"down"`` or, where there is no order, ``"to"``.
    what
        ``"verdict"``: some child's verdict changes; ``"headline"``: the number of children in
        complete remission, or in complete or partial remission, changes.
    at
        The value in words, None where nothing changes within reach.
    beyond
        Whether the value itself still changes nothing, and only what lies beyond it does.
    variant
        The definition at, or just beyond, that value; None where nothing changes.
    just_before
        The definition just short of it; None where nothing changes.
    children
        Who changes, as (child, response as published, response then).
    counts
        Children in complete, and in complete or partial remission, as published and then.
    searched
        How far the search would have gone.
    """

    choice: str
    direction: str
    what: str
    at: str | None
    beyond: bool
    variant: Definition | None
    just_before: Definition | None
    children: tuple[tuple[str, str, str], ...]
    counts: tuple[tuple[int, int], tuple[int, int]] | None
    searched: str

    @property
    def words(self) -> str:
        """One sentence."""
        if self.at is None:
            moves = {
                "up": f"nothing changes up to {self.searched}",
                "down": f"nothing changes down to {self.searched}",
            }
            return f"{self.choice}: {moves.get(self.direction, 'no other rule changes anything')}."
        where = f"beyond {self.at}" if self.beyond else f"at {self.at}"
        moved_to = f"moved {self.direction}, " if self.direction != "to" else ""
        who = "; ".join(f"child {name} from {old} to {new}" for name, old, new in self.children[:5])
        if len(self.children) > 5:
            who += f"; and {len(self.children) - 5} more"
        return f"{self.choice}: {moved_to}{where} {who}."


@dataclass(frozen=True)
class _Way:
    """One choice, moved in one direction, and how far."""

    choice: str
    direction: str
    searched: str
    candidates: Iterator["_Candidate"]


@dataclass(frozen=True)
class _Candidate:
    at: str
    beyond: bool
    variant: Definition


class _Judge:
    """Judges variants, finding the occasions once for each albumin window."""

    def __init__(self, cohort: Cohort, definition: Definition) -> None:
        self.cohort = cohort
        self.found: dict[VisitRules, Occasions] = {}
        self.names = list(cohort.patients["patient"])
        self.published = self.responses(definition)

    def occasions(self, rules: VisitRules) -> Occasions:
        if rules not in self.found:
            self.found[rules] = find_occasions(self.cohort, rules)
        return self.found[rules]

    def responses(self, definition: Definition) -> np.ndarray:
        return responses_of(judge(self.occasions(definition.visit_rules), definition), definition)


def tipping_points(cohort: Cohort, definition: Definition) -> tuple[TippingPoint, ...]:
    """Move every threshold, the number of occasions, the albumin window and the albumin rule.

    Each is moved alone, the others as published.
    """
    judging = _Judge(cohort, definition)
    points: list[TippingPoint] = []
    for way in _ways(judging, definition):
        points += _search(judging, definition, way)
    return tuple(points)


def _ways(judging: _Judge, definition: Definition) -> Iterator[_Way]:
    for place in range(len(definition.responses)):
        yield from _thresholds(judging, definition, place)
        yield from _numbers_of_occasions(judging, definition, place)
    if any(response.albumin for response in definition.responses):
        yield from _windows(judging, definition)
        rules = (with_albumin_rule(definition, rule) for rule in ALBUMIN_RULES)
        yield _Way(
            "albumin rule, as published",
            "to",
            "every rule",
            (
                _Candidate(variant.name.rpartition("; ")[2], False, variant)
                for variant in rules
                if variant is not definition
            ),
        )


def _thresholds(judging: _Judge, definition: Definition, place: int) -> Iterator[_Way]:
    response = definition.responses[place]
    occasions = judging.occasions(definition.visit_rules)
    for analyte, limit in (("upcr", response.upcr), ("albumin", response.albumin)):
        for edge, printed in enumerate(limit.edges if limit else ()):
            if limit is None or not printed.number:
                continue
            unit = limit.printed[0].unit
            series = occasions.visits.upcr if analyte == "upcr" else occasions.albumin
            ratios = _ratios(series, limit, edge)
            for direction, farthest in (("up", Fraction(REACH)), ("down", Fraction(1, REACH))):
                yield _Way(
                    f"{response.name}, {limit.quantity.label} {printed} {unit}",
                    direction,
                    f"{show_fraction(printed.number * farthest)} {unit}",
                    _moves(definition, place, analyte, edge, ratios, farthest),
                )


def _numbers_of_occasions(judging: _Judge, definition: Definition, place: int) -> Iterator[_Way]:
    response = definition.responses[place]
    urine = judging.occasions(definition.visit_rules).visits
    if response.occasions is None:
        return
    most = int(np.bincount(urine.child).max()) if len(urine) else 1
    choice = f"{response.name}, {response.occasions} consecutive occasions"
    if response.occasions == 1:
        choice = f"{response.name}, 1 occasion"
    up = range(response.occasions + 1, most + 1)
    down = range(response.occasions - 1, 0, -1)
    for direction, numbers in (("up", up), ("down", down)):
        if numbers:
            yield _Way(
                choice,
                direction,
                str(numbers[-1]),
                (
                    _Candidate(str(number), False, with_occasions(definition, place, number))
                    for number in numbers
                ),
            )


def _windows(judging: _Judge, definition: Definition) -> Iterator[_Way]:
    """Try each distance at which some occasion gains or loses its albumin."""
    days = definition.albumin_window_days
    far = judging.occasions(replace(definition.visit_rules, albumin_window_days=FAR_DAYS))
    paired = far.paired >= 0
    distances = (
        np.unique(np.abs(far.albumin.day[far.paired[paired]] - far.visits.day[paired]))
        if len(far.albumin)
        else np.array([], dtype=int)
    )
    wider = [int(each) for each in distances if each > days]
    # An albumin at a distance of 10 days is lost when the window is 9.
    narrower = [int(each) - 1 for each in distances[::-1] if 0 < each <= days]
    for direction, tried, end in (("up", wider, "any width"), ("down", narrower, "0 days")):
        yield _Way(
            f"albumin within {days} days",
            direction,
            end,
            (_Candidate(f"{each} days", False, with_window(definition, each)) for each in tried),
        )


def _ratios(series: Series, limit: Limit, edge: int) -> list[Fraction]:
    """Give every result as a multiple of the threshold that judges it, each once, in order."""
    units = list(limit.quantity.units)
    ratios = set()
    series = series[np.flatnonzero(series.measured)]
    for value, unit in {
        (float(value), int(unit)) for value, unit in zip(series.value, series.unit, strict=True)
    }:
        window, factor = limit.window_for(units[unit])
        number = window.edges[edge].number * factor
        if number:
            ratios.add(Fraction(show_number(value)) / number)
    return sorted(ratios)


def _moves(
    definition: Definition,
    place: int,
    analyte: str,
    edge: int,
    ratios: list[Fraction],
    farthest: Fraction,
) -> Iterator[_Candidate]:
    """Move a threshold onto each number of the data, and just beyond it, outward."""
    response = definition.responses[place]
    limit = response.upcr if analyte == "upcr" else response.albumin
    assert limit is not None
    window = limit.printed[0]
    outward = (
        [each for each in ratios if 1 <= each <= farthest]
        if farthest > 1
        else [each for each in reversed(ratios) if farthest <= each <= 1]
    )
    for number, ratio in enumerate(outward):
        at = f"{show_fraction(window.edges[edge].number * ratio)} {window.unit}"
        if ratio != 1:
            yield _Candidate(at, False, moved(definition, place, analyte, edge, ratio))
        next_one = outward[number + 1] if number + 1 < len(outward) else farthest
        between = (ratio + next_one) / 2 if next_one != ratio else ratio * (1 + (farthest - 1) / 99)
        yield _Candidate(at, True, moved(definition, place, analyte, edge, between))


def _search(judging: _Judge, definition: Definition, way: _Way) -> list[TippingPoint]:
    """Go outward until a verdict, and until the headline, has changed."""
    wanted = {"verdict": True, "headline": True}
    points: dict[str, TippingPoint] = {}
    before = definition
    for candidate in way.candidates:
        responses = judging.responses(candidate.variant)
        changed = np.flatnonzero(responses != judging.published)
        counts = _counts(judging.published), _counts(responses)
        for what in [each for each in wanted if wanted[each]]:
            if not len(changed) or (what == "headline" and counts[0] == counts[1]):
                continue
            wanted[what] = way.direction == "to"  # without an order each is its own answer
            key = f"{what} {candidate.at}" if way.direction == "to" else what
            points[key] = TippingPoint(
                way.choice,
                way.direction,
                what,
                candidate.at,
                candidate.beyond,
                candidate.variant,
                before if way.direction != "to" else definition,
                tuple(
                    (judging.names[child], judging.published[child], responses[child])
                    for child in changed
                ),
                counts,
                way.searched,
            )
        if not any(wanted.values()):
            break
        before = candidate.variant
    for what in wanted:
        if not any(point.what == what for point in points.values()):
            points[what] = TippingPoint(
                way.choice, way.direction, what, None, False, None, None, (), None, way.searched
            )
    return sorted(points.values(), key=lambda point: point.what != "verdict")


def _counts(responses: np.ndarray) -> tuple[int, int]:
    complete, either = (int(np.isin(responses, words).sum()) for words in OUTCOMES.values())
    return complete, either
