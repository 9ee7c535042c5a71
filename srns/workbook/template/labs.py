"""Lab results of the sheet Labs: one row per result, analyte by analyte."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from srns.cohort.quantities import show_number
from srns.cohort.tables import LABS, empty_table
from srns.workbook.findings import Findings, Place
from srns.workbook.template.chronology_checks import query_implausible_days
from srns.workbook.template.column_values import read_column_words
from srns.workbook.template.day_columns import cell_addresses, nullable_days
from srns.workbook.template.grid import Grid, masked
from srns.workbook.template.patients import Children
from srns.workbook.template.study_days import RowDates, resolve_days
from srns.workbook.values.numbers_and_words import Numbers, read_numbers

_BOUND_NAMES = ("", "<", "<=", ">", ">=")


@dataclass(frozen=True)
class _Part:
    """The results of one column; `rows` are the rows of the sheet that have one, ascending."""

    analyte: str
    unit: str
    rows: np.ndarray
    numbers: Numbers
    place: Place


def read_labs(
    grid: Grid,
    patients: Sequence[str],
    keep: np.ndarray,
    row_dates: RowDates,
    children: Children,
    findings: Findings,
) -> pd.DataFrame:
    """Read the sheet Labs: one row per result, analyte by analyte.

    Parameters
    ----------
    patients
        Patient of each row; empty where there is none.
    keep
        Whether each row is read.
    """
    codes = children.codes(patients)
    days = resolve_days(row_dates, children.index_of(codes), findings)
    query_implausible_days(row_dates, days, codes, keep, children, findings, "a result")
    names = np.array([*children.rows, ""], dtype=object)
    parts = _read_parts(grid, keep, codes, findings)
    for analyte in dict.fromkeys(part.analyte for part in parts):
        same = [part for part in parts if part.analyte == analyte]
        _query_neighboring_results(same, codes, days, findings, names)
    if not parts:
        return empty_table(LABS)
    rows = np.concatenate([part.rows for part in parts])
    source = np.array(read_column_words(grid, "source", findings, keep), dtype=object)
    cells = [cell for part in parts for cell in cell_addresses(part.place, part.rows)]
    return pd.DataFrame(
        {
            "patient": names[codes[rows]],
            "day": nullable_days(days[rows]),
            "analyte": _repeat_words(parts, [part.analyte for part in parts]),
            "value": np.concatenate([part.numbers.results[part.rows] for part in parts]),
            "bound": pd.Categorical.from_codes(_bound_codes(parts), pd.Index(_BOUND_NAMES)),
            "unit": _repeat_words(parts, [part.unit for part in parts]),
            "cell": np.fromiter(cells, object, len(cells)),
            "source": source[rows],
        },
        copy=False,  # every column was made for this table
    )


def _read_parts(grid: Grid, keep: np.ndarray, codes: np.ndarray, findings: Findings) -> list[_Part]:
    """Read every column of results; only rows with a result and a known child are kept."""
    parts: list[_Part] = []
    for matched in grid.headers.matched:
        if matched.column.quantity:
            place = grid.place(matched)
            numbers = read_numbers(
                masked(grid.values(matched), keep), place, findings, "labs", censored=True
            )
            rows = np.flatnonzero(~np.isnan(numbers.results) & (codes >= 0))
            parts.append(_Part(matched.column.id, matched.unit, rows, numbers, place))
    return parts


def _repeat_words(parts: Sequence[_Part], words: Sequence[str]) -> pd.Categorical:
    """Repeat the word of each column for each of its results."""
    categories: list[object] = list(dict.fromkeys(words))
    lengths = [len(part.rows) for part in parts]
    codes = np.repeat([categories.index(word) for word in words], lengths)
    return pd.Categorical.from_codes(codes, pd.Index(categories))


def _bound_codes(parts: Sequence[_Part]) -> np.ndarray:
    """Return the bound of each result, by its place in `_BOUND_NAMES`."""
    codes = [np.zeros(len(part.rows), dtype=np.int8) for part in parts]
    for part, code in zip(parts, codes, strict=True):
        for row, bound in part.numbers.bounds.items():
            at = int(np.searchsorted(part.rows, row))
            if at < len(part.rows) and part.rows[at] == row:
                code[at] = _BOUND_NAMES.index(bound)
    return np.concatenate(codes)


def _query_neighboring_results(
    parts: Sequence[_Part],
    codes: np.ndarray,
    days: np.ndarray,
    findings: Findings,
    names: np.ndarray,
) -> None:
    """Query two results of one analyte on one day, and Up/c that changes tenfold in two weeks."""
    rows = np.concatenate([part.rows for part in parts])
    which = np.repeat(np.arange(len(parts)), [len(part.rows) for part in parts])
    known = ~np.isnan(days[rows])
    if not known.all():
        rows, which = rows[known], which[known]
    if not len(rows):
        return
    key = codes[rows] * 100_000 + days[rows].astype(np.int64)
    step = np.diff(key)
    if np.any(step < 0):
        order = np.argsort(key, kind="stable")
        rows, which, step = rows[order], which[order], np.diff(key[order])
    for first in np.flatnonzero(step == 0).tolist():
        place, place_before = parts[which[first + 1]].place, parts[which[first]].place
        row = int(rows[first + 1])
        findings.problems.append(
            place.query(
                row,
                f"{place.matched.column.label} again for patient {names[codes[row]]} on day "
                f"{days[row]:.0f} (first in {place_before.cell(int(rows[first]))})",
                "one result per day",
                "Keep one of the two, or leave both: the worse is used.",
            )
        )
    if parts[0].analyte == "upcr":
        _query_jumps(parts, rows, which, step, codes, findings)


def _query_jumps(
    parts: Sequence[_Part],
    rows: np.ndarray,
    which: np.ndarray,
    step: np.ndarray,
    codes: np.ndarray,
    findings: Findings,
) -> None:
    """Query Up/c that changes tenfold within 14 days.

    Parameters
    ----------
    rows, which
        Of each result, by child and day: its row of the sheet and the number of its part.
    step
        Days from each result to the next one, where both are of one child.
    """
    canonical = np.empty(len(rows))
    for number, part in enumerate(parts):
        mine = which == number
        quantity = part.place.matched.column.quantity
        factor = float(quantity.units[part.unit]) if quantity else 1.0
        canonical[mine] = part.numbers.results[rows[mine]] / factor
    low = np.minimum(canonical[1:], canonical[:-1])
    high = np.maximum(canonical[1:], canonical[:-1])
    jump = (step > 0) & (step <= 14) & (low > 0) & (high >= 10 * low * (1 - 1e-12))
    same_child = codes[rows[1:]] == codes[rows[:-1]]
    for first in np.flatnonzero(jump & same_child).tolist():
        before, after = parts[which[first]], parts[which[first + 1]]
        row_before, row_after = int(rows[first]), int(rows[first + 1])
        findings.problems.append(
            after.place.query(
                row_after,
                f"{show_number(after.numbers.results[row_after])}, {int(step[first])} days after "
                f"{show_number(before.numbers.results[row_before])} in "
                f"{before.place.cell(row_before)}",
                "Up/c that changes less than tenfold within 14 days",
                "Check both; they are used as they stand.",
            )
        )
