"""One child under two definitions: both verdicts, the difference, and the visits of each."""

import pandas as pd
import streamlit as st

from srns.analysis.definitions.comparison import Comparison
from srns.analysis.definitions.differences import explain_date, explain_difference
from srns.charts.theme import letter
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.one_child import show_override, shown_child
from srns.dashboard.screens.definitions.comparison.all_definitions import choose_other
from srns.dashboard.state.filters import View
from srns.rules.classification import Classification
from srns.rules.reasons import urine_words

OTHER = "compared_with"


def show_one_child(view: View, comparison: Comparison) -> None:
    """Draw the choice of a child and a definition, and the comparison of both verdicts."""
    st.subheader("One child under two definitions")
    patient = shown_child(view)
    other = choose_other(view, comparison, OTHER, f"Child {escape(patient)}, compared with")
    one, second = comparison.under(view.definition.id), comparison.under(other)
    child = list(view.patients).index(patient)
    why = explain_difference(one, second, child) or explain_date(one, second, child)
    if why:
        st.info(escape(why))
    else:
        st.caption("Same response from the same day under both definitions.")
    for column, each in zip(st.columns(2, gap="large"), (one, second), strict=True):
        with column:
            verdict = each.verdicts.set_index("patient").loc[patient]
            response = str(verdict["response"])
            st.markdown(
                f"**{escape(each.definition.name)}**  \n"
                f"**{letter(response)} · {response}.** {escape(verdict['reason'])}"
            )
            show_override(each, patient)
    figures_and_tables.data_table(
        "visits_by_definition", visits_under_both(one, second, patient), view
    )


def visits_under_both(one: Classification, other: Classification, patient: str) -> pd.DataFrame:
    """List a child's visits with the criteria not met under each of two definitions."""
    # A visit of one definition may be none of the other, which judges other urine tests.
    visits_of = [
        each.occasions[each.occasions["patient"] == patient].set_index("day")
        for each in (one, other)
    ]
    days = visits_of[0].index.union(visits_of[1].index)
    first, second = (visits.reindex(days) for visits in visits_of)
    shown = first.combine_first(second).reset_index(names="day")
    first, second = (visits.reset_index(names="day") for visits in (first, second))
    worded = [name for name in shown if str(name).endswith("_shown")]
    columns: dict[str, object] = {
        "day": first["day"],
        "urine": urine_words(shown[worded].fillna("")),
        "Up/c cell": shown["upcr_cell"],
        "albumin": shown["albumin_shown"],
    }
    for visits, each in ((first, one), (second, other)):
        columns[f"{each.definition.name}: criterion not met"] = [
            _criterion(lacked, evidence)
            for lacked, evidence in zip(visits["lacked"], visits["evidence"], strict=True)
        ]
    if (first["albumin_cell"].fillna("") != second["albumin_cell"].fillna("")).any():
        columns["albumin under the other definition"] = second["albumin_shown"]
    columns["albumin cell"] = shown["albumin_cell"]
    return pd.DataFrame(columns)


def _criterion(lacked: object, evidence: object) -> str:
    """Word what one definition says of a visit; a day that is no visit of it has no evidence."""
    if not isinstance(lacked, str):
        return "not judged"
    return lacked or ("● decides the verdict" if evidence else "")
