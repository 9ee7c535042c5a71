"""Files of a de-identified cohort to make in a process of their own: offline page, analysis set."""

from collections.abc import Callable
from dataclasses import dataclass

from srns.cohort.unit_systems import Units
from srns.privacy.deidentify import Cleared
from srns.report.dataset import write_dataset
from srns.report.offline_page import offline_page
from srns.rules.basis import Basis
from srns.rules.load_definition import parse_definition


@dataclass(frozen=True)
class PageJob:
    """An offline page to make; see `srns.report.offline_page.offline_page`."""

    cleared: Cleared
    definition_text: str
    basis: Basis
    units: Units
    note: str
    counts_only: bool
    password: str

    def write(self, progress: Callable[[str], None]) -> bytes:
        """Make the page in this process."""
        return offline_page(
            self.cleared,
            parse_definition(self.definition_text),
            self.definition_text,
            self.basis,
            units=self.units,
            note=self.note,
            counts_only=self.counts_only,
            password=self.password,
            progress=progress,
        )


@dataclass(frozen=True)
class DatasetJob:
    """An analysis set to make; see `srns.report.dataset.write_dataset`."""

    cleared: Cleared
    definition_text: str
    basis: Basis
    note: str

    def write(self, progress: Callable[[str], None]) -> bytes:
        """Make the set in this process."""
        progress("Tables and results")
        definition = parse_definition(self.definition_text)
        return write_dataset(
            self.cleared, definition, self.basis, text=self.definition_text, note=self.note
        )
