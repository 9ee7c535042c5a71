"""The basis of a verdict: day 0, lines of treatment, and the strategy for rescue drugs."""

from dataclasses import dataclass

from srns.cohort.day_zero import AS_READ, name_as_read, with_day_zero
from srns.cohort.tables import Cohort
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.definition import Definition
from srns.rules.lines import as_cohort, find_lines
from srns.rules.rescue import TREATMENT_POLICY


@dataclass(frozen=True)
class Basis:
    """What is judged, from when on, and with what made of other treatment on the way.

    Attributes
    ----------
    day_zero
        A name that `srns.cohort.day_zero.with_day_zero` takes.
    by_line
        Whether each line of treatment is judged like a child, from its own day 0.
    strategy
        One of `srns.rules.rescue.STRATEGIES`.
    """

    day_zero: str = AS_READ
    by_line: bool = False
    strategy: str = TREATMENT_POLICY

    def words_for(self, cohort: Cohort) -> str:
        """Return the basis in words, as it stands on figures and in reports.

        A cohort that a person let count from another day 0 when it was read is told by that one.
        """
        origin = self.day_zero
        if self.by_line:
            origin = "the start of each line of treatment, which counts like a child"
        if origin == AS_READ:
            origin = name_as_read(cohort)
        if origin == AS_READ:
            origin = f"{AS_READ}, else first infusion"
        return f"Day 0: {origin}. Rescue drugs: {self.strategy}."


def prepare(cohort: Cohort, basis: Basis) -> Cohort:
    """Return the cohort with its days counted from day 0, or with every line as a child.

    Raises
    ------
    DayZeroError
        Where no child has the day 0 that is asked for.
    """
    if basis.by_line:
        return as_cohort(cohort, find_lines(cohort))
    return with_day_zero(cohort, basis.day_zero)


def classify_on(cohort: Cohort, definition: Definition, basis: Basis) -> Classification:
    """Judge every child, or every line, of a cohort as read, on a basis."""
    return classify(prepare(cohort, basis), definition, strategy=basis.strategy)
