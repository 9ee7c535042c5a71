"""On which day the rows of a sheet happened: dates, days, and the index date between them."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from srns.cohort.date_intervals import show_span
from srns.workbook.findings import Findings, Place
from srns.workbook.template.grid import Grid, masked
from srns.workbook.values.date_columns import read_dates
from srns.workbook.values.dates import show_date
from srns.workbook.values.numbers_and_words import read_numbers, show_value
from srns.workbook.values.partial_dates import PartialDate


@dataclass(frozen=True)
class When:
    """The dates (ordinals) and days that the rows of one sheet give; missing is NaN.

    `in_part` holds the dates that are known only in part, by row.
    """

    dates: np.ndarray
    days: np.ndarray
    date_place: Place | None
    day_place: Place | None
    in_part: Mapping[int, PartialDate] = field(default_factory=dict)

    @property
    def place(self) -> Place | None:
        """Where a row's day stands."""
        return self.date_place or self.day_place

    @property
    def typed(self) -> dict[int, str]:
        """The words of the dates that are known only in part, by row."""
        return {row: part.typed for row, part in self.in_part.items()}


def read_when(
    grid: Grid,
    prefix: str,
    findings: Findings,
    keep: np.ndarray,
    today: datetime.date | None,
    *,
    needed: bool = False,
    may_be_part: bool = False,
) -> When:
    """Read the columns `<prefix>date` and `<prefix>day`.

    Parameters
    ----------
    needed
        Whether each filled row must give a day.
    may_be_part
        Whether a date that is known only in part is kept, and no error.
    """
    nothing = np.full(len(grid.filled), np.nan)
    table = grid.sheet.name.lower()
    date, day = grid.headers.get(f"{prefix}date"), grid.headers.get(f"{prefix}day")
    before = len(findings.problems)
    in_part: dict[int, PartialDate] | None = {} if may_be_part else None
    dates = (
        read_dates(
            masked(grid.values(date), keep), grid.place(date), findings, table, today, in_part
        )
        if date
        else nothing
    )
    days = nothing
    if day:
        place = grid.place(day)
        days = read_numbers(
            masked(grid.values(day), keep), place, findings, table, censored=False
        ).results
        for row in np.flatnonzero(np.mod(days, 1) > 0).tolist():
            findings.problems.append(
                place.error(
                    row,
                    show_value(float(days[row])),
                    "a whole number of days from the index date",
                    "Type a whole number.",
                )
            )
            days[row] = np.nan
    when = When(
        dates,
        days,
        grid.place(date) if date else None,
        grid.place(day) if day else None,
        in_part or {},
    )
    if needed and when.place:
        bare = np.isnan(dates) & np.isnan(days) & grid.filled & keep
        if bare.any():
            spoken = {problem.cell for problem in findings.problems[before:]}
            for row in np.flatnonzero(bare).tolist():
                if not {p.cell(row) for p in (when.date_place, when.day_place) if p} & spoken:
                    findings.problems.append(
                        when.place.error(
                            row,
                            "neither a date nor a day",
                            "the day of this row",
                            "Type the date, or clear the row.",
                        )
                    )
    return when


def settle_days(when: When, index: np.ndarray, findings: Findings) -> np.ndarray:
    """Turn dates into days from the index date (ordinals, NaN where unknown)."""
    computed = when.dates - index
    with np.errstate(invalid="ignore"):
        clash = np.flatnonzero(~np.isnan(computed) & ~np.isnan(when.days) & (computed != when.days))
    for row in clash.tolist():
        if when.day_place:
            findings.problems.append(
                when.day_place.error(
                    row,
                    f"day {when.days[row]:.0f} beside {show_date(when.dates[row])}",
                    f"day {computed[row]:.0f}, counted from {show_date(index[row])}",
                    "Correct whichever of the two is wrong, or clear one.",
                )
            )
    return np.where(np.isnan(when.days), computed, when.days)


def settle_spans(
    when: When, index: np.ndarray, findings: Findings
) -> tuple[np.ndarray, np.ndarray]:
    """Give the first and the last day of the dates that are known in part; NaN elsewhere.

    Where the row gives its day as well, the day stands, if it lies between the two.
    """
    first, last = np.full(len(when.dates), np.nan), np.full(len(when.dates), np.nan)
    for row, part in when.in_part.items():
        first[row], last[row] = part.first.toordinal(), part.last.toordinal()
    first, last = first - index, last - index
    with np.errstate(invalid="ignore"):
        outside = np.flatnonzero((when.days < first) | (when.days > last))
    for row in outside.tolist():
        if when.day_place:
            findings.problems.append(
                when.day_place.error(
                    row,
                    f"day {when.days[row]:.0f} beside {when.in_part[row].words}",
                    f"{show_span(first[row], last[row])}, counted from {show_date(index[row])}",
                    "Correct whichever of the two is wrong, or clear one.",
                )
            )
    known = ~np.isnan(when.days)
    return np.where(known, np.nan, first), np.where(known, np.nan, last)
