"""Check of the numbers in a manuscript against the data: the paper's own, and the visitor's."""

import io
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import streamlit as st
from openpyxl import Workbook

from srns.analysis.statements.check import (
    AGREES,
    CANNOT_TELL,
    DIFFERS,
    MISTAKE,
    NO_NUMBER,
    NOT_STATED,
    CheckedStatement,
    check_statements,
    count_verdicts,
)
from srns.analysis.statements.fields import FIELDS
from srns.charts.theme import name_definition
from srns.cohort.errors import StatementsError
from srns.cohort.statements import Statement
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state import session, workbook_import
from srns.dashboard.state.filters import require_view
from srns.languages.current import ENGLISH, language
from srns.languages.messages import _, mark, ngettext, pgettext, translated
from srns.panels.manuscript_numbers import OF_PAPER, OF_VISITOR, paper_checked, statements_panel
from srns.panels.view import View
from srns.report.provenance import SIMULATED, Stamp
from srns.workbook.statements_file import read_statements

SIGNS = {AGREES: "✓", DIFFERS: "✗", CANNOT_TELL: "?", NOT_STATED: "+", NO_NUMBER: "“ ”",
         MISTAKE: "!"}  # fmt: skip
EXAMPLE = (
    Statement("complete remission in half of the children", "4 (50 %)", "share response = CR",
              "Abstract"),
    Statement("median age at the first infusion", "8.25 (3.8–13.1)",
              "median age_at_first_infusion_years", "Results"),
)  # fmt: skip


def show_check() -> None:
    """Draw the check of the visitor's manuscript, or that of the paper."""
    whose = {
        mark("Your manuscript"): show_own,
        mark("The paper, against its own Table 1"): show_paper,
    }
    chosen = st.segmented_control(
        _("Whose numbers"), list(whose), default=next(iter(whose)), required=True, key="whose",
        format_func=translated, label_visibility="collapsed",
    )  # fmt: skip
    whose[chosen]()


def show_paper() -> None:
    """Draw the check of the paper against its own Table 1."""
    st.write(
        _(
            "Each number that Haddad et al. (2021) report for their eight children, recomputed "
            "from the table they print. Filters do not apply here."
        )
    )
    checked = paper_checked(session.definition_in_use(), session.cached)
    _show("paper_statements", checked, OF_PAPER, paper_stamp())
    _show_inconsistencies(checked)


def show_own() -> None:
    """Draw the check of the visitor's manuscript against the open workbook."""
    _show_syntax()
    name, statements = _choose_statements()
    if statements:
        view = require_view()
        own = check_statements(statements, view.cohort, view.classification)
        _show("own_statements", own, OF_VISITOR, view, {"statements": name})


def paper_stamp() -> Stamp:
    """Return what exports of the paper's statements state, whichever cohort is open."""
    with language(ENGLISH):
        definition = name_definition(session.definition_in_use())
    return Stamp(workbook_import.PAPER_NAME, "All 8 children.", definition, SIMULATED)


