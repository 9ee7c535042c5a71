"""Selection of one child, its verdict in words, and paging through many children."""

from collections.abc import Sequence

import streamlit as st

from srns.charts.chart_data import PatientChartData
from srns.charts.small_multiples import PER_PAGE
from srns.charts.theme import letter
from srns.dashboard.markdown_text import escape
from srns.dashboard.state import session
from srns.dashboard.state.filters import View
from srns.rules.classification import Classification


def choose_patient(view: View) -> str:
    """Draw the selection box for one of the filtered children; the address keeps the choice."""
    here = session.state()
    notice = st.container()  # always drawn, so that nothing below moves
    if here.patient is not None and here.patient not in view.patients:
        notice.warning(
            f"Child {escape(here.patient)} does not pass the filters. "
            f"Child {escape(view.patients[0])} is shown instead."
        )
        current = view.patients[0]
    else:
        current = here.patient or view.patients[0]
    st.session_state["child"] = current
    chosen = st.selectbox(
        "Child",
        view.patients,
        key="child",
        on_change=_keep_patient,
        format_func=lambda patient: f"{patient} · {view.groups.loc[patient, 'histology']}",
    )
    return chosen or current


def _keep_patient() -> None:
    session.state().patient = st.session_state["child"]
    session.state().notices = []


def show_verdict(view: View, patient: str) -> None:
    """Show a child's verdict, its status at last follow-up and the reason."""
    verdict = view.classification.verdicts.set_index("patient").loc[patient]
    response = str(verdict["response"])
    st.markdown(
        f"**{letter(response)} · {response}**. At last follow-up: {escape(verdict['status'])}. "
        f"{escape(verdict['reason'])}"
    )
    show_override(view.classification, patient)


def show_override(classification: Classification, patient: str) -> None:
    """Show the override of a child's verdict, if there is one."""
    override = classification.overrides.get(patient)
    if override is not None:
        st.warning(f"{escape(override.words)}. The computed verdict above is unchanged.")


def show_undated(story: PatientChartData) -> None:
    """List what is missing from the figure because no day was recorded."""
    if story.undated:
        st.caption(f"Not drawn, because no day was recorded: {escape(', '.join(story.undated))}.")


def choose_page(patients: Sequence[str], *, key: str) -> Sequence[str]:
    """Return the children of the chosen page; the page number is drawn if there are several."""
    pages = -(-len(patients) // PER_PAGE)
    if pages <= 1:
        return patients
    page = int(st.number_input(f"Page (of {pages})", 1, pages, 1, key=key))
    return patients[(page - 1) * PER_PAGE : page * PER_PAGE]
