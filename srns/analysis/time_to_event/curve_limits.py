"""Confidence limits of a curve: which method, and why; exact ones where few children are followed.

The limits of a large sample are missing where the estimate is 0 or 1 and too narrow where few
children are at risk. Below `EXACT_BELOW` children the beta product confidence procedure takes their
place, or, with competing events, the binomial limits of the effective number of children.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import betainc, betaincinv, ndtri

from srns.analysis.proportions.intervals import tail

EXACT_BELOW = 50
"""Number of children from which the log(-log) limits are used by default."""
AUTOMATIC = "automatic"
BETA_PRODUCT = "beta product"
MID_P = "beta product, mid-p"
EFFECTIVE = "effective-sample Clopper–Pearson"
LOG_LOG = "log(-log)"
CHOICES = (AUTOMATIC, BETA_PRODUCT, MID_P, LOG_LOG)

_HALVINGS = 60
_NO_VARIANCE = 1e-12


@dataclass(frozen=True)
class Limits:
    """Pointwise confidence limits of a cumulative incidence.

    Attributes
    ----------
    low, high
        From 0 to 1, one for each row of the curve's table; they hold from its month to the next.
    at_start
        The upper limit before the first row, where the estimate and the lower limit are 0.
    method
        `BETA_PRODUCT`, `MID_P`, `EFFECTIVE` or `LOG_LOG`.
    reason
        One sentence on the choice.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    at_start: float
    method: str
    reason: str


def limits_of(
    table: pd.DataFrame,
    *,
    smallest: int,
    competes: bool,
    enters_late: bool = False,
    confidence: float = 0.95,
    choice: str = AUTOMATIC,
) -> Limits:
    """Return the limits of a curve by the chosen method.

    Parameters
    ----------
    table
        Result of `srns.analysis.time_to_event.cumulative_incidence.cumulative_incidence`.
    smallest
        Number of children in the smallest group of the figure: curves shown together have limits of
        one kind.
    competes
        Whether any group of the figure has a competing event. Then both beta products become the
        binomial limits of the effective number of children, because a product of betas describes
        one kind of event, and log(-log) limits are those of the incidence (Aalen-Johansen) rather
        than of the survival (Kaplan-Meier).
    enters_late
        Whether any child of the figure entered after time zero: then all limits are log(-log),
        because neither exact method is known to hold its level.
    choice
        One of `CHOICES`.

    Raises
    ------
    ValueError
        If `choice` is not one of `CHOICES`.
    """
    if choice not in CHOICES:
        raise ValueError(f"found the limits '{choice}'; expected one of {', '.join(CHOICES)}.")
    if choice == AUTOMATIC:
        few = smallest < EXACT_BELOW
        asked = BETA_PRODUCT if few else LOG_LOG
        size = f"the smallest group has {smallest}, {'below' if few else 'not below'} {EXACT_BELOW}"
        why = f"chosen by the number of children ({size})"
    else:
        asked, why = choice, "chosen by the user"
    if enters_late:
        return _log_log_of_late_entry(table, confidence, competes)
    if asked == LOG_LOG:
        return _log_log(table, confidence, competes, why)
    if competes:
        why += "; there are competing events, for which no beta product exists"
        return _effective(table, confidence, why)
    low, high, at_start = beta_product(table, confidence=confidence, mid_p=asked == MID_P)
    return Limits(low, high, at_start, asked, f"{asked}: {why}.")


