"""What one visitor has opened, kept in that visitor's session and nowhere else.

The file itself is never kept: only what was read from it, under this session's own key. It goes
when the session goes.
"""

import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st

from srns.charts.frames import CONVENTIONAL, SI, Units
from srns.cohort.tables import Cohort
from srns.rules.classify import Classification, classify
from srns.rules.definition import Definition, published
from srns.workbook.cells import WorkbookCells, open_workbook
from srns.workbook.private import Private, find_private
from srns.workbook.problems import Problem
from srns.workbook.proposal import in_template_shape, propose
from srns.workbook.reading import Reading, read_workbook
from srns.workbook.recipe import Recipe, write_recipe
from srns.workbook.redcap import open_redcap

PAPER_WORKBOOK = Path(__file__).parents[2] / "data" / "haddad2021.xlsx"
PAPER = "paper"
UPLOAD = "upload"
PAPER_NAME = "Haddad 2021 (the paper's eight children)"
SIMULATED = "Up/c series simulated: draw no clinical conclusion from them"
DEFAULT_DEFINITION = "haddad_2021"
UNITS = {CONVENTIONAL.name: CONVENTIONAL, SI.name: SI}

_KEY = "srns"
_KEPT = 8
_DRAWN = 200


Made = TypeVar("Made")


@dataclass(frozen=True)
class Held:
    """A workbook that was read: where it came from, its content hash, what was found.

    `private` is what should not stand in a workbook that is kept; `file_hash` is of the upload.
    """

    origin: str
    key: str
    name: str
    reading: Reading
    recipe: Recipe | None = None
    private: tuple[Private, ...] = ()
    file_hash: str = ""

    @property
    def note(self) -> str:
        """What every export must say of this cohort."""
        return SIMULATED if self.origin == PAPER else ""


@dataclass(frozen=True)
class Waiting:
    """A workbook that cannot be read before a person has answered the questions of its recipe."""

    name: str
    content: bytes
    recipe: Recipe
    dictionary: bytes = b""


@dataclass
class State:
    """Everything that must outlive a page. Widgets read it and write it by their callbacks.

    `framed` says that `app.py` has drawn the frame of the page that begins next.
    """

    held: Held | None = None
    definition: str = DEFAULT_DEFINITION
    units: str = CONVENTIONAL.name
    chosen: dict[str, list[str]] = field(default_factory=dict)
    patient: str | None = None
    notices: list[str] = field(default_factory=list)
    arrived: bool = False
    framed: bool = False
    upload_gone: bool = False
    classifications: dict[tuple[str, str, tuple[str, ...]], Classification] = field(
        default_factory=dict
    )
    drawn: dict[Hashable, Any] = field(default_factory=dict)
    waiting: Waiting | None = None
    earlier_recipe: Recipe | None = None


def state() -> State:
    """Give this session's state."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = State()
    return st.session_state[_KEY]


@st.cache_resource(max_entries=1, show_spinner="Opening the paper's cohort …")
def _read_paper(content_hash: str) -> Reading:
    return read_workbook(PAPER_WORKBOOK)


def open_paper() -> None:
    """Open the paper's cohort; it is public, so every session shares one reading."""
    key = hashlib.sha256(PAPER_WORKBOOK.read_bytes()).hexdigest()
    _hold(Held(PAPER, key, PAPER_NAME, _read_paper(key)))


def open_upload(name: str, content: bytes, dictionary: bytes = b"") -> None:
    """Read an uploaded workbook into this session; the same content is read once.

    A REDCap export comes with the data dictionary of its project.
    """
    here = state()
    key = hashlib.sha256(content + dictionary).hexdigest()
    if here.held and here.held.origin == UPLOAD and here.held.key == key and not here.waiting:
        return
    workbook = _open(name, content, dictionary)
    if isinstance(workbook, Problem):
        _hold(Held(UPLOAD, key, name, Reading(name, None, (workbook,), readable=False)))
        return
    recipe = here.earlier_recipe
    if recipe is None and not in_template_shape(workbook):
        recipe = propose(workbook, name)
        if recipe.open_questions:
            close_workbook()
            here.waiting = Waiting(name, content, recipe, dictionary)
            return
    if recipe is not None and recipe.tables:
        read_by_recipe(name, content, recipe, dictionary)
    else:
        reading = read_workbook(workbook, name=name)
        _hold(
            Held(
                UPLOAD,
                key,
                name,
                reading,
                private=find_private(workbook),
                file_hash=hashlib.sha256(content).hexdigest(),
            )
        )


def read_by_recipe(name: str, content: bytes, recipe: Recipe, dictionary: bytes = b"") -> None:
    """Read an uploaded workbook by its recipe into this session."""
    key = hashlib.sha256(content + dictionary + write_recipe(recipe).encode()).hexdigest()
    workbook = _open(name, content, dictionary)
    if isinstance(workbook, Problem):
        _hold(Held(UPLOAD, key, name, Reading(name, None, (workbook,), readable=False)))
        return
    reading = read_workbook(workbook, name=name, recipe=recipe)
    file_hash = hashlib.sha256(content).hexdigest()
    _hold(Held(UPLOAD, key, name, reading, recipe, find_private(workbook), file_hash))


def _open(name: str, content: bytes, dictionary: bytes) -> WorkbookCells | Problem:
    if dictionary:
        return open_redcap(content, dictionary, name=name)
    return open_workbook(content, name)


def _hold(held: Held) -> None:
    here = state()
    here.held = held
    here.waiting = None
    here.upload_gone = False
    here.notices = []
    here.classifications = {}
    here.drawn = {}


def close_workbook() -> None:
    """Let go of what is held."""
    here = state()
    here.held = None
    here.classifications = {}
    here.drawn = {}
    here.patient = None


@st.cache_resource(max_entries=1)
def definitions() -> dict[str, Definition]:
    """Give the published definitions by id."""
    return {definition.id: definition for definition in published()}


def definition_in_force() -> Definition:
    """Give the definition that every page judges by."""
    return definitions()[state().definition]


def units_shown() -> Units:
    """Give the units that figures and tables are shown in."""
    return UNITS[state().units]


def classification(cohort: Cohort, children: tuple[str, ...] = ()) -> Classification:
    """Judge by the definition in force, once per session, cohort and choice of children.

    Parameters
    ----------
    cohort
        The cohort held, or what the filters leave of it: a child is judged on its own results.
    children
        Names that choice; empty means all.
    """
    here = state()
    key = (here.held.key if here.held else "", here.definition, children)
    if key not in here.classifications:
        if len(here.classifications) >= _KEPT:
            here.classifications.pop(next(iter(here.classifications)))
        here.classifications[key] = classify(cohort, definition_in_force())
    return here.classifications[key]


def remembered(what: Hashable, make: Callable[[], Made]) -> Made:
    """Give what this session made before under the same name, or make it now.

    A child is judged on its own results, so most figures survive a change of filter; drawing one
    takes a hundred times as long as looking it up. The definition and the units in force belong to
    the name. Whoever gets it must not change it.
    """
    here = state()
    key = (here.definition, here.units, what)
    if key not in here.drawn:
        if len(here.drawn) >= _DRAWN:
            here.drawn.pop(next(iter(here.drawn)))
        here.drawn[key] = make()
    return here.drawn[key]
