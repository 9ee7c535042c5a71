"""How soon remission comes, when it is only known to lie between two visits."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import isotonic_regression

# How far the logarithm of the likelihood may still be from its peak, for each child.
_CLOSE_ENOUGH = 1e-12
_MOST_STEPS = 500
_NEGLIGIBLE = 1e-13


class Turnbull(NamedTuple):
    """Turnbull's estimate: where the events of a group can lie, and how many lie in each place.

    Attributes
    ----------
    table
        One row per stretch that holds a part of the events: `after` and `until` (months; the
        event came after the one and not after the other; equal where it was seen to the day),
        `mass` (its share of the children) and `estimate` (the share that has had the event by
        `until`). Within a stretch nothing tells when the share rises.
    n
        Children behind it.
    gap
        The most by which the logarithm of the likelihood could still rise.
    """

    table: pd.DataFrame
    n: int
    gap: float

    def median(self) -> tuple[float, float] | None:
        """Give the stretch in which half of the children have had the event; None: not reached."""
        reached = self.table[self.table["estimate"] >= 0.5 - 1e-9]
        if reached.empty:
            return None
        return float(reached["after"].iloc[0]), float(reached["until"].iloc[0])


def turnbull(after: ArrayLike, until: ArrayLike) -> Turnbull:
    r"""Estimate the share that has had the event, each child's lying in an interval.

    Parameters
    ----------
    after, until
        For each child the months between which the event lies: it came after the first and not
        after the second. Equal where the month is known; `until` is infinite for a child who had
        not had it at the last visit. 0 or later.

    Returns
    -------
    Turnbull
        The distribution that makes what was seen as likely as it can be. It has no interval: for
        this estimate none is established.

    Raises
    ------
    ValueError
        If a month is missing or negative, or an interval ends before it begins.

    Notes
    -----
    Only stretches from one child's `after` to the next `until`, with no other end between them,
    can hold mass. The peak of the likelihood over the masses :math:`p_j` is climbed by
    self-consistency steps, isotonic regression (Groeneboom & Wellner) and, among the stretches
    in use and the best ones beside them, Newton's method (Wang), each taken only as far as the
    likelihood rises. At the peak the derivative :math:`d_j = \sum_i a_{ij} / P_i` is at most `n`
    everywhere, and :math:`\max_j d_j - n` bounds what is still missing: it is given as `gap`.

    References
    ----------
    Turnbull (1976), Journal of the Royal Statistical Society B 38:290-295.
    Gentleman & Geyer (1994), Biometrika 81:618-623.
    Wellner & Zhan (1997), Journal of the American Statistical Association 92:945-959.
    Wang (2008), Computational Statistics & Data Analysis 52:2388-2402.

    Examples
    --------
    >>> turnbull([0, 1, 3], [2, 4, float("inf")]).table
       after  until  mass  estimate
    0    1.0    2.0   0.5       0.5
    1    3.0    4.0   0.5       1.0
    """
    lower, upper = _intervals(after, until)
    n = len(lower)
    if n == 0:
        return Turnbull(_table([], [], []), 0, 0.0)
    begins, ends, first, last = _stretches(lower, upper)
    alike, weight = np.unique(first * len(begins) + last, return_counts=True)
    first, last = np.divmod(alike, len(begins))
    mass, gap = _peak(first, last, weight.astype(float), len(begins))
    held = (mass > _NEGLIGIBLE) & np.isfinite(ends)
    return Turnbull(_table(begins[held], ends[held], mass[held]), n, gap)


def _table(begins: ArrayLike, ends: ArrayLike, mass: ArrayLike) -> pd.DataFrame:
    share = np.asarray(mass, dtype=float)
    return pd.DataFrame(
        {
            "after": np.asarray(begins, dtype=float),
            "until": np.asarray(ends, dtype=float),
            "mass": share,
            "estimate": np.minimum(share.cumsum(), 1.0),
        }
    )


def _intervals(
    after: ArrayLike, until: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    lower, upper = np.asarray(after, dtype=float), np.asarray(until, dtype=float)
    if lower.ndim != 1 or lower.shape != upper.shape:
        raise ValueError("Each child must have one interval.")
    if np.isnan(lower).any() or np.isnan(upper).any() or np.isinf(lower).any():
        raise ValueError("Each interval must begin at some month and end at one, or never.")
    if (lower < 0).any():
        raise ValueError(f"An interval can't begin before time zero; one does at {lower.min():g}.")
    if (lower > upper).any():
        raise ValueError("An interval can't end before it begins.")
    return lower, upper


def _stretches(
    lower: NDArray[np.float64], upper: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.intp], NDArray[np.intp]]:
    """Find the stretches that can hold mass, and the first and last of them in each interval.

    A month that is known exactly begins just before itself; an open beginning excludes its month.
    """
    n = len(lower)
    months = np.concatenate([lower, upper])
    kind = np.concatenate([np.where(lower == upper, 0, 2), np.ones(n, dtype=int)])
    order = np.lexsort((kind, months))
    is_end = kind[order] == 1
    opens = np.flatnonzero(~is_end[:-1] & is_end[1:])
    place = np.empty(2 * n, dtype=np.intp)
    place[order] = np.arange(2 * n)
    first = np.searchsorted(opens, place[:n])
    last = np.searchsorted(opens, place[n:]) - 1
    return months[order[opens]], months[order[opens + 1]], first, last


def _peak(
    first: NDArray[np.intp], last: NDArray[np.intp], weight: NDArray[np.float64], stretches: int
) -> tuple[NDArray[np.float64], float]:
    """Climb to the peak of the likelihood; give the masses and how far it may still be."""
    n = weight.sum()
    mass = np.full(stretches, 1 / stretches)
    gap = np.inf
    for step in range(_MOST_STEPS):
        chance = _chance(mass, first, last)
        slope = _slope(weight / chance, first, last, stretches)
        gap = float(slope.max() - n)
        if gap <= _CLOSE_ENOUGH * n:
            break
        # One step of Turnbull's own algorithm: never downwards, and never wrong; only slow.
        mass = mass * slope / n
        mass = _pool(mass, first, last, weight)
        if step % 3 == 2:
            mass = _newton(mass, first, last, weight)
    return mass, max(gap, 0.0)


def _pool(
    mass: NDArray[np.float64],
    first: NDArray[np.intp],
    last: NDArray[np.intp],
    weight: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Step by one weighted isotonic regression: far from the peak the fastest way."""
    if len(mass) < 2:
        return mass
    size = len(mass)
    each = weight / _chance(mass, first, last)
    squared = each**2 / weight
    pull = np.bincount(last + 1, each, size + 1) - np.bincount(first, each, size + 1)
    curve = np.bincount(last + 1, squared, size + 1) + np.bincount(first, squared, size + 1)
    share = mass.cumsum()[:-1]
    stiff = np.maximum(curve[1:-1], 1e-9 * curve.max())
    target = isotonic_regression(share + pull[1:-1] / stiff, weights=stiff).x
    wanted = np.diff(np.clip(target, 0.0, 1.0), prepend=0.0, append=1.0)
    return _towards(wanted, mass, first, last, weight)


