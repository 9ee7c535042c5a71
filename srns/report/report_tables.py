"""Tables of the report that are found nowhere else: responses, verdicts, problems."""

from collections.abc import Sequence

import pandas as pd

from srns.analysis.basis_sentences import headline_sentences
from srns.analysis.results_data.listing import listed
from srns.analysis.results_data.proportions import printed_proportion
from srns.analysis.results_data.rows import as_table, statistics_of
from srns.analysis.results_data.source_cells import deciding_cells
from srns.analysis.results_data.unknown_facts import unknown_rows
from srns.analysis.tables.printed_table import PrintedTable, names
from srns.analysis.unknowns import CHILDREN, COURSES, EVENTS, RESULTS, VISITS, unknowns
from srns.languages.sentences import joined, nsentence, sentence, term
from srns.rules.classification import Classification
from srns.workbook.problems import Problem, group_problems

MOST_CELLS = 12


def response_counts(ard: pd.DataFrame, classification: Classification) -> PrintedTable:
    """Tabulate the responses with exact intervals and the children's names.

    Parameters
    ----------
    ard
        Analysis results data of the classification.
    """
    rows = [
        {
            "group": group or "all",
            "response": response,
            **printed_proportion(stats),
            "names": names(stats["n"].patients),
        }
        for (group, response), stats in statistics_of(ard, "response").items()
        if stats["N"].stat
    ]
    columns = ["group", "response", "children", "%", "95 % interval", "names"]
    notes = (
        *headline_sentences(classification),
        *left_open_sentences(classification),
        sentence(
            "Intervals are exact (Clopper–Pearson). Denominators are the children at risk; those "
            "in remission at start are counted of all children."
        ),
    )
    return PrintedTable(
        "responses",
        sentence("Response, overall and by histology"),
        pd.DataFrame(rows, columns=columns),
        notes,
        ard[ard["variable"].isin(("response", "children", "response left open"))],
    )


def left_open_sentences(classification: Classification) -> list[str]:
    """List the children counted without a response that their results leave possible."""
    outcomes = classification.outcomes
    sentences = []
    for response, rows in outcomes.dropna(subset=["left_open"]).groupby("left_open", sort=False):
        sentences.append(
            nsentence(
                "Counted as not in {response}, although missing or bounded results leave it "
                "possible: {n} child ({children}).",
                "Counted as not in {response}, although missing or bounded results leave it "
                "possible: {n} children ({children}).",
                len(rows),
                response=term(str(response)),
                children=names(rows["patient"].tolist()),
            )
        )
    return sentences


def verdicts(classification: Classification) -> PrintedTable:
    """Tabulate each child's verdict with its reason and the deciding cells."""
    by_child = deciding_cells(classification)
    overrides = classification.overrides
    rows = [
        {
            "child": row["patient"],
            "response": row["response"],
            "manual override": overrides[str(row["patient"])].words
            if str(row["patient"]) in overrides
            else "",
            "status": row["status"],
            "reason": row["reason"],
            "cells": names(by_child.get(str(row["patient"]), []), MOST_CELLS),
        }
        for row in classification.verdicts.to_dict("records")
    ]
    columns = ["child", "response", "manual override", "status", "reason", "cells"]
    if not overrides:
        columns.remove("manual override")
    notes = (
        sentence(
            "Manual overrides are shown next to the verdict; all counts and all other tables use "
            "the computed verdict."
        ),
    )
    table = pd.DataFrame(rows, columns=columns)
    results = listed(
        table.drop(columns="cells"), "verdict", "child", lambda child, _: by_child.get(child, ())
    )
    return PrintedTable(
        "verdicts",
        sentence("Verdict of each child and the deciding cells"),
        table,
        notes if overrides else (),
        as_table(results),
    )


def unknown_table(classification: Classification) -> PrintedTable:
    """Tabulate what stayed unknown; what is never unknown stands in a note."""
    found = unknowns(classification)
    rows = [
        {
            "unknown": each.what,
            "number": sentence("{n} of {counted}", n=each.n, counted=_counted(each.of, each.unit)),
            "children": names(each.children, 12),
            "handled": each.handled,
        }
        for each in found
        if each.n
    ]
    never = [each.what for each in found if each.of and not each.n]
    notes = (sentence("Never unknown: {facts}.", facts=joined(never)),) if never else ()
    return PrintedTable(
        "unknown",
        sentence("What stayed unknown"),
        pd.DataFrame(rows, columns=["unknown", "number", "children", "handled"]),
        notes,
        as_table(unknown_rows(classification)),
    )


def _counted(n: int, unit: tuple[str, str]) -> str:
    """Return a number with what is counted."""
    return {
        CHILDREN: nsentence("{n} child", "{n} children", n),
        VISITS: nsentence("{n} visit", "{n} visits", n),
        RESULTS: nsentence("{n} result", "{n} results", n),
        COURSES: nsentence("{n} course", "{n} courses", n),
        EVENTS: nsentence("{n} event", "{n} events", n),
    }[unit]


def problem_list(problems: Sequence[Problem]) -> PrintedTable:
    """List the open queries and notes on the workbook."""
    rows = [
        {
            "cell": problem.place,
            "kind": problem.severity,
            "found": problem.found,
            "expected": problem.expected,
            "remedy": problem.remedy,
        }
        for problem in problems
        if not problem.acknowledged
    ]
    columns = ["cell", "kind", "found", "expected", "remedy"]
    return PrintedTable(
        "problems", sentence("Queries and notes"), pd.DataFrame(rows, columns=columns)
    )


def acknowledgements(problems: Sequence[Problem]) -> PrintedTable:
    """List the acknowledged queries, grouped, with the reviewer's comment."""
    rows = [
        {
            "cell": group.place,
            "found": group.problems[0].found,
            "expected": group.problems[0].expected,
            "note": group.problems[0].acknowledged,
        }
        for group in group_problems(problem for problem in problems if problem.acknowledged)
    ]
    columns = ["cell", "found", "expected", "note"]
    return PrintedTable(
        "acknowledged",
        sentence("Acknowledged queries"),
        pd.DataFrame(rows, columns=columns),
        (
            sentence(
                "Each was checked by a reviewer, who left the comment; the value is used unchanged."
            ),
        ),
    )
