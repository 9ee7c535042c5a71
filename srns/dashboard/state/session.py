"""What one visitor has opened, kept in that visitor's session and nowhere else.

The file itself is never kept: only what was read from it, under this session's own key. It goes
when the session goes.
"""

import datetime
import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import TypeVar

import streamlit as st

from srns.app_files import PAPER_WORKBOOK
from srns.charts.chart_data import CONVENTIONAL, SI, Units
from srns.cohort.overrides import Override
from srns.cohort.tables import Cohort, hold_overrides
from srns.dashboard.state.cache import Shelf
from srns.privacy.find_identifiers import Private, find_private
from srns.report.provenance import SIMULATED
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.definition import Definition
from srns.rules.load_definition import published
from srns.sharing.permissions import Access
from srns.sharing.snapshots import Snapshot
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.files.redcap import open_redcap
from srns.workbook.problems import Problem
from srns.workbook.read_workbook import Reading, read_workbook
from srns.workbook.recipe.model import Acknowledgement, Recipe, write_recipe
from srns.workbook.recipe.propose import in_template_shape, propose

PAPER = "paper"
UPLOAD = "upload"
SHARED = "shared"
PAPER_NAME = "Haddad 2021 (the paper's eight children)"
DEFAULT_DEFINITION = "haddad_2021"
OWN = "own"
"""How the address names a definition that this visitor loaded; nobody else can open it."""
UNITS = {CONVENTIONAL.name: CONVENTIONAL, SI.name: SI}

_KEY = "srns"
_KEPT = 8
_DRAWN = 400


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
    saved_note: str = ""

    @property
    def note(self) -> str:
        """What every export must say of this cohort."""
        return SIMULATED if self.origin == PAPER else self.saved_note

    @property
    def common(self) -> bool:
        """Whether every session may hold the same object: an upload is its visitor's alone."""
        return self.origin in (PAPER, SHARED)


@dataclass(frozen=True)
class Opened:
    """A saved cohort that this session was let in to; `access` is asked anew at every rerun."""

    access: Access
    snapshot: Snapshot
    name: str


@dataclass(frozen=True)
class Waiting:
    """A workbook that cannot be read before a person has answered the questions of its recipe."""

    name: str
    opened: WorkbookCells
    recipe: Recipe
    private: tuple[Private, ...] = ()


@dataclass
class State:
    """Everything that must outlive a page. Widgets read it and write it by their callbacks.

    `own` is a definition that this visitor loaded and `own_text` its file, `overrides` what persons
    decided against the rule. `framed` says that `app.py` has drawn the frame of the page that
    begins next. `opened` is a saved cohort that a link or signing in opened; `token` waits for its
    password, `new_link` to be copied, beside what `new_link_says`; `person` is what the visitor
    calls themselves.
    """

    held: Held | None = None
    definition: str = DEFAULT_DEFINITION
    own: Definition | None = None
    own_text: str = ""
    overrides: tuple[Override, ...] = ()
    units: str = CONVENTIONAL.name
    chosen: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    patient: str | None = None
    notices: list[str] = field(default_factory=list)
    arrived: bool = False
    framed: bool = False
    upload_gone: bool = False
    classifications: Shelf = field(default_factory=lambda: Shelf(_KEPT))
    drawn: Shelf = field(default_factory=lambda: Shelf(_DRAWN))
    opened: Opened | None = None
    token: str = field(default="", repr=False)
    new_link: str = field(default="", repr=False)
    new_link_says: str = ""
    person: str = ""
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
    hold(Held(PAPER, key, PAPER_NAME, _read_paper(key)))


def paper_reading() -> Reading:
    """Give the reading of the paper's cohort, whatever is open."""
    return _read_paper(hashlib.sha256(PAPER_WORKBOOK.read_bytes()).hexdigest())


def open_upload(name: str, content: bytes, dictionary: bytes = b"") -> None:
    """Read an uploaded workbook into this session; the same content is read once.

    A REDCap export comes with the data dictionary of its project.
    """
    here = state()
    key = hashlib.sha256(content + dictionary).hexdigest()
    if here.held and here.held.origin == UPLOAD and here.held.key == key and not here.waiting:
        return
    opened = (
        open_redcap(content, dictionary, name=name)
        if dictionary
        else open_workbook(content, name, sandboxed=True)
    )
    if isinstance(opened, Problem):
        hold(Held(UPLOAD, key, name, Reading(name, None, (opened,), readable=False)))
        return
    recipe = here.earlier_recipe
    noted = recipe.acknowledged if recipe else _noted_before(name)
    if (recipe is None or not recipe.tables) and not in_template_shape(opened):
        proposed = propose(opened, name)
        recipe = proposed if proposed.tables else recipe
    if noted:
        recipe = replace(recipe or Recipe(name, ()), acknowledged=noted)
    if recipe is None:
        reading = read_workbook(opened, name=name, today=datetime.date.today())
        hold(_held(key, name, reading, opened))
    elif recipe.open_questions and here.earlier_recipe is None:
        close_workbook()
        here.waiting = Waiting(name, opened, recipe, find_private(opened))
    else:
        read_by_recipe(name, opened, recipe)


