"""De-identified files that others may have: the analysis set and the offline page."""

import datetime
from pathlib import Path
from typing import Any

from srns.cohort.errors import InputError
from srns.cohort.unit_systems import find_units
from srns.front_door.arguments import HADDAD, Sources, cohort_of, name_of_files, open_files
from srns.front_door.definition_files import load_definition
from srns.privacy.deidentify import Cleared, screen
from srns.privacy.deidentify import clear as clear_cohort
from srns.privacy.find_identifiers import find_private
from srns.report.dataset import AnalysisSet
from srns.report.dataset import read_dataset as read_set
from srns.report.dataset import write_dataset as write_set
from srns.report.provenance import note_on
from srns.rules.basis import Basis
from srns.rules.definition import Definition
from srns.rules.load_definition import read_definition_text
from srns.workbook.problems import Problem
from srns.workbook.read_workbook import read_workbook as read_cells
from srns.workbook.recipe.model import Recipe, read_recipe


def write_dataset(
    source: Sources,
    target: str | Path,
    definition: str | Path | Definition = HADDAD,
    *,
    basis: Basis | None = None,
    recipe: str | Path | bytes | Recipe | None = None,
    **decisions: Any,
) -> Path:
    """Write a de-identified analysis set: tables, definition and results as a data package.

    Parameters
    ----------
    source
        The workbook, as in `read_workbook`: what it hides is searched, too.
    target
        The path of the ZIP archive.
    basis
        Day 0, lines of treatment and the strategy for rescue drugs: `srns.rules.basis.Basis`.
    decisions
        What only a person can decide, as `srns.privacy.deidentify.clear` takes it: `risk_accepted`,
        `hidden_seen`, `keep_labels`, `keep`, `leave_out`, `ages`, `key`.

    Raises
    ------
    InputError
        Where the workbook has errors.
    GateError
        Where something is open that only a person can decide.

    Examples
    --------
    >>> import pathlib, srns, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "set.zip")
    ...     path = srns.write_dataset("data/haddad2021.xlsx", path, risk_accepted=True)
    ...     srns.read_dataset(path)
    <AnalysisSet haddad_2021: 8 children>
    """
    cleared, note = _cleared(source, recipe, decisions)
    asked, path = load_definition(definition), Path(target)
    path.write_bytes(write_set(cleared, asked, basis, text=_text_of(definition), note=note))
    return path


def read_dataset(source: str | Path | bytes) -> AnalysisSet:
    """Read an analysis set that `write_dataset` or `srns dataset` wrote.

    Returns
    -------
    AnalysisSet
        `cohort`, `definition`, `basis`; `classify()` judges the children again, and `stated` are
        the results as they stand in the set.

    Raises
    ------
    InputError
        Where it is no analysis set, or its tables were changed.
    """
    return read_set(source if isinstance(source, bytes) else Path(source).read_bytes())


def write_snapshot(
    source: Sources,
    target: str | Path,
    definition: str | Path | Definition = HADDAD,
    *,
    basis: Basis | None = None,
    recipe: str | Path | bytes | Recipe | None = None,
    units: str = "conventional",
    counts_only: bool = False,
    password: str = "",
    **decisions: Any,
) -> Path:
    """Write a de-identified cohort as one HTML file that opens without a server or a network.

    Parameters
    ----------
    source, basis, decisions
        As in `write_dataset`.
    counts_only
        Whether the page has altered and rounded counts alone, and no child.
    password
        Without it nobody can read the page; empty: everybody can.

    Raises
    ------
    InputError
        Where the workbook has errors, or the password is too short.
    GateError
        Where something is open that only a person can decide.
    """
    from srns.report.dataset import definition_text
    from srns.report.offline_page import offline_page

    cleared, note = _cleared(source, recipe, decisions)
    asked, path = load_definition(definition), Path(target)
    text = definition_text(asked, _text_of(definition))
    path.write_bytes(
        offline_page(
            cleared,
            asked,
            text,
            basis,
            units=find_units(units),
            note=note,
            counts_only=counts_only,
            password=password,
        )
    )
    return path


def _cleared(
    source: Sources, recipe: str | Path | bytes | Recipe | None, decisions: dict[str, Any]
) -> tuple[Cleared, str]:
    """Read a workbook and take its cohort through the gate; return its mandatory note, too."""
    name = name_of_files(source)
    opened = open_files(source, None, name)
    if isinstance(opened, Problem):
        raise InputError(opened.message)
    plan = recipe if isinstance(recipe, Recipe | None) else read_recipe(recipe)
    reading = read_cells(opened, name=name, recipe=plan, today=datetime.date.today())
    cohort = cohort_of(reading)
    cleared = clear_cohort(screen(cohort, find_private(opened)), **decisions)
    return cleared, note_on(cohort)


def _text_of(definition: str | Path | Definition) -> str:
    """Return the text of a definition's own file; empty where there is none."""
    return "" if isinstance(definition, Definition) else read_definition_text(definition)