def beta_product(
    table: pd.DataFrame, *, confidence: float = 0.95, mid_p: bool = False
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    r"""Return beta product limits of one minus Kaplan-Meier: low, high, and high at the start.

    Among :math:`n_j` children at risk of whom :math:`d_j` have the event, the share that stays free
    of it is at most :math:`B(n_j - d_j + 1, d_j)`, a beta variable; their product :math:`W^-` over
    the months so far bounds the survival from above. For the lower bound :math:`W^+` one of the
    :math:`m` children still at risk is taken to have the event at once: one more factor
    :math:`B(m, 1)`. Each product is replaced by the beta variable of the same mean and variance,
    exact without censoring, where the limits are those of Clopper & Pearson.

    Parameters
    ----------
    mid_p
        Whether the limits are quantiles of the equal mixture of both variables.

    References
    ----------
    Fay, Brittain & Proschan (2013), Biostatistics 14:723-736.
    Fay & Brittain (2016), Statistics in Medicine 35:2726-2740 (ties, mid-p).
    """
    alpha = tail(confidence)
    at_risk = table["at_risk"].to_numpy(dtype=float)
    events = table["events"].to_numpy(dtype=float)
    ended = events + table["censored"].to_numpy(dtype=float)
    if not len(table):
        return np.zeros(0), np.zeros(0), 1.0
    stay = np.where(events > 0, at_risk - events + 1, 1.0)
    mean = np.cumsum(np.where(events > 0, np.log1p(events / stay), 0.0))
    spread = np.cumsum(np.where(events > 0, np.log1p(events / (stay * (stay + events + 1))), 0.0))
    left = at_risk - ended
    # Before the first row nobody has had the event, and all children are left.
    left = np.concatenate(([at_risk[0]], left))
    mean, spread = np.concatenate(([0.0], mean)), np.concatenate(([0.0], spread))
    above = _beta_of(mean, spread)
    below = _beta_of(
        mean + np.log1p(1 / np.maximum(left, 1)),
        spread + np.log1p(1 / (np.maximum(left, 1) * (np.maximum(left, 1) + 2))),
    )
    if mid_p:
        survival_low, survival_high = (
            _mixture_quantile(above, below, left, at) for at in (alpha, 1 - alpha)
        )
    else:
        survival_low = np.where(left > 0, _quantile(below, alpha), 0.0)
        survival_high = _quantile(above, 1 - alpha)
    return 1 - survival_high[1:], 1 - survival_low[1:], float(1 - survival_low[0])


def _beta_of(
    log_mean: NDArray[np.float64], log_spread: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the beta parameters of a product with mean exp(-m) and squared variation e^s - 1."""
    mean, lost, variation = np.exp(-log_mean), -np.expm1(-log_mean), np.expm1(log_spread)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = lost / (mean * variation) - 1
    return mean * size, lost * size


def _quantile(
    beta: tuple[NDArray[np.float64], NDArray[np.float64]], at: float
) -> NDArray[np.float64]:
    """Return a quantile of each beta variable; 1 where nobody has had the event yet."""
    certain = ~np.isfinite(beta[0])
    one, other = (np.where(certain, 1.0, parameter) for parameter in beta)
    return np.where(certain, 1.0, betaincinv(one, other, at))


def _mixture_quantile(
    above: tuple[NDArray[np.float64], NDArray[np.float64]],
    below: tuple[NDArray[np.float64], NDArray[np.float64]],
    left: NDArray[np.float64],
    at: float,
) -> NDArray[np.float64]:
    """Return a quantile of the equal mixture of both bounds, by halving."""
    certain = ~np.isfinite(above[0])
    one, other = (np.where(certain, 1.0, parameter) for parameter in above)

    def chance(share: NDArray[np.float64]) -> NDArray[np.float64]:
        high = np.where(certain, 0.0, betainc(one, other, share))
        low = np.where(left > 0, betainc(*below, share), 1.0)
        return (high + low) / 2

    low, high = np.zeros(len(left)), np.ones(len(left))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        beyond = chance(middle) >= at
        low, high = np.where(beyond, low, middle), np.where(beyond, middle, high)
    return high


def _effective(
    table: pd.DataFrame,
    confidence: float,
    why: str,
    needed: NDArray[np.bool_] | None = None,
) -> Limits:
    r"""Return Clopper-Pearson limits of the effective number of children.

    That is the number of children whose binomial variance would be the one of the estimate,
    :math:`I (1 - I) / V`, and at most the number who were not censored so far: where few are left
    the variance says too little. Without censoring it is the number of all children. Once nobody
    is left at risk, those lost may all have had the event: the upper limit is then one minus the
    lower limit of the competing events. Where they are not `needed` the limits are NaN.

    References
    ----------
    Rothman (1978), Journal of Chronic Diseases 31:557-560 (effective number of subjects).
    Korn & Graubard (1998), Survey Methodology 24:193-201 (in Clopper-Pearson limits).
    """
    if table.empty:
        return Limits(np.zeros(0), np.zeros(0), 1.0, EFFECTIVE, f"{EFFECTIVE}: {why}.")
    alpha = tail(confidence)
    share = table["estimate"].to_numpy(dtype=float)
    free = table["event_free"].to_numpy(dtype=float)
    variance = table["standard_error"].to_numpy(dtype=float) ** 2
    ended = table[["events", "competing", "censored"]].to_numpy(dtype=float).sum(axis=1)
    known = ended.sum() - table["censored"].to_numpy(dtype=float).cumsum()
    size = _effective_size(share, variance, known)
    at = np.ones(len(share), dtype=bool) if needed is None else needed
    low, high = np.full(len(share), np.nan), np.full(len(share), np.nan)
    low[at], high[at] = _binomial_limits(share[at], size[at], alpha)
    gone = at & (table["at_risk"].to_numpy(dtype=float) - ended == 0) & (free > _NO_VARIANCE)
    competing = np.clip(1 - free[gone] - share[gone], 0.0, 1.0)
    high[gone] = 1 - _binomial_limits(competing, size[gone], alpha)[0]
    at_start = float(1 - alpha ** (1 / ended.sum()))
    return Limits(low, high, at_start, EFFECTIVE, f"{EFFECTIVE}: {why}.")


def effective_limits(
    share: NDArray[np.float64],
    variance: NDArray[np.float64],
    known: NDArray[np.float64],
    *,
    confidence: float = 0.95,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return Clopper-Pearson limits of the effective number of children, at most those `known`."""
    size = _effective_size(share, variance, known)
    return _binomial_limits(share, size, tail(confidence))


def _effective_size(
    share: NDArray[np.float64], variance: NDArray[np.float64], known: NDArray[np.float64]
) -> NDArray[np.float64]:
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.where(variance > _NO_VARIANCE, share * (1 - share) / variance, np.inf)
    return np.minimum(size, known)


def _binomial_limits(
    share: NDArray[np.float64], size: NDArray[np.float64], alpha: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return Clopper-Pearson limits of a share of any size, whole or not."""
    events, rest = share * size, (1 - share) * size
    some, others = events > _NO_VARIANCE, rest > _NO_VARIANCE
    low = np.where(some, betaincinv(np.where(some, events, 1.0), rest + 1, alpha), 0.0)
    high = np.where(others, betaincinv(events + 1, np.where(others, rest, 1.0), 1 - alpha), 1.0)
    return low, high


def _log_log(table: pd.DataFrame, confidence: float, competes: bool, why: str) -> Limits:
    """Return log(-log) limits; where they do not exist, the exact ones."""
    low, high = _where_they_exist(table, confidence, competes)
    if competes:
        exact = _effective(table, confidence, why, np.isnan(low) | np.isnan(high))
        ends = exact.low, exact.high, exact.at_start
    else:
        ends = beta_product(table, confidence=confidence)
    return Limits(
        np.where(np.isnan(low), ends[0], low),
        np.where(np.isnan(high), ends[1], high),
        ends[2],
        LOG_LOG,
        f"{LOG_LOG}: {why}.",
    )


def _log_log_of_late_entry(table: pd.DataFrame, confidence: float, competes: bool) -> Limits:
    """Return log(-log) limits; where they do not exist, those that exclude nothing."""
    low, high = _where_they_exist(table, confidence, competes)
    why = "children entered after time zero, for which no exact limits are known"
    return Limits(
        np.where(np.isnan(low), 0.0, low),
        np.where(np.isnan(high), 1.0, high),
        1.0,
        LOG_LOG,
        f"{LOG_LOG}: {why}.",
    )


def _where_they_exist(
    table: pd.DataFrame, confidence: float, competes: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    share = table["estimate"].to_numpy(dtype=float)
    variance = table["standard_error"].to_numpy(dtype=float) ** 2
    quantile = -float(ndtri(tail(confidence)))
    if competes:
        return log_log_limits(share, variance, quantile)
    high, low = (1 - end for end in log_log_limits(1 - share, variance, quantile))
    return low, high


def log_log_limits(
    estimate: NDArray, variance: NDArray, quantile: float
) -> tuple[NDArray, NDArray]:
    """Return the limits on the log(-log) scale; NaN where the estimate is 0 or 1."""
    between = (estimate > 0) & (estimate < 1)
    inner = estimate[between]
    # The logarithm is negative, so a plus in the exponent would swap the limits.
    width = quantile * np.sqrt(variance[between]) / (inner * -np.log(inner))

    low = np.full(len(estimate), np.nan)
    high = np.full(len(estimate), np.nan)
    low[between] = inner ** np.exp(width)
    high[between] = inner ** np.exp(-width)
    return low, high
