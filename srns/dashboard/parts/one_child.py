"""Selection of one child, its verdict in words, and paging through many children."""

from collections.abc import Sequence

import streamlit as st

from srns.charts.chart_data import PatientChartData
from srns.charts.theme import letter
from srns.dashboard.markdown_text import escape
from srns.dashboard.state import session
from srns.languages.lists import join_and
from srns.languages.messages import _, translated
from srns.panels.pages_of_children import pages
from srns.panels.view import View, calls_of
from srns.rules.classification import Classification


def shown_child(view: View) -> str:
    """Return the child that is open, or the first that passes the filters."""
    patient = session.state().patient
    return patient if patient in view.patients else view.patients[0]


def show_verdict(view: View, patient: str) -> None:
    """Show a child's verdict, its status at last follow-up and the reason."""
    verdict = calls_of(view, [patient]).verdicts.set_index("patient").loc[patient]
    response = str(verdict["response"])
    st.markdown(
        _("**{letters} · {response}**. At last follow-up: {status}. {reason}").format(
            letters=letter(response),
            response=translated(response),
            status=escape(translated(verdict["status"])),
            reason=escape(translated(verdict["reason"])),
        )
    )
    show_override(view.classification, patient)


def show_override(classification: Classification, patient: str) -> None:
    """Show the override of a child's verdict, if there is one."""
    override = classification.overrides.get(patient)
    if override is not None:
        st.warning(
            _("{override}. The computed verdict above is unchanged.").format(
                override=escape(override.words)
            )
        )


def show_left_open(story: PatientChartData, *sentences: str) -> None:
    """Name, after the sentences, the drugs that have no day and what the figure leaves out."""
    said = list(sentences)
    if len(story.undated_drugs):
        drugs = join_and(list(dict.fromkeys(story.undated_drugs["drug"])))
        said.append(_("Dashed bars: no day was recorded of {drugs}.").format(drugs=drugs))
    if story.not_drawn:
        said.append(_("Not drawn: {results}.").format(results=story.not_drawn))
    if said:
        st.caption(escape(" ".join(said)))


def choose_page(patients: Sequence[str], per_page: int, *, key: str) -> int:
    """Return the number of the chosen page; the pages are drawn if there are several."""
    last = pages(patients, per_page)
    return min(st.pagination(last, key=key), last) if last > 1 else 1
