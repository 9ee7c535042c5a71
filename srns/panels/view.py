"""View: the children that pass the filters with their calls, as every panel takes it."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pandas as pd

from srns.cohort.some_children import ChildRows, child_rows
from srns.cohort.tables import Cohort
from srns.cohort.unit_systems import Units
from srns.languages import counted
from srns.languages.lists import join_and, join_row, name_some
from srns.languages.messages import _, translated
from srns.panels.basis_words import basis_words
from srns.panels.filters import WORDS
from srns.report.provenance import all_children, all_lines
from srns.rules.basis import Basis
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.definition import Definition
from srns.workbook.ledger import count_rows
from srns.workbook.read_workbook import Reading

Result = TypeVar("Result")
Once = Callable[[Hashable, Callable[[], Any]], Any]
"""Returns what was computed under a key before, else computes it."""


def compute_again(_: Hashable, compute: Callable[[], Result]) -> Result:
    """Compute at every call; what a view without a memory does."""
    return compute()


@dataclass(frozen=True)
class View:
    """The children that pass the filters, and their classification.

    Attributes
    ----------
    groups
        One row a child, indexed by `patient`; one column per filter.
    filters
        Chosen groups by filter name; an absent filter keeps every child.
    cohort_size
        Number of children before filtering.
    cohort_note
        Warning that every figure and export carries; empty if there is none.
    basis
        Day 0, lines of treatment and the strategy for rescue drugs.
    selected
        The selected children among those that pass the filters, in the order of the workbook.
    group_name
        What the visitor called them; empty if nothing.
    reading
        The workbook, with the cohort before any basis.
    whole
        The cohort before filters, on the basis.
    known_definitions
        The published definitions and the visitor's own, to compare.
    once
        Keeps what several panels need.
    """

    cohort: Cohort
    classification: Classification
    groups: pd.DataFrame
    definition: Definition
    units: Units
    filters: Mapping[str, Sequence[str]]
    cohort_size: int
    cohort_name: str
    cohort_note: str
    reading: Reading
    whole: Cohort
    basis: Basis = field(default_factory=Basis)
    selected: tuple[str, ...] = ()
    group_name: str = ""
    known_definitions: tuple[Definition, ...] = ()
    once: Once = field(default=compute_again, repr=False, compare=False)

    def __repr__(self) -> str:
        return f"<View of {self.cohort_name} by {self.definition.id}. {self.sentence}>"

    @property
    def patients(self) -> list[str]:
        """The children that pass the filters, in the order of the workbook."""
        return list(self.cohort.patients["patient"])

    @property
    def sentence(self) -> str:
        """The filters and the number of children, for figures and exports."""
        n, by_line = self.cohort_size, self.basis.by_line
        if not self.filters:
            return translated(all_lines(n) if by_line else all_children(n))
        whole = counted.lines(n) if by_line else counted.children(n)
        filters = join_row(
            (
                f"{translated(WORDS[name])} {join_and(map(translated, values))}"
                for name, values in self.filters.items()
            ),
            "; ",
        )
        return _("Filters: {filters}: {n} of {whole}.").format(
            filters=filters, n=len(self.patients), whole=whole
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What every figure states besides the definition."""
        return (
            self.sentence,
            self.selection_words,
            basis_words(self.basis, self.cohort),
            translated(self.cohort_note),
        )

    @property
    def selection_words(self) -> str:
        """The selected children, for figures and exports; empty if none are."""
        if not self.selected:
            return ""
        if self.group_name:
            return _("Selected “{name}”: {children}.").format(
                name=self.group_name, children=name_some(self.selected)
            )
        return _("Selected: {children}.").format(children=name_some(self.selected))

    @property
    def rows_of_patients(self) -> tuple[int, Mapping[str, int]] | None:
        """The filled and the skipped rows of the sheet Patients, where each is a child."""
        return None if self.basis.by_line else count_rows(self.reading.ledger, "Patients")


def calls_of(view: View, children: Sequence[str]) -> Classification:
    """Return the calls of some of the children, to put them into words without all others.

    Each child is classified on its own results, so that they are the calls of the view.
    """
    if len(children) >= len(view.cohort.patients):
        return view.classification
    strategy = view.basis.strategy
    return view.once(
        ("calls", tuple(children)),
        lambda: classify(
            rows_of_children(view.whole, view.once).keep(children),
            view.definition,
            strategy=strategy,
        ).in_units(view.units),
    )


def rows_of_children(whole: Cohort, once: Once) -> ChildRows:
    """Return where each child's rows stand in the whole cohort."""
    return once("rows of children", lambda: child_rows(whole))
