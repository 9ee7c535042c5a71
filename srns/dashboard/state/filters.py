"""Cohort filters: they apply on every page and are kept in the address."""

from dataclasses import dataclass, field, replace

import pandas as pd
import streamlit as st

from srns.analysis.groups import grouping, maintenance
from srns.charts.chart_data import Units
from srns.cohort.histology import HISTOLOGY
from srns.cohort.tables import AS_READ, Cohort
from srns.cohort.terms import NOT_RECORDED, RESPONSES
from srns.dashboard.markdown_text import count, escape, join
from srns.dashboard.state import saved_view, session, workbook_import
from srns.dashboard.state.session import State
from srns.dashboard.state.url_state import FILTER_NAMES
from srns.rules.basis import Basis
from srns.rules.classification import Classification
from srns.rules.definition import Definition
from srns.rules.rescue import STRATEGIES, TREATMENT_POLICY

LINES = "each line of treatment"
LABELS = {
    "histology": "Histology",
    "resistance": "Steroid resistance",
    "response": "Response",
    "regimen": "Maintenance regimen",
}


@dataclass(frozen=True)
class View:
    """The children that pass the filters, and their classification.

    Attributes
    ----------
    groups
        One row a child, indexed by `patient`; one column per filter.
    filters
        Chosen groups by filter name; an absent filter keeps every child.
    cohort_size
        Number of children before filtering.
    cohort_note
        Warning that every figure and export carries; empty if there is none.
    basis
        Day 0, lines of treatment and the strategy for rescue drugs.
    """

    cohort: Cohort
    classification: Classification
    groups: pd.DataFrame
    definition: Definition
    units: Units
    filters: dict[str, list[str]]
    cohort_size: int
    cohort_name: str
    cohort_note: str
    basis: Basis = field(default_factory=Basis)

    @property
    def patients(self) -> list[str]:
        """The children that pass the filters, in the order of the workbook."""
        return list(self.cohort.patients["patient"])

    @property
    def sentence(self) -> str:
        """The filters and the number of children, for figures and exports."""
        one, several = (
            ("line", "lines of treatment") if self.basis.by_line else ("child", "children")
        )
        whole = count(self.cohort_size, one, several)
        if not self.filters:
            return f"All {whole}."
        filters = "; ".join(
            f"{LABELS[name].lower()} {join(values)}" for name, values in self.filters.items()
        )
        return f"Filters: {filters}: {len(self.patients)} of {whole}."

    @property
    def notes(self) -> tuple[str, ...]:
        """What every figure states besides the definition."""
        return (self.sentence, self.basis.words, self.cohort_note)


