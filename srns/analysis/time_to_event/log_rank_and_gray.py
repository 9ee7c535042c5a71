"""Log-rank and Gray's tests for differences between curves, on request only."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc

from srns.analysis.proportions.exact_tests import caution
from srns.analysis.time_to_event.cumulative_incidence import (
    CENSORED,
    EVENT,
    entries,
    follow_ups,
    not_entered,
)
from srns.languages.messages import mark
from srns.languages.sentences import joined, nsentence, run_on, sentence, term

SMALLEST_GROUP = 5
"""Children from whom on a group counts as large enough for the chi-squared distribution."""
LOG_RANK = mark("log-rank test")
GRAY = mark("Gray's test")


class CurveTest(NamedTuple):
    """Result of a test for a difference between curves.

    `statistic` and `p` are None where `words` gives the reason. `n` counts the children of the
    groups compared, without those of a group that was left out.
    """

    name: str
    statistic: float | None
    degrees_of_freedom: int
    p: float | None
    n: int
    words: str


def log_rank(
    months: ArrayLike, cause: ArrayLike, groups: ArrayLike, *, entry: ArrayLike | None = None
) -> CurveTest:
    """Test equality of the event hazard across groups (Mantel's log-rank).

    Competing events are censored, so with competing events the test compares cause-specific
    hazards, not cumulative incidences.

    Parameters
    ----------
    months, cause, entry
        See `srns.analysis.time_to_event.cumulative_incidence.cumulative_incidence`.
    groups
        The group of each child.

    Returns
    -------
    CurveTest
        Chi-squared statistic with (number of groups - 1) degrees of freedom. A group in which
        nobody was at risk when a child had the event is left out and named, as R does.

    References
    ----------
    Mantel (1966), Cancer Chemotherapy Reports 50:163-170.
    Peto & Peto (1972), Journal of the Royal Statistical Society A 135:185-207.

    Examples
    --------
    >>> result = log_rank([1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 0, 0], list("aabbbb"))
    >>> round(result.statistic, 3)
    5.628
    """
    counted = _Counted.of(months, cause, groups, entry)
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
    """Test equality of the cumulative incidence across groups (Gray's test).

    Children with a competing event stay in the subdistribution risk set. Parameters and result as
    in `log_rank`. Equal to the test in R's ``cmprsk::cuminc`` with rho = 0.

    References
    ----------
    Gray (1988), Annals of Statistics 16:1141-1154.

    Examples
    --------
    >>> result = gray([1, 2, 3, 4, 5, 6], [1, 1, 2, 1, 0, 0], list("aabbbb"))
    >>> round(result.statistic, 3)
    5.214
    """
    counted = _Counted.of(months, cause, groups)
    if counted.why_none:
        return _no_test(GRAY, counted)
    excess, variance = _gray_score(counted)
    return _chi_squared(GRAY, excess, variance, counted)


class _Counted(NamedTuple):
    """Counts at every month with an event: one row per month, one column per group."""

    events: NDArray[np.float64]
    competing: NDArray[np.float64]
    at_risk: NDArray[np.float64]
    n: int
    why_none: str
    words: str
    smallest: int
    """Children of the smallest group compared."""

    @classmethod
    def of(
        cls,
        months: ArrayLike,
        cause: ArrayLike,
        groups: ArrayLike,
        entry: ArrayLike | None = None,
    ) -> "_Counted":
        ends, why = follow_ups(months, cause)
        names, group = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
        if len(group) != len(ends):
            raise ValueError("Each child must have one group.")
        month, row = np.unique(ends, return_inverse=True)
        shape = (len(month), len(names))

        def count(chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
            place = np.ravel_multi_index((row[chosen], group[chosen]), shape)
            return np.bincount(place, minlength=shape[0] * shape[1]).reshape(shape).astype(float)

        if not len(ends):
            empty = np.zeros((0, 0))
            nobody = sentence("There are no children to compare.")
            return cls(empty, empty, empty, 0, nobody, "", 0)
        ended = count(np.ones(len(ends), dtype=bool))
        at_risk = ended[::-1].cumsum(axis=0)[::-1]
        if entry is not None:
            begins = entries(entry, ends)
            for place in range(len(names)):
                at_risk[:, place] -= not_entered(begins[group == place], month)
        events, competing = count(why == EVENT), count((why != EVENT) & (why != CENSORED))
        happens = (events + competing).sum(axis=1) > 0
        has_event = events.sum(axis=1) > 0
        there = at_risk[has_event].any(axis=0) if has_event.any() else np.ones(len(names), bool)
        words, nothing = "", ""
        if not there.all():
            words = sentence(
                "Left out, because nobody in it was at risk when a child had the event: {groups}.",
                groups=joined(map(term, names[~there])),
            )
        if there.sum() < 2:
            nothing = run_on([words, sentence("The test needs at least two groups.")])
        elif not has_event.any():
            nothing = sentence("No child had the event, so no test is possible.")
        kept, sizes = np.ix_(happens, there), ended[:, there].sum(axis=0)
        compared, smallest = int(sizes.sum()), int(sizes.min()) if len(sizes) else 0
        return cls(events[kept], competing[kept], at_risk[kept], compared, nothing, words, smallest)


def _gray_score(counted: _Counted) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    r"""Return Gray's score of each group and its covariance.

    A group's subdistribution risk set is :math:`n (1 - F^-) / S^-`: children at risk and,
    in proportion, those with a competing event. :math:`n / S^-` weights the events pooled over
    the groups. The variance sums the contribution of each event: its own step and, through the
    pooled incidence, all later ones, which are only known at the end.
    """
    groups = counted.at_risk.shape[1]
    free, incidence, pooled = np.ones(groups), np.zeros(groups), 0.0
    excess = np.zeros(groups)
    later = np.zeros((groups, groups))  # c: weight of the pooled events so far
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
        if there.sum() > 1:  # one group alone is compared with nobody, though all had the event
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
    # The scores add up to 0, so the last group is redundant.
    excess, variance = excess[:-1], variance[:-1, :-1]
    freedom = len(excess)
    if not np.isfinite(variance).all() or np.linalg.matrix_rank(variance) < freedom:
        return CurveTest(name, None, freedom, None, counted.n, _why_no_variance(counted))
    statistic = float(excess @ np.linalg.solve(variance, excess))
    p = float(chdtrc(freedom, statistic))
    words = run_on([counted.words, caution(counted.n) or _small_group(counted.smallest)])
    return CurveTest(name, statistic, freedom, p, counted.n, words)


def _small_group(smallest: int) -> str:
    """Return the caution on a small group among larger ones; empty where there is none.

    >>> _small_group(1)
    'One group has 1 child: too few for a p-value that holds in large groups.'
    """
    if smallest >= SMALLEST_GROUP:
        return ""
    return nsentence(
        "One group has {n} child: too few for a p-value that holds in large groups.",
        "One group has {n} children: too few for a p-value that holds in large groups.",
        smallest,
    )


def _why_no_variance(counted: _Counted) -> str:
    """Return why the events tell nothing of a difference between the groups."""
    happened = counted.at_risk[counted.events.sum(axis=1) > 0]
    if ((happened > 0).sum(axis=1) > 1).any():
        return sentence(
            "Whenever the groups were at risk together all children at risk had the event, so no "
            "test is possible."
        )
    return sentence("The groups were never at risk together, so their curves cannot be compared.")


def _no_test(name: str, counted: _Counted) -> CurveTest:
    return CurveTest(name, None, 0, None, counted.n, counted.why_none)
