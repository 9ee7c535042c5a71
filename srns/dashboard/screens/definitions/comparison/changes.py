"""Changes of response or onset day under other definitions, with the deciding criterion."""

import pandas as pd
import streamlit as st

from srns.charts.theme import letter
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.screens.definitions.comparison.all_definitions import choose_other
from srns.dashboard.state.access_checks import checked_fragment
from srns.dashboard.state.page_options import (
    DAYS_CHANGED,
    RECLASSIFIED,
    RESPONSES_CHANGED,
    SHOWN_CHANGES,
    pick,
)
from srns.languages.messages import _, pgettext, translated
from srns.languages.numbers import grouped
from srns.panels.catalogue import make_panel
from srns.panels.view import View

MOST_EXPLAINED = 1_000
"""Children whose changes are put into words: some seven seconds of the server."""
MAX_SENTENCES = 4
"""Number of changes listed as sentences; all are in the table."""


def show_changes(view: View) -> None:
    """Draw changes of response, or changes of onset day, or the reclassification table."""
    shown = pick(SHOWN_CHANGES)
    if shown != RECLASSIFIED and len(view.patients) > MOST_EXPLAINED:
        st.info(
            _(
                "At most {most} children are explained here, and {n} are shown. "
                "Filter them, or run srns compare."
            ).format(most=grouped(MOST_EXPLAINED), n=grouped(len(view.patients)))
        )
        return
    _SHOWN[shown](view)


def _show_responses(view: View) -> None:
    st.header(_("Changes of response, and the deciding criterion"))
    _show_table(view, "response_changes")


def _show_days(view: View) -> None:
    st.header(_("Same remission, different onset day"))
    _show_table(view, "date_changes")


def _show_table(view: View, name: str) -> None:
    with st.spinner(_("Explaining each change …")):
        panel = make_panel(view, name)
    list_changes(panel.table)
    figures_and_tables.collapsed_table(_("Table of all changes"), name, lambda: panel, view)


def list_changes(table: pd.DataFrame) -> None:
    """Draw one sentence per change, up to `MAX_SENTENCES`."""
    sentences = []
    for row in table.head(MAX_SENTENCES).to_dict("records"):
        if "other definition" in row:
            change = f"{letter(row['definition in use'])} → {letter(row['other definition'])}"
        else:
            change = _("day {day} → day {other_day}").format(
                day=row["day, definition in use"], other_day=row["day, other definition"]
            )
        sentences.append(
            "- "
            + _("**Child {child}, {definition}: {change}.** {reason}").format(
                child=escape(row["patient"]),
                definition=escape(row["definition"]),
                change=change,
                reason=escape(translated(row["reason"])),
            )
        )
    if sentences:
        st.markdown("\n".join(sentences))
    if len(table) > MAX_SENTENCES:
        st.caption(_("{n} more are in the table.").format(n=len(table) - MAX_SENTENCES))
    if table.empty:
        st.caption(pgettext("changes", "None."))


@checked_fragment
def _show_reclassification(view: View) -> None:
    st.header(_("Reclassification"))
    other = choose_other(view, "reclassified_to", _("From the definition in use to"))
    figures_and_tables.data_table(make_panel(view, "reclassification", other=other), view)


_SHOWN = {
    RESPONSES_CHANGED: _show_responses,
    DAYS_CHANGED: _show_days,
    RECLASSIFIED: _show_reclassification,
}
