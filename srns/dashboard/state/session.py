"""Session state: everything that one visitor has opened and chosen.

It lives in this visitor's Streamlit session and nowhere else, and ends with it. The bytes of an
uploaded workbook stay while how they are read can be changed, and go when another is opened.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import TypeVar

import numpy as np
import streamlit as st

from srns.analysis.custom_grouping import CustomGrouping
from srns.charts.chart_data import CONVENTIONAL, SI, Units
from srns.cohort.day_zero import origins_of
from srns.cohort.overrides import Override
from srns.cohort.tables import Cohort, hold_overrides
from srns.dashboard.state.frame import Frame
from srns.dashboard.state.opened_workbooks import UploadedFiles, layout_of
from srns.dashboard.state.result_cache import ResultCache
from srns.languages.current import current_language
from srns.privacy.find_identifiers import Private
from srns.report.provenance import note_on
from srns.rules.basis import Basis, prepare
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.definition import Definition
from srns.rules.lines import find_lines
from srns.rules.load_definition import published
from srns.rules.rescue import find_rescues
from srns.sharing.permissions import Access
from srns.sharing.snapshots import Snapshot
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.read_workbook import Reading
from srns.workbook.recipe.model import Recipe
from srns.workbook.recipe.workbook_layout import WorkbookLayout
from srns.workbook.recipe.workbook_tables import WorkbookTable, find_tables

PAPER = "paper"
UPLOAD = "upload"
SHARED = "shared"
DEFAULT_DEFINITION = "haddad_2021"
OWN = "own"
"""The name in the address of a definition that this visitor loaded; nobody else can open it."""
BASIS = ("day_zero", "by_line", "strategy")
"""The names in the address of the fields of `srns.rules.basis.Basis`."""
UNITS = {CONVENTIONAL.name: CONVENTIONAL, SI.name: SI}

_KEY = "srns"
_CLASSIFICATIONS = 24
_FIGURES = 400

Result = TypeVar("Result")


@dataclass(frozen=True)
class LoadedCohort:
    """A workbook that was read: where it came from, its content hash, what was found.

    `private` lists what should not be in a workbook that is kept; `file_hash` is the SHA-256 of
    the uploaded file. `files` and `dictionary` are the names under which they were uploaded.
    """

    origin: str
    key: str
    name: str
    reading: Reading
    recipe: Recipe | None = None
    private: tuple[Private, ...] = ()
    file_hash: str = ""
    saved_note: str = ""
    files: tuple[str, ...] = ()
    dictionary: str = ""

    @cached_property
    def note(self) -> str:
        """The warning that every export of this cohort carries; empty if there is none."""
        cohort = self.reading.cohort
        return self.saved_note or (note_on(cohort) if cohort is not None else "")

    @property
    def is_common(self) -> bool:
        """Whether all sessions may share the same object: an upload is its visitor's alone."""
        return self.origin in (PAPER, SHARED)


@dataclass(frozen=True)
class OpenedSnapshot:
    """A saved cohort that this session may see; `access` is checked again at every rerun."""

    access: Access
    snapshot: Snapshot
    name: str


@dataclass(frozen=True)
class PendingImport:
    """An uploaded workbook whose reading a person decides.

    Attributes
    ----------
    upload
        What was uploaded: the workbook is opened from it, and the marked copy is made of it.
    recipe
        How it is read; of a workbook in the template's layout, how it would be read by a recipe.
    as_it_is
        Whether it is in the template's layout, and nobody has changed how it is read.
    is_read
        Whether the open cohort was read from it with this recipe.
    """

    name: str
    upload: UploadedFiles
    recipe: Recipe
    private: tuple[Private, ...] = ()
    as_it_is: bool = False
    is_read: bool = False

    @property
    def layout(self) -> WorkbookLayout:
        """The workbook with what was found on its sheets, so that each is looked through once."""
        return layout_of(self.upload)

    @property
    def opened(self) -> WorkbookCells:
        """The workbook with its cells as they are."""
        return self.layout.workbook

    @property
    def tables(self) -> tuple[WorkbookTable, ...]:
        """The tables of the workbook."""
        return find_tables(self.layout)


@dataclass(frozen=True)
class MadeFile:
    """A file that was made, and what would have to be the same for it to be."""

    made_of: Hashable
    name: str
    mime: str
    content: bytes = field(repr=False)


