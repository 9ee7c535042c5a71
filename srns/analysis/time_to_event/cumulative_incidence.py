"""Cumulative incidence with competing events (Aalen-Johansen), medians and summaries."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from srns.analysis.proportions.intervals import tail
from srns.analysis.time_to_event.curve_limits import log_log_limits

CENSORED = 0
EVENT = 1
_HALF = 1e-9

# Below this number of values, quartiles would only reflect single children.
QUARTILES_FROM = 20


def cumulative_incidence(
    months: ArrayLike,
    cause: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    r"""Estimate the cumulative incidence of an event by month (Aalen-Johansen).

    A child who reaches kidney failure or death first can no longer have the event: this is a
    competing event. Censoring it instead, as one minus Kaplan-Meier does, overestimates the
    incidence. Without competing events the estimate equals one minus Kaplan-Meier exactly. Ties
    need no order: events of all causes in a month count at once, and a child censored that month
    is still at risk for them.

    Parameters
    ----------
    months
        Follow-up of each child in months from time zero, 0 or more: to the first event of any
        cause, or to the end of follow-up.
    cause
        What ended each follow-up: 0 censored, 1 the event of interest, 2 and above a competing
        event.
    entry
        The month from which each child was watched, below its last month (late entry, left
        truncation): it is at risk only after it, from time zero on where it is 0. None: all were
        watched from time zero.
    confidence
        Pointwise confidence level, between 0 and 1.

    Returns
    -------
    DataFrame
        One row per distinct month at which a follow-up ended, by an event or by censoring, in
        order of time; no rows without children. Before the first row the estimate is 0.
        Children `at_risk` just before the month; `events`, `competing` and `censored` in it;
        `event_free` survival from all causes (Kaplan-Meier), the `estimate` for cause 1 and its
        `standard_error` and log(-log) limits `low` and `high` at the end of it, from 0 to 1. The
        limits are NaN where the estimate is 0 or 1, because the method then gives no measure of
        uncertainty; see `srns.analysis.time_to_event.curve_limits` for others. They are pointwise,
        not a band for the whole curve.

    Raises
    ------
    ValueError
        If a month is missing, negative or infinite, a cause is not a whole number 0 or above, or
        the lengths differ.

    Notes
    -----
    Over the months :math:`t_j`, with :math:`n_j` at risk, :math:`d_{1j}` events of cause 1,
    :math:`d_j` events of every cause and :math:`S` the Kaplan-Meier estimate of all causes,

    .. math:: I(t) = \sum_{t_j \le t} S(t_{j-1}) \frac{d_{1j}}{n_j}

    The variance is the delta-method one (Gaynor et al.; Marubini & Valsecchi):

    .. math::

        V(t) = \sum_{t_j \le t} [I(t) - I(t_j)]^2 \frac{d_j}{n_j (n_j - d_j)}
             + \sum_{t_j \le t} S(t_{j-1})^2 \frac{(n_j - d_{1j})\, d_{1j}}{n_j^3}
             - 2 \sum_{t_j \le t} [I(t) - I(t_j)] S(t_{j-1}) \frac{d_{1j}}{n_j^2}

    It equals Greenwood's with one cause and :math:`I(1 - I)/n` without censoring, and is the one
    reported by R's ``survival::survfit``. ``cmprsk::cuminc`` gives the same estimate with the
    variance of Aalen (1978), which is larger where few children are at risk. The limits are
    :math:`I^{\exp(\pm z \sqrt{V} / (I \log I))}`, symmetric on the log(-log) scale and so always
    between 0 and 1.

    References
    ----------
    Aalen & Johansen (1978), Scandinavian Journal of Statistics 5:141-150.
    Gaynor et al. (1993), Journal of the American Statistical Association 88:400-409.
    Marubini & Valsecchi (1995), Analysing Survival Data from Clinical Trials and Observational
    Studies, Wiley.

    Examples
    --------
    Six children, two of whom had a competing event:

    >>> curve = cumulative_incidence([1, 2, 3, 4, 5, 6], [0, 1, 1, 2, 2, 0])
    >>> curve[["month", "at_risk", "event_free", "estimate"]].round(3)
       month  at_risk  event_free  estimate
    0    1.0        6         1.0       0.0
    1    2.0        5         0.8       0.2
    2    3.0        4         0.6       0.4
    3    4.0        3         0.4       0.4
    4    5.0        2         0.2       0.4
    5    6.0        1         0.2       0.4
    """
    ends, why = follow_ups(months, cause)
    quantile = -float(ndtri(tail(confidence)))

    month, position = np.unique(ends, return_inverse=True)
    ended = np.bincount(position, minlength=len(month))
    censored = np.bincount(position[why == CENSORED], minlength=len(month))
    events = np.bincount(position[why == EVENT], minlength=len(month))
    competing = ended - censored - events
    at_risk = ended[::-1].cumsum()[::-1]
    if entry is not None:
        at_risk = at_risk - not_entered(entries(entry, ends), month)

    event_free = np.cumprod(1 - (events + competing) / at_risk)
    free_before = np.concatenate(([1.0], event_free))[:-1]
    # Before the first competing event the same sum, but it reaches 1 without rounding error.
    estimate = np.where(
        competing.cumsum() == 0,
        1 - event_free,
        np.cumsum(free_before * events / at_risk),
    )
    variance = _variance(estimate, free_before, at_risk, events, events + competing)
    low, high = log_log_limits(estimate, variance, quantile)

    return pd.DataFrame(
        {
            "month": month,
            "at_risk": at_risk,
            "events": events,
            "competing": competing,
            "censored": censored,
            "event_free": event_free,
            "estimate": estimate,
            "standard_error": np.sqrt(np.maximum(variance, 0.0)),
            "low": low,
            "high": high,
        }
    )


def entries(entry: ArrayLike, ends: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the months of entry as floats; raise ValueError if one is invalid."""
    begins = np.asarray(entry, dtype=float)
    if begins.shape != ends.shape or not np.isfinite(begins).all() or (begins < 0).any():
        raise ValueError("Each child must have one month of entry, 0 or more.")
    if ((begins > 0) & (begins >= ends)).any():
        raise ValueError("Follow-up must end after the month of entry.")
    return begins


