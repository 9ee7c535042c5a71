"""What stands in the address, so that a view can be sent to a colleague and survives a reload.

The address carries choices, never data. What it asks for and cannot have is said, not dropped.
"""

import streamlit as st

from srns.dashboard.state import page_options as page_choices
from srns.dashboard.state import saved_view
from srns.dashboard.state.session import (
    OWN,
    PAPER,
    SHARED,
    UNITS,
    UPLOAD,
    State,
    definition_in_force,
    definitions,
    open_paper,
    state,
)
from srns.sharing.links import PARAMETER

FILTER_NAMES = ("histology", "resistance", "response", "regimen")
KNOWN = ("cohort", "definition", "units", *FILTER_NAMES, *page_choices.NAMES, "patient")


def arrive() -> None:
    """Take the choices of the address over, once, when a visitor comes."""
    here = state()
    if here.arrived:
        return
    here.arrived = True
    token = st.query_params.get_all(PARAMETER)
    if token:  # a token opens everything by itself, and stays in the address no longer than this
        st.query_params.clear()
        saved_view.arrive(token[-1])
        st.rerun()
    asked = {name: st.query_params.get_all(name) for name in st.query_params}
    _arrive_at_cohort(here, asked.get("cohort", []))
    if "definition" in asked:
        _arrive_at_definition(here, asked["definition"][-1])
    if "units" in asked:
        _arrive_at_units(here, asked["units"][-1])
    here.chosen = {name: asked[name] for name in FILTER_NAMES if asked.get(name)}
    page_choices.arrive(asked)
    if asked.get("patient"):
        here.patient = asked["patient"][-1]
    here.notices += [
        f"The address asks for “{name}”, which this dashboard does not know; it has no effect."
        for name in asked
        if name not in KNOWN
    ]


def _arrive_at_cohort(here: State, asked: list[str]) -> None:
    if not asked or asked[-1] == PAPER:
        open_paper()  # whoever comes without a wish sees what the dashboard does
    elif asked[-1] == UPLOAD:
        here.upload_gone = True
    elif asked[-1] == SHARED:
        here.notices.append(
            "This view was opened by a link, and a link is never kept in the address. Open the "
            "link once more."
        )
    else:
        here.notices.append(
            f"The address asks for the cohort “{asked[-1]}”, which is not here. Choose one on the "
            "page Cohort."
        )


def _arrive_at_definition(here: State, asked: str) -> None:
    if asked in definitions():
        here.definition = asked
    elif asked == OWN:
        here.notices.append(
            "The address asks for a definition of somebody's own. It is not stored, so an address "
            "cannot reopen it: load its file again on the page Definitions. In force is "
            f"{definition_in_force().name}."
        )
    else:
        here.notices.append(
            f"The address asks for the definition “{asked}”, which is not published here. In force "
            f"is {definitions()[here.definition].name}."
        )


def _arrive_at_units(here: State, asked: str) -> None:
    if asked in UNITS:
        here.units = asked
    else:
        here.notices.append(
            f"The address asks for “{asked}” units; there are {' and '.join(UNITS)}. Shown are "
            f"{here.units} units."
        )


def write_address() -> None:
    """Put the choices into the address, and leave there what is not ours."""
    wanted = _wanted(state())
    for name in KNOWN:
        values = wanted.get(name, [])
        if values == st.query_params.get_all(name):
            continue
        if values:
            st.query_params[name] = values
        elif name in st.query_params:
            del st.query_params[name]


def kept_choices(here: State) -> dict[str, list[str]]:
    """Give the choices of the address that a saved view keeps."""
    kept = _wanted(here)
    kept.pop("cohort", None)
    return kept


def _wanted(here: State) -> dict[str, list[str]]:
    wanted: dict[str, list[str]] = {}
    if here.opened is not None and here.held is None:
        return {"cohort": [SHARED]}  # whoever sees counts alone chooses nothing
    if here.held is not None:
        wanted["cohort"] = [here.held.origin]
    elif here.upload_gone:
        wanted["cohort"] = [UPLOAD]
    wanted["definition"] = [here.definition]
    wanted["units"] = [here.units]
    wanted |= {name: list(values) for name, values in here.chosen.items() if values}
    wanted |= page_choices.in_address()
    if here.patient is not None:
        wanted["patient"] = [here.patient]
    return wanted
