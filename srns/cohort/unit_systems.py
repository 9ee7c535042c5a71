"""Unit systems: which unit each quantity is shown in, conventional or SI, and how it is printed.

The one source of conversion and rounding for sentences, tables and figures. What is stored, and
what JSON carries, stays in the unit that was reported.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from srns.cohort.errors import InputError
from srns.cohort.quantities import (
    ALBUMIN,
    CREATININE,
    UPCR,
    Quantity,
    show_number,
    show_result,
)

_FLOOR_MG_MG = 0.01
_DIGITS_OF_A_RESULT, _DIGITS_OF_A_LIMIT = 3, 6


@dataclass(frozen=True)
class Units:
    """One system of units."""

    name: str
    upcr: str
    albumin: str
    creatinine: str = "mg/dL"

    @property
    def upcr_floor(self) -> float:
        """Lower end of the logarithmic axis; smaller values, including 0, are drawn there."""
        return _FLOOR_MG_MG * float(UPCR.factor("mg/mg", self.upcr))

    def unit_of(self, quantity: Quantity, reported: str = "") -> str:
        """Return the unit that a quantity is shown in; any without two systems stays as reported.

        >>> from srns.cohort.quantities import PROTEIN_24H
        >>> SI.unit_of(ALBUMIN, "g/dL"), SI.unit_of(UPCR), SI.unit_of(PROTEIN_24H, "g/day")
        ('g/L', 'mg/mmol', 'g/day')
        """
        shown = {UPCR.analyte: self.upcr, ALBUMIN.analyte: self.albumin,
                 CREATININE.analyte: self.creatinine}  # fmt: skip
        return shown.get(quantity.analyte, reported)

    def show(
        self,
        quantity: Quantity,
        value: float,
        reported: str,
        bound: str = "",
        limits: tuple[float, ...] = (),
    ) -> str:
        """Return a result with its unit: as typed in its own unit, else three digits.

        Parameters
        ----------
        limits
            In the unit shown. More digits are printed where three would put the result on the
            other side of one of them, or upon it.

        >>> SI.show(UPCR, 0.155, "mg/mg"), SI.show(ALBUMIN, 3.8, "g/dL", "<")
        ('17.5 mg/mmol', '<38 g/L')
        >>> CONVENTIONAL.show(UPCR, 22.6, "mg/mmol", limits=(0.2,))
        '0.1998 mg/mg'
        >>> CONVENTIONAL.show(UPCR, 20, "mg/mmol", "<", limits=(20 / 113.12,))
        '<0.176803 mg/mg'
        """
        unit = self.unit_of(quantity, reported)
        factor = quantity.factor(reported, unit)
        if factor == 1:
            return f"{show_result(value, bound)} {unit}".rstrip()
        number = float(Fraction(show_number(value)) * factor)
        return f"{show_result(_rounded(number, limits), bound)} {unit}"


def show_limit(quantity: Quantity, number: Fraction, printed_in: str, unit: str) -> str:
    """Return the number of a limit in a unit: exact where its digits end, else six of them.

    >>> show_limit(UPCR, Fraction("0.2"), "mg/mg", "mg/mmol")
    '22.624'
    >>> show_limit(UPCR, Fraction(20), "mg/mmol", "mg/mg")
    '0.176803'
    """
    return f"{float(number * quantity.factor(printed_in, unit)):.{_DIGITS_OF_A_LIMIT}g}"


def _rounded(number: float, limits: tuple[float, ...]) -> float:
    if any(_side(number, limit) == 0 for limit in limits):
        return float(f"{number:.{_DIGITS_OF_A_LIMIT}g}")  # as the limit itself is printed
    for digits in range(_DIGITS_OF_A_RESULT, 15):
        rounded = float(f"{number:.{digits}g}")
        if all(_side(rounded, limit) == _side(number, limit) for limit in limits):
            return rounded
    return number


def _side(number: float, limit: float) -> int:
    """Return on which side of a limit a number is; upon it within the digits that Excel keeps."""
    if abs(number - limit) <= 5e-15 * abs(limit):
        return 0
    return 1 if number > limit else -1


CONVENTIONAL = Units("conventional", "mg/mg", "g/dL", "mg/dL")
SI = Units("SI", "mg/mmol", "g/L", "µmol/L")
SYSTEMS: Mapping[str, Units] = MappingProxyType(
    {units.name.casefold(): units for units in (CONVENTIONAL, SI)}
)
"""The systems by their name in small letters."""


def find_units(name: str | Units) -> Units:
    """Return the system of a name, in any case.

    Raises
    ------
    InputError
        Where there is no such system.

    >>> find_units("si").upcr
    'mg/mmol'
    """
    if isinstance(name, Units):
        return name
    if (units := SYSTEMS.get(name.casefold())) is not None:
        return units
    expected = " or ".join(each.name for each in SYSTEMS.values())
    raise InputError(f"found the units '{name}'; expected {expected}.")
