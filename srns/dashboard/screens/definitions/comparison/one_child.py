"""One child under two definitions: both verdicts, the difference, and the visits of each."""

import streamlit as st

from srns.analysis.definitions.differences import explain_date, explain_difference
from srns.charts.theme import letter
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.one_child import show_override, shown_child
from srns.dashboard.screens.definitions.comparison.all_definitions import choose_other
from srns.languages.messages import _, translated
from srns.panels.catalogue import make_panel
from srns.panels.compared_definitions import comparison_of
from srns.panels.view import View

OTHER = "compared_with"


def show_one_child(view: View) -> None:
    """Draw the choice of a child and a definition, and the comparison of both verdicts."""
    st.header(_("One child under two definitions"))
    patient = shown_child(view)
    comparison = comparison_of(view)
    other = choose_other(
        view, OTHER, _("Child {patient}, compared with").format(patient=escape(patient))
    )
    one, second = comparison.under(view.definition.id), comparison.under(other)
    child = list(view.patients).index(patient)
    why = explain_difference(one, second, child) or explain_date(one, second, child)
    if why:
        st.info(escape(why))
    else:
        st.caption(_("Same response from the same day under both definitions."))
    for column, each in zip(st.columns(2, gap="large"), (one, second), strict=True):
        with column:
            verdict = each.verdicts.set_index("patient").loc[patient]
            response = str(verdict["response"])
            st.markdown(
                f"**{escape(each.definition.name)}**  \n"
                f"**{letter(response)} · {translated(response)}.** {escape(verdict['reason'])}"
            )
            show_override(each, patient)
    panel = make_panel(view, "visits_by_definition", patient=patient, other=other)
    figures_and_tables.data_table(panel, view)
