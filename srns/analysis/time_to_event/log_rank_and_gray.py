"""Would chance alone set the curves of the groups so far apart? Only for who asks."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc

from srns.analysis.proportions.exact_tests import caution
from srns.analysis.time_to_event.cumulative_incidence import CENSORED, EVENT, follow_ups

LOG_RANK = "log-rank test"
GRAY = "Gray's test"


class CurveTest(NamedTuple):
    """A test of whether curves differ; `statistic` and `p` are None where `words` say why."""

    name: str
    statistic: float | None
    degrees_of_freedom: int
    p: float | None
    n: int
    words: str


def log_rank(months: ArrayLike, cause: ArrayLike, groups: ArrayLike) -> CurveTest:
    """Test whether the event comes at the same rate in every group (Mantel's log-rank).

    Whoever has a competing event counts as no longer followed, so with competing events the test
    is of the rates among those still waiting, not of the shares that will ever have the event.

    Parameters
    ----------
    months, cause
        As `srns.analysis.time_to_event.cumulative_incidence.cumulative_incidence` takes them.
    groups
        The group of each child.

    Returns
    -------
    CurveTest
        Chi-squared with one degree of freedom fewer than there are groups.

    References
    ----------
    Mantel (1966), Cancer Chemotherapy Reports 50:163-170.
    Peto & Peto (1972), Journal of the Royal Statistical Society A 135:185-207.

    Examples
    --------
    >>> found = log_rank([1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 0, 0], list("aabbbb"))
    >>> round(found.statistic, 3)
    5.628
    """
    counted = _Counted.of(months, cause, groups)
    if counted.why_none:
        return _no_test(LOG_RANK, counted)
    has_event = counted.events.sum(axis=1) > 0
    events, at_risk = counted.events[has_event], counted.at_risk[has_event]
    all_events, all_at_risk = events.sum(axis=1), at_risk.sum(axis=1)
    share = at_risk / all_at_risk[:, None]
    excess = (events - all_events[:, None] * share).sum(axis=0)
    spread = all_events * (all_at_risk - all_events) / np.maximum(all_at_risk - 1, 1)
    variance = np.diag((spread[:, None] * share).sum(axis=0)) - (share * spread[:, None]).T @ share
    return _chi_squared(LOG_RANK, excess, variance, counted)


def gray(months: ArrayLike, cause: ArrayLike, groups: ArrayLike) -> CurveTest:
    """Test whether the same share of every group will have had the event (Gray's test).

    Children with a competing event stay in the comparison, as those who can no longer have the
    event. Parameters and result are those of `log_rank`. It is the test of R's
    ``cmprsk::cuminc`` with rho = 0.

    References
    ----------
    Gray (1988), Annals of Statistics 16:1141-1154.

    Examples
    --------
    >>> found = gray([1, 2, 3, 4, 5, 6], [1, 1, 2, 1, 0, 0], list("aabbbb"))
    >>> round(found.statistic, 3)
    5.214
    """
    counted = _Counted.of(months, cause, groups)
    if counted.why_none:
        return _no_test(GRAY, counted)
    excess, variance = _gray_score(counted)
    return _chi_squared(GRAY, excess, variance, counted)


class _Counted(NamedTuple):
    """Counts at every month at which anything happened: one row per month, one column per group."""

    events: NDArray[np.float64]
    competing: NDArray[np.float64]
    at_risk: NDArray[np.float64]
    n: int
    why_none: str

    @classmethod
    def of(cls, months: ArrayLike, cause: ArrayLike, groups: ArrayLike) -> "_Counted":
        ends, why = follow_ups(months, cause)
        names, group = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
        if len(group) != len(ends):
            raise ValueError("Each child must have one group.")
        month, row = np.unique(ends, return_inverse=True)
        shape = (len(month), len(names))

        def count(chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
            place = np.ravel_multi_index((row[chosen], group[chosen]), shape)
            return np.bincount(place, minlength=shape[0] * shape[1]).reshape(shape).astype(float)

        nothing = ""
        if len(names) < 2:
            nothing = "There are not two groups to compare."
        elif not (why == EVENT).any():
            nothing = "No child had the event, so there is nothing to compare."
        if not len(ends):
            empty = np.zeros((0, 0))
            return cls(empty, empty, empty, 0, "There is no child to compare.")
        ended = count(np.ones(len(ends), dtype=bool))
        at_risk = ended[::-1].cumsum(axis=0)[::-1]
        events, competing = count(why == EVENT), count((why != EVENT) & (why != CENSORED))
        happens = (events + competing).sum(axis=1) > 0
        return cls(events[happens], competing[happens], at_risk[happens], len(ends), nothing)


def _gray_score(counted: _Counted) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    r"""Give each group's excess of events, and the variance of these.

    A group's subdistribution risk set is :math:`n (1 - F^-) / S^-`: those at risk and those who
    are out by a competing event, in proportion. Beside it :math:`n / S^-` weighs the events
    pooled over the groups. The variance sums what each event of a group moves: its own step,
    and through the pooled incidence all later ones, which is only known at the end.
    """
    groups = counted.at_risk.shape[1]
    free, incidence, pooled = np.ones(groups), np.zeros(groups), 0.0
    excess = np.zeros(groups)
    later = np.zeros((groups, groups))  # c: what pooled events have weighed until now
    spread, cross, square = (
        np.zeros(groups),
        np.zeros((groups, groups)),
        np.zeros((groups, groups)),
    )
    for events, competing, at_risk in zip(*counted[:3], strict=True):
        there = at_risk > 0
        n, before = at_risk[there], free[there]
        own, other = events[there], competing[there]
        after = before * (n - own - other) / n
        weight = n / before
        whole = weight.sum()
        waiting = weight * (1 - incidence[there])
        all_events = own.sum()
        excess[there] += own - all_events * waiting / waiting.sum()
        pooled_after = pooled + all_events / whole
        place = np.ix_(there, there)
        step = np.zeros((groups, groups))
        step[place] = np.diag(weight) - np.outer(weight, weight) / whole
        later += step * all_events / (whole * (1 - pooled))
        ratio = np.divide(1 - pooled_after, after, out=np.zeros_like(after), where=after > 0)
        if all_events:
            slope = np.where(after > 0, 1 - ratio, 1.0)
            ties = np.ones_like(before)
            if all_events > 1:
                ties = 1 - (all_events - 1) / (whole * before - 1)
            size = np.zeros(groups)
            size[there] = ties * before * all_events / (whole * n)
            gain = np.zeros(groups)
            gain[there] = slope
            own_part = step - gain * later
            spread += gain**2 * size
            cross += own_part * gain * size
            square += (own_part * size) @ own_part.T
        hit = (after > 0) & (other > 0)
        if hit.any():
            ties = 1 - np.where(other > 1, (other - 1) / np.maximum(n - 1, 1), 0.0)
            size, gain = np.zeros(groups), np.zeros(groups)
            size[there] = np.where(hit, ties * before**2 * other / n**2, 0.0)
            gain[there] = ratio
            own_part = gain * later
            spread += gain**2 * size
            cross -= own_part * gain * size
            square += (own_part * size) @ own_part.T
        incidence[there] += before * own / n
        free[there] = after
        pooled = pooled_after
    moved = later @ cross.T
    return excess, square + (later * spread) @ later.T + moved + moved.T


def _chi_squared(
    name: str, excess: NDArray[np.float64], variance: NDArray[np.float64], counted: _Counted
) -> CurveTest:
    # The excesses add up to 0, so the last group adds nothing.
    excess, variance = excess[:-1], variance[:-1, :-1]
    freedom = len(excess)
    if np.linalg.matrix_rank(variance) < freedom:
        words = "The groups were never at risk together, so their curves cannot be compared."
        return CurveTest(name, None, freedom, None, counted.n, words)
    statistic = float(excess @ np.linalg.solve(variance, excess))
    p = float(chdtrc(freedom, statistic))
    return CurveTest(name, statistic, freedom, p, counted.n, caution(counted.n))


def _no_test(name: str, counted: _Counted) -> CurveTest:
    return CurveTest(name, None, 0, None, counted.n, counted.why_none)
