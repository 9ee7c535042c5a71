"""Visits with a urine result ("occasions"), and the albumin paired with each.

The results of one day make one visit; the albumin paired with it is the nearest one.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from srns.cohort.quantities import ALBUMIN, BOUNDS, UPCR, Quantity
from srns.cohort.tables import Cohort
from srns.rules.limits import Results, as_results

BASELINE_DAYS = 90

_BOUNDS = pd.Index(BOUNDS)
_UNITS = {each.analyte: pd.Index(list(each.units)) for each in (UPCR, ALBUMIN)}


@dataclass(frozen=True)
class Series:
    """Results of one analyte, one per child and day, sorted by child, then day.

    Attributes
    ----------
    child
        The place of the child in the table `patients`.
    row
        The row of the table `labs` that was kept for the day.
    """

    child: np.ndarray
    day: np.ndarray
    value: np.ndarray
    bound: np.ndarray
    unit: np.ndarray
    row: np.ndarray

    def __getitem__(self, chosen: np.ndarray) -> "Series":
        columns = (self.child, self.day, self.value, self.bound, self.unit, self.row)
        return Series(*(column[chosen] for column in columns))

    def __len__(self) -> int:
        return len(self.child)

    def results(self, measured: np.ndarray | None = None) -> Results:
        """Return the results as intervals."""
        return as_results(self.value, self.bound, self.unit, measured)

    def results_at(self, places: np.ndarray) -> Results:
        """Return the results at these places as intervals; unmeasured where a place is -1."""
        if len(self):
            return self[places].results(places >= 0)
        nothing, none = np.zeros(len(places)), np.zeros(len(places), dtype=np.intp)
        return as_results(nothing, none, none, np.zeros(len(places), dtype=bool))


@dataclass(frozen=True)
class Occasions:
    """Results of a cohort that the rules use.

    Attributes
    ----------
    urine
        One row is one visit: Up/c after day 0.
    baseline
        Up/c on day -90 to 0.
    albumin
        One row is one day with an albumin, on any day.
    paired
        For each visit, the place of its albumin in `albumin`, or -1 without one.
    children
        Number of children, including those without any visit.
    """

    urine: Series
    baseline: Series
    albumin: Series
    paired: np.ndarray
    children: int

    @property
    def first_of_child(self) -> np.ndarray:
        """Whether each visit is the child's first."""
        return starts(self.urine.child)

    @property
    def albumin_results(self) -> Results:
        """The albumin paired with each visit, as intervals."""
        return self.albumin.results_at(self.paired)


def starts(sorted_codes: np.ndarray) -> np.ndarray:
    """Mark the first code of each block of equal codes."""
    marks = np.ones(len(sorted_codes), dtype=bool)
    np.not_equal(sorted_codes[1:], sorted_codes[:-1], out=marks[1:])
    return marks


def child_codes(patients: pd.Series, column: pd.Series) -> np.ndarray:
    """Return the place of each row's child among the patients, -1 if it is not one of them."""
    return places_in(pd.Index(patients), column)


def places_in(words: pd.Index, column: pd.Series) -> np.ndarray:
    """Return the place of each value of a column among the words, -1 if it is not one of them."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        places = np.append(words.get_indexer(column.cat.categories), -1)
        return places[column.cat.codes.to_numpy()]
    return words.get_indexer(pd.Index(column))


def find_occasions(cohort: Cohort, *, albumin_window_days: int) -> Occasions:
    """Find each child's visits and pair them with albumin.

    Parameters
    ----------
    cohort
        Only `patients` and `labs` are read; rows may be in any order.
    albumin_window_days
        Most days between a visit and its albumin, before or after.
    """
    labs = cohort.labs
    child = child_codes(cohort.patients["patient"], labs["patient"])
    urine = _series(labs, child, UPCR)
    albumin = _series(labs, child, ALBUMIN)
    after = urine.day > 0
    occasions = urine[np.flatnonzero(after)] if not after.all() else urine
    baseline = urine[np.flatnonzero(~after & (urine.day >= -BASELINE_DAYS))]
    return Occasions(
        urine=occasions,
        baseline=baseline,
        albumin=albumin,
        paired=_nearest(occasions, albumin, albumin_window_days),
        children=len(cohort.patients),
    )


def _series(labs: pd.DataFrame, child: np.ndarray, quantity: Quantity) -> Series:
    value = labs["value"].to_numpy(dtype=float, na_value=np.nan)
    day = labs["day"].to_numpy(dtype=float, na_value=np.nan)
    known = places_in(pd.Index([quantity.analyte]), labs["analyte"]) == 0
    known &= (child >= 0) & ~np.isnan(value) & ~np.isnan(day)
    row = np.flatnonzero(known)
    unit = places_in(_UNITS[quantity.analyte], labs["unit"])[row]
    bound = places_in(_BOUNDS, labs["bound"])[row]
    if (unit < 0).any() or (bound < 0).any():
        strange = labs.iloc[row[(unit < 0) | (bound < 0)][0]]
        raise ValueError(
            f"found {quantity.label} {strange['bound']}{strange['value']} {strange['unit']}; "
            f"expected a unit of {', '.join(quantity.units)} and a bound of {BOUNDS}."
        )
    series = Series(child[row], day[row].astype(np.int64), value[row], bound, unit, row)
    key = day_key(series.child, series.day)
    if len(key) and (key[1:] < key[:-1]).any():
        order = np.argsort(key, kind="stable")
        series, key = series[order], key[order]
    return _one_result_a_day(series, key, quantity)


def day_key(child: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return one number for child and day, so that one sorted array serves for both.

    Days are within ±10 million, so the ranges of two children never overlap.
    """
    return child.astype(np.int64) * 20_000_001 + day


def _one_result_a_day(series: Series, key: np.ndarray, quantity: Quantity) -> Series:
    """Keep the worse result of each day: the highest Up/c, the lowest albumin.

    Of equal numbers, keep the worse sign; of equal results, the first in the table.
    """
    first = starts(key)
    if first.all():
        return series
    last = np.append(first[1:], True)
    repeated = np.flatnonzero(~(first & last))
    factors = np.array([float(factor) for factor in quantity.units.values()])
    # Twelve decimals make 22.624 mg/mmol and 0.2 mg/mg the same number.
    converted = np.round(series.value[repeated] / factors[series.unit[repeated]], 12)
    sign = series.bound[repeated].astype(int)
    if quantity is UPCR:
        converted, sign = -converted, -sign
    order = np.lexsort((repeated, series.unit[repeated], sign, converted, key[repeated]))
    worse = repeated[order][starts(key[repeated][order])]
    kept = np.sort(np.concatenate([np.flatnonzero(first & last), worse]))
    return series[kept]


def _nearest(occasions: Series, albumin: Series, window_days: int) -> np.ndarray:
    """Return the place of the albumin nearest to each visit, the earlier of two equally near."""
    if not len(albumin):
        return np.full(len(occasions), -1)
    wanted = day_key(occasions.child, occasions.day)
    measured = day_key(albumin.child, albumin.day)
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
