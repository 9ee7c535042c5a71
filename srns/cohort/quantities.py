"""Quantities and their units, and results such as ``<1.0``.

Nothing is ever substituted for a censored result: it is kept as a number with a bound.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

Bound = Literal["", "<", "<=", ">", ">="]

BOUNDS: tuple[Bound, ...] = ("<", "<=", "", ">=", ">")
"""Bounds in the order of the results they stand for, lowest first, at equal numbers."""

_BOUND_SPELLINGS: Mapping[str, Bound] = MappingProxyType(
    {
        "": "",
        "<": "<",
        "≤": "<=",
        "<=": "<=",
        "=<": "<=",
        ">": ">",
        "≥": ">=",
        ">=": ">=",
        "=>": ">=",
    }
)
_WORDS_BEFORE: Mapping[str, Bound] = MappingProxyType(
    {
        "小于等于": "<=",
        "小于": "<",
        "低于": "<",
        "大于等于": ">=",
        "大于": ">",
        "高于": ">",
    }
)
"""Words for a sign before a number; one that begins with another comes first."""
_WORDS_BEHIND: Mapping[str, Bound] = MappingProxyType(
    {"未満": "<", "未满": "<", "以下": "<=", "以上": ">="}
)


@dataclass(frozen=True)
class Quantity:
    """A quantity that a laboratory or a ward measures.

    Attributes
    ----------
    analyte
        Its name in the column `analyte` of the table `labs`.
    label
        Its name as people read it.
    units
        Every known unit, with how many of it equal one of the first, the canonical unit
        (1 mg/mg = 1000 mg/g = 113.12 mg/mmol).
    possible
        The lowest and the highest credible number, in the canonical unit; a number outside is an
        error.
    usual
        The usual range, in the canonical unit; a number outside is queried.
    rare
        Units that are read where they are stated, and that numbers alone never suggest.
    """

    analyte: str
    label: str
    units: Mapping[str, Fraction]
    possible: tuple[Fraction, Fraction]
    usual: tuple[Fraction, Fraction]
    rare: frozenset[str] = frozenset()

    @property
    def common_units(self) -> tuple[str, ...]:
        """The units that are offered where none is stated."""
        return tuple(unit for unit in self.units if unit not in self.rare)

    @property
    def canonical_unit(self) -> str:
        """The unit to which others are converted where necessary."""
        return next(iter(self.units))

    def factor(self, unit: str, into: str) -> Fraction:
        """Return the exact factor that converts a value in `unit` to one in `into`."""
        return self.units[into] / self.units[unit]

    def possible_in(self, unit: str) -> tuple[float, float]:
        """Return the credible range in another unit."""
        low, high = self.possible
        return float(low * self.units[unit]), float(high * self.units[unit])

    def usual_in(self, unit: str) -> tuple[float, float]:
        """Return the usual range in another unit."""
        low, high = self.usual
        return float(low * self.units[unit]), float(high * self.units[unit])


def _quantity(
    analyte: str,
    label: str,
    units: dict[str, str],
    possible: tuple[str, str],
    usual: tuple[str, str],
    *rare: str,
) -> Quantity:
    return Quantity(
        analyte,
        label,
        MappingProxyType({unit: Fraction(per_canonical) for unit, per_canonical in units.items()}),
        (Fraction(possible[0]), Fraction(possible[1])),
        (Fraction(usual[0]), Fraction(usual[1])),
        frozenset(rare),
    )


UPCR = _quantity(
    "upcr",
    "Up/c",
    # Molar mass of creatinine 113.12 g/mol.
    {
        "mg/mg": "1",
        "g/g": "1",
        "mg/g": "1000",
        "mg/mmol": "113.12",
        "g/mol": "113.12",
        "µg/mg": "1000",
        "g/mmol": "0.11312",
        "mg/µmol": "0.11312",
        "g/10 mmol": "1.1312",
    },
    ("0", "100"),
    ("0", "50"),
    *("µg/mg", "g/mmol", "mg/µmol", "g/10 mmol"),
)
ALBUMIN = _quantity("albumin", "albumin", {"g/dL": "1", "g/L": "10"}, ("0.3", "7"), ("0.4", "5.5"))
CREATININE = _quantity(
    "creatinine",
    "creatinine",
    {"mg/dL": "1", "µmol/L": "88.4", "mmol/L": "0.0884", "mg/L": "10"},
    ("0.05", "30"),
    ("0.1", "10"),
    *("mmol/L", "mg/L"),
)
PROTEIN_24H = _quantity(
    "protein_24h",
    "24-hour protein",
    # How much of each makes one mg/m²/day where only time and mass differ; from one basis to
    # another (body surface, weight, the whole child) leads `srns.rules.urine_limits`.
    {"mg/m²/day": "1", "mg/m²/h": "1/24", "mg/day": "1", "g/day": "1/1000", "mg/kg/day": "1"},
    ("0", "60000"),
    ("0", "30000"),
)
DIPSTICK = _quantity("dipstick", "dipstick", {"": "1"}, ("0", "5"), ("0", "5"))
"""A strip is an order, no number: a grade is its place in `srns.cohort.dipstick.GRADES`."""
URINE_PROTEIN = _quantity(
    "urine_protein",
    "urine protein",
    {"mg/dL": "1", "g/L": "1/100", "mg/L": "10"},
    ("0", "20000"),
    ("0", "5000"),
)
URINE_CREATININE = _quantity(
    "urine_creatinine",
    "urine creatinine",
    # Molar mass of creatinine 113.12 g/mol.
    {
        "mg/dL": "1",
        "mmol/L": "1000/11312",
        "g/L": "1/100",
        "µmol/L": "1000000/11312",
        "mg/L": "10",
    },
    ("1/2", "1000"),
    ("2", "500"),
    *("µmol/L", "mg/L"),
)
"""Protein and creatinine of one urine sample: an Up/c is computed of both."""
HEIGHT = _quantity(
    "height",
    "height",
    {"cm": "1", "m": "1/100", "mm": "10", "in": "50/127", "ft": "25/762"},
    ("30", "220"),
    ("45", "200"),
    *("mm", "in", "ft"),
)
WEIGHT = _quantity(
    "weight",
    "weight",
    {"kg": "1", "g": "1000", "lb": "100000000/45359237"},
    ("1", "250"),
    ("2", "130"),
    *("g", "lb"),
)

QUANTITIES: Mapping[str, Quantity] = MappingProxyType(
    {
        quantity.analyte: quantity
        for quantity in (UPCR, PROTEIN_24H, DIPSTICK, ALBUMIN, CREATININE, HEIGHT, WEIGHT)
    }
)

URINE_TESTS: Mapping[str, Quantity] = MappingProxyType(
    {quantity.analyte: quantity for quantity in (UPCR, PROTEIN_24H, DIPSTICK)}
)
"""The urine tests of which any can decide a verdict, the quantitative ones first."""

_PER_DAY = re.compile(r"/(?:24h|24hr|24hrs|24hours|d)$")


def unit_key(text: str) -> str:
    """Fold the spellings of one unit together: case, spaces, and the two letters for micro."""
    folded = "".join(text.split()).casefold().replace("μ", "µ").replace("m2", "m²")
    folded = _PER_DAY.sub("/day", folded)
    return "µ" + folded[1:] if folded.startswith(("umol", "ug/")) else folded


def find_unit(quantity: Quantity, text: str) -> str | None:
    """Return the unit that a text means, or None if the quantity has no such unit.

    >>> find_unit(CREATININE, "umol/l")
    'µmol/L'
    """
    wanted = unit_key(text)
    return next((unit for unit in quantity.units if unit_key(unit) == wanted), None)


def read_bound(text: str) -> tuple[Bound, str]:
    """Split a result as typed into its bound and the rest.

    >>> read_bound("< 1.0")
    ('<', '1.0')
    >>> read_bound("≥30"), read_bound("0.10未満")
    (('>=', '30'), ('<', '0.10'))
    """
    stripped = text.strip()
    if not stripped.isascii() and (said := _read_words(stripped)):
        return said
    length = len(stripped) - len(stripped.lstrip("<>=≤≥"))
    bound = _BOUND_SPELLINGS.get(stripped[:length])
    return (bound, stripped[length:].strip()) if bound is not None else ("", stripped)


def _read_words(text: str) -> tuple[Bound, str] | None:
    """Split a result whose bound is a word, such as 0.10未満; None where it has none."""
    for word, bound in _WORDS_BEFORE.items():
        if text.startswith(word) and text[len(word) :].strip()[:1].isdigit():
            return bound, text[len(word) :].strip()
    for word, bound in _WORDS_BEHIND.items():
        if text.endswith(word) and text[:1].isdigit():
            return bound, text[: -len(word)].strip()
    return None


def show_number(value: float) -> str:
    """Return a number with the digits that were typed, at most the 15 that Excel keeps.

    >>> show_number(0.1 + 0.1 + 0.1)
    '0.3'
    """
    return f"{value:.15g}"


def show_result(value: float, bound: str = "") -> str:
    """Return a result as a laboratory prints it: ``0.15``, ``<0.3``, ``≥30``.

    >>> show_result(0.2, "<=")
    '≤0.2'
    """
    return {"<=": "≤", ">=": "≥"}.get(bound, bound) + show_number(value)