@dataclass
class State:
    """Everything that must outlive a page. Widgets read it and change it in their callbacks.

    Attributes
    ----------
    loaded
        The cohort that is open; None if nothing is.
    definition
        Id of the definition in use, or `OWN`.
    own, own_text
        A definition that this visitor loaded, and the text of its file.
    overrides
        Responses that a person set against the computed verdict.
    language
        Code of the language of the pages; empty until the first run.
    basis
        Day 0, lines of treatment and the strategy for rescue drugs.
    filters
        Chosen groups by filter name; a filter that is absent keeps every child.
    options
        Page options that differ from their defaults, by name.
    groupings
        The visitor's own groupings of histologies and regimens.
    patient
        The child that the page Child shows.
    selected, group_name
        The selected children, and what the visitor called them; empty if none are.
    only_selected
        Whether the selection is a filter: only its children are shown.
    tabs
        The open part of each page by the page's name; a page that is absent shows its first.
    zoom
        The months of the timeline that are shown; None: the whole course.
    step
        The page and the child to open next; the browser takes it as one step of its history.
    regimen_days
        The rules for regimens if changed: gap in one drug, and overlap of two, in days.
    kept_upload
        The last upload of this session, so that Back and Forward can return to it.
    notices
        Messages to show above the next page.
    unsure_words, confirmed_words
        Typed words that may be names; and those that the visitor said are none.
    address
        The parameters of the address as last read or written; None before the first run.
    standing, standing_page
        The choices that this address stands for, and on which page; None until the first run with
        it.
    made
        The file of each kind that was made last.
    frame
        What `app.py` has drawn around the page that starts next.
    upload_lost
        Whether the address refers to an upload of a session that has ended.
    opened
        A saved cohort opened by a link or by signing in.
    token
        A link's token that waits for its password.
    new_link, new_link_message
        The address of a link just created, shown once, and what to say about it.
    person
        The visitor's initials.
    pending
        The uploaded workbook, while how it is read can be changed.
    uploads
        Ids of the uploaded files that were opened last.
    saved_recipe
        Import settings of an earlier data cut, for the next workbook.
    waiting_basis
        Day 0, lines and strategy of the address, until a cohort is open to apply them to.
    offered
        What the filters of the open cohort offer, and `patient`, its children: an address counts
        in these lists. Empty until a page has shown the cohort.
    """

    loaded: LoadedCohort | None = None
    definition: str = DEFAULT_DEFINITION
    own: Definition | None = None
    own_text: str = ""
    overrides: tuple[Override, ...] = ()
    units: str = CONVENTIONAL.name
    language: str = ""
    basis: Basis = field(default_factory=Basis)
    filters: dict[str, list[str]] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
    groupings: tuple[CustomGrouping, ...] = ()
    patient: str | None = None
    selected: tuple[str, ...] = ()
    group_name: str = ""
    only_selected: bool = False
    tabs: dict[str, str] = field(default_factory=dict)
    zoom: tuple[float, float] | None = None
    step: tuple[str, str] | None = None
    regimen_days: tuple[int, int] | None = None
    kept_upload: LoadedCohort | None = field(default=None, repr=False)
    notices: list[str] = field(default_factory=list)
    unsure_words: tuple[str, ...] = ()
    confirmed_words: set[str] = field(default_factory=set)
    address: dict[str, list[str]] | None = None
    standing: dict[str, list[str]] | None = None
    standing_page: str = ""
    made: dict[str, MadeFile] = field(default_factory=dict, repr=False)
    frame: Frame | None = field(default=None, repr=False)
    upload_lost: bool = False
    classifications: ResultCache = field(default_factory=lambda: ResultCache(_CLASSIFICATIONS))
    figures: ResultCache = field(default_factory=lambda: ResultCache(_FIGURES))
    opened: OpenedSnapshot | None = None
    token: str = field(default="", repr=False)
    new_link: str = field(default="", repr=False)
    new_link_message: str = ""
    person: str = ""
    pending: PendingImport | None = None
    uploads: tuple[str, ...] = ()
    saved_recipe: Recipe | None = None
    waiting_basis: dict[str, str] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)


def state() -> State:
    """Return this session's state."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = State()
    return st.session_state[_KEY]


def use_cohort(loaded: LoadedCohort) -> None:
    """Replace the open cohort; overrides and cached results of the last one are dropped."""
    here = state()
    here.loaded = loaded
    if loaded.origin == UPLOAD:
        here.kept_upload = loaded
    here.pending = None
    here.upload_lost = False
    here.notices = []
    here.overrides = ()  # they are about other children
    here.basis = Basis()  # another cohort may have no such day 0
    here.selected, here.group_name, here.only_selected, here.zoom = (), "", False, None
    here.offered = {}
    _drop_results(here)


def close_workbook() -> None:
    """Close the open cohort and drop everything computed from it."""
    here = state()
    here.loaded = None
    here.pending = None
    here.kept_upload = None
    here.overrides = ()
    here.patient = None
    here.selected, here.group_name, here.only_selected, here.zoom = (), "", False, None
    here.offered = {}
    _drop_results(here)


def _drop_results(here: State) -> None:
    here.made = {}
    here.classifications = ResultCache(_CLASSIFICATIONS)
    here.figures = ResultCache(_FIGURES)


def _caches(here: State) -> tuple[ResultCache, ResultCache]:
    """Return the caches of the open cohort, for classifications and for figures."""
    if here.loaded is not None and here.loaded.is_common:
        return _common_caches(here.loaded.key)
    return here.classifications, here.figures


@lru_cache(maxsize=16)
def _common_caches(content_hash: str) -> tuple[ResultCache, ResultCache]:
    """Return the caches that all sessions with the same read-only cohort share."""
    return ResultCache(8 * _CLASSIFICATIONS), ResultCache(4 * _FIGURES)


@cache
def definitions() -> dict[str, Definition]:
    """Return the published definitions by id."""
    return {definition.id: definition for definition in published()}


def known_definitions() -> dict[str, Definition]:
    """Return the published definitions by id, and the visitor's own under `OWN`."""
    own = state().own
    return definitions() if own is None else {**definitions(), OWN: own}


