"""Import of the paper's cohort and of uploaded workbooks into the session."""

import datetime
import gc
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import streamlit as st

from srns.app_files import PAPER_WORKBOOK
from srns.dashboard.state.opened_workbooks import OPENED, UploadedFiles, count_cells
from srns.dashboard.state.session import (
    PAPER,
    UPLOAD,
    LoadedCohort,
    PendingImport,
    close_workbook,
    state,
    use_cohort,
)
from srns.languages.messages import _, mark
from srns.languages.numbers import grouped
from srns.privacy.import_proposal import ImportProposal
from srns.privacy.rehearsal import rehearse
from srns.workbook.problems import Problem
from srns.workbook.read_workbook import Reading, read_workbook
from srns.workbook.recipe.arrangement import rearrange
from srns.workbook.recipe.corrections import add_corrections
from srns.workbook.recipe.edit_columns import choose_meaning
from srns.workbook.recipe.model import Correction, Recipe, write_recipe
from srns.workbook.recipe.workbook_layout import WorkbookLayout
from srns.workbook.recipe.workbook_tables import find_tables, fits_tables
from srns.workbook.results.open_export import open_cohort

PAPER_NAME = mark("Haddad 2021 (the paper's eight children)")
Report = Callable[[str], None]
"""Called with one sentence before each long step."""
STEPS_BESIDE_OPENING = 3
"""Trying, understanding, reading; each file is opened in a step."""


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


def open_upload(
    files: Sequence[tuple[str, bytes]],
    dictionary: bytes = b"",
    report: Report = lambda sentence: None,
    dictionary_name: str = "",
) -> None:
    """Open the uploaded files of one cohort, and read them unless something must be asked.

    Parameters
    ----------
    files
        Each with its name. Of two workbooks with the same sheets the later is the corrected copy.
    dictionary
        The project's data dictionary, if the only file is a REDCap export.
    """
    report(
        _("Trying {files} in a process apart …").format(
            files=" + ".join(name for name, content in files)
        )
    )
    OPENED.make_room()
    gc.collect()  # what an upload before this one left may be large, and refers to itself
    rehearsed = rehearse(files, dictionary)
    opened = rehearsed.refused or open_cohort(
        _told(files, report),
        count=len(files),
        redcap=dictionary or None,
        parser=rehearsed.parse,
        measured=rehearsed.measured,
    )
    if isinstance(opened, Problem):
        _refuse(" + ".join(file for file, content in files), opened)
        return
    name, joined = opened
    report(
        _("Understanding {sheets} sheets of {cells} cells …").format(
            sheets=len(joined.sheets), cells=grouped(count_cells(joined))
        )
    )
    layout = WorkbookLayout(joined)
    proposal = rehearsed.proposal(layout, name)
    del rehearsed  # the sheets are held once, as cells
    recipe, as_it_is = _with_kept(name, layout, proposal)
    close_workbook()
    upload = UploadedFiles(tuple(files), (dictionary_name, dictionary), layout.arranged)
    OPENED.keep(upload.key, layout)
    state().pending = PendingImport(name, upload, recipe, proposal.private, as_it_is)
    if as_it_is or (recipe.tables and not recipe.open_questions):
        read_pending(report)


def _told(files: Sequence[tuple[str, bytes]], report: Report) -> Iterator[tuple[str, bytes]]:
    """Yield each file after the sentence that it is opened."""
    for file, content in files:
        report(
            _("Opening {file} ({size} MB) …").format(file=file, size=f"{len(content) / 2**20:.1f}")
        )
        yield file, content


def _with_kept(name: str, layout: WorkbookLayout, proposal: ImportProposal) -> tuple[Recipe, bool]:
    """Return how a workbook is read, and whether as it is, with settings that were kept."""
    kept = _kept_recipe(name, layout)
    if kept and kept.tables:
        return kept, False
    recipe = proposal.recipe
    if kept:
        recipe = replace(kept, tables=recipe.tables, questions=recipe.questions)
    return recipe, proposal.as_it_is


def _refuse(name: str, problem: Problem) -> None:
    """Show why a file cannot be opened."""
    key = hashlib.sha256(problem.message.encode()).hexdigest()
    reading = Reading(name, None, (problem,), readable=False)
    use_cohort(LoadedCohort(UPLOAD, key, name, reading))


