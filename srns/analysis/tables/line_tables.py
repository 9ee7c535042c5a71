"""Tables of the lines of treatment: each line with its verdict, and remission by line."""

import pandas as pd

from srns.analysis.judged_lines import JudgedLines, lines_of
from srns.analysis.results_data.listing import listed
from srns.analysis.results_data.proportions import printed_proportion, proportion_rows
from srns.analysis.results_data.rows import (
    WHOLE,
    Row,
    Stat,
    Subject,
    as_table,
    by_variable,
    rows_about,
)
from srns.analysis.tables.printed_table import PrintedTable, names
from srns.analysis.treatment_lines import count_lines, line_sentences, with_cells
from srns.languages.messages import mark
from srns.languages.sentences import sentence, term
from srns.rules.classification import Classification
from srns.rules.lines import START_OF_LINE


def line_table(classification: Classification) -> PrintedTable:
    """Tabulate the verdict on every line of every child, with the deciding cells."""
    judged = lines_of(classification)
    rows, notes = _rows(with_cells(judged)), _notes(classification, judged)
    title = sentence("Verdict on each line of treatment")
    return PrintedTable("lines", title, rows, notes, listed_lines(judged))


def _rows(found: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "child": found["child"],
            "line": found["line"],
            "drug": found["drug"],
            "from day": [None if pd.isna(day) else int(day) for day in found["start_day"]],
            "response": found["response"],
            "months to remission": [
                None if pd.isna(months) else round(float(months), 1) for months in found["months"]
            ],
            "ended by": [name or "" for name in found["window_ended_by"].fillna("")],
            "reason": found["reason"],
            "cells": [names(cells, 12) for cells in found["cells"]],
        },
        dtype=object,
    )


def listed_lines(judged: JudgedLines) -> pd.DataFrame:
    """Return the lines as analysis results data: each with its verdict, then how many there are."""
    found = with_cells(judged)
    cells: dict[str, list[str]] = {}
    for child, own in zip(found["child"].astype(str), found["cells"], strict=True):
        cells.setdefault(child, []).extend(own)
    whole = listed(
        _rows(found).drop(columns="cells"),
        "line of treatment",
        "child",
        lambda child, _: cells.get(child, ()),
        numbered="line",
    )
    lines, children = found["child"], found["child"].drop_duplicates()
    for what, who in (("lines", lines), ("children", children)):
        whole += rows_about(Subject(what, "with a line"), [Stat("n", len(who), WHOLE)], who, cells)
    return as_table(whole)


def line_results(verdicts: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Return the counts of `count_lines` as analysis results data.

    Parameters
    ----------
    verdicts
        The lines counted, with their cells.
    """
    first = verdicts.drop_duplicates(["child", "mechanism"])
    rows: list[Row] = []
    for found in counts.to_dict("records"):
        drug, line = str(found["drug"]), found["line"]
        if pd.isna(line):
            group, counted = ("mechanism", drug), first[first["mechanism"] == drug]
        else:
            group = ("line", f"{int(line)}: {drug}")
            counted = verdicts[(verdicts["line"] == line) & (verdicts["drug"] == drug)]
        cells = dict(zip(counted["child"].astype(str), counted["cells"], strict=True))
        about = Subject("response by line", found["outcome"], group)
        rows += proportion_rows(about, found, found["patients"], found["at_risk"], cells=cells)
        apart = [Stat("n.at.start", found["at_start"], WHOLE)]
        rows += rows_about(about, apart, found["left_out"], cells)
    return as_table(rows)


def line_count_table(classification: Classification) -> PrintedTable:
    """Tabulate the remissions on each drug by line, and on each mechanism, with exact intervals."""
    judged = lines_of(classification)
    verdicts = with_cells(judged)
    counts = count_lines(verdicts)
    results = line_results(verdicts, counts)
    stats = by_variable(results).get("response by line", {})
    places = zip(counts["line"], counts["drug"], stats.items(), strict=True)
    rows = pd.DataFrame(
        [
            {
                "line": None if pd.isna(line) else int(line),
                mark("drug or mechanism"): drug,
                "outcome": outcome,
                **_printed(printed_proportion(found)),
                "in remission at start": found["n.at.start"].stat,
                "names": names(found["n"].patients),
            }
            for line, drug, ((_, outcome), found) in places
        ],
        columns=["line", "drug or mechanism", "outcome", "children", "%", "95 % interval",
                 "in remission at start", "names"],
        dtype=object,
    )  # fmt: skip
    notes = (
        *line_sentences(counts),
        sentence(
            "A row with a line number counts the children with that drug as that line; a row "
            "without one counts each child with its first line of the mechanism. Lines in "
            "remission at start are not at risk. Intervals are exact (Clopper–Pearson). Later "
            "lines follow the failure of earlier ones: differences between lines are not effects "
            "of the drugs."
        ),
        *_notes(classification, judged),
    )
    title = sentence("Remission by line of treatment")
    return PrintedTable("line_responses", title, rows, notes, results)


def _printed(proportion: dict[str, str]) -> dict[str, str | None]:
    """Return a printed proportion; empty where no line is at risk."""
    nothing = proportion["%"] == "–"
    return {
        name: None if nothing and name != "children" else text for name, text in proportion.items()
    }


def _notes(classification: Classification, judged: JudgedLines) -> tuple[str, ...]:
    rules = (
        sentence(
            "A line is a course of an immunosuppressant, from its start to the start of the next; "
            "its visits, baseline and remission at start count from its own start."
        ),
    )
    if classification.cohort.day_zero == START_OF_LINE:
        return rules
    left = judged.not_placed.to_dict("records")
    listed = [f"{row['patient']} ({row['drug']})" for row in left]
    return (
        *rules,
        sentence(
            "Line numbers count the lines whose start is known to the day. Courses without such a "
            "start, which are no lines: {courses}.",
            courses=names(listed) or term("none"),
        ),
    )
