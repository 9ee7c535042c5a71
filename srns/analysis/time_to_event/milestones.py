"""Milestones and mean times: the share with the event by a given month, and the restricted mean."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from srns.analysis.proportions.intervals import tail
from srns.analysis.time_to_event.curves import KAPLAN_MEIER, Curve, risk_table
from srns.cohort.tables import DAYS_PER_MONTH

MILESTONES = (6.0, 12.0, 24.0)
"""Months at which milestones are reported by default."""


@dataclass(frozen=True)
class Milestone:
    """The share of a group with the event by a month, with its pointwise interval.

    Attributes
    ----------
    estimate, low, high
        From 0 to 1; None where no child was followed to that month and the curve is not complete.
    at_risk
        Children still at risk after the month.
    method
        Method of the limits; exact where few children are followed.
    """

    group: str
    month: float
    n: int
    events: int
    at_risk: int
    estimate: float | None
    low: float | None
    high: float | None
    method: str


@dataclass(frozen=True)
class RestrictedMean:
    """The mean time free of the event up to a horizon, in months.

    Attributes
    ----------
    standard_error
        Large-sample standard error, with no correction; None where nobody is at risk.
    """

    group: str
    horizon: float
    n: int
    mean: float | None
    standard_error: float | None


@dataclass(frozen=True)
class MeanDifference:
    """The difference of two restricted means in months, with its large-sample interval."""

    group: str
    reference: str
    horizon: float
    difference: float | None
    low: float | None
    high: float | None
    p: float | None


def milestones(curves: Iterable[Curve], months: Sequence[float] = MILESTONES) -> list[Milestone]:
    """Read the curves at given months.

    The limits are those of the curve: below 50 children exact, and Clopper-Pearson's without
    censoring before that month.

    Examples
    --------
    >>> from srns.analysis.time_to_event.curves import curve_of
    >>> found = milestones([curve_of("all", [2, 5, 8, 30], [1, 1, 0, 0])], [6])[0]
    >>> found.events, found.estimate, round(found.low, 3), round(found.high, 3)
    (2, 0.5, 0.068, 0.932)
    """
    return [_milestone(curve, float(month)) for curve in curves for month in months]


def _milestone(curve: Curve, month: float) -> Milestone:
    table = curve.table
    # A month computed in two ways may differ in its last digit.
    rows = int(np.searchsorted(table["month"].to_numpy(), month + 1e-9, side="right"))
    past = table.iloc[:rows]
    events = int(past["events"].sum())
    at_risk = int(risk_table(curve, [month])["at_risk"].iloc[0])
    estimate = low = high = None
    if curve.n and _is_known(curve, month):
        estimate = float(past["estimate"].iloc[-1]) if rows else 0.0
        low = float(past["low"].iloc[-1]) if rows else 0.0
        high = float(past["high"].iloc[-1]) if rows else curve.limits.at_start
    return Milestone(
        curve.group, month, curve.n, events, at_risk, estimate, low, high, curve.limits.method
    )


def _is_known(curve: Curve, month: float) -> bool:
    """Return whether a curve reaches a month: somebody was followed to it, or nobody is left.

    A child last seen on the last whole day of that month was followed to it. After the last child
    is censored the share is unknown; after everybody had an event it stays. With late entry it is
    unknown until the first child has entered.
    """
    if len(curve.entry) and float(curve.entry.min()) >= month - 1e-9:
        return False
    end, censored = curve.table[["month", "censored"]].iloc[-1]
    last_day = math.floor(month * DAYS_PER_MONTH)
    return bool(end * DAYS_PER_MONTH >= last_day - 1e-6 or not censored)


def restricted_mean(curve: Curve, horizon: float) -> RestrictedMean:
    r"""Return the area under the event-free curve up to a horizon.

    Parameters
    ----------
    curve
        A Kaplan-Meier curve.
    horizon
        In months.

    Returns
    -------
    RestrictedMean
        Mean and error are None without children, or if follow-up ends before the horizon while
        children are still free of the event, or with late entry no child entered before it: the
        area is then not known.

    Raises
    ------
    ValueError
        If the curve has competing events: the time free of remission of a child who has died is no
        time waited.

    Notes
    -----
    The variance is :math:`\sum_j A_j^2 d_j / (n_j (n_j - d_j))` with :math:`A_j` the area from
    :math:`t_j` to the horizon, as in R's ``survival::survfit(...)`` printed with ``rmean``.

    References
    ----------
    Royston & Parmar (2013), BMC Medical Research Methodology 13:152.

    Examples
    --------
    >>> from srns.analysis.time_to_event.curves import curve_of
    >>> restricted_mean(curve_of("all", [2, 4], [1, 1]), 6).mean
    3.0
    """
    if curve.method != KAPLAN_MEIER:
        raise ValueError("A restricted mean needs a curve without competing events.")
    table = curve.table[curve.table["month"] <= horizon]
    reaches = curve.n and (
        float(curve.table["month"].iloc[-1]) >= horizon or curve.table["estimate"].iloc[-1] == 1
    )
    enters_later = len(curve.entry) > 0 and float(curve.entry.min()) >= horizon
    if not reaches or enters_later:
        return RestrictedMean(curve.group, horizon, curve.n, None, None)
    edges = np.concatenate(([0.0], table["month"].to_numpy(dtype=float), [horizon]))
    free = np.concatenate(([1.0], 1 - table["estimate"].to_numpy(dtype=float)))
    areas = np.diff(edges) * free
    later = areas[::-1].cumsum()[::-1][1:]
    events = table["events"].to_numpy(dtype=float)
    at_risk = table["at_risk"].to_numpy(dtype=float)
    left = at_risk - events
    hazard = np.where(left > 0, events / (at_risk * np.maximum(left, 1)), 0.0)
    error = float(np.sqrt((later**2 * hazard).sum()))
    return RestrictedMean(curve.group, horizon, curve.n, float(areas.sum()), error)


def mean_differences(
    means: Sequence[RestrictedMean], *, confidence: float = 0.95
) -> list[MeanDifference]:
    """Compare each restricted mean, of one horizon, with the first.

    The interval is a large-sample one: in a handful of children a rough guide only. None where a
    mean is unknown or neither has an error.
    """
    quantile = -float(ndtri(tail(confidence)))
    found = []
    for other in means[1:]:
        reference = means[0]
        difference = low = high = p = None
        if other.mean is not None and reference.mean is not None:
            difference = other.mean - reference.mean
            error = float(np.hypot(other.standard_error or 0.0, reference.standard_error or 0.0))
            if error > 0:
                low, high = difference - quantile * error, difference + quantile * error
                p = float(2 * ndtr(-abs(difference / error)))
        found.append(
            MeanDifference(other.group, reference.group, other.horizon, difference, low, high, p)
        )
    return found