def _kept_recipe(name: str, layout: WorkbookLayout) -> Recipe | None:
    """Return saved import settings, else those of the open workbook if this is its next copy.

    Where the copy has other headings, only the notes are kept.
    """
    here = state()
    if here.saved_recipe is not None:
        return here.saved_recipe
    last = here.loaded.recipe if here.loaded and here.loaded.name == name else None
    if last is None or fits_tables(last, find_tables(layout)):
        return last
    return replace(last, tables=(), questions=())


def read_pending(report: Report = lambda sentence: None) -> None:
    """Read the uploaded workbook with its import settings into this session."""
    pending = state().pending
    if pending is None:
        return
    recipe, layout = _settings_of(pending), pending.layout
    filled = sum(len(sheet.rows) for sheet in layout.workbook.sheets)
    report(_("Reading {rows} rows …").format(rows=grouped(filled)))
    text = write_recipe(recipe) if recipe else ""
    key = hashlib.sha256(layout.workbook.content + text.encode()).hexdigest()
    reading = read_workbook(layout, name=pending.name, recipe=recipe, today=datetime.date.today())
    file_hash = hashlib.sha256(layout.workbook.content).hexdigest()
    use_cohort(
        LoadedCohort(
            UPLOAD,
            key,
            pending.name,
            reading.for_verdicts(),
            recipe,
            pending.private,
            file_hash,
            files=tuple(file for file, content in pending.upload.files),
            dictionary=pending.upload.dictionary[0],
        )
    )
    state().pending = replace(pending, is_read=True)


def _settings_of(pending: PendingImport) -> Recipe | None:
    """Return the import settings; of a workbook read as it is, without tables, or None."""
    if not pending.as_it_is:
        return pending.recipe
    recipe = replace(pending.recipe, tables=(), questions=())
    said = recipe.acknowledged or recipe.day_zero or recipe.corrections
    return recipe if said else None


def choose_column(which: int, number: int, words: str) -> None:
    """Let one column of the uploaded workbook mean what a person says."""
    pending = state().pending
    if pending is not None:
        change_recipe(choose_meaning(pending.recipe, pending.tables, which, number, words))


def choose_arrangement(sheet: str, arranged: str) -> bool:
    """Lay a sheet of the uploaded workbook out as a person says, and propose its columns again.

    Return whether any table of the sheet is found so; where none is, nothing changes.
    """
    here = state()
    if here.pending is None:
        return True
    found = rearrange(here.pending.layout, here.pending.recipe, sheet, arranged)
    if found is not None:
        layout, recipe = found
        upload = replace(here.pending.upload, arranged=layout.arranged)
        OPENED.keep(upload.key, layout)
        here.pending = replace(here.pending, upload=upload)
        change_recipe(recipe)
    return found is not None


def change_recipe(recipe: Recipe) -> None:
    """Keep other import settings of the uploaded workbook, until it is read with them."""
    here = state()
    if here.pending is not None and recipe != here.pending.recipe:
        here.pending = replace(here.pending, recipe=recipe, as_it_is=False, is_read=False)


def choose_day_zero(name: str) -> None:
    """Read the uploaded workbook again from the day 0 that a person named."""
    here = state()
    if here.pending is not None:
        recipe = replace(here.pending.recipe, day_zero=name)
        here.pending = replace(here.pending, recipe=recipe, is_read=False)
        read_pending()


def correct(corrections: Sequence[Correction], report: Report = lambda sentence: None) -> None:
    """Read the uploaded workbook again with cells as a person reads them."""
    here = state()
    if here.pending is not None:
        recipe = add_corrections(here.pending.recipe, corrections)
        here.pending = replace(here.pending, recipe=recipe, is_read=False)
        read_pending(report)


def use_recipe(recipe: Recipe) -> None:
    """Apply the notes of these import settings to the open workbook, without reading it again."""
    here = state()
    if here.loaded is not None:
        reading = here.loaded.reading.acknowledged(recipe)
        here.loaded = replace(here.loaded, reading=reading, recipe=recipe)
    if here.pending is not None:
        kept = replace(here.pending.recipe, acknowledged=recipe.acknowledged)
        here.pending = replace(here.pending, recipe=kept)
