"""Rows of a part's sheets that could not be used as they stand, by what the reader says of them."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from srns.cohort.tables import Cohort
from srns.registry.given_tables import RESULTS, child_column
from srns.registry.part_tables import (
    LEFT_OUT,
    UNKNOWN,
    SetAside,
    headings_of_rows,
    words_of,
)
from srns.workbook.problems import position
from srns.workbook.read_workbook import Reading


def failed_rows(
    reading: Reading,
    tab: str,
    name: str,
    places: np.ndarray,
    judged: np.ndarray,
    headings: Sequence[str],
    told: set[tuple[int, str]],
) -> list[SetAside]:
    """Return the rows of a sheet with a cell that failed, with the reader's reason.

    A row that is left out is told of once, one that stays once for each column.

    Parameters
    ----------
    places
        For each row of the sheet its place in the table.
    judged
        The places of the rows that are in the cohort all the same: there the cell is unknown.
    told
        The places of rows that are left out already, each with "".
    """
    found: list[SetAside] = []
    known = {problem.message: problem for problem in reading.errors}

    def put_aside(rows: np.ndarray, column: int, why: str) -> None:
        problem = known.get(why)
        said, expected = (problem.found, problem.expected) if problem else _as_lacking(why)
        kept = np.isin(rows, judged)
        for effect, here, where in ((LEFT_OUT, ~kept, ""), (UNKNOWN, kept, headings[column])):
            mine = [row for row in rows[here].tolist() if not told & {(row, ""), (row, where)}]
            if mine:
                texts = [str(said)] * len(mine)
                place = np.array(mine, dtype=np.int64)
                found.append(SetAside(name, place, headings[column], texts, str(expected), effect))
            told.update((row, where) for row in mine)

    for column, rows, why in _failed_cells(reading, tab, places):
        if name == RESULTS and column < 0:
            rows = rows[~np.isin(rows, judged)]  # `unknown_results` tells of them
        put_aside(rows, ~column if column < 0 else column, why)
    # The ledger counts cells that are filled: of an error in an empty one only the problem tells.
    for problem in reading.errors:
        row, column = position(problem.cell) if problem.sheet == tab and problem.cell else (0, 0)
        if row > 0 and not (name == RESULTS and places[row - 1] in judged):
            put_aside(places[[row - 1]], column, problem.message)
    return found


def _failed_cells(
    reading: Reading, tab: str, places: np.ndarray
) -> list[tuple[int, np.ndarray, str]]:
    """Return the cells of a sheet that failed: column, places of the rows, and why.

    The column is the one that the reason names; where that is the cell's own, its complement. What
    only follows from the reason of another cell comes last.
    """
    known = {problem.message: problem for problem in reading.errors}
    failed, following = [], []
    for block in (each for each in reading.ledger.blocks if each.sheet == tab):
        for code, (outcome, why) in enumerate(block.fates):
            if outcome != "failed":
                continue
            rows = places[block.rows[(block.codes == code) & (block.rows > 0)] - 1]
            problem = known.get(why)
            column = position(problem.cell)[1] if problem and problem.cell else block.column
            cell = (~column if column == block.column else column, rows, why)
            (failed if problem else following).append(cell)
    return [*failed, *following]


def _as_lacking(why: str) -> tuple[str, str]:
    """Return what is found and expected where the reader says only what a row lacks.

    >>> _as_lacking("no day that can be read")
    ('no day that can be read', 'a day that can be read')
    """
    return why, f"a {why.removeprefix('no ')}"


def strangers(
    name: str, table: pa.Table, cohort: Cohort, used: np.ndarray, judged: np.ndarray
) -> Iterator[SetAside]:
    """Yield the rows of children who are not among the patients: the reader tells of a few alone.

    Parameters
    ----------
    used
        The places of the rows that the reader took for ones to judge.
    judged
        The places of those that it judged.
    """
    child = child_column(name, headings_of_rows(table), tidy=False)
    if child is None:
        return
    names = words_of(table[child])
    listed = set(cohort.patients["patient"])
    strange = np.array([*(each not in listed for each in names.categories), False])[names.codes]
    rows = np.setdiff1d(used[strange[used]], judged)
    if len(rows):
        texts = names[rows].astype(object).tolist()
        yield SetAside(name, rows, child, texts, "one of the patients", LEFT_OUT)


def children_kept(table: pa.Table, places: np.ndarray, cohort: Cohort) -> np.ndarray:
    """Return the places of the rows that are children of the cohort: of each the first."""
    child = child_column("patients", headings_of_rows(table), tidy=False)
    names = pd.Series(words_of(table[child])[places].astype(object))
    return places[(names.isin(cohort.patients["patient"]) & ~names.duplicated()).to_numpy()]


def used_rows(reading: Reading, tab: str, places: np.ndarray) -> np.ndarray:
    """Return the places of the rows of a sheet of which the reader used a cell, or failed to."""
    found = [
        block.rows[(block.codes == code) & (block.rows > 0)] - 1
        for block in reading.ledger.blocks
        if block.sheet == tab
        for code, (outcome, _) in enumerate(block.fates)
        if outcome == "used"
    ]
    return places[np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *found]))]


def unknown_results(
    labs: pd.DataFrame, labs_row: np.ndarray, table: pa.Table, told: np.ndarray
) -> list[SetAside]:
    """Return the results that are there and that nobody can read, as they are typed.

    Of those in `told` another column says why.
    """
    found = []
    unread = np.flatnonzero(labs["value"].isna() & ~np.isin(labs_row, told))
    cells = labs["cell"].to_numpy()[unread]
    columns = np.array([position(cell.partition("!")[2].split("/")[0])[1] for cell in cells], int)
    for column in np.unique(columns).tolist():
        rows = labs_row[unread[columns == column]]
        name = headings_of_rows(table)[column]
        texts = [str(each) for each in table[name].take(pa.array(rows)).to_pylist()]
        found.append(SetAside(RESULTS, rows, name, texts, "a result that can be read", UNKNOWN))
    return found
