"""Definitions compared as rows: remission by each, and the agreement of every pair."""

import pandas as pd

from srns.analysis.definitions.comparison import Comparison, headline, pairwise_agreement
from srns.analysis.follow_up import at_risk, not_evaluable
from srns.analysis.results_data.proportions import fraction, proportion_rows
from srns.analysis.results_data.rows import (
    PERCENT,
    TWO_DECIMALS,
    WHOLE,
    Row,
    Stat,
    Subject,
    as_table,
    bind,
    rows_about,
)
from srns.analysis.results_data.source_cells import deciding_cells
from srns.cohort.terms import COMPLETE, NOT_EVALUABLE


def comparison_results(comparison: Comparison) -> pd.DataFrame:
    """Return remission by definition and the agreement of every pair, with the cells behind."""
    return bind([headline_results(comparison), pair_results(comparison)])


def headline_results(comparison: Comparison) -> pd.DataFrame:
    """Return the counts of `comparison.headline` as analysis results data."""
    counts, tables = headline(comparison), []
    for found in comparison.classifications:
        risk = found.outcomes.loc[at_risk(found.outcomes["response"]), "patient"].tolist()
        name = found.definition.id
        rows = [
            row
            for each in counts[counts["definition"] == name].to_dict("records")
            for row in proportion_rows(
                Subject("response by definition", each["outcome"], ("definition", name)),
                each,
                each["patients"],
                risk,
            )
        ]
        unknown = not_evaluable(found.outcomes)
        about = Subject("response by definition", NOT_EVALUABLE, ("definition", name))
        rows += rows_about(about, [Stat("n", len(unknown), WHOLE)], unknown)
        rows += rows_about(about, [Stat("N", len(risk), WHOLE)], risk)
        tables.append(as_table(rows, deciding_cells(found)))
    return bind([*tables, as_table(_alike(counts[counts["outcome"] == COMPLETE]))])


def _alike(counts: pd.DataFrame) -> list[Row]:
    """Return how many definitions there are, and how many give the same number of children."""
    rows = rows_about(Subject("definitions"), [Stat("count", len(counts), WHOLE)])
    for (n, of), own in counts.groupby(["n", "of"]):
        about = Subject("definitions", f"{COMPLETE} in {n} of {of}")
        rows += rows_about(about, [Stat("count", len(own), WHOLE)])
    unknown = counts.assign(unknown=counts["not_evaluable"].map(len))
    for (n, of), own in unknown[unknown["unknown"] > 0].groupby(["unknown", "of"]):
        about = Subject("definitions", f"{NOT_EVALUABLE} in {n} of {of}")
        rows += rows_about(about, [Stat("count", len(own), WHOLE)])
    return rows


def pair_results(comparison: Comparison) -> pd.DataFrame:
    """Return the agreement of every pair of definitions as analysis results data."""
    matrix, pairs = comparison.matrix, pairwise_agreement(comparison)
    everyone = [str(patient) for patient in matrix.index]
    whole = pairs[pairs["agree"] == pairs["n"]]
    rows = [
        row
        for level, counted in ((None, pairs), ("that agree on all children", whole))
        for row in rows_about(
            Subject("pairs of definitions", level), [Stat("count", len(counted), WHOLE)]
        )
    ]
    for pair in pairs.to_dict("records"):
        rows += _of_pair(pair, everyone, matrix[pair["one"]] == matrix[pair["other"]])
    return as_table(rows)


def _of_pair(pair: dict, everyone: list[str], agrees: pd.Series) -> list[Row]:
    group = ("definitions", f"{pair['one']} and {pair['other']}")
    about = Subject("agreement of definitions", None, group, "agreement")
    why = pair["why_missing"] or None
    kappa = [
        Stat(name, pair[key], TWO_DECIMALS, why if pair[key] is None else None)
        for name, key in {"estimate": "kappa", "conf.low": "low", "conf.high": "high"}.items()
    ]
    same = [str(patient) for patient in agrees.index[agrees.to_numpy()]]
    counted = [
        Stat("n", pair["agree"], WHOLE),
        Stat("p", fraction(pair["percent"]), PERCENT),
    ]
    return [
        *rows_about(about, [Stat("N", pair["n"], WHOLE)], everyone),
        *rows_about(about, counted, same),
        *rows_about(about, kappa, everyone),
    ]
