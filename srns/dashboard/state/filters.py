"""Cohort filters: they apply on every page and are kept in the address."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import pandas as pd
import streamlit as st

from srns.analysis.groups import grouping, maintenance
from srns.charts.chart_data import Units
from srns.cohort.histology import HISTOLOGY
from srns.cohort.some_children import ChildRows, child_rows
from srns.cohort.tables import Cohort
from srns.cohort.terms import NOT_RECORDED, RESPONSES
from srns.dashboard.markdown_text import count, escape, join
from srns.dashboard.state import saved_view, session, workbook_import
from srns.dashboard.state.session import State
from srns.dashboard.state.url_reading import FILTER_NAMES
from srns.rules.basis import Basis
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.definition import Definition

LABELS = {
    "histology": "Histology",
    "resistance": "Steroid resistance",
    "response": "Response",
    "regimen": "Maintenance regimen",
    "selection": "Selection",
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
    selected
        The selected children among those that pass the filters, in the order of the workbook.
    group_name
        What the visitor called them; empty if nothing.
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
    selected: tuple[str, ...] = ()
    group_name: str = ""

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
        return (self.sentence, self.selection_words, self.basis.words, self.cohort_note)

    @property
    def selection_words(self) -> str:
        """The selected children, for figures and exports; empty if none are."""
        if not self.selected:
            return ""
        named = f" “{self.group_name}”" if self.group_name else ""
        return f"Selected{named}: {name_some(self.selected)}."


def name_some(children: Sequence[str], most: int = 12) -> str:
    """Return the children in words, and how many more there are.

    >>> name_some(["1", "2", "6"]), name_some(list("123456"), most=2)
    ('1, 2 and 6', '1, 2 and 4 more')
    """
    if len(children) <= most:
        return join(list(children))
    return f"{', '.join(children[:most])} and {len(children) - most} more"


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
    responses = classification.outcomes.set_index("patient")["response"]
    table["response"] = responses.reindex(patients)
    table["regimen"] = maintenance(cohort).set_index("patient")["regimen"].reindex(patients)
    return table.fillna(NOT_RECORDED)


def groups_of(cohort: Cohort, classification: Classification) -> pd.DataFrame:
    """Return the groups of the whole cohort, computed once."""
    return session.cached("groups", lambda: groups_of_children(cohort, classification))


def offered_to(groups: pd.DataFrame) -> dict[str, list[str]]:
    """Return what the filters offer for the whole cohort, found once."""
    return session.cached("filter options", lambda: options(groups))


def options(groups: pd.DataFrame) -> dict[str, list[str]]:
    """Return the groups that each filter offers; responses from best to worst."""
    offered = {name: sorted(set(groups[name])) for name in FILTER_NAMES}
    order = [*HISTOLOGY.groups, NOT_RECORDED]
    offered["histology"].sort(key=lambda group: order.index(group) if group in order else 99)
    offered["response"] = list(RESPONSES)
    return offered


def drop_invalid(here: State, offered: dict[str, list[str]], patients: Collection[str]) -> None:
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
    _drop_strangers(here, patients)


def _drop_strangers(here: State, known: Collection[str]) -> None:
    """Drop selected children that this cohort does not have, and report them."""
    strange = [each for each in here.selected if each not in known]
    if strange:
        here.notices.append(
            f"Not selected: {name_some([f'“{each}”' for each in strange])}, which this cohort "
            "does not have."
        )
        here.selected = tuple(each for each in here.selected if each in known)


def calls_of(view: View, children: Sequence[str]) -> Classification:
    """Return the calls of some of the children, to put them into words without all others.

    Each child is classified on its own results, so that they are the calls of the view.
    """
    if len(children) >= len(view.cohort.patients):
        return view.classification
    strategy = view.basis.strategy
    return session.cached(
        ("calls", tuple(children)),
        lambda: classify(_rows().keep(children), view.definition, strategy=strategy).in_units(
            view.units
        ),
    )


def _rows() -> ChildRows:
    """Return where each child's rows stand in the whole cohort."""
    cohort = session.current_cohort()
    assert cohort is not None
    return session.cached("rows of children", lambda: child_rows(cohort))


def current_view() -> View | None:
    """Return the children that pass the filters; None if no usable cohort is open."""
    here = session.state()
    cohort = session.current_cohort()
    if here.loaded is None or cohort is None:
        return None
    classification = session.classification(cohort)
    groups = groups_of(cohort, classification)
    drop_invalid(here, offered_to(groups), groups.index)
    left = groups
    for name, values in here.filters.items():
        left = left[left[name].isin(values)]
    chosen, whole = set(here.selected), len(groups)
    filters = {name: list(values) for name, values in here.filters.items()}
    if here.only_selected and chosen:
        left = left[left.index.isin(chosen)]
        filters["selection"] = [here.group_name or name_some(here.selected, most=3)]
    if len(left) < whole:
        kept = tuple(left.index)
        cohort = session.cached(("children left", kept), lambda: _rows().keep(kept))
        classification = session.classification(cohort, kept)
    return View(
        cohort,
        classification,
        left,
        session.definition_in_use(),
        session.units_shown(),
        filters,
        whole,
        here.loaded.name,
        here.loaded.note,
        here.basis,
        tuple(each for each in left.index if each in chosen),
        here.group_name,
    )


def require_view() -> View:
    """Return the current view, or say what to do next and stop the page."""
    view = current_view()
    if view is None:
        _show_next_step()
        st.stop()
    if not view.patients:
        st.info(f"No child passes the filters ({escape(view.sentence)}) Remove one above.")
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
