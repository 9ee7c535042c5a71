"""Limits as printed, and whether a result is within one: yes, no or cannot tell.

A result is an interval: ``0.15`` is a point, ``<0.3`` is everything below 0.3, a missing albumin is
the whole line. A limit *certainly* holds if the whole interval is within it, and *possibly* holds
if part of it is; possible but not certain means "cannot tell".
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from srns.cohort.dipstick import GRADES
from srns.cohort.errors import LimitError
from srns.cohort.quantities import DIPSTICK, Quantity, find_unit
from srns.cohort.unit_systems import Units, show_limit

# Half a unit in the fifteenth digit, the last that Excel keeps: a formula's 0.19999999999999998
# is the 0.2 that the cell shows, and values typed with fewer digits compare as typed.
TOLERANCE = 5e-15

Sign = Literal["<", "<=", ">", ">="]
_SIGNS: dict[str, Sign] = {"<": "<", "<=": "<=", "≤": "<=", ">": ">", ">=": ">=", "≥": ">="}
_SHOWN = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}
_EDGE = re.compile(r"(<=|>=|<|>|≤|≥)\s*(\d+(?:\.\d+)?)")
_LIMIT = re.compile(
    rf"^\s*(?P<edges>{_EDGE.pattern}(?:\s+and\s+{_EDGE.pattern})?)\s*"
    r"(?P<unit>[^\W\d].*?)\s*(?P<if_measured>\bif measured)?\s*$"
)


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
        words = str(self.shown_in(units))
        return f"{words}, if measured" if self.if_measured else words

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


def parse_grade_limit(written: object) -> Limit:
    """Read a limit of the dipstick: ``<= trace``, ``>= 3+``, ``>= 1+ and <= 2+``.

    Raises
    ------
    LimitError
        Where the sign or the grade cannot be read.

    Examples
    --------
    >>> print(parse_grade_limit("<= trace"))
    ≤ trace
    """
    example = "a sign and a grade, such as '<= trace' or '>= 3+'"
    parts = re.split(r"\s+and\s+", written.strip()) if isinstance(written, str) else []
    edges = []
    for part in parts:
        match = _GRADE.fullmatch(part)
        if match is None:
            raise LimitError(f"'{written}'", example, f"The grades are {', '.join(GRADES)}.")
        grade = match["grade"]
        edges.append(Edge(_SIGNS[match["sign"]], Fraction(GRADES.index(grade)), grade))
    if not 1 <= len(edges) <= 2:
        raise LimitError(repr(written), example, "Write one limit, or two joined by 'and'.")
    if len(edges) == 2:
        _check_pair(str(written), *edges)
    return Limit(DIPSTICK, (UnitLimit(tuple(edges), ""),))


_GRADE = re.compile(rf"(?P<sign><=|>=|<|>|≤|≥)\s*(?P<grade>{'|'.join(map(re.escape, GRADES))})")


def parse_limit(written: str | list[str], quantity: Quantity) -> Limit:
    """Read a limit as a clinician writes it.

    Parameters
    ----------
    written
        ``"> 0.2 and <= 1.0 mg/mg"``, or a list with one such text per printed unit.
        ``if measured`` may follow the unit.

    Raises
    ------
    LimitError
        If the sign, the number or the unit cannot be read, or if no number can meet the limit.

    Examples
    --------
    >>> from srns.cohort.quantities import ALBUMIN
    >>> print(parse_limit(">= 2.5 and <= 3.4 g/dL", ALBUMIN))
    ≥ 2.5 and ≤ 3.4 g/dL
    """
    if quantity is DIPSTICK:
        return parse_grade_limit(written)
    texts = [written] if isinstance(written, str) else written
    example = _EXAMPLES.get(quantity.analyte, f"< 1 {quantity.canonical_unit}")
    if not isinstance(texts, list) or not texts or not all(isinstance(one, str) for one in texts):
        raise LimitError(
            repr(written),
            f"a text such as '{example}'",
            "Write the sign, the number and the unit in double quotes.",
        )
    read = [_read_window(text, quantity, example) for text in texts]
    windows = [window for window, _ in read]
    if len({tuple(edge.sign for edge in window.edges) for window in windows}) > 1:
        raise LimitError(
            repr(texts),
            "the same signs in the same order in every unit",
            "Write the same sign before each number.",
        )
    if len({window.unit for window in windows}) < len(windows):
        raise LimitError(repr(texts), "each unit once", "Remove one of the two.")
    return Limit(quantity, tuple(windows), any(if_measured for _, if_measured in read))


_EXAMPLES = {"upcr": "< 0.2 mg/mg", "albumin": "> 3.5 g/dL", "protein_24h": "< 100 mg/m2/day"}
_COMMA = re.compile(r"(\d),(\d)")


def _read_window(text: str, quantity: Quantity, example: str) -> tuple[UnitLimit, bool]:
    match = _LIMIT.match(text)
    if match is None:
        raise LimitError(
            f"'{text}'", f"a sign, a number and a unit, such as '{example}'", _mended(text, example)
        )
    unit = find_unit(quantity, match["unit"])
    if unit is None:
        raise LimitError(
            f"the unit '{match['unit']}' in '{text}'",
            f"{quantity.label} in one of {', '.join(quantity.common_units)}",
            "Write one of these units after the number.",
        )
    edges = tuple(
        Edge(_SIGNS[sign], Fraction(number), number)
        for sign, number in _EDGE.findall(match["edges"])
    )
    if len(edges) == 2:
        _check_pair(text, *edges)
    return UnitLimit(edges, unit), match["if_measured"] is not None


def _check_pair(text: str, first: Edge, second: Edge) -> None:
    if first.is_upper == second.is_upper:
        raise LimitError(
            f"'{text}', two limits on the same side", "one lower and one upper limit", "Remove one."
        )
    lower, upper = (second, first) if first.is_upper else (first, second)
    none = lower.number > upper.number or (
        lower.number == upper.number and (lower.is_strict or upper.is_strict)
    )
    if none:
        raise LimitError(
            f"'{text}', which no number meets",
            "a lower limit below the upper one",
            "Change one of the two numbers.",
        )


def _with_point(text: str) -> str | None:
    mended = _COMMA.sub(r"\1.\2", text)
    return f"Put a point instead of the comma: '{mended}'." if mended != text else None


def _mended(text: str, example: str) -> str:
    """Return the remedy for a limit, with the corrected limit if its meaning is plain."""
    for wrong, right in (("=<", "<="), ("=>", ">="), ("< =", "<="), ("> =", ">=")):
        if wrong in text:
            return f"Write {right}: '{text.replace(wrong, right)}'."
    if point := _with_point(text):
        return point
    if re.fullmatch(rf"\s*{_EDGE.pattern}\s*", text):
        return f"Add the unit: '{text.strip()} {example.split()[-1]}'."
    return "Write one of the signs <, <=, >, >= before the number, and the unit after it."
