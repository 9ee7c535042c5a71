"""One result of one test for each child and day, as sorted arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from srns.cohort.child_keys import day_key, order_by_day, places_in, starts
from srns.cohort.quantities import ALBUMIN, BOUNDS, QUANTITIES, Quantity
from srns.cohort.terms import DIARY
from srns.rules.limits import Results, as_results

_BOUNDS = pd.Index(BOUNDS)
_EXACT = BOUNDS.index("")
_AT_LEAST = BOUNDS.index(">=")
_UNITS = {each.analyte: pd.Index(list(each.units)) for each in QUANTITIES.values()}


@dataclass(frozen=True)
class Series:
    """One result for each child and day, sorted by child, then day.

    A result that is there but cannot be read stands as ``≥ 0``: it may be anything.

    Attributes
    ----------
    child
        The place of the child in the table `patients`.
    bound, unit
        Places in `quantities.BOUNDS` and among the units of the quantity.
    row
        The row of the table `labs` that counts on the day; -1 where nothing was measured.
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

    @property
    def measured(self) -> np.ndarray:
        """Whether there is a result at all."""
        return self.row >= 0

    def results(self, measured: np.ndarray | None = None) -> Results:
        """Return the results as intervals."""
        return as_results(self.value, self.bound, self.unit, measured)

    def results_at(self, places: np.ndarray) -> Results:
        """Return the results at these places as intervals; unmeasured where a place is -1."""
        if len(self):
            columns = (self.value, self.bound, self.unit)
            return as_results(*(column[places] for column in columns), places >= 0)
        nothing, none = np.zeros(len(places)), np.zeros(len(places), dtype=np.intp)
        return as_results(nothing, none, none, np.zeros(len(places), dtype=bool))

    def on(self, child: np.ndarray, day: np.ndarray) -> "Series":
        """Return one entry for each of other days; row -1 where nothing was measured then."""
        wanted, key = day_key(child, day), day_key(self.child, self.day)
        if len(key) == len(wanted) and (key == wanted).all():
            return self
        place = np.minimum(np.searchsorted(key, wanted), max(len(key) - 1, 0))
        there = key[place] == wanted if len(key) else np.zeros(len(wanted), dtype=bool)
        value, row = np.zeros(len(wanted)), np.full(len(wanted), -1)
        bound, unit = np.full(len(wanted), _EXACT), np.zeros(len(wanted), dtype=np.intp)
        for column, own in ((value, self.value), (row, self.row),
                            (bound, self.bound), (unit, self.unit)):  # fmt: skip
            column[there] = own[place[there]]
        return Series(child, day, value, bound, unit, row)


@dataclass(frozen=True)
class LabRows:
    """The columns of the table `labs` that every quantity is read from, looked at once.

    Attributes
    ----------
    of_quantity
        By analyte, the rows that have a known child and a day.
    """

    labs: pd.DataFrame
    child: np.ndarray
    day: np.ndarray
    value: np.ndarray
    of_quantity: Mapping[str, np.ndarray]


def read_rows(labs: pd.DataFrame, child: np.ndarray, analytes: Sequence[str]) -> LabRows:
    """Part the rows of `labs` by analyte.

    Parameters
    ----------
    child
        The place of each row's child; rows of strangers (-1) and without a day are passed over.
    """
    day = labs["day"].to_numpy(dtype=float, na_value=np.nan)
    place = places_in(pd.Index(list(analytes)), labs["analyte"])
    place[(child < 0) | np.isnan(day)] = -1
    rows = {name: np.flatnonzero(place == number) for number, name in enumerate(analytes)}
    value = labs["value"].to_numpy(dtype=float, na_value=np.nan)
    return LabRows(labs, child, day, value, rows)


def read_series(rows: LabRows, quantity: Quantity, specimen: str = "") -> Series:
    """Read the results of one quantity, one for each child and day.

    Of several results of a day one that can be read goes before one that cannot, then one of the
    specimen asked for before others, then the worse: the highest protein, the lowest albumin; of
    equal numbers the worse sign, of equal results one of the clinic, then the one that stands
    first.
    """
    labs, row = rows.labs, rows.of_quantity[quantity.analyte]
    value, child, day = rows.value[row], rows.child[row], rows.day[row].astype(np.int64)
    # Few units and bounds: narrow numbers are copied in an eighth of the time.
    unit = places_in(_UNITS[quantity.analyte], labs["unit"].iloc[row]).astype(np.int8)
    bound = places_in(_BOUNDS, labs["bound"].iloc[row]).astype(np.int8)
    unreadable = np.isnan(value)
    if unreadable.any():
        value = np.where(unreadable, 0.0, value)
        bound = np.where(unreadable, _AT_LEAST, bound)
        unit = np.where(unreadable, np.maximum(unit, 0), unit)
    if (unit < 0).any() or (bound < 0).any():
        strange = labs.iloc[row[(unit < 0) | (bound < 0)][0]]
        raise ValueError(
            f"found {quantity.label} {strange['bound']}{strange['value']} {strange['unit']}; "
            f"expected a unit of {', '.join(quantity.units)} and a bound of {BOUNDS}."
        )
    rank = unreadable.astype(np.int8) * 2
    if specimen and "specimen" in labs:
        rank += (labs["specimen"].to_numpy(dtype=object)[row] != specimen).astype(np.int8)
    series = Series(child, day, value, bound, unit, row)
    key = day_key(series.child, series.day)
    if len(key) and (key[1:] < key[:-1]).any():
        order = order_by_day(series.child, series.day)
        series, key, rank = series[order], key[order], rank[order]
    source = labs["source"].to_numpy(dtype=object) if "source" in labs else None
    return _one_result_a_day(series, key, rank, quantity, source)


def _one_result_a_day(
    series: Series,
    key: np.ndarray,
    rank: np.ndarray,
    quantity: Quantity,
    source: np.ndarray | None,
) -> Series:
    first = starts(key)
    if first.all():
        return series
    last = np.append(first[1:], True)
    repeated = np.flatnonzero(~(first & last))
    factors = np.array([float(factor) for factor in quantity.units.values()])
    # Twelve decimals: 22.624 mg/mmol and 0.2 mg/mg are one number.
    converted = np.round(series.value[repeated] / factors[series.unit[repeated]], 12)
    sign = series.bound[repeated].astype(int)
    if quantity is not ALBUMIN:
        converted, sign = -converted, -sign
    at_home = np.zeros(len(repeated), dtype=bool)
    if source is not None:
        at_home = source[series.row[repeated]] == DIARY
    order = np.lexsort(
        (repeated, series.unit[repeated], at_home, sign, converted, rank[repeated], key[repeated])
    )
    worse = repeated[order][starts(key[repeated][order])]
    kept = np.sort(np.concatenate([np.flatnonzero(first & last), worse]))
    return series[kept]
