"""Results, limits and three-valued tests of the reference implementation, in exact fractions.

Nothing here is shared with srns.rules. A result is the interval of numbers that it may stand for.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

PER_CANONICAL = {
    "upcr": {
        "mg/mg": Fraction(1),
        "g/g": Fraction(1),
        "mg/g": Fraction(1000),
        "mg/mmol": Fraction("113.12"),
        "g/mol": Fraction("113.12"),
    },
    "albumin": {"g/dL": Fraction(1), "g/L": Fraction(10)},
    "dipstick": {"": Fraction(1)},
}
KINDS = ({"mg/mg", "g/g", "mg/g"}, {"mg/mmol", "g/mol"}, {"g/dL"}, {"g/L"}, {""})
GRADES = ("negative", "trace", "1+", "2+", "3+", "4+")
# How many mg a day one of the unit is, and what it is counted per.
EXCRETION = {
    "mg/m²/day": (Fraction(1), "surface"),
    "mg/m²/h": (Fraction(24), "surface"),
    "mg/day": (Fraction(1), "child"),
    "g/day": (Fraction(1000), "child"),
    "mg/kg/day": (Fraction(1), "weight"),
}
# From the sign that may hide the lowest number to the one that may hide the highest.
SIGNS = ("<", "<=", "", ">=", ">")
UPPER = ("<", "<=")
LOWER = (">", ">=")

Truth = bool | None
Size = tuple[Fraction | None, Fraction | None]
"""Height in cm and weight in kg, None where unknown."""


# --- three-valued logic -------------------------------------------------------------------------


def both(*truths: Truth) -> Truth:
    if any(truth is False for truth in truths):
        return False
    return None if any(truth is None for truth in truths) else True


def either(truths: Iterable[Truth]) -> Truth:
    known = list(truths)
    if any(truth is True for truth in known):
        return True
    return None if any(truth is None for truth in known) else False


# --- results ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Interval:
    """An interval of numbers; an end may be excluded, `None` is unbounded."""

    low: Fraction | None
    low_in: bool
    high: Fraction | None
    high_in: bool

    def __add__(self, other: "Interval") -> "Interval":
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low, self.low_in and other.low_in, high, self.high_in and other.high_in)

    def times(self, factor: Fraction) -> "Interval":
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        if factor < 0:
            return Interval(high, self.high_in, low, self.low_in)
        return Interval(low, self.low_in, high, self.high_in)

    def squared(self) -> "Interval":
        """Square an interval of numbers from 0 up."""
        low = None if self.low is None else self.low**2
        high = None if self.high is None else self.high**2
        return Interval(low, self.low_in, high, self.high_in)


@dataclass(frozen=True)
class Result:
    """One result as typed; its value is None where the cell could not be read."""

    value: Fraction | None
    sign: str
    unit: str

    def interval(self, highest: Fraction | None = None) -> Interval:
        if self.value is None:
            return Interval(Fraction(0), True, highest, highest is not None)
        if self.sign in ("<", "<="):
            return Interval(Fraction(0), True, self.value, self.sign == "<=")
        if self.sign in (">", ">="):
            return Interval(self.value, self.sign == ">=", None, False)
        return Interval(self.value, True, self.value, True)

    def canonical(self, analyte: str) -> Fraction:
        """Return the number in the unit in which results of one day are compared."""
        assert self.value is not None
        if analyte == "protein_24h":
            return self.value * EXCRETION[self.unit][0]
        return self.value / PER_CANONICAL[analyte][self.unit]


@lru_cache(maxsize=100_000)
def compare(interval: Interval, sign: str, limit: Fraction) -> Truth:
    """Return whether every number (True), none (False) or only some (None) meet the limit."""
    low, high = interval.low, interval.high
    if sign in (">", ">="):
        opposite = compare(interval, "<=" if sign == ">" else "<", limit)
        return None if opposite is None else not opposite
    with_limit = sign == "<="
    if high is not None and (
        high < limit or (high == limit and (with_limit or not interval.high_in))
    ):
        return True
    if low is not None and (low > limit or (low == limit and not (with_limit and interval.low_in))):
        return False
    return None


# --- limits -------------------------------------------------------------------------------------

Comparisons = tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True)
class Limits:
    """Limit on one analyte: its comparisons in each unit that the definition prints."""

    analyte: str
    printed: tuple[tuple[str, Comparisons], ...]
    if_measured: bool = False

    def in_unit(self, unit: str) -> Comparisons:
        by_unit = dict(self.printed)
        if unit in by_unit:
            return by_unit[unit]
        kind = next(kind for kind in KINDS if unit in kind)
        source = next((printed for printed in by_unit if printed in kind), self.printed[0][0])
        per = PER_CANONICAL[self.analyte]
        return tuple((sign, limit * per[unit] / per[source]) for sign, limit in by_unit[source])

    def test(
        self,
        result: Result | None,
        signs: tuple[str, ...] = ("<", "<=", ">", ">="),
        size: Size = (None, None),
    ) -> Truth:
        """Test a result, by the upper or lower limits only if `signs` names them."""
        if result is None:
            return True if self.if_measured or not self._has(signs) else None
        if self.analyte == "protein_24h":
            return self._test_excretion(result, signs, size)
        return _test(self, result, signs)

    def _has(self, signs: tuple[str, ...]) -> bool:
        return any(sign in signs for _, comparisons in self.printed for sign, _ in comparisons)

    def _test_excretion(self, result: Result, signs: tuple[str, ...], size: Size) -> Truth:
        """Test 24-hour protein in the unit of the limit, by Mosteller's body surface."""
        by_unit = dict(self.printed)
        unit = result.unit if result.unit in by_unit else self.printed[0][0]
        asked = [(sign, limit) for sign, limit in by_unit[unit] if sign in signs]
        if not asked:
            return True
        (of_result, per), (of_limit, limit_per) = EXCRETION[result.unit], EXCRETION[unit]
        height, weight = size
        factor, square = of_result / of_limit, Fraction(1)  # of the number, and under a root
        if per != limit_per and result.value is not None:
            if "surface" in (per, limit_per):
                if height is None or weight is None:
                    return None
                surface = height * weight / 3600
                square = surface if per == "surface" else 1 / surface
            if "weight" in (per, limit_per):
                if weight is None:
                    return None
                factor *= weight if per == "weight" else 1 / weight
        found = result.interval().times(factor).squared().times(square)
        return both(*(compare(found, sign, limit**2) for sign, limit in asked))


