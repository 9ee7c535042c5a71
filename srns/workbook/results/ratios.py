"""Ratios computed from urine protein and urine creatinine of one sample."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

_MASS = {
    "mg/dL": Fraction(1),
    "mg/L": Fraction(1, 10),
    "g/L": Fraction(100),
    "g/dL": Fraction(1000),
}
_MOLES = {"mmol/L": Fraction(1), "µmol/L": Fraction(1, 1000)}
_LOW, _HIGH = ("<", "<="), (">", ">=")
_OTHER_WAY = {"": "", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True)
class Ratios:
    """Computed ratios: the rows of protein and of creatinine, value, bound and unit of each."""

    protein: np.ndarray
    creatinine: np.ndarray
    values: np.ndarray
    bounds: np.ndarray
    units: np.ndarray


def bound_of_ratio(protein: str, creatinine: str) -> str | None:
    """Return the bound of a ratio from those of its parts; None where nothing is known of it.

    >>> bound_of_ratio("<", ""), bound_of_ratio("", "<"), bound_of_ratio("<", "<")
    ('<', '>', None)
    >>> bound_of_ratio("<=", ">")
    '<'
    """
    other = _OTHER_WAY[creatinine]
    if not protein or not other:
        return protein or other
    for strict, wide in (_LOW, _HIGH):
        if {protein, other} <= {strict, wide}:
            return strict if strict in (protein, other) else wide
    return None


def pair_samples(keys: np.ndarray, is_protein: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of rows with one key; a key with two of either kind gives none."""
    proteins, creatinines = np.flatnonzero(is_protein), np.flatnonzero(~is_protein)

    def single(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        found, first, count = np.unique(keys[rows], return_index=True, return_counts=True)
        return found[count == 1], rows[first[count == 1]]

    one, one_rows = single(proteins)
    two, two_rows = single(creatinines)
    _, left, right = np.intersect1d(one, two, assume_unique=True, return_indices=True)
    return one_rows[left], two_rows[right]


def compute_ratios(
    protein: np.ndarray,
    creatinine: np.ndarray,
    values: np.ndarray,
    bounds: list[str],
    units: list[str],
) -> Ratios:
    """Compute protein over creatinine; unknown where a part is unknown, or creatinine is 0.

    The unit is mg/mg where creatinine is a mass, and mg/mmol where it is in moles.
    """
    factors = {
        (one, two): (
            (_MASS[one] / _MASS[two], "mg/mg")
            if two in _MASS
            # mg/dL over mmol/L: 10 dL are one litre.
            else (_MASS[one] * 10 / _MOLES[two], "mg/mmol")
        )
        for one in _MASS
        for two in (*_MASS, *_MOLES)
    }
    found = np.full(len(protein), np.nan)
    bound = np.full(len(protein), "", dtype=object)
    unit = np.full(len(protein), "", dtype=object)
    pairs = zip(protein.tolist(), creatinine.tolist(), strict=True)
    for spot, (one, two) in enumerate(pairs):
        if units[one] not in _MASS or units[two] not in (*_MASS, *_MOLES):
            continue
        factor, unit[spot] = factors[units[one], units[two]]
        over = values[two]
        both = bound_of_ratio(bounds[one], bounds[two])
        if both is None or not over > 0 or np.isnan(values[one]):
            continue
        ratio = Fraction(repr(float(values[one]))) * factor / Fraction(repr(float(over)))
        found[spot], bound[spot] = float(f"{float(ratio):.15g}"), both
    return Ratios(protein, creatinine, found, bound, unit)
