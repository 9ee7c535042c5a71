"""A text held against a table: the paper's own, and a visitor's."""

import io

import streamlit as st
from openpyxl import Workbook

from srns.analysis.statements.check import (
    AGREES,
    CANNOT_TELL,
    DIFFERS,
    MISTAKE,
    NO_NUMBER,
    NOT_STATED,
    VERDICTS,
    CheckedStatement,
    check_statements,
    count_verdicts,
    statement_table,
)
from srns.analysis.statements.fields import FIELDS
from srns.app_files import PAPER_STATEMENTS
from srns.charts.theme import name_definition
from srns.cohort.errors import StatementsError
from srns.cohort.statements import Statement
from srns.dashboard.markdown_text import count, inert
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state import session
from srns.dashboard.state.filters import View
from srns.report.provenance import SIMULATED, Stamp
from srns.rules.classify import classify
from srns.workbook.statements_file import read_statements

SIGNS = {AGREES: "✓", DIFFERS: "✗", CANNOT_TELL: "?", NOT_STATED: "+", NO_NUMBER: "“ ”",
         MISTAKE: "!"}  # fmt: skip
MEANINGS = {
    AGREES: "agree",
    DIFFERS: "differ",
    CANNOT_TELL: "nobody can tell",
    NOT_STATED: "not stated",
    NO_NUMBER: "no number can check",
    MISTAKE: "cannot be understood",
}
EXAMPLE = (
    Statement("complete remission in half of the children", "4 (50 %)", "share response = CR",
              "Abstract"),
    Statement("median age at the first infusion", "8.25 (3.8–13.1)",
              "median age_at_first_infusion_years", "Results"),
)  # fmt: skip


def paper_checked() -> list[CheckedStatement]:
    """Hold the paper's statements against its own table, under the definition in force."""

    def make() -> list[CheckedStatement]:
        cohort = session.paper_reading().cohort
        if cohort is None:
            return []
        judged = classify(cohort, session.definition_in_force())
        return check_statements(read_statements(PAPER_STATEMENTS), cohort, judged)

    return session.remembered("the paper's statements", make)


def paper_stamp() -> Stamp:
    """Give what exports of the paper's statements say, whatever cohort is open."""
    definition = name_definition(session.definition_in_force())
    return Stamp(session.PAPER_NAME, "All 8 children.", definition, SIMULATED)


def show(name: str, checked: list[CheckedStatement], title: str, view: View | Stamp) -> None:
    """Show how many agree, then every statement, those that differ first."""
    counts = count_verdicts(checked)
    figures_and_tables.measures(
        [(f"{SIGNS[verdict]} {MEANINGS[verdict]}", n) for verdict, n in counts.items()]
    )
    wanted = st.pills(
        "Show",
        list(counts),
        selection_mode="multi",
        key=f"{name}_verdicts",
        format_func=lambda verdict: f"{SIGNS[verdict]} {verdict}",
    )
    chosen = [each for each in checked if not wanted or each.verdict in wanted]
    ordered = sorted(chosen, key=lambda each: VERDICTS.index(each.verdict))
    figures_and_tables.listing(name, statement_table(ordered, title), view)


def show_inconsistencies(checked: list[CheckedStatement]) -> None:
    """Say, contradiction by contradiction, what shows it."""
    numbers = sorted({each.statement.inconsistency for each in checked} - {0})
    if not numbers:
        return
    st.subheader(f"The {len(numbers)} contradictions within the text, one by one")
    for number in numbers:
        mine = [each for each in checked if each.statement.inconsistency == number]
        shown = any(each.computed for each in mine)
        first = mine[0].statement
        with st.expander(
            f"{number} · {inert(first.says)} · "
            + ("shown by a computation" if shown else "text against text")
        ):
            for each in mine:
                _say(each)


def _say(each: CheckedStatement) -> None:
    stated = each.statement
    st.markdown(f"**{inert(stated.section)}:** “{inert(stated.says)}”")
    if stated.against:
        st.markdown(f"**But** {inert(stated.against)}")
    if each.computed:
        said = f"stated {inert(stated.value)}; " if stated.value else ""
        st.markdown(f"{SIGNS[each.verdict]} {said}the table gives **{inert(each.computed)}**")
    for words in (each.why, stated.note):
        if words:
            st.caption(inert(words))


def choose_statements() -> tuple[Statement, ...]:
    """Let a visitor give a file of statements; a mistake in it is one sentence."""
    left, right = st.columns(2, gap="large")
    with left:
        upload = st.file_uploader(
            "Your statements (.csv, .xlsx or .toml)", type=["csv", "xlsx", "toml"],
            key="statements_file",
            help="Read in this session only, like the workbook.",
        )  # fmt: skip
    with right:
        st.write("Three columns: statement, value, how computed.")
        st.download_button(
            "Download an example to fill in",
            _example,
            "statements.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
        )
    if upload is None:
        return ()
    try:
        found = read_statements(upload.getvalue(), upload.name)
    except StatementsError as error:
        st.error(inert(error))
        return ()
    st.success(f"Read: {count(len(found), 'statement')}.")
    return found


def own_checked(view: View, statements: tuple[Statement, ...]) -> list[CheckedStatement]:
    """Hold a visitor's statements against the children that the filters leave."""
    return check_statements(statements, view.cohort, view.classification)


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


def show_vocabulary() -> None:
    """Say how a computation is written."""
    with st.expander("How a computation is written"):
        st.markdown(
            "`count CONDITION`, `share CONDITION`, `percent CONDITION` or `children CONDITION`, "
            "each with `where CONDITION` for the children in question; `median AMOUNT`, "
            "`min AMOUNT`, `max AMOUNT`. A condition holds a field against words or a number with "
            "`=`, `!=`, `<`, `<=`, `>`, `>=`, `has`, `known` or `missing`, joined by `and`, `or`, "
            "`not` and brackets. An amount adds fields with `+` and `-`, and multiplies or divides "
            "them by a number. For example:"
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
            alt="The fields of a computation",
        )
