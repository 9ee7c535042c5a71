"""Cohort report: methods, response counts, verdicts, tables and problems."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from srns.analysis.basis_sentences import basis_paragraph, headline_sentences
from srns.analysis.results_data.listing import listed
from srns.analysis.results_data.proportions import printed_proportion
from srns.analysis.results_data.responses import response_results
from srns.analysis.results_data.rows import as_table, bind, statistics_of
from srns.analysis.results_data.source_cells import deciding_cells
from srns.analysis.summary import summarize
from srns.analysis.tables.printed_table import PrintedTable, names
from srns.analysis.time_to_event.cumulative_incidence import QUARTILES_FROM
from srns.cohort.tables import Cohort
from srns.cohort.wording import plural
from srns.report.provenance import Stamp
from srns.report.table_catalogue import TABLES, Choices
from srns.rules.classification import Classification
from srns.rules.definition_wording import methods_paragraph
from srns.workbook.problems import Problem, group_problems

IN_REPORT = (
    "table1",
    "cases",
    "flow",
    "completeness",
    "exposure",
    "kidney_function",
    "regimen_course",
    "relapses",
    "lines",
    "line_responses",
    "strategies",
)
MOST_CELLS = 12


@dataclass(frozen=True)
class Report:
    """A report independent of file format: methods paragraphs, then tables."""

    title: str
    stamp: Stamp
    methods: tuple[str, ...]
    tables: tuple[PrintedTable, ...]


def make_report(
    cohort: Cohort,
    classification: Classification,
    stamp: Stamp,
    *,
    problems: Sequence[Problem] = (),
    choices: Choices | None = None,
) -> Report:
    """Assemble the report of a cohort.

    Parameters
    ----------
    problems
        Problems of the workbook; queries and notes are listed at the end.
    """
    chosen = choices or Choices()
    tables = (
        response_counts(cohort, classification),
        verdicts(classification),
        *(TABLES[name](cohort, classification, chosen) for name in IN_REPORT),
        problem_list(problems),
        *(
            [acknowledgements(problems)]
            if any(problem.acknowledged for problem in problems)
            else []
        ),
    )
    return Report(f"Remission calls: {stamp.cohort}", stamp, methods(classification), tables)


def report_results(report: Report) -> pd.DataFrame:
    """Return the analysis results data of every table of a report.

    Returns
    -------
    DataFrame
        The rows of all tables, each with the `table` that it is printed in.
    """
    return bind(
        table.results.assign(table=table.name) for table in report.tables if len(table.results)
    )


def methods(classification: Classification) -> tuple[str, ...]:
    """Return the methods paragraphs."""
    definition = classification.definition
    source = f"Source of the definition: {definition.source}."
    return (
        methods_paragraph(definition),
        basis_paragraph(classification),
        source + (f" https://doi.org/{definition.doi}" if definition.doi else ""),
        "Proportions are given with exact (Clopper–Pearson) 95 % intervals, numbers as median "
        f"(range), with quartiles from {QUARTILES_FROM} children. Results reported as below or "
        "above a limit were not replaced by a number. A child whose response is undetermined is "
        "not evaluable; it stays in the denominator, and so does a child of whom a better response "
        "than the one counted stays possible. No urine result and no albumin was imputed; "
        "height and weight were carried forward for the days stated below the tables. In curves, "
        "kidney failure, death or a relapse with a partial date stands on the latest possible day, "
        "one without any date at the last visit, and each such child is named.",
        f"The definition's file has the SHA-256 {definition.sha256}. This report gives no "
        "diagnosis and no treatment advice.",
    )


def response_counts(cohort: Cohort, classification: Classification) -> PrintedTable:
    """Tabulate the responses with exact intervals and the children's names."""
    summary = summarize(cohort, classification, "histology")
    results = response_results(summary, classification)
    rows = [
        {
            "group": group or "all",
            "response": response,
            **printed_proportion(stats),
            "names": names(stats["n"].patients),
        }
        for (group, response), stats in statistics_of(results, "response").items()
        if stats["N"].stat
    ]
    columns = ["group", "response", "children", "%", "95 % interval", "names"]
    notes = (
        *headline_sentences(classification),
        *left_open_sentences(classification),
        "Intervals are exact (Clopper–Pearson). Denominators are the children at risk; those in "
        "remission at start are counted of all children.",
    )
    return PrintedTable(
        "responses",
        "Response, overall and by histology",
        pd.DataFrame(rows, columns=columns),
        notes,
        results,
    )


def left_open_sentences(classification: Classification) -> list[str]:
    """List the children counted without a response that their results leave possible."""
    outcomes = classification.outcomes
    sentences = []
    for response, rows in outcomes.dropna(subset=["left_open"]).groupby("left_open", sort=False):
        n = plural(len(rows), "child", "children")
        sentences.append(
            f"Counted as not in {response}, although missing or bounded results leave it possible: "
            f"{n} ({names(rows['patient'].tolist())})."
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
        "Manual overrides are shown next to the verdict; all counts and all other tables use the "
        "computed verdict.",
    )
    table = pd.DataFrame(rows, columns=columns)
    results = listed(
        table.drop(columns="cells"), "verdict", "child", lambda child, _: by_child.get(child, ())
    )
    return PrintedTable(
        "verdicts",
        "Verdict of each child and the deciding cells",
        table,
        notes if overrides else (),
        as_table(results),
    )


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
    return PrintedTable("problems", "Queries and notes", pd.DataFrame(rows, columns=columns))


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
        "Acknowledged queries",
        pd.DataFrame(rows, columns=columns),
        ("Each was checked by a reviewer, who left the comment; the value is used unchanged.",),
    )
