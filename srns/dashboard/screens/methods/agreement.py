"""Agreement of the responses that the workbook records with the computed ones."""

import streamlit as st

from srns.analysis.results_data.rows import EVERYONE, statistics_of
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.languages.messages import _
from srns.panels.catalogue import make_panel
from srns.panels.verdict_tables import agreement_rows
from srns.panels.view import View


def show_agreement(view: View) -> None:
    """Draw the agreement in words and numbers, and the children one by one."""
    panel = make_panel(view, "recorded_vs_computed")
    said, *why_missing = panel.sentences
    st.write(escape(said))
    figures_and_tables.metrics_row(agreement_facts(view))
    with st.container():  # always drawn, so that nothing below moves
        for reason in why_missing:
            st.caption(escape(reason))
    figures_and_tables.data_table(panel, view)


def agreement_facts(view: View) -> list[tuple[str, object]]:
    """Return the agreement as numbers: n, percent, Cohen's kappa with its interval."""
    found = statistics_of(agreement_rows(view), "recorded and computed response")
    counted, kappa = found[EVERYONE, "agreement"], found[EVERYONE, "kappa"]
    facts: list[tuple[str, object]] = [
        (_("compared"), counted["N"].stat),
        (_("agree"), counted["n"].stat),
    ]
    if counted["p"].stat is not None:
        facts.append((_("agreement"), f"{counted['p'].text} %"))
    if kappa["estimate"].stat is not None:
        low, high = kappa["conf.low"], kappa["conf.high"]
        value = kappa["estimate"].text
        if low.stat is not None:
            value = _("{value} ({low} to {high})").format(value=value, low=low.text, high=high.text)
        facts.append((_("Cohen's kappa (95 % CI)"), value))
    return facts