def read_by_recipe(name: str, opened: WorkbookCells, recipe: Recipe) -> None:
    """Read an uploaded workbook by its recipe into this session."""
    key = hashlib.sha256(opened.content + write_recipe(recipe).encode()).hexdigest()
    reading = read_workbook(opened, name=name, recipe=recipe, today=datetime.date.today())
    hold(_held(key, name, reading, opened, recipe))


def _noted_before(name: str) -> tuple[Acknowledgement, ...]:
    """Keep what was noted of a workbook when its mended copy is opened."""
    held = state().held
    return held.recipe.acknowledged if held and held.name == name and held.recipe else ()


def use_recipe(recipe: Recipe) -> None:
    """Let the notes of a recipe hold for what was read, without reading it again."""
    here = state()
    if here.held is not None:
        reading = here.held.reading.acknowledged(recipe)
        here.held = replace(here.held, reading=reading, recipe=recipe)


def _held(
    key: str, name: str, reading: Reading, opened: WorkbookCells, recipe: Recipe | None = None
) -> Held:
    file_hash = hashlib.sha256(opened.content).hexdigest()
    return Held(UPLOAD, key, name, reading, recipe, find_private(opened), file_hash)


def hold(held: Held) -> None:
    """Look at another cohort from now on."""
    here = state()
    here.held = held
    here.waiting = None
    here.upload_gone = False
    here.notices = []
    here.overrides = ()  # they speak of other children
    here.classifications, here.drawn = Shelf(_KEPT), Shelf(_DRAWN)


def _shelves(here: State) -> tuple[Shelf, Shelf]:
    """Give where verdicts and figures of the cohort held are kept."""
    if here.held is not None and here.held.common:
        return _common_shelves(here.held.key)
    return here.classifications, here.drawn


@st.cache_resource(max_entries=16, show_spinner=False)
def _common_shelves(content_hash: str) -> tuple[Shelf, Shelf]:
    """Give the shelves that all sessions on the same read-only cohort share."""
    return Shelf(8 * _KEPT), Shelf(4 * _DRAWN)


def close_workbook() -> None:
    """Let go of what is held."""
    here = state()
    here.held = None
    here.overrides = ()
    here.classifications, here.drawn = Shelf(_KEPT), Shelf(_DRAWN)
    here.patient = None


@st.cache_resource(max_entries=1)
def definitions() -> dict[str, Definition]:
    """Give the published definitions by id."""
    return {definition.id: definition for definition in published()}


def known_definitions() -> dict[str, Definition]:
    """Give the published definitions by id, and the visitor's own under `OWN`."""
    own = state().own
    return definitions() if own is None else {**definitions(), OWN: own}


def definition_in_force() -> Definition:
    """Give the definition that every page judges by."""
    return known_definitions()[state().definition]


def use_own(definition: Definition, text: str) -> None:
    """Put a definition of the visitor's own in force, for this session."""
    here = state()
    here.own = definition
    here.own_text = text
    here.definition = OWN
    here.notices = []


def cohort_held() -> Cohort | None:
    """Give the cohort that is open, with the overrides beside it; None without a usable one."""
    here = state()
    if here.held is None or here.held.reading.cohort is None:
        return None
    return hold_overrides(here.held.reading.cohort, here.overrides)


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
    definition = definition_in_force()
    held = here.held.key if here.held else ""
    key = (held, definition.sha256, here.overrides, children)
    return _shelves(here)[0].get(key, lambda: classify(cohort, definition))


def remembered(what: Hashable, make: Callable[[], Made]) -> Made:
    """Give what was made before of the same cohort under the same name, or make it now.

    A child is judged on its own results, so most figures survive a change of filter. The definition
    and the units in force belong to the name. Whoever gets it must not change it.
    """
    here = state()
    key = (definition_in_force().sha256, here.overrides, here.units, what)
    return _shelves(here)[1].get(key, make)
