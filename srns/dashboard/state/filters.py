"""Which children are looked at: filters that hold on every page and stand in the address."""

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from srns.analysis.groups import grouping, maintenance
from srns.charts.chart_data import Units
from srns.cohort.tables import Cohort
from srns.cohort.terms import HISTOLOGY, NOT_RECORDED, RESPONSES
from srns.dashboard.markdown_text import count, inert, join
from srns.dashboard.state import session
from srns.dashboard.state.session import State
from srns.dashboard.state.url_state import FILTER_NAMES
from srns.rules.classification import Classification
from srns.rules.definition import Definition

LABELS = {
    "histology": "Histology",
    "resistance": "Steroid resistance",
    "response": "Response",
    "regimen": "Maintenance regimen",
}


@dataclass(frozen=True)
class View:
    """What a page may show: the children that the filters leave, and how they were judged."""

    cohort: Cohort
    classification: Classification
    groups: pd.DataFrame
    definition: Definition
    units: Units
    chosen: dict[str, list[str]]
    of: int
    cohort_name: str
    cohort_note: str

    @property
    def patients(self) -> list[str]:
        """The children left, in the order of the workbook."""
        return list(self.cohort.patients["patient"])

    @property
    def sentence(self) -> str:
        """Say which children these are; it stands on every export."""
        whole = count(self.of, "child", "children")
        if not self.chosen:
            return f"All {whole}."
        filters = "; ".join(
            f"{LABELS[name].lower()} {join(values)}" for name, values in self.chosen.items()
        )
        return f"Filters: {filters}: {len(self.patients)} of {whole}."

    @property
    def notes(self) -> tuple[str, ...]:
        """What must stand on every figure beside the definition."""
        return (self.sentence, self.cohort_note)


def groups_of_children(cohort: Cohort, classification: Classification) -> pd.DataFrame:
    """Give each child's group in every filter.

    Returns
    -------
    DataFrame
        Indexed by `patient`, one column per filter; missing is "not recorded".
    """
    patients = list(cohort.patients["patient"])
    table = pd.DataFrame(index=pd.Index(patients, name="patient"))
    table["histology"] = list(grouping(cohort, "histology"))
    table["resistance"] = list(grouping(cohort, "resistance"))
    verdicts = classification.verdicts.set_index("patient")["response"]
    table["response"] = verdicts.reindex(patients)
    table["regimen"] = maintenance(cohort).set_index("patient")["regimen"].reindex(patients)
    return table.fillna(NOT_RECORDED)


def _groups(cohort: Cohort, classification: Classification) -> pd.DataFrame:
    return session.remembered("groups", lambda: groups_of_children(cohort, classification))


def options(groups: pd.DataFrame) -> dict[str, list[str]]:
    """Give what each filter offers; responses stand as the field orders them."""
    offered = {name: sorted(set(groups[name])) for name in FILTER_NAMES}
    order = [*HISTOLOGY.groups, NOT_RECORDED]
    offered["histology"].sort(key=lambda group: order.index(group) if group in order else 99)
    offered["response"] = list(RESPONSES)
    return offered


def settle(here: State, offered: dict[str, list[str]], patients: list[str]) -> None:
    """Take choices that do not fit the data back, and say so."""
    for name in FILTER_NAMES:
        asked = here.chosen.get(name, [])
        unfit = [value for value in asked if value not in offered[name]]
        if unfit:
            here.notices.append(
                f"Asked for {LABELS[name].lower()} {join([f'“{value}”' for value in unfit])}, "
                f"which this cohort does not have, so it was left out. There is: "
                f"{', '.join(offered[name])}."
            )
        kept = [value for value in asked if value in offered[name]]
        here.chosen.pop(name, None)
        if kept:
            here.chosen[name] = kept
    if here.patient is not None and here.patient not in patients:
        here.notices.append(
            f"Asked for child “{here.patient}”, who is not in this cohort. The first child is "
            "shown instead."
        )
        here.patient = None


def narrow(cohort: Cohort, patients: list[str]) -> Cohort:
    """Keep only these children."""
    kept = set(patients)

    def only(table: pd.DataFrame) -> pd.DataFrame:
        return table[table["patient"].isin(kept)].reset_index(drop=True)

    return replace(
        cohort,
        patients=only(cohort.patients),
        labs=only(cohort.labs),
        infusions=only(cohort.infusions),
        treatments=only(cohort.treatments),
        events=only(cohort.events),
    )