def not_entered(begins: NDArray[np.float64], at: NDArray[np.float64]) -> NDArray[np.int64]:
    """Count the children who had not entered before each of these months."""
    late = np.sort(begins[begins > 0])
    return len(late) - np.searchsorted(late, at, side="left")


def median_month(curve: pd.DataFrame) -> float | None:
    """Return the median: the month by which half of the children have had the event.

    Where the curve is flat at one half the median is the middle between the two events that bound
    the flat stretch, as in R and SAS; without a later event it is the first month.

    Parameters
    ----------
    curve
        Result of `cumulative_incidence`.

    Returns
    -------
    float or None
        None if the estimate never reaches one half (median not reached).

    Examples
    --------
    >>> median_month(cumulative_incidence([1, 2, 3, 4], [1, 1, 1, 1]))
    2.5
    >>> median_month(cumulative_incidence([1, 2, 3], [1, 1, 1]))
    2.0
    """
    # A floating-point sum that should be one half may come out beside it.
    estimate, month = curve["estimate"].to_numpy(), curve["month"].to_numpy()
    reached = np.flatnonzero(estimate >= 0.5 - _HALF)
    if not len(reached):
        return None
    first = float(month[reached[0]])
    beyond = np.flatnonzero(estimate > 0.5 + _HALF)
    if estimate[reached[0]] > 0.5 + _HALF or not len(beyond):
        return first
    return (first + float(month[beyond[0]])) / 2


class Spread(NamedTuple):
    """Summary of values: `n`, median, range and quartiles."""

    n: int
    median: float | None
    low: float | None
    high: float | None
    lower_quartile: float | None
    upper_quartile: float | None


def summarize_values(values: Iterable[float | None]) -> Spread:
    """Summarize values by median, range and, from 20 values on, quartiles.

    Parameters
    ----------
    values
        In any order. Missing values are excluded; `n` counts the others.

    Returns
    -------
    Spread
        In the unit of the values. Quartiles are interpolated linearly (type 7 of Hyndman & Fan)
        and None below 20 values; without values all but `n` are None.

    References
    ----------
    Hyndman & Fan (1996), The American Statistician 50:361-365.

    Examples
    --------
    Months to complete remission of patients 1, 2 and 6 of Haddad et al. (2021):

    >>> summarize_values([0.5, 8, 6.5])[:4]
    (3, 6.5, 0.5, 8.0)
    """
    known = pd.Series(list(values), dtype="Float64").dropna().to_numpy(dtype=float)
    if len(known) == 0:
        return Spread(0, None, None, None, None, None)
    lower, median, upper = (float(at) for at in np.quantile(known, [0.25, 0.5, 0.75]))
    enough = len(known) >= QUARTILES_FROM
    return Spread(
        n=len(known),
        median=median,
        low=float(known.min()),
        high=float(known.max()),
        lower_quartile=lower if enough else None,
        upper_quartile=upper if enough else None,
    )


def follow_ups(
    months: ArrayLike, cause: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the months and causes as floats; raise ValueError if either is invalid."""
    ends = np.asarray(months, dtype=float)
    why = np.asarray(cause, dtype=float)
    if ends.ndim != 1 or ends.shape != why.shape:
        raise ValueError("Each child must have one month and one cause.")
    if np.isnan(ends).any():
        raise ValueError("Each child must have a month in which follow-up ended; one is missing.")
    if not np.isfinite(ends).all():
        raise ValueError("Each follow-up must end in some month; one is infinite.")
    if (ends < 0).any():
        raise ValueError(f"Follow-up cannot end before time zero; one ends at {ends.min():g}.")
    if not np.isfinite(why).all() or (why < 0).any() or (why % 1 != 0).any():
        raise ValueError(
            "A cause must be 0 (censored), 1 (the event), or 2 and above (a competing event)."
        )
    return ends, why


def _variance(
    estimate: NDArray,
    free_before: NDArray,
    at_risk: NDArray,
    events: NDArray,
    events_of_any_cause: NDArray,
) -> NDArray:
    """Return the delta-method variance: its three terms, with the squares expanded."""
    left = at_risk - events_of_any_cause
    # With no child left the term is 0/0, but there is no later month that needs it.
    hazard_term = np.where(left > 0, events_of_any_cause / (at_risk * np.maximum(left, 1)), 0.0)
    own_term = free_before**2 * (at_risk - events) * events / at_risk**3
    shared_term = free_before * events / at_risk**2

    return (
        estimate**2 * hazard_term.cumsum()
        - 2 * estimate * (hazard_term * estimate).cumsum()
        + (hazard_term * estimate**2).cumsum()
        + own_term.cumsum()
        - 2 * (estimate * shared_term.cumsum() - (shared_term * estimate).cumsum())
    )
