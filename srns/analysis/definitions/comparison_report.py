"""Comparison document: all results of a comparison, for the screen and the shell."""

from typing import Any

import pandas as pd

from srns.analysis.definitions.comparison import (
    Comparison,
    date_differences,
    differences,
    headline,
    pairwise_agreement,
    reclassification,
)
from srns.analysis.definitions.specification_curve import specification_curve
from srns.analysis.definitions.specification_results import describe_curve
from srns.analysis.definitions.tipping_points import TippingPoint, tipping_points
from srns.analysis.definitions.unit_flips import unit_flips, verdicts_by_unit
from srns.analysis.proportions.outcomes import OUTCOMES
from srns.rules.definition import identify


def comparison_document(comparison: Comparison, reference: str) -> dict[str, Any]:
    """Return the content of `python -m srns compare --format json`.

    Parameters
    ----------
    reference
        The id of the reference definition, whose choices are also varied.
    """
    cohort = comparison.cohort
    one = comparison.under(reference)
    curves = {
        outcome: specification_curve(
            cohort, comparison.definitions, outcome=outcome, strategy=comparison.strategy
        )
        for outcome in OUTCOMES
    }
    first = next(iter(curves))
    return {
        "reference": reference,
        "day_zero": cohort.day_zero,
        "strategy": comparison.strategy,
        "definitions": [identify(definition) for definition in comparison.definitions],
        "patients": [
            {"patient": patient, **_of_child(comparison, patient)}
            for patient in comparison.matrix.index
        ],
        "headline": _records(headline(comparison)),
        "differences": _records(differences(comparison, reference)),
        "date_differences": _records(date_differences(comparison, reference)),
        "reclassification": {
            other.id: _records(reclassification(comparison, reference, other.id))
            for other in comparison.definitions
            if other.id != reference
        },
        "agreement": _records(pairwise_agreement(comparison)),
        "unit_flips": _records(all_unit_flips(comparison)),
        "verdicts_by_unit": _records(all_verdicts_by_unit(comparison)),
        "tipping_points": [
            describe(point) for point in tipping_points(cohort, one.definition, one.strategy)
        ],
        "specifications": {
            "words": describe_curve(curves[first], first),
            **{outcome: _records(curve) for outcome, curve in curves.items()},
        },
    }


def all_unit_flips(comparison: Comparison) -> pd.DataFrame:
    """List the unit flips under every definition; see `srns.analysis.definitions.unit_flips`."""
    return _stacked(comparison, [unit_flips(found) for found in comparison.classifications])


def all_verdicts_by_unit(comparison: Comparison) -> pd.DataFrame:
    """List the children whose verdict depends on the unit, under every definition."""
    return _stacked(comparison, [verdicts_by_unit(found) for found in comparison.classifications])


def describe(point: TippingPoint) -> dict[str, Any]:
    """Return a tipping point as JSON values."""
    return {
        "choice": point.choice,
        "direction": point.direction,
        "what": point.what,
        "at": point.at,
        "beyond": point.beyond,
        "searched": point.searched,
        "children": [
            {"patient": name, "from": old, "to": new} for name, old, new in point.children
        ],
        "counts": point.counts,
        "words": point.words,
    }


def _of_child(comparison: Comparison, patient: str) -> dict[str, Any]:
    return {
        "responses": comparison.matrix.loc[patient].to_dict(),
        "onset_days": comparison.onset_days.loc[patient].to_dict(),
        "overrides": [
            {
                "definition": override.definition,
                "response": override.response,
                "reason": override.reason,
                "by": override.by,
            }
            for override in comparison.cohort.overrides
            if override.patient == patient
        ],
    }


def _stacked(comparison: Comparison, tables: list[pd.DataFrame]) -> pd.DataFrame:
    labelled = [
        table.assign(definition=definition.id)
        for definition, table in zip(comparison.definitions, tables, strict=True)
    ]
    filled = [table for table in labelled if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else labelled[0]


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
