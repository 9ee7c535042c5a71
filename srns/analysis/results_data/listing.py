"""Listed data as rows: what a table prints of one child, with the cells that it was read from."""

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from srns.analysis.results_data.rows import (
    AS_TEXT,
    Row,
    Stat,
    Subject,
    form_of,
    rows_about,
)

CellsOf = Callable[[str, str], Iterable[str]]
"""The cells behind what is listed of a child: by its name and the column."""


def listed(
    table: pd.DataFrame, variable: str, child: str, cells: CellsOf, *, numbered: str = ""
) -> list[Row]:
    """Return every filled field of a table of children as a row.

    Parameters
    ----------
    table
        One row per child, or several that `numbered` tells apart.
    variable
        What is listed; the level is the column.
    child
        The column with the child's name.
    numbered
        A column that tells the rows of one child apart; empty: their order does.
    """
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for record in table.to_dict("records"):
        patient = str(record[child])
        seen[patient] = seen.get(patient, 0) + 1
        number = record[numbered] if numbered else seen[patient]
        for column, value in record.items():
            if column == child or _empty(value):
                continue
            level = str(column) if number == 1 and not numbered else f"{column}, {number}"
            about = Subject(variable, level, ("patient", patient), "identity")
            behind = {patient: list(cells(patient, str(column)))}
            rows += rows_about(about, [Stat("value", value, _form(value))], [patient], behind)
    return rows


def _form(value: object) -> str:
    """Return the format of a listed value: of a number as many decimals as it has."""
    number = isinstance(value, float | int | np.number) and not isinstance(value, bool)
    return form_of(str(value)) if number else AS_TEXT


def _empty(value: object) -> bool:
    return value is None or value is pd.NA or value != value or value in ("", "–")
