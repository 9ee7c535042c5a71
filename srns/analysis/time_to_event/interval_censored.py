"""Interval-censored time to event: Turnbull's nonparametric maximum likelihood estimate."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import isotonic_regression

# Convergence: largest allowed distance of the log-likelihood from its maximum, per child.
_CLOSE_ENOUGH = 1e-12
_MOST_STEPS = 500
_NEGLIGIBLE = 1e-13


class Turnbull(NamedTuple):
    """Turnbull's estimate: the intervals that carry probability mass, and their masses.

    Attributes
    ----------
    table
        One row per interval with positive mass: `after` and `until` (months; the event occurred
        after the first and no later than the second; equal where the month is exact), `mass`
        (its probability) and `estimate` (cumulative incidence at `until`). Within an interval
        the estimate is undetermined.
    n
        Number of children.
    gap
        Upper bound of the distance of the log-likelihood from its maximum.
    """

    table: pd.DataFrame
    n: int
    gap: float

    def median(self) -> tuple[float, float] | None:
        """Return the interval that contains the median; None if not reached."""
        reached = self.table[self.table["estimate"] >= 0.5 - 1e-9]
        if reached.empty:
            return None
        return float(reached["after"].iloc[0]), float(reached["until"].iloc[0])


def turnbull(after: ArrayLike, until: ArrayLike) -> Turnbull:
    r"""Estimate the cumulative incidence from interval-censored events.

    Parameters
    ----------
    after, until
        For each child the months between which the event occurred: after the first and no later
        than the second. Equal where the month is exact; `until` is infinite for a child without
        the event at the last visit. 0 or more.

    Returns
    -------
    Turnbull
        The nonparametric maximum likelihood estimate, without confidence limits: there is no
        established method.

    Raises
    ------
    ValueError
        If a month is missing or negative, or an interval ends before it begins.

    Notes
    -----
    Only the innermost intervals, from one child's `after` to the next `until` with no other
    endpoint between them, can carry mass. The likelihood is maximized over the masses :math:`p_j`
    by self-consistency steps, isotonic regression (Groeneboom & Wellner) and, over the support
    and its best neighbors, Newton's method (Wang), each step only as far as the likelihood
    increases. At the maximum the derivative :math:`d_j = \sum_i a_{ij} / P_i` is at most `n`
    everywhere, and :math:`\max_j d_j - n` bounds the remaining distance, returned as `gap`.

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
        raise ValueError("Each interval must begin at some month and end at one, or be unbounded.")
    if (lower < 0).any():
        raise ValueError(
            f"An interval cannot begin before time zero; one begins at {lower.min():g}."
        )
    if (lower > upper).any():
        raise ValueError("An interval cannot end before it begins.")
    return lower, upper


def _stretches(
    lower: NDArray[np.float64], upper: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.intp], NDArray[np.intp]]:
    """Return the innermost intervals, and the first and last of them in each child's interval.

    An exact month is treated as beginning just before itself; an open start excludes its month.
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
    """Maximize the likelihood; return the masses and the bound of the remaining distance."""
    n = weight.sum()
    mass = np.full(stretches, 1 / stretches)
    gap = np.inf
    for step in range(_MOST_STEPS):
        chance = _probability(mass, first, last)
        slope = _gradient(weight / chance, first, last, stretches)
        gap = float(slope.max() - n)
        if gap <= _CLOSE_ENOUGH * n:
            break
        # A self-consistency step of Turnbull's own: it never lowers the likelihood, but is slow.
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
    """Take one step of weighted isotonic regression: the fastest far from the maximum."""
    if len(mass) < 2:
        return mass
    size = len(mass)
    ratio = weight / _probability(mass, first, last)
    squared = ratio**2 / weight
    pull = np.bincount(last + 1, ratio, size + 1) - np.bincount(first, ratio, size + 1)
    curve = np.bincount(last + 1, squared, size + 1) + np.bincount(first, squared, size + 1)
    share = mass.cumsum()[:-1]
    stiff = np.maximum(curve[1:-1], 1e-9 * curve.max())
    target = isotonic_regression(share + pull[1:-1] / stiff, weights=stiff).x
    wanted = np.diff(np.clip(target, 0.0, 1.0), prepend=0.0, append=1.0)
    return _line_search(wanted, mass, first, last, weight)


def _line_search(
    target: NDArray[np.float64],
    mass: NDArray[np.float64],
    first: NDArray[np.intp],
    last: NDArray[np.intp],
    weight: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Step towards a target by halving until the likelihood increases."""
    start = _log_likelihood(mass, first, last, weight)
    for halvings in range(10):
        share = 0.5**halvings
        tried = (1 - share) * mass + share * target
        if _log_likelihood(tried, first, last, weight) > start:
            return tried
    return mass


def _newton(
    mass: NDArray[np.float64],
    first: NDArray[np.intp],
    last: NDArray[np.intp],
    weight: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Take one Newton step over the intervals worth using."""
    n = weight.sum()
    chance = _probability(mass, first, last)
    slope = _gradient(weight / chance, first, last, len(mass))
    padded = np.concatenate(([-np.inf], slope, [-np.inf]))
    summit = (slope >= padded[:-2]) & (slope >= padded[2:]) & (slope > n)
    used = np.flatnonzero((mass > 1e-3 / n) | summit)
    while len(used):
        curvature = _curvature(weight / chance**2, first, last, used)
        ridge = 1e-14 * curvature.trace() / len(used)
        # The curvature times the masses is the gradient. The constraint that masses add up to 1
        # is not needed: the maximum of the log-likelihood minus n times their sum satisfies it.
        aim = np.linalg.solve(curvature + ridge * np.eye(len(used)), 2 * slope[used] - n)
        if (aim >= 0).all():
            target = np.zeros(len(mass))
            target[used] = aim / aim.sum()
            return _line_search(target, mass, first, last, weight)
        used = used[aim > 0]
    return mass


def _probability(
    mass: NDArray[np.float64], first: NDArray[np.intp], last: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the probability of each child's interval: the sum of the masses within it."""
    below = np.concatenate(([0.0], mass.cumsum()))
    return np.maximum(below[last + 1] - below[first], 1e-300)


def _gradient(
    ratio: NDArray[np.float64], first: NDArray[np.intp], last: NDArray[np.intp], stretches: int
) -> NDArray[np.float64]:
    """Return the gradient: for each innermost interval, a sum over the children's intervals."""
    change = np.bincount(first, ratio, stretches + 1) - np.bincount(last + 1, ratio, stretches + 1)
    return change.cumsum()[:-1]


def _curvature(
    ratio: NDArray[np.float64],
    first: NDArray[np.intp],
    last: NDArray[np.intp],
    used: NDArray[np.intp],
) -> NDArray[np.float64]:
    """Return the curvature: sums over the children's intervals that contain both of a pair."""
    size = len(used)
    begins, ends = np.searchsorted(used, first), np.searchsorted(used, last, side="right") - 1
    holds = begins <= ends
    cells = np.bincount(begins[holds] * size + ends[holds], ratio[holds], size * size)
    # Children's intervals that begin at or before the one and end at or after the other.
    both = cells.reshape(size, size).cumsum(axis=0)[:, ::-1].cumsum(axis=1)[:, ::-1]
    return np.triu(both) + np.triu(both, 1).T


def _log_likelihood(
    mass: NDArray[np.float64],
    first: NDArray[np.intp],
    last: NDArray[np.intp],
    weight: NDArray[np.float64],
) -> float:
    return float(weight @ np.log(_probability(mass, first, last)))
