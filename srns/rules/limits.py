"""Limits as printed, and whether a result is within one: yes, no or cannot tell.

A result is an interval: ``0.15`` is a point, ``<0.3`` is everything below 0.3, a missing albumin is
the whole line. A limit *certainly* holds if the whole interval is within it, and *possibly* holds
if part of it is; possible but not certain means "cannot tell".
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from srns.cohort.quantities import Quantity
from srns.cohort.unit_systems import Units, show_limit
from srns.languages.sentences import either, joined, list_and, sentence, term

# Half a unit in the fifteenth digit, the last that Excel keeps: a formula's 0.19999999999999998
# is the 0.2 that the cell shows, and values typed with fewer digits compare as typed.
TOLERANCE = 5e-15

Sign = Literal["<", "<=", ">", ">="]
_SHOWN = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}


@dataclass(frozen=True)
class Edge:
    """One side of a limit, as printed: ``<= 1.0``."""

    sign: Sign
    number: Fraction
    printed: str

    @property
    def is_upper(self) -> bool:
        """Whether it is an upper limit."""
        return self.sign in ("<", "<=")

    @property
    def is_strict(self) -> bool:
        """Whether the number itself is outside the limit."""
        return self.sign in ("<", ">")

    def __str__(self) -> str:
        return f"{_SHOWN[self.sign]} {self.printed}"

    @property
    def words(self) -> str:
        """The same in a sentence; a grade of the dipstick is a word."""
        return joined([_SHOWN[self.sign], term(self.printed)], " ")

    def threshold(self, factor: Fraction) -> float:
        """Return the float to compare with, after an exact conversion by `factor`.

        It differs from the number by less than any printed digit, so that one strict comparison
        serves for strict and inclusive signs alike.
        """
        outward = 1 if self.is_upper else -1
        direction = -outward if self.is_strict else outward
        if not self.number:  # a grade "negative": nothing can be scaled beside zero
            return direction * TOLERANCE
        return float(self.number * factor) * (1 + direction * TOLERANCE)


@dataclass(frozen=True)
class UnitLimit:
    """A limit as printed in one unit: one edge, or two joined by "and"."""

    edges: tuple[Edge, ...]
    unit: str

    def __str__(self) -> str:
        return f"{' and '.join(map(str, self.edges))} {self.unit}".rstrip()

    @property
    def words(self) -> str:
        """The same in a sentence."""
        edges = list_and(edge.words for edge in self.edges)
        return joined([edges, self.unit], " ") if self.unit else edges


@dataclass(frozen=True)
class Results:
    """Results of one analyte as intervals, in the unit each was reported in.

    Attributes
    ----------
    lowest, highest
        The ends of each interval; ``-inf`` and ``inf`` if nothing was measured. Both are the same
        array if no result is censored and none is missing.
    unit
        The place of each result's unit in ``quantity.units``.
    measured
        Whether there is a result.
    """

    lowest: np.ndarray
    highest: np.ndarray
    unit: np.ndarray
    measured: np.ndarray

    @property
    def exact(self) -> bool:
        """Whether every result is a point, so that no answer can be unknown."""
        return self.lowest is self.highest

    def __len__(self) -> int:
        return len(self.lowest)


def as_results(
    value: np.ndarray, bound: np.ndarray, unit: np.ndarray, measured: np.ndarray | None = None
) -> Results:
    """Return values with bounds (places in `quantities.BOUNDS`) as intervals.

    The open end of ``<0.2`` is just below 0.2, so that it is below 0.2 and ``≤0.2`` is not. The
    other end is 0, since no measured value is negative.
    """
    if measured is None:
        measured = np.ones(len(value), dtype=bool)
    if measured.all() and (bound == 2).all():
        return Results(value, value, unit, measured)
    just_below, just_above = value * (1 - 3 * TOLERANCE), value * (1 + 3 * TOLERANCE)
    highest = np.select([bound == 0, bound <= 2], [just_below, value], np.inf)
    lowest = np.select([bound == 4, bound >= 2], [just_above, value], 0.0)
    return Results(
        np.where(measured, lowest, -np.inf), np.where(measured, highest, np.inf), unit, measured
    )


@dataclass(frozen=True)
class Limit:
    """Limit on one analyte, in every unit that the definition prints.

    The same object tests results and prints the limit, so that the two always agree.
    """

    quantity: Quantity
    printed: tuple[UnitLimit, ...]
    if_measured: bool = False

    def __str__(self) -> str:
        words = " or ".join(map(str, self.printed))
        return f"{words}, if measured" if self.if_measured else words

    @property
    def words(self) -> str:
        """The same in a sentence."""
        limits = either(window.words for window in self.printed)
        return sentence("{limit}, if measured", limit=limits) if self.if_measured else limits

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The edges in the unit printed first."""
        return self.printed[0].edges

    def window_for(self, unit: str) -> tuple[UnitLimit, Fraction]:
        """Return the window that judges results in a unit, and the exact factor to that unit.

        A printed unit has its own window. Any other is judged by the printed unit of its kind (mass
        by mass: mg/mg, g/g, mg/g; or per mole of creatinine: mg/mmol, g/mol), else by the first.
        """
        for window in self.printed:
            if window.unit == unit:
                return window, Fraction(1)
        same_kind = [window for window in self.printed if _kind(window.unit) == _kind(unit)]
        window = (same_kind or list(self.printed))[0]
        return window, self.quantity.factor(window.unit, unit)

    def shown_in(self, units: Units, judging: str | None = None) -> UnitLimit:
        """Return the limit in one system of units, by which results in a unit are judged.

        Parameters
        ----------
        judging
            The unit of the results; None: that of the system. A definition that prints its limit in
            two units judges each result by the limit of its own, so that one limit may be shown as
            0.2 mg/mg for results in mg/mg, and as 0.176803 mg/mg for results in mg/mmol.
        """
        unit = units.unit_of(self.quantity, self.printed[0].unit)
        window, _ = self.window_for(judging or unit)
        factor = self.quantity.factor(window.unit, unit)
        if factor == 1:
            return UnitLimit(window.edges, unit)
        edges = tuple(
            Edge(
                edge.sign,
                edge.number * factor,
                show_limit(self.quantity, edge.number, window.unit, unit),
            )
            for edge in window.edges
        )
        return UnitLimit(edges, unit)

    def words_in(self, units: Units) -> str:
        """Return the whole limit in one system of units."""
        words = self.shown_in(units).words
        return sentence("{limit}, if measured", limit=words) if self.if_measured else words

    def holds(self, results: Results, edge: int) -> tuple[np.ndarray, np.ndarray]:
        """Test one edge on all results; return the arrays *certain* and *possible*."""
        thresholds = []
        for unit in self.quantity.units:
            window, factor = self.window_for(unit)
            thresholds.append(window.edges[edge].threshold(factor))
        limit = np.array(thresholds)[results.unit] if len(set(thresholds)) > 1 else thresholds[0]
        if self.edges[edge].is_upper:
            certain = results.highest < limit
            possible = certain if results.exact else results.lowest < limit
        else:
            certain = results.lowest > limit
            possible = certain if results.exact else results.highest > limit
        if self.if_measured and not results.exact:
            certain, possible = certain | ~results.measured, possible | ~results.measured
        return certain, possible


def _kind(unit: str) -> str:
    if "/day" in unit or unit.endswith("/h"):
        return unit.rsplit("/", 1)[0].removeprefix("g").removeprefix("mg")
    return "molar" if "mol" in unit else "mass"
