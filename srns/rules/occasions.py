"""Visits: the days on which urine protein was measured, with the albumin and the cells of each.

Results of one day are one visit; the albumin paired with it is the nearest one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from srns.cohort.child_keys import child_codes, day_key
from srns.cohort.date_intervals import earliest, latest
from srns.cohort.quantities import ALBUMIN, URINE_TESTS
from srns.cohort.tables import Cohort
from srns.cohort.terms import DIARY
from srns.rules.body_size import body_size
from srns.rules.limits import Results
from srns.rules.series import Series, read_rows, read_series
from srns.rules.window import Window, find_window

BASELINE_DAYS = 90
RELAPSE = "relapse"


@dataclass(frozen=True)
class VisitRules:
    """What of a definition decides which visits there are; equal rules find equal visits.

    Attributes
    ----------
    tests
        The urine tests that the definition judges: keys of `URINE_TESTS`.
    specimen
        The specimen that goes before others on one day (``first morning``); ``""`` for none.
    """

    albumin_window_days: int = 14
    tests: tuple[str, ...] = ("upcr",)
    specimen: str = ""


@dataclass(frozen=True)
class Visits:
    """The days on which urine was measured, one entry each, sorted by child, then day.

    Attributes
    ----------
    of_test
        By test, its result on each of these days (row -1 where it was not measured, or where a
        quantitative result of the day goes before the dipstick).
    diary
        Whether the urine was tested at home alone.
    surely
        Whether the visit surely lies in the window.
    surface, weight
        Body surface (m²) and weight (kg) of the day; NaN where unknown. Empty unless 24-hour
        protein is judged.
    broken, surely_broken
        Whether a recorded relapse lies, or surely lies, between the visit before and this one.
    """

    child: np.ndarray
    day: np.ndarray
    of_test: dict[str, Series]
    diary: np.ndarray
    surely: np.ndarray
    surface: np.ndarray = field(default_factory=lambda: np.zeros(0))
    weight: np.ndarray = field(default_factory=lambda: np.zeros(0))
    broken: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))
    surely_broken: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))

    def __len__(self) -> int:
        return len(self.child)

    def __getitem__(self, chosen: np.ndarray) -> "Visits":
        """Return some of the visits; relapses between visits left out are not looked for again."""
        return Visits(
            self.child[chosen],
            self.day[chosen],
            {name: series[chosen] for name, series in self.of_test.items()},
            self.diary[chosen],
            self.surely[chosen],
            *(
                column[chosen] if len(column) else column
                for column in (self.surface, self.weight, self.broken, self.surely_broken)
            ),
        )

    @property
    def upcr(self) -> Series:
        """The Up/c of each visit; row -1 where it was not measured."""
        upcr = self.of_test.get("upcr")
        if upcr is not None:
            return upcr
        other = next(iter(self.of_test.values()))
        return replace(other, row=np.full(len(other), -1))

    def has_days_in_a_row(self, number: int) -> bool:
        """Return whether any child has visits on so many successive calendar days."""
        if number < 2:
            return len(self) > 0
        in_a_row = successive = self._on_the_next_day
        for _ in range(number - 2):
            in_a_row = in_a_row[1:] & successive[: len(in_a_row) - 1]
        return bool(in_a_row.any())

    @cached_property
    def _on_the_next_day(self) -> np.ndarray:
        """Whether each visit but the first lies on the day after the one before it."""
        return (np.diff(self.day) == 1) & (self.child[1:] == self.child[:-1])


@dataclass(frozen=True)
class Occasions:
    """Everything that the rules look at.

    Attributes
    ----------
    visits
        The visits after day 0 that lie, or may lie, in the window.
    baseline
        The visits on day -90 to 0.
    albumin
        Every day in the window with an albumin.
    paired, baseline_paired
        For each visit its place in `albumin`, or -1.
    children
        How many children there are, those without any visit included.
    """

    visits: Visits
    baseline: Visits
    albumin: Series
    paired: np.ndarray
    baseline_paired: np.ndarray
    children: int
    rules: VisitRules
    window: Window

    @cached_property
    def albumin_results(self) -> Results:
        """The albumin paired with each visit, as intervals."""
        return self.albumin.results_at(self.paired)

    @property
    def albumin_may_not_count(self) -> np.ndarray | None:
        """Whether the albumin of each visit was measured when the window may have ended.

        None where every window ends on a known day.
        """
        if self.window.is_certain or not len(self.albumin):
            return None
        day = self.albumin.day[self.paired]
        surely = np.maximum(self.window.surely[self.visits.child], self.visits.day)
        return (self.paired >= 0) & (day > surely)


def find_occasions(
    cohort: Cohort, rules: VisitRules | None = None, window: Window | None = None
) -> Occasions:
    """Find each child's visits and pair them with albumin.

    Parameters
    ----------
    cohort
        Only `patients`, `labs` and `events` are read; the order of the rows does not matter.
    rules
        Which tests make a visit, and how near the albumin must be.
    window
        Until when visits count; by default what `find_window` finds.
    """
    rules = rules or VisitRules()
    window = find_window(cohort) if window is None else window
    labs = cohort.labs
    child = child_codes(cohort.patients["patient"], labs["patient"])
    rows = read_rows(labs, child, (*rules.tests, ALBUMIN.analyte))
    read = {
        name: read_series(rows, quantity, rules.specimen)
        for name, quantity in URINE_TESTS.items()
        if name in rules.tests
    }
    albumin = _until(read_series(rows, ALBUMIN), window)
    every = _visits(cohort, {name: _until(series, window) for name, series in read.items()}, window)
    after = every.day > 0
    visits = every if after.all() else every[np.flatnonzero(after)]
    visits = _with_relapses(cohort, visits)
    baseline = every[np.flatnonzero(~after & (every.day >= -BASELINE_DAYS))]
    return Occasions(
        visits=visits,
        baseline=baseline,
        albumin=albumin,
        paired=_nearest(visits, albumin, rules.albumin_window_days),
        baseline_paired=_nearest(baseline, albumin, rules.albumin_window_days),
        children=len(cohort.patients),
        rules=rules,
        window=window,
    )


def _until(series: Series, window: Window) -> Series:
    if np.isinf(window.last).all():
        return series
    within = series.day <= window.last[series.child]
    return series if within.all() else series[np.flatnonzero(within)]


def _visits(cohort: Cohort, read: dict[str, Series], window: Window) -> Visits:
    """Bring the tests of one day together; a quantitative result goes before the dipstick."""
    filled = {name: series for name, series in read.items() if len(series)}
    if len(filled) <= 1:
        alone = next(iter((filled or read).values()))
        child, day = alone.child, alone.day
    else:
        key = np.unique(np.concatenate([day_key(s.child, s.day) for s in filled.values()]))
        child, day = _children_and_days(key)
    # A test that nobody did costs nothing; the first stands for all where none was done.
    done = filled or dict([next(iter(read.items()))])
    of_test = {name: series.on(child, day) for name, series in done.items()}
    strip = of_test.get("dipstick")
    if strip is not None:
        others = [series.measured for name, series in of_test.items() if name != "dipstick"]
        outranked = strip.measured & np.any([*others, np.zeros(len(child), dtype=bool)], axis=0)
        if outranked.any():
            strip = Series(child, day, strip.value, strip.bound, strip.unit,
                           np.where(outranked, -1, strip.row))  # fmt: skip
            of_test["dipstick"] = strip
    surely = np.ones(len(child), dtype=bool)
    if not window.is_certain:
        surely = day <= window.surely[child]
    size: Sequence[np.ndarray] = ()
    if "protein_24h" in filled:
        patients = cohort.patients["patient"].iloc[child]
        size = body_size(cohort, patients, pd.Series(day, index=patients.index))
    return Visits(child, day, of_test, _is_diary(cohort.labs, of_test), surely, *size)


def _children_and_days(key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Part keys into child and day again."""
    span = int(day_key(np.array([1]), np.array([0]))[0])
    child = (key + span // 2) // span
    return child, key - child * span


def _is_diary(labs: pd.DataFrame, of_test: dict[str, Series]) -> np.ndarray:
    """Mark the visits of which every result that counts was read at home."""
    count = len(next(iter(of_test.values())))
    if "source" not in labs or not (home := (labs["source"] == DIARY).to_numpy(bool)).any():
        return np.zeros(count, dtype=bool)
    at_home = np.ones(count, dtype=bool)
    for series in of_test.values():
        measured = series.measured
        at_home[measured] &= home[series.row[measured]]
    return at_home


def _with_relapses(cohort: Cohort, visits: Visits) -> Visits:
    """Mark the visits before which, since the visit before, a relapse was recorded."""
    broken, surely = np.zeros(len(visits), dtype=bool), np.zeros(len(visits), dtype=bool)
    rows = cohort.events[(cohort.events["event"] == RELAPSE).to_numpy()]
    child = child_codes(cohort.patients["patient"], rows["patient"])
    first, last = earliest(rows, "day"), latest(rows, "day")
    known = (child >= 0) & ~np.isnan(first)
    if known.any() and len(visits):
        child, first, last = child[known], first[known], last[known]
        key = day_key(visits.child, visits.day)
        # The first visit on or after each end; on the day itself the relapse comes first.
        low = np.searchsorted(key, day_key(child, first.astype(np.int64)))
        high = np.searchsorted(key, day_key(child, last.astype(np.int64)))
        own = np.searchsorted(visits.child, child, side="right")  # one past the child's last visit
        for one, (start, stop) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
            broken[start : min(stop + 1, own[one])] = True
        same = (low == high) & (low < own)
        surely[low[same]] = True
    return Visits(
        visits.child, visits.day, visits.of_test, visits.diary, visits.surely,
        visits.surface, visits.weight, broken, surely,
    )  # fmt: skip


def _nearest(visits: Visits, albumin: Series, window_days: int) -> np.ndarray:
    """Find the albumin nearest to each visit; of two equally near the earlier."""
    return nearest(day_key(visits.child, visits.day), albumin, window_days)


def nearest(wanted: np.ndarray, measured_on: Series, window_days: int) -> np.ndarray:
    """Return the place of the result nearest to each key of child and day, -1 where none is near.

    Of two equally near the earlier.
    """
    if not len(measured_on):
        return np.full(len(wanted), -1)
    measured = day_key(measured_on.child, measured_on.day)
    after = np.searchsorted(measured, wanted)
    before = after - 1
    days_after = np.where(
        after < len(measured),
        measured[np.minimum(after, len(measured) - 1)] - wanted,
        window_days + 1,
    )
    days_before = np.where(before >= 0, wanted - measured[before], window_days + 1)
    earlier = days_before <= days_after
    nearest = np.where(earlier, before, after)
    return np.where(np.where(earlier, days_before, days_after) <= window_days, nearest, -1)
