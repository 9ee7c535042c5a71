"""What must every export say of itself, wherever it ends up?"""

from dataclasses import dataclass

from srns.charts.theme import name_definition
from srns.cohort.tables import Cohort
from srns.rules.definition import Definition

SIMULATED = "Up/c series simulated: draw no clinical conclusion from them"


def note_on(cohort: Cohort) -> str:
    """Give what every export must say of a cohort: that results in it are simulated, if any are."""
    if "source" not in cohort.labs:
        return ""
    sources = cohort.labs["source"].dropna().unique()
    return SIMULATED if "simulated" in {str(each).casefold().strip() for each in sources} else ""


@dataclass(frozen=True)
class Stamp:
    """Which children, judged how.

    Attributes
    ----------
    cohort
        What the cohort is called; empty for what is not about children.
    children
        Which of its children: the filters in words.
    definition
        The name and version of the definition in force; empty where none was applied.
    note
        What must be said of the data, that they are simulated for instance; empty for nothing.
    """

    cohort: str
    children: str = ""
    definition: str = ""
    note: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """Say it, one sentence a line; nothing that is empty."""
        definition = f"Definition: {self.definition}." if self.definition else ""
        note = f"{self.note.rstrip('.')}." if self.note else ""
        cohort = f"{self.cohort}." if self.cohort else ""
        first = " ".join(part for part in (cohort, self.children) if part)
        return tuple(line for line in (first, definition, note) if line)


def stamp_all(name: str, cohort: Cohort, definition: Definition) -> Stamp:
    """Return the stamp of all children of a cohort, judged by one definition."""
    children = f"All {len(cohort.patients)} children."
    return Stamp(name, children, name_definition(definition), note_on(cohort))
