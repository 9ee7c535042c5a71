"""Provenance stamp of every export: cohort, filters, definition, simulated data."""

from dataclasses import dataclass

from srns.charts.theme import name_definition
from srns.cohort.tables import Cohort
from srns.languages.messages import mark
from srns.languages.numbers import grouped
from srns.languages.sentences import joined, nsentence, sentence, term
from srns.rules.definition import Definition

SIMULATED = mark("Up/c series simulated: draw no clinical conclusion from them")


def note_on(cohort: Cohort) -> str:
    """Return the mandatory note on a cohort with simulated results; empty without any."""
    if "source" not in cohort.labs:
        return ""
    sources = cohort.labs["source"].dropna().unique()
    return (
        SIMULATED if "simulated" in {str(source).casefold().strip() for source in sources} else ""
    )


@dataclass(frozen=True)
class Stamp:
    """What every export states about its origin.

    Attributes
    ----------
    cohort
        Name of the cohort; empty for exports that are not about children.
    children
        Selection of children: the filters in words.
    definition
        Name and version of the definition in force; empty if none was applied.
    note
        Note on the data, for instance that they are simulated; may be empty.
    """

    cohort: str
    children: str = ""
    definition: str = ""
    note: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The stamp, one sentence per line, without empty lines."""
        definition = ""
        if self.definition:
            definition = sentence("Definition: {definition}.", definition=self.definition)
        note = sentence("{note}.", note=term(self.note.rstrip("."))) if self.note else ""
        cohort = f"{self.cohort}." if self.cohort else ""
        first = joined([part for part in (cohort, self.children) if part], " ")
        return tuple(line for line in (first, definition, note) if line)


def all_children(n: int) -> str:
    """Return the selection of all children in words."""
    return nsentence("One child.", "All {count} children.", n, count=grouped(n))


def all_lines(n: int) -> str:
    """Return the selection of all lines of treatment in words."""
    return nsentence(
        "One line of treatment.", "All {count} lines of treatment.", n, count=grouped(n)
    )


def stamp_all(name: str, cohort: Cohort, definition: Definition) -> Stamp:
    """Return the stamp of all children of a cohort, judged by one definition."""
    children = all_children(len(cohort.patients))
    return Stamp(name, children, name_definition(definition), note_on(cohort))