def definition_in_use() -> Definition:
    """Return the definition that every page applies."""
    return known_definitions()[state().definition]


def use_own(definition: Definition, text: str) -> None:
    """Apply a definition of the visitor's own on every page of this session."""
    here = state()
    here.own = definition
    here.own_text = text
    here.definition = OWN
    here.notices = []


def cohort_as_read() -> Cohort:
    """Return the open cohort as read, without overrides; there must be one."""
    here = state()
    if here.loaded is None or here.loaded.reading.cohort is None:
        raise LookupError("no cohort is open")
    return here.loaded.reading.cohort


def current_cohort() -> Cohort | None:
    """Return the open cohort with the overrides; None if no usable cohort is open."""
    here = state()
    if here.loaded is None or here.loaded.reading.cohort is None:
        return None
    cohort, basis = here.loaded.reading.cohort, here.basis
    if not basis.by_line:  # an override is of a child, not of a line
        cohort = hold_overrides(cohort, here.overrides)
    key = (here.loaded.key, "prepared", basis, here.overrides)
    return _caches(here)[0].get(key, lambda: prepare(cohort, basis))


def origins_offered() -> dict[str, int]:
    """Return what may be day 0 of the open cohort, and how many children have each."""
    here = state()
    if here.loaded is None or here.loaded.reading.cohort is None:
        return {}
    cohort = here.loaded.reading.cohort
    return _caches(here)[0].get((here.loaded.key, "origins"), lambda: origins_of(cohort))


def has_lines() -> bool:
    """Return whether any child of the open cohort has a line of treatment with a known start."""
    here = state()
    if here.loaded is None or here.loaded.reading.cohort is None:
        return False
    cohort = here.loaded.reading.cohort
    key = (here.loaded.key, "has lines")
    return _caches(here)[0].get(key, lambda: len(find_lines(cohort).table) > 0)


def may_have_rescues() -> bool:
    """Return whether any course of the open cohort, as it is counted, is or may be a rescue."""
    here, cohort = state(), current_cohort()
    if here.loaded is None or cohort is None:
        return False
    key = (here.loaded.key, "rescues", here.basis, here.overrides)
    return _caches(here)[0].get(key, lambda: bool(np.isfinite(find_rescues(cohort).maybe).any()))


def units_shown() -> Units:
    """Return the units of figures and tables."""
    return UNITS[state().units]


def classification(cohort: Cohort, children: tuple[str, ...] = ()) -> Classification:
    """Classify by the definition in use, once per session, cohort and selection of children.

    Its sentences are worded in the units of the page.

    Parameters
    ----------
    cohort
        The open cohort, or the part that passes the filters: each child is classified on its own
        results.
    children
        The children that pass the filters; empty means all.
    """
    here = state()
    definition = definition_in_use()
    cohort_key = here.loaded.key if here.loaded else ""
    key = (cohort_key, definition.sha256, here.basis, here.overrides, children)
    strategy = here.basis.strategy
    found = _caches(here)[0].get(key, lambda: classify(cohort, definition, strategy=strategy))
    units = units_shown()
    if units == found.units:
        return found  # a second entry for the same calls would push others out
    return _caches(here)[0].get((*key, units.name), lambda: found.in_units(units))


def cached(what: Hashable, compute: Callable[[], Result]) -> Result:
    """Return the result stored under `what` for the open cohort, or compute and store it.

    Each child is classified on its own results, so most figures survive a change of filter. The
    definition, the basis, the overrides, the units and the language in use are part of the key.
    Callers must not change the result.
    """
    here = state()
    key = (
        definition_in_use().sha256,
        here.basis,
        here.overrides,
        here.units,
        current_language(),
        what,
    )
    return _caches(here)[1].get(key, compute)
