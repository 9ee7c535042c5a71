"""Lines of treatment: each with its verdict, by number and mechanism; who moves by strategy."""

import streamlit as st

from srns.analysis.judged_lines import BY_LINE, BY_MECHANISM, JudgedLines
from srns.cohort.terms import AT_START
from srns.dashboard.markdown_text import count, escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state.page_options import INTERVAL, choose
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
            "No line of treatment: no course of an immunosuppressant has a start known to the day. "
            "Steroids alone are no line."
        )
    else:
        children = judged.table["patient"].nunique()
        st.write(
            f"{count(len(judged.table), 'line')} in {count(children, 'child', 'children')}. Each "
            "is judged from the day it was started until the day the next one was started, by "
            "the same rules as a child."
        )
        figures_and_tables.data_table(make_panel(view, "lines"), view)
    if len(judged.not_placed):
        listed = "; ".join(
            f"child {row['patient']}, {row['drug']}" + (f" ({row['cell']})" if row["cell"] else "")
            for row in judged.not_placed.head(12).to_dict("records")
        )
        more = len(judged.not_placed) - 12
        st.caption(
            escape(
                f"No line, because the start is not known to the day: {listed}"
                + (f" and {more} more." if more > 0 else ".")
            )
        )


def show_responses(view: View, judged: JudgedLines) -> None:
    """Draw remission by the number of the line, and by mechanism."""
    if judged.table.empty:
        return
    interval = choose(INTERVAL)
    by = st.segmented_control(
        "Response", [BY_LINE, BY_MECHANISM], default=BY_LINE, required=True, key="lines_by",
        format_func=lambda name: f"by {name}",
    )  # fmt: skip
    if counts_by(judged, by, interval).empty:
        st.write("No line is at risk: each began in remission.")
        return
    panel = make_panel(view, f"remission_by_{by}", interval=interval)
    figures_and_tables.figure(panel, view)
    st.caption(
        "By mechanism each child counts with its first line of it. Later lines follow the failure "
        "of earlier ones: differences between lines are not effects of the drugs."
    )
    if apart := int((judged.table["response"] == AT_START).sum()):
        st.caption(f"In remission at start, counted apart: {count(apart, 'line')}.")


def show_strategies(view: View) -> None:
    """Draw who moves under which strategy for rescue drugs."""
    st.subheader("Who moves under which strategy for rescue drugs")
    moves = moves_of(view)
    whom = "line" if view.basis.by_line else "child"
    if moves.empty:
        st.write(f"No {whom} gets another verdict under another strategy.")
        return
    several = "lines" if view.basis.by_line else "children"
    st.write(
        f"{count(len(moves), whom, several)} of {len(view.patients)} "
        f"{'gets' if len(moves) == 1 else 'get'} another verdict. In force: {view.basis.strategy}."
    )
    figures_and_tables.data_table(make_panel(view, "strategies"), view)
