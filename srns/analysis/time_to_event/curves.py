"""What is the curve of a group of children, and how many of them still stand behind it?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from srns.analysis.proportions.intervals import tail
from srns.analysis.time_to_event.cumulative_incidence import (
    CENSORED,
    EVENT,
    cumulative_incidence,
    log_log_limits,
    median_month,
)

KAPLAN_MEIER = "Kaplan–Meier"
AALEN_JOHANSEN = "Aalen–Johansen"


@dataclass(frozen=True)
class Curve:
    """The share of a group that has had the event, month by month.

    Attributes
    ----------
    group
        Whom the curve is of.
    method
        Aalen-Johansen where something competed in any of the groups, else one minus Kaplan-Meier.
    table
        What `cumulative_incidence` returns. Under Kaplan-Meier the limits are one minus those of
        the survival, on its own scale of log(-log).
    """

    group: str
    method: str
    table: pd.DataFrame

    @property
    def n(self) -> int:
        """How many children the curve starts with."""
        return self._whole("events") + self._whole("competing") + self._whole("censored")

    @property
    def events(self) -> int:
        """How many had the event."""
        return self._whole("events")

    @property
    def competing(self) -> int:
        """How many had a competing event."""
        return self._whole("competing")

    @property
    def censored(self) -> int:
        """How many were followed to the end of their record without either."""
        return self._whole("censored")

    @property
    def median(self) -> float | None:
        """The first month by which half have had the event; None: not reached."""
        return median_month(self.table)

    @property
    def median_limits(self) -> tuple[float | None, float | None]:
        """The interval of the median (Brookmeyer & Crowley 1982); None: not reached.

        It ends where the limits of the curve pass one half.
        """
        return _first_half(self.table, "high"), _first_half(self.table, "low")

    def _whole(self, column: str) -> int:
        return int(self.table[column].sum())


def curve_of(
    group: str,
    months: ArrayLike,
    cause: ArrayLike,
    *,
    competes: bool = False,
    confidence: float = 0.95,
) -> Curve:
    """Draw the curve of a group by the method that its events call for.

    Parameters
    ----------
    months, cause
        As `srns.analysis.time_to_event.cumulative_incidence.cumulative_incidence` takes them.
    competes
        Whether something competed in a group beside it: curves that stand side by side are
        drawn by one method.

    Examples
    --------
    >>> curve = curve_of("all", [1, 2, 3, 4], [1, 0, 1, 1])
    >>> curve.method, curve.median
    ('Kaplan–Meier', 3.0)
    """
    table = cumulative_incidence(months, cause, confidence=confidence)
    if competes or table["competing"].any():
        return Curve(group, AALEN_JOHANSEN, table)
    survival = _survival(table, confidence)
    return Curve(
        group,
        KAPLAN_MEIER,
        table.assign(low=1 - survival["high"], high=1 - survival["low"]),
    )


def curve_record(curve: Curve) -> dict:
    """Give what other programs read of a curve; its months are those at which it rises."""
    rises = curve.table[curve.table["events"] > 0]
    low, high = curve.median_limits
    return {
        "method": curve.method,
        "n": curve.n,
        "events": curve.events,
        "competing": curve.competing,
        "censored": curve.censored,
        "median": curve.median,
        "median_low": low,
        "median_high": high,
        "months": rises["month"].tolist(),
        "estimate": rises["estimate"].tolist(),
        "low": rises["low"].tolist(),
        "high": rises["high"].tolist(),
        "at_risk": rises["at_risk"].tolist(),
    }


def kaplan_meier(
    months: ArrayLike, had_event: ArrayLike, *, confidence: float = 0.95
) -> pd.DataFrame:
    r"""Estimate the share still free of an event, where nothing competes.

    Parameters
    ----------
    months
        One follow-up per child, in months from time zero, 0 or later.
    had_event
        Whether each follow-up ended with the event (True) or without (False).

    Returns
    -------
    DataFrame
        One row per distinct month at which a follow-up ended: `month`, `at_risk`, `events`,
        `censored`, `survival`, `standard_error` (Greenwood), `low`, `high`. The limits are
        :math:`S^{\exp(\mp z \sqrt{V} / (S \log S))}`, as R's ``survfit`` gives them with
        ``conf.type = "log-log"``; NaN where the survival is 0 or 1.

    References
    ----------
    Kaplan & Meier (1958), Journal of the American Statistical Association 53:457-481.

    Examples
    --------
    >>> kaplan_meier([1, 2, 3], [True, False, True])["survival"].round(3).tolist()
    [0.667, 0.667, 0.0]
    """
    cause = np.where(np.asarray(had_event, dtype=bool), EVENT, CENSORED)
    table = cumulative_incidence(months, cause, confidence=confidence)
    return pd.concat(
        [table[["month", "at_risk", "events", "censored"]], _survival(table, confidence)], axis=1
    )


def _survival(table: pd.DataFrame, confidence: float) -> pd.DataFrame:
    survival = table["event_free"].to_numpy()
    at_risk, events = table["at_risk"].to_numpy(), table["events"].to_numpy()
    left = at_risk - events
    hazard = np.where(left > 0, events / (at_risk * np.maximum(left, 1)), 0.0)
    variance = survival**2 * hazard.cumsum()
    low, high = log_log_limits(survival, variance, -float(ndtri(tail(confidence))))
    return pd.DataFrame(
        {"survival": survival, "standard_error": np.sqrt(variance), "low": low, "high": high}
    )


def _first_half(table: pd.DataFrame, column: str) -> float | None:
    # A limit is missing before the first event, and once everybody has had it.
    reached = table.loc[table[column] >= 0.5 - 1e-9, "month"]
    return float(reached.iloc[0]) if len(reached) else None


def numbers_behind(curve: Curve, months: Iterable[float]) -> pd.DataFrame:
    """Count who stands behind a curve at given months, as journals print it beneath (KMunicate).

    Returns
    -------
    DataFrame
        One row per month: `group`, `month`, children still `at_risk` after it, and `events`,
        `competing` and `censored` until then. The four add up to all children of the curve.

    References
    ----------
    Morris et al. (2019), BMJ Open 9:e030215.
    """
    wanted = np.asarray(list(months), dtype=float)
    # A month that was worked out twice may differ in its last digit.
    until = np.searchsorted(curve.table["month"].to_numpy(), wanted + 1e-9, side="right")
    counts = {
        column: np.concatenate(([0], curve.table[column].to_numpy().cumsum()))[until]
        for column in ("events", "competing", "censored")
    }
    at_risk = curve.n - sum(counts.values())
    return pd.DataFrame({"group": curve.group, "month": wanted, "at_risk": at_risk, **counts})


def tidy_months(longest: float, *, parts: int = 6) -> list[float]:
    """Choose months at which to count: whole, even, and not many.

    >>> tidy_months(13.0), tidy_months(130)
    ([0.0, 3.0, 6.0, 9.0, 12.0, 15.0], [0.0, 24.0, 48.0, 72.0, 96.0, 120.0, 144.0])
    """
    steps = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240)
    step = next((each for each in steps if longest <= each * parts), 240)
    last = max(1, int(np.ceil(longest / step - 1e-9)))
    return [float(step * each) for each in range(last + 1)]


def curves_of_groups(
    months: NDArray[np.float64],
    cause: NDArray[np.int64],
    groups: Sequence[str] | NDArray[np.object_],
    order: Sequence[str],
    *,
    confidence: float = 0.95,
) -> list[Curve]:
    """Draw one curve per group, in this order; a group without children has an empty one."""
    labels = np.asarray(groups, dtype=object)
    competes = bool((cause > EVENT).any())
    return [
        curve_of(
            name,
            months[labels == name],
            cause[labels == name],
            competes=competes,
            confidence=confidence,
        )
        for name in order
    ]
