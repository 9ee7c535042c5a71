"""Strategies for rescue drugs: who moves under which of the three, with counts."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from srns.analysis.follow_up import at_risk
from srns.analysis.proportions.outcomes import proportion
from srns.analysis.results_data.proportions import printed_proportion, proportion_rows
from srns.analysis.results_data.rows import (
    WHOLE,
    Stat,
    Subject,
    as_table,
    bind,
    rows_about,
    statistics_of,
)
from srns.analysis.results_data.source_cells import deciding_cells
from srns.analysis.tables.printed_table import PrintedTable
from srns.cohort.paper_numbers import MISSING
from srns.cohort.terms import COMPLETE
from srns.languages.messages import mark
from srns.languages.sentences import first_of, joined, sentence, term
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.rescue import STRATEGIES, find_rescues


def under_strategies(classification: Classification) -> dict[str, Classification]:
    """Judge the cohort under each strategy, by the definition in force."""
    return {
        strategy: classification
        if strategy == classification.strategy
        else classify(classification.cohort, classification.definition, strategy=strategy)
        for strategy in STRATEGIES
    }


def strategy_moves(classification: Classification) -> pd.DataFrame:
    """List the children whose verdict differs between the strategies.

    Returns
    -------
    DataFrame
        One row per child that moves: `patient`, one column per strategy with its verdict, and the
        `rescue` that is or may be one: its `drug`, `day` (the first possible) and `cell`.
    """
    return _moves(classification, under_strategies(classification))


def _moves(classification: Classification, found: Mapping[str, Classification]) -> pd.DataFrame:
    table = pd.DataFrame(
        {name: each.outcomes["response"].to_numpy() for name, each in found.items()}
    )
    moved = table.ne(table.iloc[:, 0], axis=0).any(axis=1).to_numpy(dtype=bool)
    rescues = find_rescues(classification.cohort)
    sure = rescues.drug != ""
    table = table.assign(
        patient=classification.outcomes["patient"].to_numpy(),
        rescue=[
            one or other for one, other in zip(rescues.drug, rescues.maybe_drug, strict=True)
        ],
        day=pd.array(np.where(np.isinf(rescues.maybe), np.nan, rescues.maybe), dtype="Int64"),
        cell=[one if is_sure else other for one, other, is_sure in
              zip(rescues.cell, rescues.maybe_cell, sure, strict=True)],
    )  # fmt: skip
    return table.loc[moved, ["patient", *STRATEGIES, "rescue", "day", "cell"]].reset_index(
        drop=True
    )


def strategy_table(classification: Classification) -> PrintedTable:
    """Tabulate complete remission under each strategy, and who moves from the one in force.

    Returns
    -------
    PrintedTable
        One row per strategy: `strategy`, `complete remission` ("3 of 8"), `%`, `95 % interval`,
        `who moves`. The strategy in force is marked.
    """
    found = under_strategies(classification)
    moves = _moves(classification, found)
    in_force = classification.strategy
    results = _results(found, moves)
    stats = statistics_of(results, COMPLETE)
    rows = []
    for strategy in found:
        share = printed_proportion(stats[strategy, ""])
        moved = moves[moves[strategy] != moves[in_force]]
        who = [
            sentence(
                "{child}: {before} to {after} ({rescue})",
                child=row["patient"],
                before=term(row[in_force]),
                after=term(row[strategy]),
                rescue=joined(filter(None, (row["rescue"], row["cell"]))),
            )
            for row in moved.to_dict("records")
        ]
        rows.append(
            {
                mark("strategy"): sentence("{strategy} (in force)", strategy=term(strategy))
                if strategy == in_force
                else strategy,
                "complete remission": share["children"],
                "%": None if share["%"] == MISSING else share["%"],
                "95 % interval": None if share["%"] == MISSING else share["95 % interval"],
                mark("who moves"): first_of(who, 20, "; ") or sentence("nobody"),
            }
        )
    notes = (
        sentence(
            "Of the children at risk, without those in remission at start. Intervals are exact "
            "(Clopper–Pearson). A course that may or may not be a rescue is judged both ways; "
            "where the verdicts differ the child is not evaluable."
        ),
    )
    table = pd.DataFrame(rows)
    title = sentence("Strategies for rescue drugs")
    return PrintedTable("strategies", title, table, notes, results)


def _results(found: Mapping[str, Classification], moves: pd.DataFrame) -> pd.DataFrame:
    """Return complete remission under each strategy, and who moves, as analysis results data."""
    tables = []
    for strategy, each in found.items():
        outcomes = each.outcomes
        risk, reached = at_risk(outcomes["response"]), outcomes["response"] == COMPLETE
        share = proportion(int(reached.sum()), int(risk.sum()))
        rows = proportion_rows(
            Subject(COMPLETE, None, ("strategy", strategy)),
            share,
            outcomes.loc[reached, "patient"].tolist(),
            outcomes.loc[risk, "patient"],
        )
        tables.append(as_table(rows, deciding_cells(each)))
    everyone = moves["patient"].tolist()
    cells = {str(name): [cell] for name, cell in zip(moves["patient"], moves["cell"], strict=True)}
    about = Subject("verdict differs between strategies")
    moved = rows_about(about, [Stat("n", len(moves), WHOLE)], everyone, cells)
    return bind([*tables, as_table(moved)])
