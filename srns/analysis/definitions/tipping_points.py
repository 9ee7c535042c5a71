"""Tipping points: the smallest change of one choice that alters a verdict or the headline.

No grid is used: a verdict can only change where the choice crosses a value in the data, so these
values are tried in turn, outward from the published choice.
"""

from dataclasses import dataclass

import numpy as np

from srns.analysis.definitions.candidate_variants import (
    ChoiceMove,
    VariantClassifier,
    choice_moves,
)
from srns.analysis.proportions.outcomes import OUTCOMES
from srns.cohort.tables import Cohort
from srns.languages.sentences import first_of, sentence, term
from srns.rules.definition import Definition
from srns.rules.rescue import TREATMENT_POLICY


@dataclass(frozen=True)
class TippingPoint:
    """The nearest value of one choice, in one direction, at which something changes.

    Attributes
    ----------
    choice
        The choice that is varied: "complete remission, Up/c < 0.2 mg/mg".
    direction
        ``"up"``, ``"down"`` or, for choices without an order, ``"to"``.
    what
        ``"verdict"``: the verdict of at least one child changes; ``"headline"``: the number of
        children in complete remission, or in complete or partial remission, changes.
    at
        The value in words; None if nothing changes within the range searched.
    beyond
        Whether the change occurs only beyond the value, not at it.
    variant
        The definition at or just beyond that value; None if nothing changes.
    just_before
        The definition just short of that value; None if nothing changes.
    children
        The children who change, as (child, response as published, response in the variant).
    counts
        Children in complete, and in complete or partial remission, as published and in the
        variant.
    searched
        End of the range searched, in words.
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
        """The tipping point as a sentence."""
        if self.at is None:
            return {
                "up": sentence(
                    "{choice}: nothing changes up to {searched}.",
                    choice=self.choice,
                    searched=self.searched,
                ),
                "down": sentence(
                    "{choice}: nothing changes down to {searched}.",
                    choice=self.choice,
                    searched=self.searched,
                ),
            }.get(
                self.direction,
                sentence("{choice}: no other rule changes anything.", choice=self.choice),
            )
        who = [
            sentence(
                "child {child} from {before} to {after}",
                child=name,
                before=term(old),
                after=term(new),
            )
            for name, old, new in self.children
        ]
        said = {"choice": self.choice, "where": self.where, "children": first_of(who, 5, "; ")}
        return {
            "up": sentence("{choice}: moved up, {where} {children}.", **said),
            "down": sentence("{choice}: moved down, {where} {children}.", **said),
        }.get(self.direction, sentence("{choice}: {where} {children}.", **said))

    @property
    def where(self) -> str:
        """Where something changes, in words."""
        if self.at is None:
            return sentence("nothing changes")
        if self.beyond:
            return sentence("beyond {value}", value=self.at)
        return sentence("at {value}", value=self.at)


def tipping_points(
    cohort: Cohort, definition: Definition, strategy: str = TREATMENT_POLICY
) -> tuple[TippingPoint, ...]:
    """Find the tipping points of a definition on a cohort.

    Every threshold, the number of occasions, the albumin window and the albumin rule are varied one
    at a time, the others as published.
    """
    classifier = VariantClassifier(cohort, definition, strategy)
    points: list[TippingPoint] = []
    for move in choice_moves(classifier, definition):
        points += _search(classifier, definition, move)
    return tuple(points)


def _search(
    classifier: VariantClassifier, definition: Definition, move: ChoiceMove
) -> list[TippingPoint]:
    """Search outward until a verdict and the headline have changed."""
    wanted = {"verdict": True, "headline": True}
    points: dict[str, TippingPoint] = {}
    before = definition
    for candidate in move.candidates:
        responses = classifier.responses(candidate.variant)
        changed = np.flatnonzero(responses != classifier.published)
        counts = _counts(classifier.published), _counts(responses)
        for what in [name for name, is_open in wanted.items() if is_open]:
            if not len(changed) or (what == "headline" and counts[0] == counts[1]):
                continue
            wanted[what] = move.direction == "to"  # without an order, every candidate is reported
            key = f"{what} {candidate.at}" if move.direction == "to" else what
            points[key] = TippingPoint(
                move.choice,
                move.direction,
                what,
                candidate.at,
                candidate.beyond,
                candidate.variant,
                before if move.direction != "to" else definition,
                tuple(
                    (classifier.names[child], classifier.published[child], responses[child])
                    for child in changed
                ),
                counts,
                move.searched,
            )
        if not any(wanted.values()):
            break
        before = candidate.variant
    for what in wanted:
        if not any(point.what == what for point in points.values()):
            points[what] = TippingPoint(
                move.choice, move.direction, what, None, False, None, None, (), None, move.searched
            )
    return sorted(points.values(), key=lambda point: point.what != "verdict")


def _counts(responses: np.ndarray) -> tuple[int, int]:
    complete, either = (int(np.isin(responses, words).sum()) for words in OUTCOMES.values())
    return complete, either
