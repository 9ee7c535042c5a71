"""What does the report of a cohort say, part by part?"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from srns.analysis.summary import summarise
from srns.analysis.tables.printed_table import PrintedTable, names
from srns.analysis.time_to_event.cumulative_incidence import QUARTILES_FROM
from srns.cohort.tables import Cohort
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
)
MOST_CELLS = 12


@dataclass(frozen=True)
class Report:
    """A report before it has a form: words first, then tables."""

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
    """Put the report of a cohort together.

    Parameters
    ----------
    problems
        Of the workbook; queries and notes are listed at the end.
    """
    chosen = choices or Choices()
    tables = (
        response_counts(cohort, classification),
        verdicts(classification),
        *(TABLES[name](cohort, classification, chosen) for name in IN_REPORT),
        problem_list(problems),
        *([acknowledgements(problems)] if any(each.acknowledged for each in problems) else []),
    )
    return Report(f"Remission calls: {stamp.cohort}", stamp, methods(classification), tables)


def methods(classification: Classification) -> tuple[str, ...]:
    """Write the paragraph for a methods section, and what must be said beside it."""
    definition = classification.definition
    source = f"Source of the definition: {definition.source}."
    return (
        methods_paragraph(definition),
        source + (f" https://doi.org/{definition.doi}" if definition.doi else ""),
        "Proportions carry exact (Clopper–Pearson) 95 % intervals. Numbers are given as median "
        f"(range), with quartiles from {QUARTILES_FROM} children on. Results reported as below or "
        "above a number were not replaced by a number. Unknown results were never counted as "
        "failing: a child of whom nobody can tell is not evaluable. Nothing was imputed.",
        f"The definition's file has the SHA-256 {definition.sha256}. This report gives no "
        "diagnosis and no treatment advice.",
    )


def response_counts(cohort: Cohort, classification: Classification) -> PrintedTable:
    """Count the responses with exact intervals and the children's names."""
    rows = [
        {
            "group": row["group"],
            "response": row["response"],
            "children": f"{row['n']} of {row['of']}",
            "%": f"{row['percent']:.1f}",
            "95 % interval": f"{row['low']:.1f}–{row['high']:.1f}",
            "who": names(row["patients"]),
        }
        for row in summarise(cohort, classification, "histology")["responses"]
        if row["of"] and (row["n"] or row["group"] == "all")
    ]
    columns = ["group", "response", "children", "%", "95 % interval", "who"]
    return PrintedTable(
        "responses",
        "Response, of all children and by histology",
        pd.DataFrame(rows, columns=columns),
        ("Intervals are exact (Clopper–Pearson).",),
    )


def verdicts(classification: Classification) -> PrintedTable:
    """List each child's verdict with its reason and the cells that decided it."""
    occasions = classification.occasions
    found: dict[str, list[str]] = {}
    for row in occasions[occasions["evidence"]].to_dict("records"):
        mine = found.setdefault(str(row["patient"]), [])
        mine += [cell for cell in (row["upcr_cell"], row["albumin_cell"]) if cell]
    overrides = classification.overrides
    rows = [
        {
            "child": row["patient"],
            "response": row["response"],
            "overridden by a person": overrides[str(row["patient"])].words
            if str(row["patient"]) in overrides
            else "",
            "status": row["status"],
            "reason": row["reason"],
            "cells": names(found.get(str(row["patient"]), []), MOST_CELLS),
        }
        for row in classification.verdicts.to_dict("records")
    ]
    columns = ["child", "response", "overridden by a person", "status", "reason", "cells"]
    if not overrides:
        columns.remove("overridden by a person")
    notes = (
        "What a person decided against the rule stands beside the verdict; every count and every "
        "other table is the rule's.",
    )
    return PrintedTable(
        "verdicts",
        "Each child's verdict and the cells that decided it",
        pd.DataFrame(rows, columns=columns),
        notes if overrides else (),
    )


def problem_list(problems: Sequence[Problem]) -> PrintedTable:
    """List what is odd in the workbook, so that a reader can judge what rests on it."""
    rows = [
        {
            "cell": each.place,
            "kind": each.severity,
            "found": each.found,
            "expected": each.expected,
            "remedy": each.remedy,
        }
        for each in problems
        if not each.acknowledged
    ]
    columns = ["cell", "kind", "found", "expected", "remedy"]
    return PrintedTable("problems", "Queries and notes", pd.DataFrame(rows, columns=columns))


def acknowledgements(problems: Sequence[Problem]) -> PrintedTable:
    """List the queries that a person looked up, equal ones together, with what was noted."""
    rows = [
        {
            "cell": group.place,
            "found": group.problems[0].found,
            "expected": group.problems[0].expected,
            "note": group.problems[0].acknowledged,
        }
        for group in group_problems(each for each in problems if each.acknowledged)
    ]
    columns = ["cell", "found", "expected", "note"]
    return PrintedTable(
        "acknowledged",
        "Queries acknowledged",
        pd.DataFrame(rows, columns=columns),
        ("Each was looked up by a person, who left the note; the value is used as it stands.",),
    )