def _towards(
    target: NDArray[np.float64],
    mass: NDArray[np.float64],
    first: NDArray[np.intp],
    last: NDArray[np.intp],
    weight: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Go as far towards a target as the likelihood rises: all the way, half of it, and so on."""
    start = _height(mass, first, last, weight)
    for halvings in range(10):
        share = 0.5**halvings
        tried = (1 - share) * mass + share * target
        if _height(tried, first, last, weight) > start:
            return tried
    return mass


def _newton(
    mass: NDArray[np.float64],
    first: NDArray[np.intp],
    last: NDArray[np.intp],
    weight: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Step to the peak of the parabola that fits here, over the stretches worth using."""
    n = weight.sum()
    chance = _chance(mass, first, last)
    slope = _slope(weight / chance, first, last, len(mass))
    padded = np.concatenate(([-np.inf], slope, [-np.inf]))
    summit = (slope >= padded[:-2]) & (slope >= padded[2:]) & (slope > n)
    used = np.flatnonzero((mass > 1e-3 / n) | summit)
    while len(used):
        curvature = _curvature(weight / chance**2, first, last, used)
        ridge = 1e-14 * curvature.trace() / len(used)
        # The curvature times the masses is the slope. That the masses add up to 1 need not be
        # asked for: at the peak of the likelihood less n times their sum they do.
        aim = np.linalg.solve(curvature + ridge * np.eye(len(used)), 2 * slope[used] - n)
        if (aim >= 0).all():
            target = np.zeros(len(mass))
            target[used] = aim / aim.sum()
            return _towards(target, mass, first, last, weight)
        used = used[aim > 0]
    return mass


def _chance(
    mass: NDArray[np.float64], first: NDArray[np.intp], last: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Give how likely each interval is: the masses of the stretches within it."""
    below = np.concatenate(([0.0], mass.cumsum()))
    return np.maximum(below[last + 1] - below[first], 1e-300)


def _slope(
    each: NDArray[np.float64], first: NDArray[np.intp], last: NDArray[np.intp], stretches: int
) -> NDArray[np.float64]:
    """Sum over the intervals that contain each stretch."""
    change = np.bincount(first, each, stretches + 1) - np.bincount(last + 1, each, stretches + 1)
    return change.cumsum()[:-1]


def _curvature(
    each: NDArray[np.float64],
    first: NDArray[np.intp],
    last: NDArray[np.intp],
    used: NDArray[np.intp],
) -> NDArray[np.float64]:
    """Sum over the intervals that contain both of two stretches, for every two that are used."""
    size = len(used)
    begins, ends = np.searchsorted(used, first), np.searchsorted(used, last, side="right") - 1
    holds = begins <= ends
    cells = np.bincount(begins[holds] * size + ends[holds], each[holds], size * size)
    # Intervals that begin at or before one stretch and end at or after the other.
    both = cells.reshape(size, size).cumsum(axis=0)[:, ::-1].cumsum(axis=1)[:, ::-1]
    return np.triu(both) + np.triu(both, 1).T


def _height(
    mass: NDArray[np.float64],
    first: NDArray[np.intp],
    last: NDArray[np.intp],
    weight: NDArray[np.float64],
) -> float:
    return float(weight @ np.log(_chance(mass, first, last)))