@lru_cache(maxsize=100_000)
def _test(limits: Limits, result: Result, signs: tuple[str, ...]) -> Truth:
    highest = Fraction(len(GRADES) - 1) if limits.analyte == "dipstick" else None
    interval = result.interval(highest)
    return both(
        *(
            compare(interval, sign, limit)
            for sign, limit in limits.in_unit(result.unit)
            if sign in signs
        )
    )


def read_limits(analyte: str, typed: str | Sequence[str]) -> Limits:
    """Read ``> 0.2 and <= 1.0 mg/mg``, or a list with one such text per unit."""
    printed: list[tuple[str, Comparisons]] = []
    if_measured = False
    for text in [typed] if isinstance(typed, str) else typed:
        rest = text
        if rest.endswith("if measured"):
            if_measured = True
            rest = rest.removesuffix("if measured")
        words = rest.replace("≤", "<=").replace("≥", ">=")
        if analyte == "dipstick":
            found = re.findall(r"(<=|>=|<|>)\s*(negative|trace|[1-4]\+)", words)
            comparisons = tuple((sign, Fraction(GRADES.index(grade))) for sign, grade in found)
            printed.append(("", comparisons))
            continue
        comparisons = tuple(
            (sign, Fraction(number))
            for sign, number in re.findall(r"(<=|>=|<|>)\s*(\d+(?:\.\d+)?)", words)
        )
        unit = words.split()[-1]
        printed.append(
            (unit.replace("m2", "m²") if analyte == "protein_24h" else unit, comparisons)
        )
    return Limits(analyte, tuple(printed), if_measured)
