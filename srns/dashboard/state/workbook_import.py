"""Import of the paper's cohort and of uploaded workbooks into the session."""

import datetime
import hashlib
from dataclasses import replace

import streamlit as st

from srns.app_files import PAPER_WORKBOOK
from srns.dashboard.state.session import (
    PAPER,
    UPLOAD,
    LoadedCohort,
    PendingImport,
    close_workbook,
    state,
    use_cohort,
)
from srns.privacy.find_identifiers import find_private
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.redcap import open_redcap
from srns.workbook.problems import Problem
from srns.workbook.read_workbook import Reading, read_workbook
from srns.workbook.recipe.model import Acknowledgement, Recipe, write_recipe
from srns.workbook.recipe.propose import in_template_shape, propose
from srns.workbook.results.open_export import open_file

PAPER_NAME = "Haddad 2021 (the paper's eight children)"


@st.cache_resource(max_entries=1, show_spinner="Opening the paper's cohort …")
def _read_paper(content_hash: str) -> Reading:
    return read_workbook(PAPER_WORKBOOK)


def open_paper() -> None:
    """Open the paper's cohort; it is public, so all sessions share one reading."""
    key = hashlib.sha256(PAPER_WORKBOOK.read_bytes()).hexdigest()
    use_cohort(LoadedCohort(PAPER, key, PAPER_NAME, _read_paper(key)))


def paper_reading() -> Reading:
    """Return the reading of the paper's cohort, whichever cohort is open."""
    return _read_paper(hashlib.sha256(PAPER_WORKBOOK.read_bytes()).hexdigest())


def open_upload(name: str, content: bytes, dictionary: bytes = b"", day_zero: str = "") -> None:
    """Read an uploaded workbook into this session; the same content is read only once.

    Parameters
    ----------
    name
        File name of the upload.
    dictionary
        The project's data dictionary, if the upload is a REDCap export.
    day_zero
        What day 0 is, if the workbook leaves it open and the visitor has said so.
    """
    key = hashlib.sha256(content + dictionary + day_zero.encode()).hexdigest()
    if _is_open(key):
        return
    opened = (
        open_redcap(content, dictionary, name=name)
        if dictionary
        else open_file(content, name, sandboxed=True)
    )
    if isinstance(opened, Problem):
        use_cohort(LoadedCohort(UPLOAD, key, name, Reading(name, None, (opened,), readable=False)))
        return
    recipe = _recipe_for(name, opened)
    if day_zero:
        recipe = replace(recipe or Recipe(name, ()), day_zero=day_zero)
    if recipe is None:
        reading = read_workbook(opened, name=name, today=datetime.date.today())
        use_cohort(_upload(key, name, reading, opened))
    elif recipe.open_questions and state().saved_recipe is None:
        close_workbook()
        state().pending = PendingImport(name, opened, recipe, find_private(opened))
    else:
        read_by_recipe(name, opened, recipe)


def _is_open(key: str) -> bool:
    loaded = state().loaded
    return (
        loaded is not None
        and loaded.origin == UPLOAD
        and loaded.key == key
        and state().pending is None
    )


def _recipe_for(name: str, opened: WorkbookCells) -> Recipe | None:
    """Return the import settings of a workbook; None if it has the template's layout and no notes.

    Saved settings go first; a workbook of any other layout gets a proposal.
    """
    recipe = state().saved_recipe
    notes = recipe.acknowledged if recipe else _notes_of_last(name)
    if (recipe is None or not recipe.tables) and not in_template_shape(opened):
        proposed = propose(opened, name)
        recipe = proposed if proposed.tables else recipe
    if notes:
        recipe = replace(recipe or Recipe(name, ()), acknowledged=notes)
    return recipe


def _notes_of_last(name: str) -> tuple[Acknowledgement, ...]:
    """Return the notes on the open workbook, if this is its corrected copy of the same name."""
    loaded = state().loaded
    return loaded.recipe.acknowledged if loaded and loaded.name == name and loaded.recipe else ()


def read_by_recipe(name: str, opened: WorkbookCells, recipe: Recipe) -> None:
    """Read an uploaded workbook with these import settings into this session."""
    key = hashlib.sha256(opened.content + write_recipe(recipe).encode()).hexdigest()
    reading = read_workbook(opened, name=name, recipe=recipe, today=datetime.date.today())
    use_cohort(_upload(key, name, reading, opened, recipe))


def use_recipe(recipe: Recipe) -> None:
    """Apply the notes of these import settings to the open workbook, without reading it again."""
    here = state()
    if here.loaded is not None:
        reading = here.loaded.reading.acknowledged(recipe)
        here.loaded = replace(here.loaded, reading=reading, recipe=recipe)


def _upload(
    key: str, name: str, reading: Reading, opened: WorkbookCells, recipe: Recipe | None = None
) -> LoadedCohort:
    file_hash = hashlib.sha256(opened.content).hexdigest()
    reading = reading.for_verdicts()
    return LoadedCohort(UPLOAD, key, name, reading, recipe, find_private(opened), file_hash)
