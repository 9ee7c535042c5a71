"""Sensitivity of the verdicts to each criterion alone and to all of them at once."""

import pandas as pd

from srns.analysis.definitions.comparison import OUTCOMES
from srns.analysis.definitions.specification_curve import describe_curve
from srns.analysis.definitions.specification_curve import specification_curve as count_all
from srns.analysis.definitions.tipping_points import tipping_points as find_points
from srns.charts.specification_curve import describe as describe_choices
from srns.charts.specification_curve import specification_curve as draw_curve
from srns.cohort.errors import InputError
from srns.panels.compared_definitions import names_of
from srns.panels.panel import Panel
from srns.panels.view import View

USUAL_OUTCOME = next(iter(OUTCOMES))


def tipping_points(view: View) -> Panel:
    """List how far each criterion can move before a verdict or the count changes."""
    table = tipping_table(view)
    said = (describe_tipping(table),)
    return Panel("tipping_points", "Tipping points", table, sentences=said)


def specification_curve(view: View, *, outcome: str = USUAL_OUTCOME) -> Panel:
    """Count an outcome under every combination of criteria."""
    if outcome not in OUTCOMES:
        raise InputError(f"found the outcome '{outcome}'; expected one of {', '.join(OUTCOMES)}.")
    curve: pd.DataFrame = view.once(
        ("curve", outcome, tuple(view.patients)),
        lambda: count_all(
            view.cohort, view.known_definitions, outcome=outcome, strategy=view.basis.strategy
        ),
    )
    summary, names = describe_curve(curve, outcome), names_of(view)
    return Panel(
        "specification_curve",
        "Specification curve",
        as_text(curve),
        describe_choices(summary),
        draw=lambda: draw_curve(curve, names, outcome, summary, view.definition, view.notes),
    )


def tipping_table(view: View) -> pd.DataFrame:
    """List how far each criterion of the definition in use can move, one direction a row."""
    points = view.once(
        ("tipping", tuple(view.patients)),
        lambda: find_points(view.cohort, view.definition, view.basis.strategy),
    )
    rows = []
    for point in points:
        tips = "nothing changes"
        if point.at is not None:
            tips = f"beyond {point.at}" if point.beyond else point.at
        who = "; ".join(f"{name}: {old} → {new}" for name, old, new in point.children)
        counts = f"{point.counts[0][0]} → {point.counts[1][0]}" if point.counts else ""
        rows.append(
            {
                "criterion, as published": point.choice,
                "changed": point.direction,
                "first to change": "a verdict" if point.what == "verdict" else "the count",
                "at": tips,
                "searched to": point.searched,
                "who changes": who,
                "complete remissions": counts,
            }
        )
    return pd.DataFrame(rows)


def describe_tipping(table: pd.DataFrame) -> str:
    """Return a sentence on how many criteria can be moved without any change."""
    verdicts = table[table["first to change"] == "a verdict"]
    steady = verdicts[verdicts["at"] == "nothing changes"]
    return (
        f"Of {len(verdicts)} ways to change one criterion alone, {len(steady)} change no child's "
        "verdict within the range searched. Only values that occur in the data were tried: a "
        "verdict cannot change anywhere else."
    )


def as_text(curve: pd.DataFrame) -> pd.DataFrame:
    """Return the curve with mixed columns as text: a table column needs one type."""
    return curve.assign(
        occasions=curve["occasions"].map(str), albumin_window=curve["albumin_window"].map(str)
    )
