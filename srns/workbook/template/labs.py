"""One row per result, analyte by analyte."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from srns.cohort.quantities import show_number
from srns.cohort.tables import LABS, empty_table
from srns.workbook.findings import Findings, Place
from srns.workbook.template.chronology_checks import ask_about_days
from srns.workbook.template.column_values import read_column_words
from srns.workbook.template.day_columns import cells_of, whole
from srns.workbook.template.grid import Grid, masked
from srns.workbook.template.patients import Children
from srns.workbook.template.study_days import When, settle_days
from srns.workbook.values.numbers_and_words import Numbers, read_numbers

_BOUND_NAMES = ("", "<", "<=", ">", ">=")


def read_labs(
    grid: Grid,
    patients: Sequence[str],
    keep: np.ndarray,
    when: When,
    children: Children,
    findings: Findings,
) -> pd.DataFrame:
    """Read the sheet Labs: one row per result, analyte by analyte."""
    codes = children.codes(patients)
    days = settle_days(when, children.index_of(codes), findings)
    ask_about_days(when, days, codes, keep, children, findings, "a result")
    names = np.array([*children.rows, ""], dtype=object)
    parts: list[tuple[str, str, np.ndarray, Numbers, Place]] = []
    for matched in grid.headers.matched:
        if matched.column.quantity:
            place = grid.place(matched)
            numbers = read_numbers(
                masked(grid.values(matched), keep), place, findings, "labs", censored=True
            )
            rows = np.flatnonzero(~np.isnan(numbers.results) & (codes >= 0))
            parts.append((matched.column.id, matched.unit, rows, numbers, place))
    for analyte in dict.fromkeys(part[0] for part in parts):
        _ask_about_neighbours(
            [part for part in parts if part[0] == analyte], codes, days, findings, names
        )
    if not parts:
        return empty_table(LABS)
    every = np.concatenate([part[2] for part in parts])
    lengths = [len(part[2]) for part in parts]
    analytes = list(dict.fromkeys(part[0] for part in parts))
    units = list(dict.fromkeys(part[1] for part in parts))
    bounds = np.zeros(len(every), dtype=np.int8)
    start = 0
    for (_, _, rows, numbers, _), length in zip(parts, lengths, strict=True):
        for row, bound in numbers.bounds.items():
            spot = int(np.searchsorted(rows, row))
            if spot < length and rows[spot] == row:
                bounds[start + spot] = _BOUND_NAMES.index(bound)
        start += length
    source = np.array(read_column_words(grid, "source", findings, keep), dtype=object)
    cells: list[str] = []
    for _, _, rows, _, place in parts:
        cells += cells_of(place, rows)
    return pd.DataFrame(
        {
            "patient": names[codes[every]],
            "day": whole(days[every]),
            "analyte": pd.Categorical.from_codes(
                np.repeat([analytes.index(part[0]) for part in parts], lengths), pd.Index(analytes)
            ),
            "value": np.concatenate([part[3].results[part[2]] for part in parts]),
            "bound": pd.Categorical.from_codes(bounds, pd.Index(_BOUND_NAMES)),
            "unit": pd.Categorical.from_codes(
                np.repeat([units.index(part[1]) for part in parts], lengths), pd.Index(units)
            ),
            "cell": np.fromiter(cells, object, len(cells)),
            "source": source[every],
        },
        copy=False,  # every column was made for this table
    )


def _ask_about_neighbours(
    parts: list[tuple[str, str, np.ndarray, Numbers, Place]],
    codes: np.ndarray,
    days: np.ndarray,
    findings: Findings,
    names: np.ndarray,
) -> None:
    """Ask about two results of one day, and about Up/c that jumps tenfold."""
    rows = np.concatenate([part[2] for part in parts])
    which = np.repeat(np.arange(len(parts)), [len(part[2]) for part in parts])
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
    for spot in np.flatnonzero(step == 0).tolist():
        place, before = parts[which[spot + 1]][4], parts[which[spot]][4]
        row = int(rows[spot + 1])
        findings.problems.append(
            place.query(
                row,
                f"{place.matched.column.label} again for patient {names[codes[row]]} on day "
                f"{days[row]:.0f} (first in {before.cell(int(rows[spot]))})",
                "one result a day",
                "Keep one of the two, or leave both: the worse is used.",
            )
        )
    if parts[0][0] != "upcr":
        return
    canonical = np.empty(len(rows))
    for number, (_, unit, _, numbers, place) in enumerate(parts):
        mine = which == number
        quantity = place.matched.column.quantity
        factor = float(quantity.units[unit]) if quantity else 1.0
        canonical[mine] = numbers.results[rows[mine]] / factor
    low = np.minimum(canonical[1:], canonical[:-1])
    high = np.maximum(canonical[1:], canonical[:-1])
    jump = (step > 0) & (step <= 14) & (low > 0) & (high >= 10 * low * (1 - 1e-12))
    for spot in np.flatnonzero(jump & (codes[rows[1:]] == codes[rows[:-1]])).tolist():
        before, after = parts[which[spot]], parts[which[spot + 1]]
        one, two = int(rows[spot]), int(rows[spot + 1])
        findings.problems.append(
            after[4].query(
                two,
                f"{show_number(after[3].results[two])}, {int(step[spot])} days after "
                f"{show_number(before[3].results[one])} in {before[4].cell(one)}",
                "Up/c that changes less than tenfold within 14 days",
                "Look both up once more; they are used as they stand.",
            )
        )
