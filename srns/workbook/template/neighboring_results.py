"""Neighboring results of one child that are odd: two on one day, or a tenfold jump."""

from collections.abc import Sequence

import numpy as np

from srns.cohort.quantities import QUANTITIES, UPCR, show_number
from srns.languages.sentences import nsentence, sentence, term
from srns.workbook.findings import Findings
from srns.workbook.problems import Problem
from srns.workbook.template.sample_results import ColumnResults

_ROUNDED = 0.02
"""How far two roundings of one result may be apart, as a part of it."""


def query_neighboring_results(
    parts: Sequence[ColumnResults],
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
    agreed: dict[tuple[int, int], list[int]] = {}
    for first in np.flatnonzero(step == 0).tolist():
        pair = (int(which[first]), int(which[first + 1]))
        before, after = int(rows[first]), int(rows[first + 1])
        if before == after and _agree(parts[pair[0]], parts[pair[1]], before):
            agreed.setdefault(pair, []).append(before)
            continue
        name, day = str(names[codes[after]]), days[after]
        findings.problems.append(
            _query_again(parts[pair[0]], before, parts[pair[1]], after, name, day)
        )
    for (one, other), equal in agreed.items():
        findings.problems.append(_query_two_units(parts[one], parts[other], equal))
    if parts[0].analyte == "upcr":
        _query_jumps(parts, rows, which, step, codes, findings)


def _query_again(
    first: ColumnResults, before: int, second: ColumnResults, after: int, name: str, day: float
) -> Problem:
    return second.place.query(
        after,
        sentence(
            "{label} again for patient {name} on day {day:.0f} (first in {cell})",
            label=term(QUANTITIES[first.analyte].label),
            name=name,
            day=day,
            cell=first.place.cell(before),
        ),
        sentence("one result per day"),
        sentence("Keep one of the two, or leave both: the worse is used."),
    )


def _agree(first: ColumnResults, second: ColumnResults, row: int) -> bool:
    """Return whether two cells of a row hold one result in two units, each rounded."""
    if not (first.unit and second.unit) or first.unit == second.unit:
        return False
    units = QUANTITIES[first.analyte].units
    one, other = (each.numbers.results[row] / float(units[each.unit]) for each in (first, second))
    return bool(abs(one - other) <= _ROUNDED * max(one, other))


def _query_two_units(first: ColumnResults, second: ColumnResults, rows: Sequence[int]) -> Problem:
    """Return one query for all rows in which two columns hold the same results in two units."""
    return second.place.query(
        rows[0],
        nsentence(
            "{label} in {unit} and in {other} beside each other, which agree in {n} row",
            "{label} in {unit} and in {other} beside each other, which agree in {n} rows",
            len(rows),
            label=term(QUANTITIES[first.analyte].label),
            unit=term(first.unit),
            other=term(second.unit),
        ),
        sentence("one result per day"),
        sentence("Leave one of the columns out, or both in: the worse is used."),
    )


def _query_jumps(
    parts: Sequence[ColumnResults],
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
        if not part.unit:  # of an unknown unit every result is unknown
            canonical[mine] = np.nan
            continue
        canonical[mine] = part.numbers.results[rows[mine]] / float(UPCR.units[part.unit])
    with np.errstate(invalid="ignore"):  # a result that cannot be read is NaN, and no jump
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
                nsentence(
                    "{result}, {n} day after {earlier} in {cell}",
                    "{result}, {n} days after {earlier} in {cell}",
                    int(step[first]),
                    result=show_number(after.numbers.results[row_after]),
                    earlier=show_number(before.numbers.results[row_before]),
                    cell=before.place.cell(row_before),
                ),
                sentence("Up/c that changes less than tenfold within 14 days"),
                sentence("Check both; they are used as they stand."),
            )
        )
