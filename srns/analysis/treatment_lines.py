"""Lines of treatment: the verdict on every line of every child, and counts by drug and mechanism.

A child may have several lines. Each proportion counts a child once, so that exact intervals hold.
"""

import pandas as pd

from srns.analysis.follow_up import at_risk
from srns.analysis.judged_lines import JudgedLines, lines_of
from srns.analysis.proportions.outcomes import OUTCOMES, proportion
from srns.analysis.results_data.source_cells import deciding_cells
from srns.cohort.terms import COMPLETE
from srns.languages.sentences import joined, sentence, term
from srns.rules.classification import Classification

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
    return with_cells(lines_of(classification))


def with_cells(judged: JudgedLines) -> pd.DataFrame:
    """Return the columns of `line_verdicts` of judged lines."""
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
        (exact, in percent; None without a line at risk), `at_start` (lines left out), and the
        children behind them: `patients`, `at_risk`, `left_out`.
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
                    "at_risk": own.loc[risk, "child"].tolist(),
                    "left_out": own.loc[~risk, "child"].tolist(),
                }
            )
    columns = ["line", "drug", "outcome", "n", "of", "percent", "low", "high", "at_start",
               "patients", "at_risk", "left_out"]  # fmt: skip
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
        joined(
            sentence("on {drug} {n} of {of}", drug=row["drug"], n=row["n"], of=row["of"])
            for row in own.to_dict("records")
        )
        for _, own in by_line.groupby("line", sort=True)
    ]
    sentences: list[str] = []
    if lines:
        sentences.append(sentence("Complete remission {lines}.", lines=joined(lines, ", then ")))
    mechanisms = complete[complete["line"].isna()]
    if len(mechanisms):
        listed = joined(
            sentence("{drug} {n} of {of}", drug=term(row["drug"]), n=row["n"], of=row["of"])
            for row in mechanisms.to_dict("records")
        )
        sentences.append(
            sentence(
                "By mechanism, first line of each: complete remission on {drugs}.", drugs=listed
            )
        )
    return sentences
