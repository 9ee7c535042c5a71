"""URL parameters that hold a view, so that it can be sent to a colleague and survives a reload.

The address carries choices, never data, and leaves out what is usual. It is written once for each
choice, so that Back undoes one step; where the browser shows another address than the last one
written, by Back, Forward or a link, its choices are applied.
"""

from collections.abc import Callable, Sequence

import streamlit as st

from srns.dashboard.state import language, page_options, saved_view
from srns.dashboard.state.session import (
    BASIS,
    DEFAULT_DEFINITION,
    PAPER,
    SHARED,
    UPLOAD,
    State,
    cached,
    origins_offered,
    state,
)
from srns.dashboard.state.url_reading import (
    FILTER_NAMES,
    GROUPING,
    KNOWN,
    REGISTRY_CHOICES,
    YES,
    apply_basis,
    apply_choices,
)
from srns.languages.messages import _
from srns.privacy.address_words import CHILDREN, hiding, may_be_told
from srns.rules.basis import Basis
from srns.sharing.links import PARAMETER

LONGEST = 4_000
"""Letters of an address; servers and mail programs cut longer ones."""
Parameters = dict[str, list[str]]


def read_address(page: str) -> None:
    """Apply the choices in the address, where it is not the one last read or written.

    Parameters
    ----------
    page
        The page that is shown: the tab in the address is one of its tabs.
    """
    here = state()
    asked: Parameters = {name: st.query_params.get_all(name) for name in st.query_params}
    if asked == here.address:
        if here.waiting_basis and origins_offered():  # the cohort of the address was opened again
            waiting, here.waiting_basis = here.waiting_basis, {}
            apply_basis(here, waiting)
        return
    if _is_ahead(here):
        return
    if token := asked.get(PARAMETER):  # a token brings its own view, and leaves the address at once
        here.address, here.standing = {}, {}
        st.query_params.clear()
        saved_view.open_token(token[-1])
        st.rerun()
    here.address, here.standing = asked, None
    here.notices = []
    spoken = here.language
    apply_choices(here, asked, page)
    if here.language != spoken:  # a step back: what stands above was worded before
        st.rerun()


def _is_ahead(here: State) -> bool:
    """Return whether a choice of this run is not in the address yet.

    Then a visitor who chose twice in a row sent the address from before the first choice: it is no
    step back.
    """
    return here.standing is not None and address_of(here.standing_page) != here.standing


def write_address(page: str) -> None:
    """Write the current choices into the address, in one step, if any has changed.

    An address that asks for what is not there stands until the next choice: what did not fit is
    reported above the page.
    """
    here = state()
    wanted = address_of(page)
    if here.standing is None:
        here.standing = wanted
    moved, here.standing_page = here.standing_page != page, page
    if wanted == here.standing or (moved and here.address == wanted):
        here.standing = wanted
        return
    others = {name: st.query_params.get_all(name) for name in st.query_params if name not in KNOWN}
    here.address, here.standing = {**others, **wanted}, wanted
    if not any(name.startswith(REGISTRY_CHOICES) for name in others):
        st.query_params.from_dict(here.address)
        return
    # What widgets keep in the address cannot be written: the others are, one by one.
    for name in KNOWN:
        asked = st.query_params.get_all(name)
        if name in wanted and asked != wanted[name]:
            st.query_params[name] = wanted[name]
        elif name not in wanted and asked:
            del st.query_params[name]


def address_of(page: str) -> Parameters:
    """Return the parameters that lead to the current view on a page."""
    here = state()
    wanted = _told(here, _wanted(here))
    if here.language != language.usual_language():
        wanted[language.PARAMETER] = [here.language]
    if tab := here.tabs.get(page):
        wanted["tab"] = [tab]
    if here.zoom is not None and page == "child":
        wanted["zoom"] = [f"{here.zoom[0]:g}–{here.zoom[1]:g}"]
    if len(here.selected) and _letters(wanted) <= LONGEST:
        chosen = _told(here, {"selected": list(here.selected)})
        if here.group_name and may_be_told(here.group_name):
            chosen["named"] = [here.group_name]
        if here.only_selected:
            chosen["only"] = ["selected"]
        if _letters({**wanted, **chosen}) <= LONGEST:
            return {**wanted, **chosen}
        too_long = _(
            "The selection has too many children for an address: a link to this view leaves it "
            "out. Choose them by a filter instead."
        )
        if too_long not in here.notices:
            here.notices.append(too_long)
    return wanted


