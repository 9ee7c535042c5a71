"""Lines of treatment: each with its verdict, by number and mechanism; who moves by strategy."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from srns.analysis.judged_lines import (
    BY_LINE,
    BY_MECHANISM,
    JudgedLines,
    count_lines,
    judge_lines,
)
from srns.analysis.proportions.intervals import METHOD_WORDS
from srns.analysis.results_data.responses import counted_results
from srns.analysis.strategies import strategy_moves, strategy_table
from srns.analysis.tables.line_tables import listed_lines
from srns.charts.proportions import describe, proportions
from srns.cohort.terms import AT_START
from srns.dashboard.markdown_text import count, escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.table_views import REMISSIONS
from srns.dashboard.state import session
from srns.dashboard.state.filters import View
from srns.dashboard.state.page_options import INTERVAL, choose


def lines_of(view: View) -> JudgedLines:
    """Return the lines of the children, or the lines, that pass the filters, with verdicts."""
    cohort = session.cohort_as_read()
    judged = session.cached(
        "lines", lambda: judge_lines(cohort, view.definition, view.basis.strategy)
    )
    by_line = view.basis.by_line
    shown = judged.table["key" if by_line else "patient"].isin(view.patients)
    children = set(judged.table.loc[shown, "patient"]) if by_line else set(view.patients)
    left = judged.not_placed[judged.not_placed["patient"].isin(children)]
    return JudgedLines(judged.table[shown].reset_index(drop=True), left, judged.found)


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
        figures_and_tables.data_table(
            "lines", shown_lines(judged.table), view, results=lambda: listed_lines(judged)
        )
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
    of_lines = replace(view.basis, by_line=True)
    notes = (view.sentence, of_lines.words, view.cohort_note)
    by = st.segmented_control(
        "Response", [BY_LINE, BY_MECHANISM], default=BY_LINE, required=True, key="lines_by",
        format_func=lambda name: f"by {name}",
    )  # fmt: skip
    whole = count_lines(judged.table, by, interval)
    counts = whole[whole["response"].isin(REMISSIONS) & (whole["of"] > 0)]
    counts = counts.reset_index(drop=True)
    if counts.empty:
        st.write("No line is at risk: each began in remission.")
        return
    counts["lines"] = [", ".join(names) for names in counts["patients"]]
    counts = counts.drop(columns="patients")
    heading = f"Remission by {by}, with {METHOD_WORDS[interval]} 95 % intervals"
    figures_and_tables.figure(
        f"remission_by_{by}",
        lambda: proportions(
            counts, heading, view.definition, notes, interval=interval, whom="Lines"
        ),
        describe(counts, interval=interval),
        counts,
        view,
        depends_on=interval,
        results=lambda: counted_results(whole, by, interval, judged.found),
    )
    st.caption(
        "By mechanism each child counts with its first line of it. Later lines follow the failure "
        "of earlier ones: differences between lines are not effects of the drugs."
    )
    if apart := int((judged.table["response"] == AT_START).sum()):
        st.caption(f"In remission at start, counted apart: {count(apart, 'line')}.")


def show_strategies(view: View) -> None:
    """Draw who moves under which strategy for rescue drugs."""
    st.subheader("Who moves under which strategy for rescue drugs")
    moves = session.cached(
        ("strategy moves", tuple(view.patients)),
        lambda: strategy_moves(view.classification),
    )
    whom = "line" if view.basis.by_line else "child"
    if moves.empty:
        st.write(f"No {whom} gets another verdict under another strategy.")
        return
    several = "lines" if view.basis.by_line else "children"
    st.write(
        f"{count(len(moves), whom, several)} of {len(view.patients)} "
        f"{'gets' if len(moves) == 1 else 'get'} another verdict. In force: {view.basis.strategy}."
    )
    figures_and_tables.data_table(
        "strategies",
        moves.rename(columns={"rescue": "rescue drug"}),
        view,
        results=lambda: strategy_table(view.classification).results,
    )


def shown_lines(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table of lines as the page shows it."""
    return pd.DataFrame(
        {
            "child": table["patient"],
            "line": table["line"],
            "drug": table["drug"],
            "mechanism": table["mechanism"],
            "from day": table["start_day"].astype("Int64"),
            "next line on day": table["next_day"].astype("Int64"),
            "response": table["response"],
            "months to remission": table["months_from_day_0"].round(1),
            "ended by": table["window_ended_by"].fillna(""),
            "status at the end": table["status"],
            "reason": table["reason"],
            "cell": table["cell"],
        }
    )
