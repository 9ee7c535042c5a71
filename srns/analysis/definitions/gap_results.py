"""Gaps of a definition as rows: pairs of values by response, and the visits that fall in gaps."""

import pandas as pd

from srns.analysis.results_data.rows import (
    ONE_DECIMAL,
    TWO_DECIMALS,
    WHOLE,
    Row,
    Stat,
    Subject,
    as_table,
    rows_about,
)
from srns.cohort.terms import UNCLASSIFIED

_MEASURED = (("upcr", TWO_DECIMALS), ("albumin", ONE_DECIMAL))


def gap_results(grid: pd.DataFrame, visits: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """Return the counts of the gap map and of the visits in gaps as analysis results data.

    Parameters
    ----------
    grid
        Result of `srns.rules.gaps.gap_grid`. Its pairs of values are of no child.
    visits
        Result of `srns.rules.gaps.occasions_alone`; empty while no cohort is open.
    points
        Those of them that the map draws: `patient` and `day`.
    """
    counts = grid["says"].value_counts()
    rows = rows_about(Subject("pairs of values"), [Stat("count", len(grid), WHOLE)])
    for says, n in counts.items():
        rows += rows_about(Subject("pairs of values", says), [Stat("count", n, WHOLE)])
    for name, form in _MEASURED:
        ends = [Stat(end, getattr(grid[name], end)(), form) for end in ("min", "max")]
        rows += rows_about(Subject("pairs of values", name, None, "continuous"), ends)
    if len(visits):
        on_map = visits.merge(points[["patient", "day"]])
        rows += _visits("visits on the map", on_map)
        rows += _visits("visits on the map, in a gap", _in_gaps(on_map))
        rows += _visits("visits in a gap", _in_gaps(visits))
    return as_table(rows)


def _in_gaps(visits: pd.DataFrame) -> pd.DataFrame:
    return visits[visits["says"] == UNCLASSIFIED]


def _visits(what: str, visits: pd.DataFrame) -> list[Row]:
    """Return how many visits these are, of how many children, with the cells of both results."""
    cells: dict[str, list[str]] = {}
    for patient, *behind in zip(
        visits["patient"], visits["upcr_cell"], visits["albumin_cell"], strict=True
    ):
        cells.setdefault(str(patient), []).extend(str(cell) for cell in behind if cell)
    stats = [Stat("count", len(visits), WHOLE), Stat("n", len(cells), WHOLE)]
    return rows_about(Subject(what), stats, list(cells), cells)
