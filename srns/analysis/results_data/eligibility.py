"""Eligibility as rows: each answer on each child with its cells, and how many lack information."""

import pandas as pd

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
from srns.languages.sentences import nsentence
from srns.rules.three_valued import CANNOT_TELL

ANSWERS = "eligibility, answers"


def eligibility_results(items: pd.DataFrame) -> pd.DataFrame:
    """Return every answer as analysis results data, and on each child how many are missing.

    Parameters
    ----------
    items
        The table from `srns.rules.eligibility.judge_eligibility`.
    """
    rows: list[Row] = []
    for patient, own in items.groupby("patient", sort=False):
        rows += _of_child(str(patient), own)
    return as_table(rows)


def missing_sentence(results: pd.DataFrame) -> str:
    """Return of how many answers on one child information is missing; empty where of none."""
    for stats in statistics_of(results, ANSWERS).values():
        if stats["count.missing"].stat:
            return nsentence(
                "Information is missing for {missing} of the {n} answer.",
                "Information is missing for {missing} of the {n} answers.",
                stats["count"].stat,
                missing=stats["count.missing"].text,
            )
    return ""


def _of_child(patient: str, items: pd.DataFrame) -> list[Row]:
    rows, whose = [], ("patient", patient)
    for item in items.to_dict("records"):
        about = Subject(
            f"eligibility: {item['question']}", item["item"] or "overall", whose, "identity"
        )
        said = {"answer": item["answer"], "found": item["found"], "why": item["reason"]}
        stats = [Stat(name, str(words), AS_TEXT) for name, words in said.items() if words]
        rows += rows_about(about, stats, [patient], {patient: item["cells"]})
    missing = items[items["answer"] == CANNOT_TELL]
    for name, answers in (("count", items), ("count.missing", missing)):
        cells = list(dict.fromkeys(answers["cells"].explode().dropna()))
        rows += rows_about(
            Subject(ANSWERS, None, whose, "missing"),
            [Stat(name, len(answers), WHOLE)],
            [patient],
            {patient: cells},
        )
    return rows