def current_view() -> View | None:
    """Give what the filters leave, or None where no usable cohort is held."""
    here = session.state()
    cohort = session.cohort_held()
    if here.held is None or cohort is None:
        return None
    judged = session.classification(cohort)
    groups = _groups(cohort, judged)
    settle(here, options(groups), list(groups.index))
    left = groups
    for name, values in here.chosen.items():
        left = left[left[name].isin(values)]
    whole = len(groups)
    if len(left) < whole:
        whole_cohort, kept = cohort, tuple(left.index)
        cohort = session.remembered(
            ("children left", kept), lambda: narrow(whole_cohort, list(kept))
        )
        judged = session.classification(cohort, tuple(left.index))
    return View(
        cohort,
        judged,
        left,
        session.definition_in_force(),
        session.units_shown(),
        {name: list(values) for name, values in here.chosen.items()},
        whole,
        here.held.name,
        here.held.note,
    )


def require_view() -> View:
    """Give the view, or say what to do next and stop the page there."""
    view = current_view()
    if view is None:
        _say_what_to_do()
        st.stop()
    if not view.patients:
        st.info(f"No child fits the filters ({inert(view.sentence)}) Take one away in the sidebar.")
        st.button("Clear all filters", on_click=clear_filters)
        st.stop()
    return view


def _say_what_to_do() -> None:
    here = session.state()
    if here.held is not None:
        st.warning(
            f"{inert(here.held.name)} has cells to mend before there is anything to show here. "
            "The page Cohort lists them."
        )
        st.page_link("pages/cohort.py", label="See which cells to mend")
        return
    if not here.upload_gone:
        st.info("Nothing is open yet. Open a workbook, or the paper's cohort to look around.")
    st.page_link("pages/cohort.py", label="Open a workbook")
    st.button("Open the paper's cohort (Up/c series simulated)", on_click=session.open_paper)


def clear_filters() -> None:
    """Take every filter away."""
    here = session.state()
    here.chosen = {}
    here.notices = []


def _choose(name: str) -> None:
    here = session.state()
    here.notices = []
    values = list(st.session_state[f"filter_{name}"])
    here.chosen.pop(name, None)
    if values:
        here.chosen[name] = values


def _choose_units() -> None:
    session.state().units = st.session_state["units"] or session.state().units


def sidebar() -> None:
    """Draw what stands beside every page: the cohort, the filters, the units, the definition."""
    here = session.state()
    view = current_view()
    with st.sidebar:
        if view is None:
            st.caption(_say_nothing_shown(here))
        else:
            st.markdown(f"**{inert(view.cohort_name)}**")
            if view.cohort_note:
                st.caption(f"⚠ {inert(view.cohort_note)}.")
            _draw_filters(here)
            st.caption(inert(view.sentence))
            with st.container():  # keeps its place, so that nothing below moves
                if here.chosen:
                    st.button("Clear filters", on_click=clear_filters)
        if view is not None or here.opened is None:  # counts alone have no units
            _draw_units(here)
        st.caption(f"Definition in force: {inert(session.definition_in_force().label)}")
        st.caption("For research. It gives no diagnosis and no treatment advice.")


def _draw_units(here: State) -> None:
    st.session_state["units"] = here.units
    st.radio(
        "Units shown", list(session.UNITS), key="units", horizontal=True, on_change=_choose_units
    )


def _say_nothing_shown(here: State) -> str:
    if here.held is not None:
        return "The workbook needs mending."
    return "No cohort is open." if here.opened is None else "Counts only; no child is shown."


def _draw_filters(here: State) -> None:
    cohort = session.cohort_held()
    if cohort is None:
        return
    offered = options(_groups(cohort, session.classification(cohort)))
    for name in FILTER_NAMES:
        key = f"filter_{name}"
        st.session_state[key] = here.chosen.get(name, [])
        st.multiselect(
            LABELS[name],
            offered[name],
            key=key,
            placeholder="all",
            on_change=_choose,
            args=(name,),
        )


def say_notices() -> None:
    """Say above the page what the address asked for and could not have; the frame is then drawn."""
    here = session.state()
    here.framed = True  # not before: whatever stopped above must stop the next page too
    said = st.container()  # keeps its place, so that the page below does not move
    if here.upload_gone and here.held is None:
        said.warning(
            "The workbook of this address is no longer held: nothing is stored, and it went with "
            "its session. Open it again on the page Cohort; the filters in the address stay and "
            "will apply."
        )
    for notice in here.notices:
        said.warning(inert(notice))
