"""What callers may pass: files, readings, cohorts, and how each is taken."""

from srns.cohort.errors import InputError
from srns.cohort.tables import Cohort
from srns.cohort.wording import plural
from srns.report.provenance import note_on
from srns.rules.classification import Classification
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.file_types import Source
from srns.workbook.files.joined_files import name_together
from srns.workbook.files.open_workbook import name_of
from srns.workbook.problems import Problem
from srns.workbook.read_workbook import Reading
from srns.workbook.results.open_export import open_together

HADDAD = "haddad_2021"
Sources = Source | list[Source] | tuple[Source, ...]
"""One file, or several of one cohort."""


def open_files(source: Sources, redcap: Source | None, name: str) -> WorkbookCells | Problem:
    """Open one file, or several of one cohort; what cannot be opened is a problem."""
    if isinstance(source, list | tuple):
        return open_together(source, redcap=redcap)
    return open_together([source], name, redcap=redcap)


def name_of_files(source: Sources, name: str = "") -> str:
    """Return what the files are called, where the caller does not say."""
    if isinstance(source, list | tuple):
        return name or name_together(source)
    return name_of(source, name)


def cohort_of(data: Reading | Cohort) -> Cohort:
    """Return the cohort of a reading.

    Raises
    ------
    InputError
        Where errors stop the analysis.
    """
    if isinstance(data, Cohort):
        return data
    if (cohort := data.for_verdicts().cohort) is not None:
        return cohort
    count = len(data.errors)
    raise InputError(
        f"{data.name}: {count} error{'' if count == 1 else 's'} to fix first (all are in "
        f"`reading.errors`). {data.errors[0].message}"
    )


def named(data: Reading | Cohort | Classification) -> str:
    """Return what a document calls the data."""
    return data.name if isinstance(data, Reading) else "cohort"


def notes_on(cohort: Cohort) -> tuple[str, ...]:
    """Return the notes that a figure of a whole cohort carries."""
    return (f"All {plural(len(cohort.patients), 'child', 'children')}.", note_on(cohort))
