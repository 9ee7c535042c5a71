"""Three-valued answers for all visits at once, and the clauses that give them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from srns.cohort.unit_systems import CONVENTIONAL, Units
from srns.languages.sentences import joined, sentence, term
from srns.rules.limits import Limit


@dataclass(frozen=True)
class Truth:
    """A three-valued answer for every visit: certain (yes), possible (yes or cannot tell)."""

    certain: np.ndarray
    possible: np.ndarray

    def __and__(self, other: "Truth") -> "Truth":
        """Kleene's *and*: false with unknown is false, true with unknown is unknown."""
        certain = self.certain & other.certain
        if self.possible is self.certain and other.possible is other.certain:
            return Truth(certain, certain)
        return Truth(certain, self.possible & other.possible)

    def where(self, applies: np.ndarray) -> "Truth":
        """Return the answer where it is asked, and yes elsewhere."""
        if applies.all():
            return self
        certain = self.certain | ~applies
        if self.possible is self.certain:
            return Truth(certain, certain)
        return Truth(certain, self.possible | ~applies)


@dataclass(frozen=True, eq=False)
class Clause:
    """One edge of a response's limits, tested on every visit.

    Attributes
    ----------
    test
        The analyte that it is about.
    outer
        Whether it bounds the response from the bad side: urine from above, albumin from below.
    applies
        Whether it is asked on each visit; elsewhere the answer is yes.
    limit, edge
        The limit of which it is an edge; None for what is no limit of a test.
    """

    words: str
    truth: Truth
    test: str
    outer: bool
    applies: np.ndarray
    limit: Limit | None = None
    edge: int = 0

    def words_in(self, units: Units, judging: str | None = None) -> str:
        """Return the clause in one system of units, as it judges results in the unit `judging`."""
        if self.limit is None:
            return self.words
        usual, shown = self.limit.shown_in(units), self.limit.shown_in(units, judging)
        unit = [shown.unit] if shown.unit else []
        label, edge = term(self.limit.quantity.label), shown.edges[self.edge].words
        words = joined([label, edge, *unit], " ")
        if shown == usual:
            return words
        if units == CONVENTIONAL:
            return sentence("{limit} (the limit for results in SI units)", limit=words)
        return sentence("{limit} (the limit for results in conventional units)", limit=words)

    @property
    def of_albumin(self) -> bool:
        """Whether it is about albumin."""
        return self.test == "albumin"


def all_of(truths: Sequence[Truth], count: int) -> Truth:
    """Combine answers by *and*; yes for every visit where there are none."""
    if not truths:
        everything = np.ones(count, dtype=bool)
        return Truth(everything, everything)
    whole, *others = truths
    for truth in others:
        whole = whole & truth
    return whole
