"""Matrix of children and definitions; a click selects the child and the definition."""

import pandas as pd
import streamlit as st

from srns.analysis.definitions.change_results import matrix_results
from srns.analysis.definitions.comparison import Comparison
from srns.charts.definition_matrix import PICKED, cells_of, definition_matrix, describe
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.one_child import choose_page
from srns.dashboard.screens.definitions.comparison.all_definitions import names_of
from srns.dashboard.screens.definitions.comparison.one_child import OTHER
from srns.dashboard.state import session
from srns.dashboard.state.filters import View
from srns.rules.rescue import TREATMENT_POLICY

MATRIX = "definition_matrix"
PER_PAGE = 12


def show_strategy(view: View) -> None:
    """Note that definitions are compared by the treatment policy, where another is in force."""
    if view.basis.strategy != TREATMENT_POLICY:
        st.info(
            f"Rescue drugs change nothing on this page ({TREATMENT_POLICY}): definitions are "
            f"compared without the strategy in force elsewhere ({view.basis.strategy})."
        )


def show_matrix(view: View, comparison: Comparison) -> None:
    """Draw the matrix, page by page."""
    shown = list(choose_page(changing_first(comparison), PER_PAGE, key="matrix_page"))
    cells = matrix_cells(view, comparison, shown)
    figures_and_tables.figure(
        MATRIX,
        lambda: definition_matrix(cells, view.definition, view.definition.id, view.notes),
        describe(cells, view.definition.name),
        cells,
        view,
        depends_on=(tuple(shown), tuple(names_of(comparison))),
        on_select=_select_cell,
        results=lambda: matrix_results(comparison),
    )
    st.caption("Click a cell to see that child under both definitions.")


def changing_first(comparison: Comparison) -> list[str]:
    """Return the children, those whose response differs between definitions first."""
    changing = set(comparison.changing)
    return sorted(comparison.matrix.index, key=lambda patient: patient not in changing)


def matrix_cells(view: View, comparison: Comparison, patients: list[str]) -> pd.DataFrame:
    """Return the cells of the matrix, one child and definition a row."""
    overridden = {
        (patient, each.definition.id)
        for each in comparison.classifications
        for patient in each.overrides
    }
    return cells_of(
        comparison.matrix.loc[patients],
        comparison.onset_days.loc[patients],
        view.definition.id,
        names_of(comparison),
        overridden,
    )


def _select_cell(key: str) -> None:
    picked = st.session_state[key]["selection"].get(PICKED, [])
    if not picked:
        return
    cell = picked[0]
    here = session.state()
    here.patient = str(cell["patient"])
    here.tabs["definitions"] = "one child"
    here.notices = []
    if cell["definition"] != session.definition_in_use().id:
        st.session_state[OTHER] = cell["definition"]
