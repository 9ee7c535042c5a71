"""Matrix of children and definitions; a click selects the child and the definition."""

import streamlit as st

from srns.charts.definition_matrix import PICKED
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.one_child import choose_page
from srns.dashboard.screens.definitions.comparison.one_child import OTHER
from srns.dashboard.state import session
from srns.languages.messages import _, translated
from srns.panels.catalogue import make_panel
from srns.panels.compared_definitions import changing_first, comparison_of
from srns.panels.pages_of_children import PANELS
from srns.panels.view import View
from srns.rules.rescue import TREATMENT_POLICY


def show_strategy(view: View) -> None:
    """Note that definitions are compared by the treatment policy, where another is in force."""
    if view.basis.strategy != TREATMENT_POLICY:
        st.info(
            _(
                "Rescue drugs change nothing on this page ({usual}): definitions "
                "are compared without the strategy in force elsewhere ({strategy})."
            ).format(usual=translated(TREATMENT_POLICY), strategy=translated(view.basis.strategy))
        )


def show_matrix(view: View) -> None:
    """Draw the matrix, page by page."""
    page = choose_page(changing_first(comparison_of(view)), PANELS, key="matrix_page")
    panel = make_panel(view, "definition_matrix", page=page)
    figures_and_tables.figure(panel, view, on_select=_select_cell)
    st.caption(
        _(
            "A cell without letters is as under the definition in use. Click a cell to see that "
            "child under both definitions."
        )
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
