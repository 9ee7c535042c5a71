"""On which day the rows of a sheet happened: dates, days, and the index date between them."""

import datetime
from dataclasses import dataclass

import numpy as np

from .dates import read_dates, show_date
from .grid import Grid, masked
from .values import Findings, Place, read_numbers, show_value


@dataclass(frozen=True)
class When:
    """The dates (ordinals) and days that the rows of one sheet give; missing is NaN."""

    dates: np.ndarray
    days: np.ndarray
    date_place: Place | None
    day_place: Place | None

    @property
    def place(self) -> Place | None:
        """Where a row's day stands."""
        return self.date_place or self.day_place


def read_when(
    grid: Grid,
    prefix: str,
    findings: Findings,
    keep: np.ndarray,
    today: datetime.date | None,
    *,
    needed: bool = False,
) -> When:
    """Read the columns `<prefix>date` and `<prefix>day`."""
    nothing = np.full(len(grid.filled), np.nan)
    table = grid.sheet.name.lower()
    date, day = grid.headers.get(f"{prefix}date"), grid.headers.get(f"{prefix}day")
    before = len(findings.problems)
    dates = (
        read_dates(masked(grid.values(date), keep), grid.place(date), findings, table, today)
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
    when = When(dates, days, grid.place(date) if date else None, grid.place(day) if day else None)
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
