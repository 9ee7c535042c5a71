"""Lines of treatment: each with its verdict, by number and mechanism; who moves by strategy."""

from dataclasses import replace

import pandas as pd

from srns.analysis.judged_lines import BY_LINE, BY_MECHANISM, JudgedLines, count_lines, judge_lines
from srns.analysis.proportions.intervals import EXACT, METHOD_WORDS
from srns.analysis.results_data.responses import counted_results
from srns.analysis.strategies import strategy_moves, strategy_table
from srns.analysis.tables.line_tables import listed_lines
from srns.charts.proportions import describe, proportions
from srns.cohort.errors import InputError
from srns.languages.messages import _, translated
from srns.panels.basis_words import basis_words
from srns.panels.panel import Panel, table_panel, title_of
from srns.panels.response_counts import REMISSIONS
from srns.panels.view import View


def lines(view: View) -> Panel:
    """List the lines, each with its verdict."""
    judged = lines_of(view)
    return table_panel("lines", shown_lines(judged.table), lambda: listed_lines(judged))


def remission_by_line(view: View, *, interval: str = EXACT) -> Panel:
    """Count remission by the number of the line."""
    return _counted(view, BY_LINE, interval)


def remission_by_mechanism(view: View, *, interval: str = EXACT) -> Panel:
    """Count remission by mechanism; each child counts with its first line of it."""
    return _counted(view, BY_MECHANISM, interval)


def strategies(view: View) -> Panel:
    """List who gets another verdict under another strategy for rescue drugs."""
    return table_panel(
        "strategies",
        moves_of(view).rename(columns={"rescue": "rescue drug"}),
        lambda: strategy_table(view.classification).results,
    )


def _counted(view: View, by: str, interval: str) -> Panel:
    judged = lines_of(view)
    counts = counts_by(judged, by, interval)
    if counts.empty:
        raise InputError("found no line at risk; expected at least one: there is nothing to draw.")
    counts["lines"] = [", ".join(names) for names in counts["patients"]]
    counts = counts.drop(columns="patients")
    notes = (
        view.sentence,
        basis_words(replace(view.basis, by_line=True), view.cohort),
        translated(view.cohort_note),
    )
    heading = _("Remission by {group}, with {method} 95 % intervals").format(
        group=translated(by), method=translated(METHOD_WORDS[interval])
    )
    whole = count_lines(judged.table, by, interval)
    name = f"remission_by_{by}"
    return Panel(
        name,
        title_of(name),
        counts,
        describe(counts, interval=interval),
        draw=lambda: proportions(
            counts, heading, view.definition, notes, interval=interval, whom=_("Lines")
        ),
        results=lambda: counted_results(whole, by, interval, judged.found),
    )


def counts_by(judged: JudgedLines, by: str, interval: str = EXACT) -> pd.DataFrame:
    """Count remission of the lines at risk; empty where none is."""
    counts = count_lines(judged.table, by, interval)
    counts = counts[counts["response"].isin(REMISSIONS) & (counts["of"] > 0)]
    return counts.reset_index(drop=True)


def lines_of(view: View) -> JudgedLines:
    """Return the lines of the children, or the lines, that pass the filters, with verdicts."""
    cohort = view.reading.cohort
    assert cohort is not None  # else there were no view
    judged = view.once("lines", lambda: judge_lines(cohort, view.definition, view.basis.strategy))
    by_line = view.basis.by_line
    shown = judged.table["key" if by_line else "patient"].isin(view.patients)
    children = set(judged.table.loc[shown, "patient"]) if by_line else set(view.patients)
    left = judged.not_placed[judged.not_placed["patient"].isin(children)]
    return JudgedLines(judged.table[shown].reset_index(drop=True), left, judged.found)


def moves_of(view: View) -> pd.DataFrame:
    """Return who gets another verdict under another strategy, computed once."""
    return view.once(
        ("strategy moves", tuple(view.patients)), lambda: strategy_moves(view.classification)
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
