"""Changes between definitions as rows: each response of each child, and who moves where."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from srns.analysis.definitions.comparison import Comparison, reclassification
from srns.analysis.results_data.listing import listed
from srns.analysis.results_data.rows import (
    AS_TEXT,
    WHOLE,
    Row,
    Stat,
    Subject,
    as_table,
    rows_about,
    statistics_of,
)
from srns.analysis.results_data.source_cells import deciding_cells, together
from srns.analysis.tables.printed_table import PrintedTable

RECLASSIFIED = "reclassification"


def matrix_results(comparison: Comparison) -> pd.DataFrame:
    """Return each child's response and onset day under every definition, and who changes."""
    everyone = [str(patient) for patient in comparison.matrix.index]
    changing = [str(patient) for patient in comparison.changing]
    rows: list[Row] = []
    for level, children in (("compared", everyone), ("that change", changing)):
        about = Subject("children under all definitions", level)
        rows += rows_about(about, [Stat("n", len(children), WHOLE)], children)
    counted = Stat("count", len(comparison.definitions), WHOLE)
    rows += rows_about(Subject("definitions compared"), [counted])
    for found in comparison.classifications:
        cells, table = deciding_cells(found), found.outcomes
        for patient, response, day in zip(
            table["patient"], table["response"], table["onset_day"], strict=True
        ):
            about = Subject(
                f"response under {found.definition.id}", None, ("patient", str(patient)), "identity"
            )
            stats = [Stat("response", response, AS_TEXT)]
            if not pd.isna(day):
                stats.append(Stat("onset.day", day, WHOLE))
            rows += rows_about(about, stats, [str(patient)], cells)
    return as_table(rows)


def change_results(table: pd.DataFrame, comparison: Comparison, reference: str) -> pd.DataFrame:
    """Return the changes of response, or of the onset day, as analysis results data.

    Parameters
    ----------
    table
        Result of `comparison.differences` or `comparison.date_differences`.
    reference
        The id of the definition compared with.

    Returns
    -------
    DataFrame
        Behind a change stand the cells that decide under either definition.
    """
    first = deciding_cells(comparison.under(reference))
    rows: list[Row] = []
    for name, own in table.groupby("definition", sort=False):
        cells = together(first, deciding_cells(comparison.under(str(name))))
        rows += listed(
            own,
            f"change under {name}",
            "patient",
            lambda patient, _, cells=cells: cells.get(patient, ()),
        )
    return as_table(rows)


def reclassification_table(comparison: Comparison, reference: str, other: str) -> PrintedTable:
    """Cross-tabulate the responses by the definition in use and by another one."""
    table = reclassification(comparison, reference, other)
    pair = ("definitions", f"{reference} and {other}")
    cells = together(*(deciding_cells(comparison.under(each)) for each in (reference, other)))
    rows: list[Row] = []
    for each in table.to_dict("records"):
        about = Subject(RECLASSIFIED, _move(each), pair)
        rows += rows_about(about, [Stat("n", each["n"], WHOLE)], each["patients"])
    results = as_table(rows, cells)
    found = statistics_of(results, RECLASSIFIED)
    printed = pd.DataFrame(
        [
            {
                "by the definition in use": each["from"],
                "by the other": each["to"],
                "change": "same" if each["from"] == each["to"] else "changes",
                "n": found[pair[1], _move(each)]["n"].stat,
                "children": ", ".join(found[pair[1], _move(each)]["n"].patients),
            }
            for each in table.to_dict("records")
        ],
        columns=["by the definition in use", "by the other", "change", "n", "children"],
    )
    return PrintedTable(RECLASSIFIED, "Reclassification", printed, (), results)


def _move(each: Mapping[Any, object]) -> str:
    return f"{each['from']} to {each['to']}"


def unit_results(samples: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return the samples and verdicts that depend on the unit as analysis results data.

    Parameters
    ----------
    samples, verdicts
        Results of `comparison_report.all_unit_flips` and `comparison_report.all_verdicts_by_unit`.
    """
    once = samples.drop_duplicates(["patient", "day"])
    cells: dict[str, list[str]] = {}
    for patient, cell in zip(once["patient"], once["cell"], strict=True):
        cells.setdefault(str(patient), []).append(str(cell))
    moved = list(dict.fromkeys(verdicts["patient"].astype(str)))
    counted = (
        ("samples", Stat("count", len(once), WHOLE), list(cells)),
        ("children whose verdict changes", Stat("n", len(moved), WHOLE), moved),
    )
    rows = [
        row
        for level, stat, children in counted
        for row in rows_about(Subject("depends on the unit", level), [stat], children, cells)
    ]
    return as_table(rows)
