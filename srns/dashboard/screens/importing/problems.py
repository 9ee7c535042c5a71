"""Problems of a workbook, equal ones grouped, and notes on those that were checked."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from srns.dashboard.parts import figures_and_tables
from srns.dashboard.screens.importing.outcome import asks_day_zero
from srns.dashboard.state import workbook_import
from srns.dashboard.state.session import SHARED, LoadedCohort
from srns.languages import counted
from srns.languages.current import ENGLISH, language
from srns.languages.messages import _, in_language, mark, ngettext, translated
from srns.panels.panel import table_panel
from srns.workbook.problems import Problem, ProblemGroup, group_problems
from srns.workbook.recipe.model import Recipe, add_note, take_back
from srns.workbook.template.origins import NO_DAY_ZERO

SEVERITIES = {
    "error": mark("Fix in Excel"),
    "query": mark("Please check"),
    "note": mark("For information"),
}
LONGEST_NOTE = 500


def show(loaded: LoadedCohort) -> None:
    """Draw the problems, errors first, and the form to confirm values that were checked."""
    asked = [] if not asks_day_zero(loaded) else [NO_DAY_ZERO]
    problems = [one for one in loaded.reading.problems if one.found not in asked]
    for severity, title in SEVERITIES.items():
        some = [one for one in problems if one.severity == severity and not one.acknowledged]
        if some:
            st.header(f"{translated(title)} ({len(some)})")
            _list(f"problems_{severity}", some)
            if severity == "query" and loaded.origin != SHARED:
                _draw_form(loaded, group_problems(some))
    done = [one for one in problems if one.acknowledged]
    if done:
        st.header(_("Checked ({n})").format(n=len(done)))
        _list("checked_problems", done)
        st.caption(_("These notes are kept in the import settings below and appear in the report."))
        if loaded.origin != SHARED:
            _draw_removal(loaded, group_problems(done))


def _list(name: str, problems: Sequence[Problem]) -> None:
    groups = group_problems(problems)
    if len(groups) < len(problems):
        st.caption(
            _(
                "{cells} in {lines}: equal problems are grouped. The downloads have one line "
                "per cell."
            ).format(
                cells=counted.cells(len(problems)),
                lines=ngettext("{n} line", "{n} lines", len(groups)).format(n=len(groups)),
            )
        )
    shown = grouped_table(groups).drop(columns="severity")
    figures_and_tables.printed_table(table_panel(name, problem_table(problems)), shown=shown)


def problem_table(problems: Sequence[Problem]) -> pd.DataFrame:
    """List problems, one a row; in English, as every file."""
    with language(ENGLISH):
        return _table([(one.place, one) for one in problems])


def grouped_table(groups: Sequence[ProblemGroup]) -> pd.DataFrame:
    """List equal problems as one row, with the number of cells."""
    table = _table([(in_language(group.place), group.problems[0]) for group in groups])
    if any(len(group.problems) > 1 for group in groups):
        table.insert(1, "cells", [len(group.problems) for group in groups])
    return table


def _table(problems: Sequence[tuple[str, Problem]]) -> pd.DataFrame:
    columns = ["cell", "found", "expected", "remedy", "severity"]
    told = [(place, one.in_language()) for place, one in problems]
    rows = [(place, one.found, one.expected, one.remedy, one.severity) for place, one in told]
    table = pd.DataFrame(rows, columns=columns)
    if any(one.acknowledged for _, one in problems):
        table["note"] = [one.acknowledged for _, one in problems]
    return table


def _draw_form(loaded: LoadedCohort, groups: Sequence[ProblemGroup]) -> None:
    with (
        st.expander(_("Mark one as checked")),
        st.form("acknowledge", clear_on_submit=True, border=False),
    ):
        _choose(_("Problem"), "acknowledge_which", groups)
        st.text_input(
            _("Result of the check (appears in the report: no names, no record numbers)"),
            key="acknowledge_note",
            max_chars=LONGEST_NOTE,
            placeholder=_("Checked in the laboratory system: value is correct"),
        )
        st.form_submit_button(_("Mark as checked"), on_click=_acknowledge, args=(loaded, groups))
    if st.session_state.get("note_missing"):
        st.warning(_("Enter the result of the check: without a note the problem stays open."))


def _choose(label: str, key: str, groups: Sequence[ProblemGroup]) -> None:
    st.selectbox(
        label,
        range(len(groups)),
        format_func=lambda number: _("{place}: {found}").format(
            place=in_language(groups[number].place),
            found=in_language(groups[number].problems[0].found),
        ),
        key=key,
    )


def _acknowledge(loaded: LoadedCohort, groups: Sequence[ProblemGroup]) -> None:
    note = st.session_state["acknowledge_note"].strip()
    st.session_state["note_missing"] = not note
    if note:
        group = groups[st.session_state["acknowledge_which"]]
        workbook_import.use_recipe(add_note(_recipe(loaded), group.problems, note))


def _draw_removal(loaded: LoadedCohort, groups: Sequence[ProblemGroup]) -> None:
    with (
        st.expander(_("Undo a check")),
        st.form("take_back", border=False),
    ):
        _choose(_("Checked problem"), "take_back_which", groups)
        st.form_submit_button(_("Remove the note"), on_click=_take_back, args=(loaded, groups))


def _take_back(loaded: LoadedCohort, groups: Sequence[ProblemGroup]) -> None:
    group = groups[st.session_state["take_back_which"]]
    workbook_import.use_recipe(take_back(_recipe(loaded), group.problems))


def _recipe(loaded: LoadedCohort) -> Recipe:
    """Return the import settings; for a workbook in the template's layout they hold only notes."""
    return loaded.recipe or Recipe(loaded.name, ())
