"""Cumulative incidence curves of groups, and their numbers at risk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from srns.analysis.time_to_event.cumulative_incidence import (
    EVENT,
    cumulative_incidence,
    median_month,
)
from srns.analysis.time_to_event.curve_limits import (
    AUTOMATIC,
    LOG_LOG,
    Limits,
    limits_of,
)

KAPLAN_MEIER = "Kaplan–Meier"
AALEN_JOHANSEN = "Aalen–Johansen"


@dataclass(frozen=True)
class Curve:
    """The cumulative incidence of an event in one group.

    Attributes
    ----------
    group
        Name of the group.
    method
        Aalen-Johansen if any of the groups had a competing event, otherwise one minus
        Kaplan-Meier.
    table
        Result of `cumulative_incidence`, with the limits of `limits`.
    limits
        The confidence limits, their method and the reason for it.
    entry
        The month from which each child was watched; empty where all were from time zero.
    """

    group: str
    method: str
    table: pd.DataFrame
    limits: Limits
    entry: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))

    @property
    def n(self) -> int:
        """Number of children at time zero."""
        return self._total("events") + self._total("competing") + self._total("censored")

    @property
    def events(self) -> int:
        """Number of children with the event."""
        return self._total("events")

    @property
    def competing(self) -> int:
        """Number of children with a competing event."""
        return self._total("competing")

    @property
    def censored(self) -> int:
        """Number of children censored at the end of their record."""
        return self._total("censored")

    @property
    def median(self) -> float | None:
        """The month by which half have had the event, see `median_month`; None if not reached."""
        return median_month(self.table)

    @property
    def half_by(self) -> float | None:
        """The first month by which half have had the event, also where the curve is flat there."""
        return _first_half(self.table, "estimate")

    @property
    def median_limits(self) -> tuple[float | None, float | None]:
        """Confidence limits of the median: the months in which those of the curve reach one half.

        The lower limit is 0 where the upper limit of the curve is above one half from the start;
        None where a limit is not reached. 0 and None together: there is no interval.

        References
        ----------
        Brookmeyer & Crowley (1982), Biometrics 38:29-41.
        """
        if not self.n:
            return None, None
        start = self.limits.at_start >= 0.5 and self.limits.method != LOG_LOG
        return 0.0 if start else _first_half(self.table, "high"), _first_half(self.table, "low")

    def _total(self, column: str) -> int:
        return int(self.table[column].sum())


def curve_of(
    group: str,
    months: ArrayLike,
    cause: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    competes: bool = False,
    smallest: int | None = None,
    limits: str = AUTOMATIC,
    confidence: float = 0.95,
) -> Curve:
    """Estimate the curve of one group by the method that its events require.

    Parameters
    ----------
    months, cause, entry
        See `srns.analysis.time_to_event.cumulative_incidence.cumulative_incidence`. With `entry`,
        also of zeros, the limits are those of late entry.
    competes
        Whether another group of the same figure has a competing event: curves shown together
        use one method, and one kind of limits.
    smallest
        Number of children in the smallest group of the figure; None: this group is alone.
    limits
        Method of the limits; one of `srns.analysis.time_to_event.curve_limits.CHOICES`.

    Examples
    --------
    >>> curve = curve_of("all", [1, 2, 3, 4], [1, 0, 1, 1])
    >>> curve.method, curve.limits.method, curve.median
    ('Kaplan–Meier', 'beta product', 3.0)
    """
    table = cumulative_incidence(months, cause, entry=entry, confidence=confidence)
    competes = competes or bool(table["competing"].any())
    method = AALEN_JOHANSEN if competes else KAPLAN_MEIER
    found = limits_of(
        table,
        smallest=len(np.asarray(cause)) if smallest is None else smallest,
        competes=competes,
        enters_late=entry is not None,
        choice=limits,
        confidence=confidence,
    )
    begins = np.zeros(0) if entry is None else np.asarray(entry, dtype=float)
    return Curve(group, method, table.assign(low=found.low, high=found.high), found, begins)


def curve_record(curve: Curve) -> dict:
    """Return the JSON record of a curve; its months are those with an event."""
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
        "limits": curve.limits.method,
        "limits_reason": curve.limits.reason,
        "high_at_start": curve.limits.at_start,
    }


def _first_half(table: pd.DataFrame, column: str) -> float | None:
    reached = table.loc[table[column] >= 0.5 - 1e-9, "month"]
    return float(reached.iloc[0]) if len(reached) else None


def risk_table(curve: Curve, months: Iterable[float]) -> pd.DataFrame:
    """Return the extended risk table of a curve at given months (KMunicate).

    Returns
    -------
    DataFrame
        One row per month: `group`, `month`, children still `at_risk` after it, `to_enter` (late
        entry: after it), and cumulative `events`, `competing` and `censored`. The five add up to
        the children of the curve.

    References
    ----------
    Morris et al. (2019), BMJ Open 9:e030215.
    """
    wanted = np.asarray(list(months), dtype=float)
    # A month computed in two ways may differ in its last digit.
    until = np.searchsorted(curve.table["month"].to_numpy(), wanted + 1e-9, side="right")
    counts = {
        column: np.concatenate(([0], curve.table[column].to_numpy().cumsum()))[until]
        for column in ("events", "competing", "censored")
    }
    late = np.sort(curve.entry)
    counts["to_enter"] = len(late) - np.searchsorted(late, wanted + 1e-9, side="right")
    at_risk = curve.n - sum(counts.values())
    return pd.DataFrame({"group": curve.group, "month": wanted, "at_risk": at_risk, **counts})


def tidy_months(longest: float, *, parts: int = 6) -> list[float]:
    """Choose round, evenly spaced months for the axis and the risk table.

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
    entry: NDArray[np.float64] | None = None,
    limits: str = AUTOMATIC,
    confidence: float = 0.95,
) -> list[Curve]:
    """Estimate one curve per group, in this order; a group without children has an empty one."""
    labels = np.asarray(groups, dtype=object)
    competes = bool((cause > EVENT).any())
    sizes = [int((labels == name).sum()) for name in order]
    smallest = min((size for size in sizes if size), default=0)
    return [
        curve_of(
            name,
            months[labels == name],
            cause[labels == name],
            entry=None if entry is None else entry[labels == name],
            competes=competes,
            smallest=smallest,
            limits=limits,
            confidence=confidence,
        )
        for name in order
    ]
