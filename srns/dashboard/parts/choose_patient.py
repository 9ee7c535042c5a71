"""How one child is chosen and what is said of it beside the figure."""

from collections.abc import Sequence

import streamlit as st

from srns.charts.chart_data import PatientChartData
from srns.charts.small_multiples import PER_PAGE
from srns.charts.theme import letter
from srns.dashboard.markdown_text import inert
from srns.dashboard.state import session
from srns.dashboard.state.filters import View
from srns.rules.classification import Classification


def choose_child(view: View) -> str:
    """Choose one of the children that the filters leave; it stands in the address."""
    here = session.state()
    said = st.container()  # keeps its place, so that nothing below moves
    if here.patient is not None and here.patient not in view.patients:
        said.warning(
            f"Child {inert(here.patient)} is not among the children that the filters leave. "
            f"Child {inert(view.patients[0])} is shown instead."
        )
        current = view.patients[0]
    else:
        current = here.patient or view.patients[0]
    st.session_state["child"] = current
    chosen = st.selectbox(
        "Child",
        view.patients,
        key="child",
        on_change=_remember_child,
        format_func=lambda patient: f"{patient} · {view.groups.loc[patient, 'histology']}",
    )
    return chosen or current


def _remember_child() -> None:
    session.state().patient = st.session_state["child"]
    session.state().notices = []


def say_verdict(view: View, patient: str) -> None:
    """Say the verdict and its reason."""
    verdict = view.classification.verdicts.set_index("patient").loc[patient]
    response = str(verdict["response"])
    st.markdown(
        f"**{letter(response)} · {response}**, now {inert(verdict['status'])}. "
        f"{inert(verdict['reason'])}"
    )
    say_override(view.classification, patient)


def say_override(classification: Classification, patient: str) -> None:
    """Say beside the verdict what a person decided against it."""
    override = classification.overrides.get(patient)
    if override is not None:
        st.warning(f"{inert(override.words)}. The computed verdict stands beside it, unchanged.")


def say_undated(story: PatientChartData) -> None:
    """Say what could not be drawn because no day was recorded."""
    if story.undated:
        st.caption(f"Not drawn, because no day was recorded: {inert(', '.join(story.undated))}.")


def choose_page(patients: Sequence[str], *, key: str) -> Sequence[str]:
    """Show so many children at once and no more; offer the rest page by page."""
    pages = -(-len(patients) // PER_PAGE)
    if pages <= 1:
        return patients
    page = int(st.number_input(f"Page (of {pages})", 1, pages, 1, key=key))
    return patients[(page - 1) * PER_PAGE : page * PER_PAGE]
