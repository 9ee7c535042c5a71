"""URL parameters that hold a view, so that it can be sent to a colleague and survives a reload.

The address carries choices, never data. A parameter that cannot be applied is reported, not dropped
silently.
"""

import streamlit as st

from srns.cohort.tables import AS_READ
from srns.dashboard.state import page_options, saved_view
from srns.dashboard.state.session import (
    OWN,
    PAPER,
    SHARED,
    UNITS,
    UPLOAD,
    State,
    definition_in_use,
    definitions,
    has_lines,
    origins_offered,
    state,
)
from srns.dashboard.state.workbook_import import open_paper
from srns.rules.basis import Basis
from srns.rules.rescue import STRATEGIES, TREATMENT_POLICY
from srns.sharing.links import PARAMETER

FILTER_NAMES = ("histology", "resistance", "response", "regimen")
BASIS = ("day_zero", "by_line", "strategy")
YES = "yes"
KNOWN = ("cohort", "definition", *BASIS, "units", *FILTER_NAMES, *page_options.NAMES, "patient")


def read_address() -> None:
    """Apply the choices in the address, once per session."""
    here = state()
    if here.address_read:
        if here.waiting_basis and origins_offered():  # the cohort of the address was opened again
            asked, here.waiting_basis = here.waiting_basis, {}
            _read_basis(here, asked)
        return
    here.address_read = True
    token = st.query_params.get_all(PARAMETER)
    if token:  # a token brings its own view, and leaves the address at once
        st.query_params.clear()
        saved_view.open_token(token[-1])
        st.rerun()
    asked = {name: st.query_params.get_all(name) for name in st.query_params}
    _read_cohort(here, asked.get("cohort", []))
    if "definition" in asked:
        _read_definition(here, asked["definition"][-1])
    _read_basis(here, {name: asked[name][-1] for name in BASIS if name in asked})
    if "units" in asked:
        _read_units(here, asked["units"][-1])
    here.filters = {name: asked[name] for name in FILTER_NAMES if asked.get(name)}
    page_options.read_address(asked)
    if asked.get("patient"):
        here.patient = asked["patient"][-1]
    here.notices += [
        f"The address contains “{name}”, which this dashboard does not know. It was ignored."
        for name in asked
        if name not in KNOWN
    ]


def _read_cohort(here: State, asked: list[str]) -> None:
    if not asked or asked[-1] == PAPER:
        open_paper()  # a first visit shows what the dashboard does
    elif asked[-1] == UPLOAD:
        here.upload_lost = True
    elif asked[-1] == SHARED:
        here.notices.append(
            "This view was opened by a link, and links are not kept in the address. Open the link "
            "again."
        )
    else:
        here.notices.append(
            f"The address asks for the cohort “{asked[-1]}”, which does not exist here. Open one "
            "on the page Import."
        )


def _read_definition(here: State, asked: str) -> None:
    if asked in definitions():
        here.definition = asked
    elif asked == OWN:
        here.notices.append(
            "The address asks for a user's own definition. Own definitions are not stored, so an "
            "address cannot reopen it: load its file again on the page Definitions. In use is "
            f"{definition_in_use().name}."
        )
    else:
        here.notices.append(
            f"The address asks for the definition “{asked}”, which is not published here. In use "
            f"is {definitions()[here.definition].name}."
        )


def _read_basis(here: State, asked: dict[str, str]) -> None:
    """Apply day 0, lines of treatment and rescue strategy; report what does not fit."""
    offered = origins_offered()
    if not offered:  # no cohort yet: they wait for one, as the filters do
        here.waiting_basis = asked
        return
    origin = asked.get("day_zero", AS_READ)
    if origin not in offered and "day_zero" in asked:
        here.notices.append(
            f"The address counts from “{origin}”, which no child of this cohort has. Day 0 is the "
            f"{AS_READ}; available are {', '.join(offered) or AS_READ}."
        )
        origin = AS_READ
    strategy = asked.get("strategy", TREATMENT_POLICY)
    if strategy not in STRATEGIES:
        here.notices.append(
            f"The address asks for “{strategy}”; available are {', '.join(STRATEGIES)}. Rescue "
            f"drugs are counted by {TREATMENT_POLICY}."
        )
        strategy = TREATMENT_POLICY
    by_line = asked.get("by_line") == YES
    if by_line and not has_lines():
        here.notices.append(
            "The address asks for each line of treatment, and this cohort has none: no course of "
            f"an immunosuppressant has a start known to the day. Day 0 is the {origin}."
        )
        by_line = False
    here.basis = Basis(AS_READ if by_line else origin, by_line, strategy)


def _read_units(here: State, asked: str) -> None:
    if asked in UNITS:
        here.units = asked
    else:
        here.notices.append(
            f"The address asks for “{asked}” units; available are {' and '.join(UNITS)}. Values "
            f"are shown in {here.units} units."
        )


def write_address() -> None:
    """Write the current choices into the address; parameters of others are left alone."""
    wanted = _wanted(state())
    for name in KNOWN:
        values = wanted.get(name, [])
        if values == st.query_params.get_all(name):
            continue
        if values:
            st.query_params[name] = values
        elif name in st.query_params:
            del st.query_params[name]


def choices_to_save(here: State) -> dict[str, list[str]]:
    """Return the choices in the address that a saved view keeps."""
    kept = _wanted(here)
    kept.pop("cohort", None)
    return kept


def _wanted(here: State) -> dict[str, list[str]]:
    wanted: dict[str, list[str]] = {}
    if here.opened is not None and here.loaded is None:
        return {"cohort": [SHARED]}  # a view of counts only has no choices
    if here.loaded is not None:
        wanted["cohort"] = [here.loaded.origin]
    elif here.upload_lost:
        wanted["cohort"] = [UPLOAD]
    wanted["definition"] = [here.definition]
    basis, usual = here.basis, Basis()
    if basis.day_zero != usual.day_zero:
        wanted["day_zero"] = [basis.day_zero]
    if basis.by_line:
        wanted["by_line"] = [YES]
    if basis.strategy != usual.strategy:
        wanted["strategy"] = [basis.strategy]
    wanted |= {name: [value] for name, value in here.waiting_basis.items()}
    wanted["units"] = [here.units]
    wanted |= {name: list(values) for name, values in here.filters.items() if values}
    wanted |= page_options.non_default_values()
    if here.patient is not None:
        wanted["patient"] = [here.patient]
    return wanted
