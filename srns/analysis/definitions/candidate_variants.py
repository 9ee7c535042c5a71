"""Candidate variants of a definition: each choice varied alone, through the values in the data."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from srns.cohort.quantities import show_number
from srns.cohort.tables import Cohort
from srns.languages.sentences import joined, nsentence, sentence, term
from srns.rules.definition import Definition
from srns.rules.limits import Limit
from srns.rules.occasions import Occasions, VisitRules, find_occasions
from srns.rules.rescue import TREATMENT_POLICY
from srns.rules.response_names import responses_of
from srns.rules.series import Series
from srns.rules.strategy import judge_by
from srns.rules.variants import (
    ALBUMIN_RULES,
    moved,
    show_fraction,
    with_albumin_rule,
    with_occasions,
    with_window,
)
from srns.rules.window import find_window

REACH = 2
"""Thresholds are varied from 1/REACH to REACH times the published value."""
FAR_DAYS = 100_000


@dataclass(frozen=True)
class ChoiceMove:
    """One choice varied in one direction, with its candidate variants from near to far."""

    choice: str
    direction: str
    searched: str
    candidates: Iterator["CandidateVariant"]


@dataclass(frozen=True)
class CandidateVariant:
    """A definition at, or just beyond, one value of a choice."""

    at: str
    beyond: bool
    variant: Definition


class VariantClassifier:
    """Classifies a cohort by variants; visits are found once for equal visit rules."""

    def __init__(
        self, cohort: Cohort, definition: Definition, strategy: str = TREATMENT_POLICY
    ) -> None:
        self.cohort = cohort
        self.strategy = strategy
        self.window = find_window(cohort)
        self.occasions_by_rules: dict[VisitRules, Occasions] = {}
        self.names = list(cohort.patients["patient"])
        self.published = self.responses(definition)

    def occasions(self, rules: VisitRules) -> Occasions:
        """Return the visits that a definition with these rules judges."""
        if rules not in self.occasions_by_rules:
            self.occasions_by_rules[rules] = find_occasions(self.cohort, rules, self.window)
        return self.occasions_by_rules[rules]

    def responses(self, definition: Definition) -> np.ndarray:
        """Return the response of each child, in the order of `patients`."""
        occasions = self.occasions(definition.visit_rules)
        _, judged = judge_by(self.strategy, self.cohort, definition, self.window, occasions)
        return responses_of(judged, definition)


def choice_moves(classifier: VariantClassifier, definition: Definition) -> Iterator[ChoiceMove]:
    """List every choice of a definition with the directions in which it can be varied."""
    for place in range(len(definition.responses)):
        yield from _thresholds(classifier, definition, place)
        yield from _occasion_counts(classifier, definition, place)
    if any(response.albumin for response in definition.responses):
        yield from _albumin_windows(classifier, definition)
        rules = (with_albumin_rule(definition, rule) for rule in ALBUMIN_RULES)
        yield ChoiceMove(
            sentence("albumin rule, as published"),
            "to",
            sentence("every rule"),
            (
                CandidateVariant(term(variant.name.rpartition("; ")[2]), False, variant)
                for variant in rules
                if variant is not definition
            ),
        )


def _thresholds(
    classifier: VariantClassifier, definition: Definition, place: int
) -> Iterator[ChoiceMove]:
    response = definition.responses[place]
    occasions = classifier.occasions(definition.visit_rules)
    for analyte, limit in (("upcr", response.upcr), ("albumin", response.albumin)):
        for edge, printed in enumerate(limit.edges if limit else ()):
            if limit is None or not printed.number:
                continue
            unit = limit.printed[0].unit
            series = occasions.visits.upcr if analyte == "upcr" else occasions.albumin
            ratios = _ratios(series, limit, edge)
            for direction, farthest in (("up", Fraction(REACH)), ("down", Fraction(1, REACH))):
                yield ChoiceMove(
                    sentence(
                        "{response}, {limit}",
                        response=term(response.name),
                        limit=joined([term(limit.quantity.label), str(printed), unit], " "),
                    ),
                    direction,
                    f"{show_fraction(printed.number * farthest)} {unit}",
                    _threshold_candidates(definition, place, analyte, edge, ratios, farthest),
                )


def _occasion_counts(
    classifier: VariantClassifier, definition: Definition, place: int
) -> Iterator[ChoiceMove]:
    response = definition.responses[place]
    urine = classifier.occasions(definition.visit_rules).visits
    if response.occasions is None:
        return
    most = int(np.bincount(urine.child).max()) if len(urine) else 1
    choice = nsentence(
        "{response}, {n} visit",
        "{response}, {n} consecutive visits",
        response.occasions,
        response=term(response.name),
    )
    up = range(response.occasions + 1, most + 1)
    down = range(response.occasions - 1, 0, -1)
    for direction, numbers in (("up", up), ("down", down)):
        if numbers:
            yield ChoiceMove(
                choice,
                direction,
                str(numbers[-1]),
                (
                    CandidateVariant(str(number), False, with_occasions(definition, place, number))
                    for number in numbers
                ),
            )


def _albumin_windows(classifier: VariantClassifier, definition: Definition) -> Iterator[ChoiceMove]:
    """Vary the albumin window to each distance at which an occasion gains or loses its albumin."""
    days = definition.albumin_window_days
    far = classifier.occasions(replace(definition.visit_rules, albumin_window_days=FAR_DAYS))
    paired = far.paired >= 0
    distances = (
        np.unique(np.abs(far.albumin.day[far.paired[paired]] - far.visits.day[paired]))
        if len(far.albumin)
        else np.array([], dtype=int)
    )
    wider = [int(distance) for distance in distances if distance > days]
    # An albumin 10 days away is lost when the window is 9 days.
    narrower = [int(distance) - 1 for distance in distances[::-1] if 0 < distance <= days]
    for direction, tried, end in (
        ("up", wider, sentence("any width")),
        ("down", narrower, sentence("{n} days", n=0)),
    ):
        yield ChoiceMove(
            sentence("albumin within {days} days", days=days),
            direction,
            end,
            (
                CandidateVariant(
                    sentence("{n} days", n=width), False, with_window(definition, width)
                )
                for width in tried
            ),
        )


def _ratios(series: Series, limit: Limit, edge: int) -> list[Fraction]:
    """Return the distinct results as multiples of the threshold that judges them, sorted."""
    series = series[np.flatnonzero(series.measured)]
    units = list(limit.quantity.units)
    ratios = set()
    for value, unit in {
        (float(value), int(unit)) for value, unit in zip(series.value, series.unit, strict=True)
    }:
        window, factor = limit.window_for(units[unit])
        number = window.edges[edge].number * factor
        if number:
            ratios.add(Fraction(show_number(value)) / number)
    return sorted(ratios)


def _threshold_candidates(
    definition: Definition,
    place: int,
    analyte: str,
    edge: int,
    ratios: list[Fraction],
    farthest: Fraction,
) -> Iterator[CandidateVariant]:
    """Move a threshold outward to each value in the data, and just beyond it."""
    response = definition.responses[place]
    limit = response.upcr if analyte == "upcr" else response.albumin
    assert limit is not None
    window = limit.printed[0]
    outward = (
        [ratio for ratio in ratios if 1 <= ratio <= farthest]
        if farthest > 1
        else [ratio for ratio in reversed(ratios) if farthest <= ratio <= 1]
    )
    for number, ratio in enumerate(outward):
        at = f"{show_fraction(window.edges[edge].number * ratio)} {window.unit}"
        if ratio != 1:
            yield CandidateVariant(at, False, moved(definition, place, analyte, edge, ratio))
        next_one = outward[number + 1] if number + 1 < len(outward) else farthest
        between = (ratio + next_one) / 2 if next_one != ratio else ratio * (1 + (farthest - 1) / 99)
        yield CandidateVariant(at, True, moved(definition, place, analyte, edge, between))