def address_words(children: Sequence[str]) -> list[str]:
    """Return how children of the open cohort stand in an address; empty where one cannot."""
    hide = _hiding(state(), CHILDREN[0])
    return [hide(child) for child in children]


def told_words(name: str, values: Sequence[str]) -> list[str]:
    """Return the values of a parameter as they may be told: as in an address."""
    hide = _hiding(state(), name)
    return [word for word in map(hide, values) if word]


def may_tell(name: str) -> bool:
    """Return whether what a visitor typed may be told: it holds no word that may be a name."""
    own = state().loaded
    return own is None or own.origin != UPLOAD or may_be_told(name)


def _told(here: State, wanted: Parameters) -> Parameters:
    """Return parameters as they may stand in the address."""
    told = {
        name: [word for word in map(_hiding(here, name), values) if word]
        for name, values in wanted.items()
    }
    return {name: words for name, words in told.items() if words}


def _hiding(here: State, name: str) -> Callable[[str], str]:
    """Return what turns a value of a parameter into its word in the address."""
    if name == GROUPING or name in page_options.NAMES:  # a visitor may have typed it
        known = {value for option in page_options.OPTIONS for value in option.values}
        return lambda value: value if value in known or may_be_told(value) else ""
    own = here.loaded is not None and here.loaded.origin == UPLOAD
    if not own or name not in (*FILTER_NAMES, *CHILDREN, "day_zero"):
        return str
    if name == "day_zero":
        return hiding(name, list(origins_offered()))
    offered = tuple(here.offered.get(CHILDREN[0] if name in CHILDREN else name, ()))
    # The links to all pages need it at every run; with thousands of children each costs.
    return cached(("address words", name, offered), lambda: hiding(name, offered))


def _letters(parameters: Parameters) -> int:
    return sum(len(name) + len(value) + 2 for name, values in parameters.items()
               for value in values)  # fmt: skip


def choices_to_save(here: State) -> Parameters:
    """Return the choices that a saved view keeps: none in a visitor's own words."""
    kept = {"definition": [here.definition], "units": [here.units], **_wanted(here)}
    kept.pop("cohort", None)
    kept.pop(GROUPING, None)  # its names are a visitor's own words
    for option in page_options.OPTIONS:
        if option.name in kept and kept[option.name][-1] not in option.values:
            kept.pop(option.name)
    return kept


def _wanted(here: State) -> Parameters:
    """Return the choices that differ from the usual ones, by parameter."""
    wanted: Parameters = {}
    if here.opened is not None and here.loaded is None:
        return {"cohort": [SHARED]}  # a view of counts only has no choices
    if here.loaded is not None and here.loaded.origin != PAPER:
        wanted["cohort"] = [here.loaded.origin]
    elif here.loaded is None and here.upload_lost:
        wanted["cohort"] = [UPLOAD]
    usual = State()
    if here.definition != DEFAULT_DEFINITION:
        wanted["definition"] = [here.definition]
    wanted |= _basis(here.basis)
    wanted |= {name: [value] for name, value in here.waiting_basis.items()}
    if here.units != usual.units:
        wanted["units"] = [here.units]
    wanted |= {name: list(here.filters[name]) for name in FILTER_NAMES if here.filters.get(name)}
    if here.groupings:
        wanted[GROUPING] = [own.text for own in here.groupings]
    wanted |= page_options.non_default_values()
    if here.patient is not None:
        wanted["patient"] = [here.patient]
    return wanted


def _basis(basis: Basis) -> Parameters:
    usual = Basis()
    values = (basis.day_zero, YES if basis.by_line else "", basis.strategy)
    defaults = (usual.day_zero, "", usual.strategy)
    return {
        name: [value]
        for name, value, default in zip(BASIS, values, defaults, strict=True)
        if value != default
    }
