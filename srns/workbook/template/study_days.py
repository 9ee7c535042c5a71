"""Study days of the rows of a sheet, from its dates, its days and the index date."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from srns.cohort.date_intervals import show_span
from srns.cohort.terms import ONGOING, fold
from srns.languages.sentences import sentence
from srns.workbook.files.cells import ColumnValues
from srns.workbook.findings import Findings, MatchedColumn, Place
from srns.workbook.template.grid import Grid, masked
from srns.workbook.values.date_columns import read_dates
from srns.workbook.values.dates import show_date
from srns.workbook.values.numbers_and_words import read_numbers, show_value
from srns.workbook.values.partial_dates import PartialDate


@dataclass(frozen=True)
class RowDates:
    """The dates (ordinals) and days that the rows of one sheet give; missing is NaN.

    `partial` holds the dates that are known only in part, by row.
    """

    dates: np.ndarray
    days: np.ndarray
    date_place: Place | None
    day_place: Place | None
    partial: Mapping[int, PartialDate] = field(default_factory=dict)

    @property
    def place(self) -> Place | None:
        """The column that dates the rows; None where there is none."""
        return self.date_place or self.day_place

    @property
    def typed(self) -> dict[int, str]:
        """The words of the dates that are known only in part, by row."""
        return {row: part.typed for row, part in self.partial.items()}


def read_row_dates(
    grid: Grid,
    prefix: str,
    findings: Findings,
    keep: np.ndarray,
    today: datetime.date | None,
    *,
    needed: bool = False,
    allow_partial: bool = False,
) -> RowDates:
    """Read the columns `<prefix>date` and `<prefix>day`.

    Parameters
    ----------
    keep
        Whether each row is read.
    today
        The last day that a date may have; None for no limit.
    needed
        Whether each filled row must give a day.
    allow_partial
        Whether a date that is known only in part is kept instead of being an error.
    """
    date, day = grid.headers.get(f"{prefix}date"), grid.headers.get(f"{prefix}day")
    before = len(findings.problems)
    unknown = np.full(len(grid.filled), np.nan)
    partial: dict[int, PartialDate] | None = {} if allow_partial else None
    dates = unknown
    if date:
        values = masked(grid.values(date), keep)
        table = grid.sheet.name.lower()
        if prefix == "stop_":
            values = _without_ongoing(values, grid.place(date), findings, table)
        dates = read_dates(values, grid.place(date), findings, table, today, partial)
    row_dates = RowDates(
        dates,
        _read_whole_days(grid, day, findings, keep) if day else unknown,
        grid.place(date) if date else None,
        grid.place(day) if day else None,
        partial or {},
    )
    if needed:
        reported = {problem.cell for problem in findings.problems[before:]}
        _require_days(row_dates, grid.filled & keep, reported, findings)
    return row_dates


def _without_ongoing(
    values: Sequence[object], place: Place, findings: Findings, table: str
) -> Sequence[object]:
    """Blank the stop dates of courses that go on; that they do is noted as why there is none."""
    ongoing = [n for n, one in enumerate(values) if isinstance(one, str) and fold(one) in ONGOING]
    if not ongoing:
        return values
    blanked = list(values)
    for row in ongoing:
        findings.note_absence(table, row, place, "ongoing")
        blanked[row] = ""
    return ColumnValues(blanked)


def _read_whole_days(
    grid: Grid, matched: MatchedColumn, findings: Findings, keep: np.ndarray
) -> np.ndarray:
    """Read a column of days; a fraction of a day is an error and becomes unknown."""
    place, table = grid.place(matched), grid.sheet.name.lower()
    values = masked(grid.values(matched), keep)
    days = read_numbers(values, place, findings, table, censored=False).results
    for row in np.flatnonzero(np.mod(days, 1) > 0).tolist():
        findings.problems.append(
            place.error(
                row,
                show_value(float(days[row])),
                sentence("a whole number of days from the index date"),
                sentence("Type a whole number."),
            )
        )
        days[row] = np.nan
    return days


def _require_days(
    row_dates: RowDates, filled: np.ndarray, reported: Collection[str], findings: Findings
) -> None:
    """Make an error of each filled row with no day, unless a cell of it was reported already."""
    if row_dates.place is None:
        return
    places = [place for place in (row_dates.date_place, row_dates.day_place) if place]
    undated = np.isnan(row_dates.dates) & np.isnan(row_dates.days) & filled
    for row in np.flatnonzero(undated).tolist():
        if not any(place.cell(row) in reported for place in places):
            findings.problems.append(
                row_dates.place.error(
                    row,
                    sentence("neither a date nor a day"),
                    sentence("the day of this row"),
                    sentence("Type the date, or clear the row."),
                )
            )


def resolve_days(row_dates: RowDates, index: np.ndarray, findings: Findings) -> np.ndarray:
    """Return the day of each row from its index date.

    Parameters
    ----------
    index
        Index date of each row (ordinal, NaN where unknown).

    Returns
    -------
    ndarray
        Whole days; NaN where neither a day nor date and index date are known, or where the two
        disagree, which is an error.
    """
    computed = row_dates.dates - index
    with np.errstate(invalid="ignore"):
        clash = np.flatnonzero(
            ~np.isnan(computed) & ~np.isnan(row_dates.days) & (computed != row_dates.days)
        )
    for row in clash.tolist():
        if row_dates.day_place:
            findings.problems.append(
                row_dates.day_place.error(
                    row,
                    sentence(
                        "day {day:.0f} and {date}",
                        day=row_dates.days[row],
                        date=show_date(row_dates.dates[row]),
                    ),
                    sentence(
                        "day {computed:.0f}, counted from {date}",
                        computed=computed[row],
                        date=show_date(index[row]),
                    ),
                    sentence("Correct whichever of the two is wrong, or clear one."),
                )
            )
    days = np.where(np.isnan(row_dates.days), computed, row_dates.days)
    days[clash] = np.nan
    return days


def resolve_spans(
    row_dates: RowDates, index: np.ndarray, findings: Findings
) -> tuple[np.ndarray, np.ndarray]:
    """Return the first and the last possible day of each partial date; NaN elsewhere.

    Where the row gives its day as well, the day takes precedence and must be between the two.
    """
    first, last = np.full(len(row_dates.dates), np.nan), np.full(len(row_dates.dates), np.nan)
    for row, part in row_dates.partial.items():
        first[row], last[row] = part.first.toordinal(), part.last.toordinal()
    first, last = first - index, last - index
    with np.errstate(invalid="ignore"):
        outside = np.flatnonzero((row_dates.days < first) | (row_dates.days > last))
    for row in outside.tolist():
        if row_dates.day_place:
            findings.problems.append(
                row_dates.day_place.error(
                    row,
                    sentence(
                        "day {day:.0f} and {partial}",
                        day=row_dates.days[row],
                        partial=row_dates.partial[row].words,
                    ),
                    sentence(
                        "{span}, counted from {date}",
                        span=show_span(first[row], last[row]),
                        date=show_date(index[row]),
                    ),
                    sentence("Correct whichever of the two is wrong, or clear one."),
                )
            )
    known = ~np.isnan(row_dates.days)
    return np.where(known, np.nan, first), np.where(known, np.nan, last)