def _show(
    name: str,
    checked: list[CheckedStatement],
    title: str,
    view: View | Stamp,
    options: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Draw how many agree, then the statements, those that differ first.

    Parameters
    ----------
    options
        What a script needs to ask for the same.
    """
    counts = count_verdicts(checked)
    figures_and_tables.metrics_row(
        [(f"{SIGNS[verdict]} {translated(verdict)}", n) for verdict, n in counts.items()]
    )
    wanted = st.pills(
        pgettext("statements", "Show"),
        list(counts),
        selection_mode="multi",
        key=f"{name}_verdicts",
        format_func=lambda verdict: f"{SIGNS[verdict]} {translated(verdict)}",
    )
    panel = statements_panel(name, checked, title, wanted)
    asked = {**options, **({"verdicts": list(wanted)} if wanted else {})}
    figures_and_tables.data_table(replace(panel, options=asked), view)


def _show_inconsistencies(checked: list[CheckedStatement]) -> None:
    """Draw each contradiction within the text, with the evidence for it."""
    numbers = sorted({each.statement.inconsistency for each in checked} - {0})
    if not numbers:
        return
    by_number = {
        number: [each for each in checked if each.statement.inconsistency == number]
        for number in numbers
    }
    number = st.selectbox(
        _("Contradictions within the text ({n})").format(n=len(numbers)),
        numbers,
        key="contradiction",
        format_func=lambda each: f"{each} · {by_number[each][0].statement.says}",
    )
    mine = by_number[number]
    shown = any(each.computed for each in mine)
    st.caption(_("Shown by the data.") if shown else _("Two passages of the text."))
    for each in mine:
        _show_statement(each)


def _show_statement(each: CheckedStatement) -> None:
    stated = each.statement
    st.markdown(f"**{escape(stated.section)}:** “{escape(stated.says)}”")
    if stated.against:
        st.markdown(_("**But** {passage}").format(passage=escape(stated.against)))
    if each.computed:
        words = (
            _("stated {stated}; computed **{computed}**").format(
                stated=escape(stated.value), computed=escape(each.computed)
            )
            if stated.value
            else _("computed **{computed}**").format(computed=escape(each.computed))
        )
        st.markdown(f"{SIGNS[each.verdict]} {words}")
    for words in (each.why, stated.note):
        if words:
            st.caption(escape(words))


def _choose_statements() -> tuple[str, tuple[Statement, ...]]:
    """Draw the upload of statements; return the file's name and them, none of a wrong file."""
    left, right = st.columns(2, gap="large")
    with left:
        upload = st.file_uploader(
            _("Your statements (.csv, .xlsx or .toml)"), type=["csv", "xlsx", "toml"],
            key="statements_file",
            help=_("Read in this session only, like the workbook."),
        )  # fmt: skip
    with right:
        st.write(_("Three columns: statement, value, how computed."))
        st.download_button(
            _("Download an example to fill in"),
            _example,
            "statements.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
        )
    if upload is None:
        return "", ()
    try:
        found = read_statements(upload.getvalue(), upload.name)
    except StatementsError as error:
        st.error(escape(error))
        return upload.name, ()
    n = len(found)
    st.success(ngettext("Read: {n} statement.", "Read: {n} statements.", n).format(n=n))
    return upload.name, found


def _example() -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Statements"
    sheet.append(["statement", "value", "how computed", "section"])
    for each in EXAMPLE:
        sheet.append([each.says, each.value, each.how, each.section])
    for column, width in zip("ABCD", (48, 18, 48, 14), strict=True):
        sheet.column_dimensions[column].width = width
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _show_syntax() -> None:
    with st.popover(_("How to write a computation"), key="syntax", on_change="rerun") as it:
        if not it.open:
            return
        st.markdown(
            _(
                "`count CONDITION`, `share CONDITION`, `percent CONDITION` or `children "
                "CONDITION`, each optionally with `where CONDITION` for a subgroup; `median "
                "AMOUNT`, `min AMOUNT`, `max AMOUNT`. A condition compares a field with words or "
                "a number by `=`, `!=`, `<`, `<=`, `>`, `>=`, `has`, `known` or `missing`, joined "
                "by `and`, `or`, `not` and parentheses. An amount adds or subtracts fields with "
                "`+` and `-`, and may multiply or divide them by a number. For example:"
            )
        )
        st.code(
            "share response = CR where histology_group = MCD\n"
            "median months_from_last_infusion where response = CR and relapse = no\n"
            "median time_to_steroid_resistance_months / 12",
            language=None,
        )
        st.dataframe(
            [
                {"field": each.id, "kind": each.kind, "meaning": each.meaning}
                for each in FIELDS.values()
            ],
            hide_index=True,
            alt=_("Fields for a computation"),
        )