def groups_of_children(cohort: Cohort, classification: Classification) -> pd.DataFrame:
    """Return each child's group in every filter.

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
    return session.cached("groups", lambda: groups_of_children(cohort, classification))


def options(groups: pd.DataFrame) -> dict[str, list[str]]:
    """Return the groups that each filter offers; responses from best to worst."""
    offered = {name: sorted(set(groups[name])) for name in FILTER_NAMES}
    order = [*HISTOLOGY.groups, NOT_RECORDED]
    offered["histology"].sort(key=lambda group: order.index(group) if group in order else 99)
    offered["response"] = list(RESPONSES)
    return offered


def drop_invalid(here: State, offered: dict[str, list[str]], patients: list[str]) -> None:
    """Drop filters and the selected child that this cohort does not have, and report each."""
    for name in FILTER_NAMES:
        asked = here.filters.get(name, [])
        unfit = [value for value in asked if value not in offered[name]]
        if unfit:
            here.notices.append(
                f"Filter ignored: {LABELS[name].lower()} "
                f"{join([f'“{value}”' for value in unfit])}, which this cohort does not have. "
                f"Available: {', '.join(offered[name])}."
            )
        kept = [value for value in asked if value in offered[name]]
        here.filters.pop(name, None)
        if kept:
            here.filters[name] = kept
    if here.patient is not None and here.patient not in patients:
        here.notices.append(
            f"Child “{here.patient}” is not in this cohort. The first child is shown instead."
        )
        here.patient = None


def narrow(cohort: Cohort, patients: list[str]) -> Cohort:
    """Return the cohort with only these children."""
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
    """Return the children that pass the filters; None if no usable cohort is open."""
    here = session.state()
    cohort = session.current_cohort()
    if here.loaded is None or cohort is None:
        return None
    classification = session.classification(cohort)
    groups = _groups(cohort, classification)
    drop_invalid(here, options(groups), list(groups.index))
    left = groups
    for name, values in here.filters.items():
        left = left[left[name].isin(values)]
    whole = len(groups)
    if len(left) < whole:
        whole_cohort, kept = cohort, tuple(left.index)
        cohort = session.cached(("children left", kept), lambda: narrow(whole_cohort, list(kept)))
        classification = session.classification(cohort, tuple(left.index))
    return View(
        cohort,
        classification,
        left,
        session.definition_in_use(),
        session.units_shown(),
        {name: list(values) for name, values in here.filters.items()},
        whole,
        here.loaded.name,
        here.loaded.note,
        here.basis,
    )


def require_view() -> View:
    """Return the current view, or say what to do next and stop the page."""
    view = current_view()
    if view is None:
        _show_next_step()
        st.stop()
    if not view.patients:
        st.info(f"No child passes the filters ({escape(view.sentence)}) Remove one in the sidebar.")
        st.button("Clear all filters", on_click=clear_filters)
        st.stop()
    return view


def _show_next_step() -> None:
    here = session.state()
    if here.loaded is not None:
        st.warning(
            f"{escape(here.loaded.name)} has problems to fix in Excel before there is anything to "
            "show here. The page Import lists them."
        )
        st.page_link("pages/import.py", label="See what to fix")
        return
    if not here.upload_lost:
        st.info("No cohort is open yet. Open a workbook, or the paper's cohort as an example.")
    st.page_link("pages/import.py", label="Open a workbook")
    st.button(
        "Open the paper's cohort (Up/c series simulated)", on_click=workbook_import.open_paper
    )


def clear_filters() -> None:
    """Remove all filters."""
    here = session.state()
    here.filters = {}
    here.notices = []


def _choose(name: str) -> None:
    here = session.state()
    here.notices = []
    values = list(st.session_state[f"filter_{name}"])
    here.filters.pop(name, None)
    if values:
        here.filters[name] = values


def _choose_units() -> None:
    session.state().units = st.session_state["units"] or session.state().units


def draw_sidebar() -> None:
    """Draw the sidebar of every page: cohort, filters, units, definition."""
    here = session.state()
    view = current_view()
    with st.sidebar:
        if view is None:
            st.caption(_why_no_view(here))
        else:
            st.markdown(f"**{escape(view.cohort_name)}**")
            if view.cohort_note:
                st.caption(f"⚠ {escape(view.cohort_note)}.")
            _draw_basis(here)
            _draw_filters(here)
            st.caption(escape(view.sentence))
            with st.container():  # always drawn, so that nothing below moves
                if here.filters:
                    st.button("Clear filters", on_click=clear_filters)
        if view is not None or here.opened is None:  # counts have no units
            _draw_units(here)
        st.caption(f"Definition in use: {escape(session.definition_in_use().label)}")
        st.caption("For research only; not for diagnosis or treatment decisions.")


def _draw_basis(here: State) -> None:
    """Draw the choices of day 0, lines of treatment and the strategy for rescue drugs."""
    offered = session.origins_offered()
    by_name = {LINES: 0, **offered} if session.has_lines() else offered
    if len(by_name) > 1:
        st.session_state["day_zero"] = LINES if here.basis.by_line else here.basis.day_zero
        st.selectbox(
            "Day 0",
            list(by_name),
            key="day_zero",
            format_func=lambda name: _origin_words(name, by_name[name]),
            on_change=_choose_day_zero,
            help="Every day, time and response counts from here. 'Each line of treatment' judges "
            "every course of an immunosuppressant on its own.",
        )
    # A strategy that is in force can always be taken back.
    if session.may_have_rescues() or here.basis.strategy != TREATMENT_POLICY:
        st.session_state["strategy"] = here.basis.strategy
        st.selectbox(
            "Rescue drugs",
            list(STRATEGIES),
            key="strategy",
            on_change=_choose_strategy,
            help="Treatment policy: a rescue drug changes nothing. Or it counts as no response, or "
            "only visits until it count.",
        )


def _origin_words(name: str, children: int) -> str:
    return name if name == LINES else f"{name} ({count(children, 'child', 'children')})"


def _choose_day_zero() -> None:
    here = session.state()
    here.notices = []
    origin, was_by_line = st.session_state["day_zero"], here.basis.by_line
    by_line = origin == LINES
    here.basis = Basis(AS_READ if by_line else origin, by_line, here.basis.strategy)
    if by_line != was_by_line:  # a child is no line, and a line no child
        here.patient = None


def _choose_strategy() -> None:
    here = session.state()
    here.notices = []
    here.basis = replace(here.basis, strategy=st.session_state["strategy"])


def _draw_units(here: State) -> None:
    st.session_state["units"] = here.units
    st.radio("Units", list(session.UNITS), key="units", horizontal=True, on_change=_choose_units)


def _why_no_view(here: State) -> str:
    if here.loaded is not None:
        return "The workbook has problems to fix."
    return "No cohort is open." if here.opened is None else "Counts only; no single children."


def _draw_filters(here: State) -> None:
    cohort = session.current_cohort()
    if cohort is None:
        return
    offered = options(_groups(cohort, session.classification(cohort)))
    for name in FILTER_NAMES:
        key = f"filter_{name}"
        st.session_state[key] = here.filters.get(name, [])
        st.multiselect(
            LABELS[name],
            offered[name],
            key=key,
            placeholder="all",
            on_change=_choose,
            args=(name,),
        )


def show_notices() -> None:
    """Show the pending messages above the page, and mark the frame as drawn."""
    here = session.state()
    here.frame_drawn = True  # not before: what stopped the script must stop the next page too
    notices = st.container()  # always drawn, so that the page below does not move
    if here.upload_lost and here.loaded is None:
        notices.warning(
            "The workbook of this address is no longer open: nothing is stored, and its session "
            "has ended. Open it again on the page Import; the filters in the address are kept and "
            "will apply."
        )
    for notice in here.notices:
        notices.warning(escape(notice))
    with notices:
        saved_view.ask_about_words()
