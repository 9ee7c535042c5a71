"""Lines of treatment: each with its verdict, by number and mechanism; who moves by strategy."""

import streamlit as st

from srns.analysis.judged_lines import BY_LINE, BY_MECHANISM, JudgedLines
from srns.cohort.terms import AT_START
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state.page_options import INTERVAL, choose
from srns.languages import counted
from srns.languages.lists import join_row
from srns.languages.messages import _, ngettext, translated
from srns.panels.catalogue import make_panel
from srns.panels.lines import counts_by, lines_of, moves_of
from srns.panels.view import View


def show_all(view: View) -> None:
    """Draw the lines, their responses, and who moves under which strategy."""
    judged = lines_of(view)
    show_lines(view, judged)
    show_responses(view, judged)
    show_strategies(view)


def show_lines(view: View, judged: JudgedLines) -> None:
    """Draw the table of lines, and the courses that could not be placed."""
    if judged.table.empty:
        st.info(
            _(
                "No line of treatment: no course of an immunosuppressant has a start known to the "
                "day. Steroids alone are no line."
            )
        )
    else:
        children = judged.table["patient"].nunique()
        st.write(
            ngettext(
                "{n} line in {children}. Each is judged from the day it was started until the day "
                "the next one was started, by the same rules as a child.",
                "{n} lines in {children}. Each is judged from the day it was started until the day "
                "the next one was started, by the same rules as a child.",
                len(judged.table),
            ).format(n=len(judged.table), children=counted.children(children))
        )
        figures_and_tables.data_table(make_panel(view, "lines"), view)
    if len(judged.not_placed):
        listed = [
            _("child {child}, {drug}").format(child=row["patient"], drug=row["drug"])
            + (f" ({row['cell']})" if row["cell"] else "")
            for row in judged.not_placed.head(12).to_dict("records")
        ]
        more = len(judged.not_placed) - len(listed)
        courses = join_row(listed, "; ")
        if more:
            courses = _("{listed} and {n} more").format(listed=courses, n=more)
        st.caption(
            escape(
                _("No line, because the start is not known to the day: {courses}.").format(
                    courses=courses
                )
            )
        )


def show_responses(view: View, judged: JudgedLines) -> None:
    """Draw remission by the number of the line, and by mechanism."""
    if judged.table.empty:
        return
    interval = choose(INTERVAL)
    by = st.segmented_control(
        _("Response"), [BY_LINE, BY_MECHANISM], default=BY_LINE, required=True, key="lines_by",
        format_func=lambda name: _("by {group}").format(group=translated(name)),
    )  # fmt: skip
    if counts_by(judged, by, interval).empty:
        st.write(_("No line is at risk: each began in remission."))
        return
    panel = make_panel(view, f"remission_by_{by}", interval=interval)
    figures_and_tables.figure(panel, view)
    st.caption(
        _(
            "By mechanism each child counts with its first line of it. Later lines follow the "
            "failure of earlier ones: differences between lines are not effects of the drugs."
        )
    )
    if apart := int((judged.table["response"] == AT_START).sum()):
        st.caption(
            ngettext(
                "In remission at start, counted apart: {n} line.",
                "In remission at start, counted apart: {n} lines.",
                apart,
            ).format(n=apart)
        )


def show_strategies(view: View) -> None:
    """Draw who moves under which strategy for rescue drugs."""
    st.header(_("Who moves under which strategy for rescue drugs"))
    moves = moves_of(view)
    by_line, n, of = view.basis.by_line, len(moves), len(view.patients)
    if moves.empty:
        st.write(
            _("No line gets another verdict under another strategy.")
            if by_line
            else _("No child gets another verdict under another strategy.")
        )
        return
    words = (
        ngettext(
            "{n} line of {of} gets another verdict. In force: {strategy}.",
            "{n} lines of {of} get another verdict. In force: {strategy}.",
            n,
        )
        if by_line
        else ngettext(
            "{n} child of {of} gets another verdict. In force: {strategy}.",
            "{n} children of {of} get another verdict. In force: {strategy}.",
            n,
        )
    )
    st.write(words.format(n=n, of=of, strategy=translated(view.basis.strategy)))
    figures_and_tables.data_table(make_panel(view, "strategies"), view)
