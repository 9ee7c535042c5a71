"""Tipping points as rows, and the table and sentences that are printed from them."""

from collections.abc import Sequence

import pandas as pd

from srns.analysis.definitions.tipping_points import TippingPoint
from srns.analysis.proportions.outcomes import OUTCOMES
from srns.analysis.results_data.rows import (
    AS_TEXT,
    EVERYONE,
    WHOLE,
    Row,
    Stat,
    Statistic,
    Subject,
    as_table,
    rows_about,
    statistics_of,
)
from srns.analysis.results_data.source_cells import deciding_cells
from srns.analysis.tables.printed_table import PrintedTable
from srns.cohort.terms import COMPLETE
from srns.languages.sentences import joined, sentence, term
from srns.rules.classification import Classification

POINT, WAYS = "tipping point", "ways to change one criterion"
STEADY = "that change no verdict"
_COLUMNS = (
    "criterion, as published",
    "changed",
    "first to change",
    "at",
    "searched to",
    "who changes",
    "complete remissions",
)


def tipping_table(points: Sequence[TippingPoint], found: Classification) -> PrintedTable:
    """Tabulate how far each criterion can move, one criterion and direction a row.

    Parameters
    ----------
    points
        Result of `tipping_points` for the cohort and the definition of the classification.
    """
    results = as_table(_rows(points, found), deciding_cells(found))
    stats = statistics_of(results, POINT)
    printed = pd.DataFrame(
        [_printed(point, stats[EVERYONE, _name(point)]) for point in points], columns=list(_COLUMNS)
    )
    title = sentence("How far can one criterion change before a verdict changes?")
    return PrintedTable("tipping_points", title, printed, (_sentence(results),), results)


def _sentence(results: pd.DataFrame) -> str:
    """Return how many of the ways to change one criterion change no verdict."""
    ways = {
        level: stats["count"].text for (_, level), stats in statistics_of(results, WAYS).items()
    }
    return sentence(
        "Of {ways} ways to change one criterion alone, {steady} change no child's verdict within "
        "the range searched. Only values that occur in the data were tried: a verdict cannot "
        "change anywhere else.",
        ways=ways[""],
        steady=ways[STEADY],
    )


def _printed(point: TippingPoint, stats: dict[str, Statistic]) -> tuple[str, ...]:
    before, after = stats.get("n.published"), stats.get("n.changed")
    return (
        point.choice,
        point.direction,
        sentence("a verdict") if point.what == "verdict" else sentence("the count"),
        _where(point),
        point.searched,
        joined(
            (
                sentence(
                    "{child}: {before} → {after}", child=name, before=term(old), after=term(new)
                )
                for name, old, new in point.children
            ),
            "; ",
        ),
        f"{before.text} → {after.text}" if before and after else "",
    )


def _name(point: TippingPoint) -> str:
    """Return what tells a tipping point from all others."""
    return f"{point.choice}, {point.direction}, {point.what}, {_where(point)}"


def _where(point: TippingPoint) -> str:
    return point.where if point.at is None or point.beyond else point.at


def _rows(points: Sequence[TippingPoint], found: Classification) -> list[Row]:
    everyone = found.outcomes["patient"].tolist()
    of_verdicts = [point for point in points if point.what == "verdict"]
    rows = []
    for level, counted in (
        (None, of_verdicts),
        (STEADY, [point for point in of_verdicts if point.at is None]),
    ):
        rows += rows_about(Subject(WAYS, level), [Stat("count", len(counted), WHOLE)])
    for point in points:
        rows += _of_point(point, found, everyone)
    return rows


def _of_point(point: TippingPoint, found: Classification, everyone: list[str]) -> list[Row]:
    about = Subject(POINT, _name(point), None, "sensitivity")
    said = [
        Stat("at", _where(point), AS_TEXT),
        Stat("searched", point.searched, AS_TEXT),
    ]
    if point.counts is None:
        return rows_about(about, said, everyone)
    response = dict(zip(everyone, found.outcomes["response"], strict=True))
    changed = {name: new for name, _, new in point.children}
    counted = [
        (name, [each for each in everyone if responses[each] in OUTCOMES[COMPLETE]])
        for name, responses in (
            ("n.published", response),
            ("n.changed", {**response, **changed}),
        )
    ]
    return [
        *rows_about(about, said, list(changed)),
        *rows_about(about, [Stat("n", len(changed), WHOLE)], list(changed)),
        *(
            row
            for name, children in counted
            for row in rows_about(about, [Stat(name, len(children), WHOLE)], children)
        ),
    ]
