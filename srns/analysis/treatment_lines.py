"""Lines of treatment: the verdict on every line of every child, and counts by drug and mechanism.

A child may have several lines. Each proportion counts a child once, so that exact intervals hold.
"""

import pandas as pd

from srns.analysis.definitions.comparison import OUTCOMES, proportion
from srns.analysis.follow_up import at_risk
from srns.analysis.judged_lines import JudgedLines, lines_of
from srns.analysis.results_data import deciding_cells
from srns.analysis.tables.printed_table import PrintedTable, names
from srns.cohort.paper_numbers import show_percent, show_range
from srns.cohort.terms import COMPLETE
from srns.rules.classification import Classification
from srns.rules.lines import START_OF_LINE

_COLUMNS = (
    "child", "line", "drug", "mechanism", "start_day", "response", "months", "status",
    "window_ended_by", "reason", "cells",
)  # fmt: skip


def line_verdicts(classification: Classification) -> pd.DataFrame:
    """List the verdict on every line.

    Returns
    -------
    DataFrame
        One row is one line of one child, in the order of children and time: `child`, `line`
        (1, 2, …), `drug`, `mechanism`, `start_day` (from the child's day 0; missing where the
        classification itself is of lines), `response`, `months` (from the start of the line to the
        remission), `status`, `window_ended_by`, `reason`, and `cells`: a tuple of the cell where
        the line starts, then of those that decided the verdict.
    """
    return _with_cells(lines_of(classification))


def _with_cells(judged: JudgedLines) -> pd.DataFrame:
    evidence = deciding_cells(judged.found)
    table = judged.table.rename(columns={"patient": "child", "months_from_day_0": "months"})
    table["cells"] = [
        tuple(dict.fromkeys([*filter(None, [cell]), *evidence.get(str(key), [])]))
        for key, cell in zip(table["key"], table["cell"], strict=True)
    ]
    return table[list(_COLUMNS)]


def count_lines(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Count the remissions on each drug by number of the line, and on each mechanism.

    Parameters
    ----------
    verdicts
        Result of `line_verdicts`.

    Returns
    -------
    DataFrame
        One row per outcome of `OUTCOMES` and group: `line` (1, 2, …; missing for a mechanism, where
        each child counts with its first line of it), `drug` (or mechanism), `outcome`, `n`, `of`
        (the lines at risk; those in remission at start are left out), `percent`, `low`, `high`
        (exact, in percent; None without a line at risk), `at_start` (lines left out), `patients`.
    """
    first = verdicts.drop_duplicates(["child", "mechanism"])
    groups: list[tuple[int | None, str, pd.DataFrame]] = [
        (int(own["line"].iloc[0]), str(own["drug"].iloc[0]), own)
        for _, own in verdicts.groupby(["line", "drug"], sort=False)
    ]
    groups.sort(key=lambda each: (each[0] or 0, -len(each[2])))
    groups += [(None, str(name), own) for name, own in first.groupby("mechanism", sort=False)]
    rows = []
    for number, drug, own in groups:
        risk = at_risk(own["response"])
        of = int(risk.sum())
        for outcome, responses in OUTCOMES.items():
            reached = own[own["response"].isin(responses)]
            rows.append(
                {
                    "line": number,
                    "drug": drug,
                    "outcome": outcome,
                    **proportion(len(reached), of),
                    "at_start": int((~risk).sum()),
                    "patients": reached["child"].tolist(),
                }
            )
    columns = ["line", "drug", "outcome", "n", "of", "percent", "low", "high", "at_start",
               "patients"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns, dtype=object)


def line_sentences(counts: pd.DataFrame) -> list[str]:
    """Return the sentence on complete remission by line, and the one by mechanism.

    >>> rows = [(1, "tacrolimus", COMPLETE, 3, 12), (2, "rituximab", COMPLETE, 2, 7)]
    >>> line_sentences(pd.DataFrame(rows, columns=["line", "drug", "outcome", "n", "of"]))
    ['Complete remission on tacrolimus 3 of 12, then on rituximab 2 of 7.']
    """
    complete = counts[counts["outcome"] == COMPLETE]
    by_line = complete[complete["line"].notna()]
    lines = [
        ", ".join(f"on {row['drug']} {row['n']} of {row['of']}" for row in own.to_dict("records"))
        for _, own in by_line.groupby("line", sort=True)
    ]
    sentences = [f"Complete remission {', then '.join(lines)}."] if lines else []
    mechanisms = complete[complete["line"].isna()]
    if len(mechanisms):
        listed = ", ".join(
            f"{row['drug']} {row['n']} of {row['of']}" for row in mechanisms.to_dict("records")
        )
        sentences.append(f"By mechanism, first line of each: complete remission on {listed}.")
    return sentences


def line_table(classification: Classification) -> PrintedTable:
    """Tabulate the verdict on every line of every child, with the deciding cells."""
    judged = lines_of(classification)
    found = _with_cells(judged)
    rows = pd.DataFrame(
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
    return PrintedTable(
        "lines", "Verdict on each line of treatment", rows, _notes(classification, judged)
    )


def line_count_table(classification: Classification) -> PrintedTable:
    """Tabulate the remissions on each drug by line, and on each mechanism, with exact intervals."""
    judged = lines_of(classification)
    counts = count_lines(_with_cells(judged))
    rows = pd.DataFrame(
        {
            "line": [None if pd.isna(line) else int(line) for line in counts["line"]],
            "drug or mechanism": counts["drug"],
            "outcome": counts["outcome"],
            "children": [f"{n} of {of}" for n, of in zip(counts["n"], counts["of"], strict=True)],
            "%": [
                None if pd.isna(each) else show_percent(each).removesuffix(" %")
                for each in counts["percent"]
            ],
            "95 % interval": [
                None if pd.isna(low) else show_range(low, high)
                for low, high in zip(counts["low"], counts["high"], strict=True)
            ],
            "in remission at start": counts["at_start"],
            "names": [names(each) for each in counts["patients"]],
        },
        dtype=object,
    )
    notes = (
        *line_sentences(counts),
        "A row with a line number counts the children with that drug as that line; a row without "
        "one counts each child with its first line of the mechanism. Lines in remission at start "
        "are not at risk. Intervals are exact (Clopper–Pearson). Later lines follow the failure of "
        "earlier ones: differences between lines are not effects of the drugs.",
        *_notes(classification, judged),
    )
    return PrintedTable("line_responses", "Remission by line of treatment", rows, notes)


def _notes(classification: Classification, judged: JudgedLines) -> tuple[str, ...]:
    rules = (
        "A line is a course of an immunosuppressant, from its start to the start of the next; its "
        "visits, baseline and remission at start count from its own start.",
    )
    if classification.cohort.day_zero == START_OF_LINE:
        return rules
    left = judged.not_placed.to_dict("records")
    listed = [f"{row['patient']} ({row['drug']})" for row in left]
    return (
        *rules,
        "Line numbers count the lines whose start is known to the day. Courses without such a "
        f"start, which are no lines: {names(listed) or 'none'}.",
    )
