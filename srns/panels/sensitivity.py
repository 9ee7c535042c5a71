"""Sensitivity of the verdicts to each criterion alone and to all of them at once."""

import pandas as pd

from srns.analysis.definitions.specification_curve import specification_curve as count_all
from srns.analysis.definitions.specification_results import describe_curve, specification_results
from srns.analysis.definitions.tipping_points import tipping_points as find_points
from srns.analysis.definitions.tipping_table import tipping_table
from srns.analysis.proportions.outcomes import OUTCOMES
from srns.analysis.tables.printed_table import PrintedTable
from srns.charts.specification_curve import describe as describe_choices
from srns.charts.specification_curve import specification_curve as draw_curve
from srns.cohort.errors import InputError
from srns.panels.compared_definitions import names_of
from srns.panels.panel import Panel
from srns.panels.view import View

USUAL_OUTCOME = next(iter(OUTCOMES))


def tipping_points(view: View) -> Panel:
    """List how far each criterion can move before a verdict or the count changes."""

    def make() -> PrintedTable:
        points = find_points(view.cohort, view.definition, view.basis.strategy)
        return tipping_table(points, view.classification)

    table = view.once(("tipping", tuple(view.patients)), make)
    return Panel(
        "tipping_points",
        "Tipping points",
        table.rows,
        sentences=table.notes,
        results=lambda: table.results,
    )


def specification_curve(view: View, *, outcome: str = USUAL_OUTCOME) -> Panel:
    """Count an outcome under every combination of criteria."""
    if outcome not in OUTCOMES:
        raise InputError(f"found the outcome '{outcome}'; expected one of {', '.join(OUTCOMES)}.")
    curve = _curve_of(view, outcome)
    summary, names = describe_curve(curve, outcome), names_of(view)
    return Panel(
        "specification_curve",
        "Specification curve",
        as_text(curve),
        describe_choices(summary),
        draw=lambda: draw_curve(curve, names, outcome, summary, view.definition, view.notes),
        results=lambda: specification_results(
            _curve_of(view, outcome, named=True), outcome, view.classification
        ),
    )


def _curve_of(view: View, outcome: str, *, named: bool = False) -> pd.DataFrame:
    return view.once(
        ("curve", outcome, named, tuple(view.patients)),
        lambda: count_all(
            view.cohort,
            view.known_definitions,
            outcome=outcome,
            strategy=view.basis.strategy,
            named=named,
        ),
    )


def as_text(curve: pd.DataFrame) -> pd.DataFrame:
    """Return the curve with mixed columns as text: a table column needs one type."""
    return curve.assign(
        occasions=curve["occasions"].map(str), albumin_window=curve["albumin_window"].map(str)
    )
