"""Counts of a whole registry as analysis results data."""

import pandas as pd

from srns.analysis.proportions.outcomes import proportion
from srns.analysis.results_data.proportions import proportion_rows
from srns.analysis.results_data.rows import Row, Subject, as_table
from srns.cohort.terms import AT_START, RESPONSES
from srns.registry.part_files import Counts

_NOBODY: list[str] = []
"""A registry's numbers name no children: those stand in the verdicts."""


def summarize_counts(counts: Counts) -> pd.DataFrame:
    """Return the responses by definition, strategy and group, with exact intervals.

    Returns
    -------
    DataFrame
        `definition` and `strategy`, then the columns of `srns.analysis.results_data.rows` but for
        `patients` and `cells`. Children in remission at start are counted apart, of all children.
    """
    found = []
    bases = sorted({key[:2] for key in counts})
    for definition, strategy in bases:
        own = {key[2:]: n for key, n in counts.items() if key[:2] == (definition, strategy)}
        rows: list[Row] = []
        for variable, group in sorted({key[:2] for key in own}):
            named = (variable, group) if variable else None
            numbers = {each: own.get((variable, group, each), 0) for each in RESPONSES}
            risk = sum(number for each, number in numbers.items() if each != AT_START)
            for response, number in numbers.items():
                of = risk if response != AT_START else risk + number
                rows += proportion_rows(
                    Subject("response", response, named), proportion(number, of), _NOBODY, _NOBODY
                )
        table = as_table(rows).drop(columns=["patients", "cells"])
        table.insert(0, "definition", definition)
        table.insert(1, "strategy", strategy)
        found.append(table)
    if not found:
        return as_table([]).drop(columns=["patients", "cells"]).assign(definition="", strategy="")
    return pd.concat(found, ignore_index=True)
