"""Courses as rows: the status of the children at last follow-up, and their states over time."""

from collections.abc import Sequence

import pandas as pd

from srns.analysis.results_data.listing import listed
from srns.analysis.results_data.rows import (
    WHOLE,
    Cells,
    Row,
    Stat,
    Subject,
    as_table,
    rows_about,
)
from srns.rules.classification import Classification

STATUS = "status at last follow-up"
DECIDED = "yes: it decided"
"""How the words on what counted begin for a result that decided the verdict."""


def course_results(ends: pd.DataFrame, states: pd.DataFrame, found: Classification) -> pd.DataFrame:
    """Return what a swimmer plot counts and draws as analysis results data.

    Parameters
    ----------
    ends
        One row per child: `patient`, `status`, `until` (months from day 0).
    states
        One row per child and stretch of time in one state: `patient`, `state`, `month`, `until`.

    Returns
    -------
    DataFrame
        Behind each number stand the cells of all visits of its children, which make the states.
    """
    children = ends["patient"].astype(str)
    rows: list[Row] = rows_about(Subject("children"), [Stat("N", len(ends), WHOLE)], children)
    for status, own in ends.groupby("status", sort=False):
        rows += rows_about(Subject(STATUS, status), [Stat("n", len(own), WHOLE)], own["patient"])
    visits = cells_of_visits(found)

    def cells(patient: str, _: str) -> list[str]:
        return visits.get(patient, [])

    last = ends[["patient", "status", "until"]].round(2)
    drawn = states[["patient", "state", "month", "until"]].round(2)
    rows += listed(last, "last follow-up", "patient", cells)
    rows += listed(drawn, "state", "patient", cells)
    return as_table(rows, visits)


def lane_results(stretches: pd.DataFrame, remissions: pd.DataFrame, cells: Cells) -> pd.DataFrame:
    """Return what lanes of regimens count and draw as analysis results data.

    Parameters
    ----------
    stretches, remissions
        One row per regimen period and per remission: `patient`, `month`, `until`, and `regimen`
        or `relapsed`.
    cells
        By child: the cells of its courses of drugs.
    """
    drawn = stretches["patient"].astype(str).drop_duplicates()
    lost = remissions[remissions["relapsed"].astype(bool)] if len(remissions) else remissions
    rows = rows_about(Subject("children"), [Stat("N", len(drawn), WHOLE)], drawn)
    rows += rows_about(Subject("relapses"), [Stat("count", len(lost), WHOLE)], lost["patient"])
    for variable, table, what in (
        ("regimen", stretches, "regimen"),
        ("remission", remissions, "relapsed"),
    ):
        shown = table[["patient", what, "month", "until"]]
        rows += listed(shown, variable, "patient", lambda patient, _: cells.get(patient, ()))
    return as_table(rows, cells)


def drawn_results(drawn: pd.DataFrame, children: Sequence[str]) -> pd.DataFrame:
    """Return how many results, infusions and so on figures of single children draw, with cells.

    Parameters
    ----------
    drawn
        One row per thing drawn: `patient`, `what`, `counted` (whether and why it counts, in words)
        and `cell`.
    children
        The children of the figures; one without any result has a figure too.
    """
    rows = rows_about(Subject("children"), [Stat("N", len(children), WHOLE)], children)
    for (patient, what), own in drawn.groupby(["patient", "what"], sort=False):
        deciding = own[own["counted"].fillna("").str.startswith(DECIDED)]
        for level, counted in ((None, own), ("deciding", deciding)):
            cells = {str(patient): [str(cell) for cell in counted["cell"].dropna()]}
            about = Subject(f"{what}, drawn", level, ("patient", str(patient)))
            stat = Stat("count", len(counted), WHOLE)
            rows += rows_about(about, [stat], [str(patient)], cells)
    return as_table(rows)


def children_drawn(
    children: Sequence[str], found: Classification, level: str | None = None
) -> pd.DataFrame:
    """Return how many children a figure of single results draws as analysis results data.

    Parameters
    ----------
    level
        Which children; None: those drawn.
    """
    rows = rows_about(Subject("children", level), [Stat("N", len(children), WHOLE)], children)
    return as_table(rows, cells_of_visits(found))


def cells_of_visits(found: Classification) -> dict[str, list[str]]:
    """Return the cells of every result that a visit was judged by, by child."""
    occasions = found.occasions
    names = [name for name in occasions if str(name).endswith("_cell")]
    cells: dict[str, list[str]] = {}
    for row in occasions[["patient", *names]].to_dict("records"):
        cells.setdefault(str(row["patient"]), []).extend(row[name] for name in names if row[name])
    return cells
