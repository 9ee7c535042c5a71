"""How long until remission, how long did it last, and how sure can this cohort be of it?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from srns.analysis.groups import grouping
from srns.analysis.time_to_event.curves import (
    Curve,
    curve_of,
    curves_of_groups,
    numbers_behind,
    tidy_months,
)
from srns.analysis.time_to_event.interval_censored import Turnbull, turnbull
from srns.analysis.time_to_event.log_rank_and_gray import CurveTest, gray, log_rank
from srns.analysis.time_to_event.remission_duration import FIRST, LATER, Durations, durations
from srns.analysis.time_to_event.time_at_risk import (
    ANY_REMISSION,
    TimeAtRisk,
    from_landmark,
    time_at_risk,
)
from srns.analysis.time_to_event.time_origins import CAUTIONS, FIRST_INFUSION, origin_days
from srns.cohort.date_intervals import earliest, latest
from srns.cohort.tables import DAYS_PER_MONTH, Cohort
from srns.cohort.terms import COMPLETE
from srns.rules.classification import Classification

EVERYONE = "all"
RESPONSES_TIMED = (COMPLETE, ANY_REMISSION)
# Groups that are only known after the wait has begun.
KNOWN_LATER = (
    "maintenance",
    "recorded_response",
    "recorded_time_to_remission_months",
    "recorded_outcome",
    "last_follow_up_day",
)


@dataclass(frozen=True)
class TimeQuestion:
    """What is asked of the times.

    Attributes
    ----------
    response
        ``complete remission``, or ``complete or partial remission``: the first of either.
    origin
        One of `srns.analysis.time_to_event.time_origins.ORIGINS`.
    by
        How the children are grouped, as `grouping` takes it; empty: not at all.
    landmark
        Months from the origin: only children still waiting then are followed; None: from the
        origin on.
    test
        Whether to test if the curves of the groups differ. Never unless asked.
    """

    response: str = COMPLETE
    origin: str = FIRST_INFUSION
    by: str = ""
    landmark: float | None = None
    test: bool = False


@dataclass(frozen=True)
class Curves:
    """The curves of one question, with all that has to stand beside them.

    Attributes
    ----------
    event
        What the curves count.
    since
        What time is counted from.
    numbers
        Who stands behind each curve, as `numbers_behind` gives it.
    tests
        On request; the test that fits the curves comes first.
    cautions
        What has to be said before anybody reads them.
    """

    event: str
    since: str
    curves: tuple[Curve, ...]
    numbers: pd.DataFrame
    tests: tuple[CurveTest, ...]
    cautions: tuple[str, ...]


@dataclass(frozen=True)
class BetweenVisits:
    """The same wait, each remission anywhere between the last visit without and the first with it.

    Attributes
    ----------
    earliest, latest
        The curve if every remission had come right after the last visit without it, and on the
        day of the first visit with it. The truth lies between them.
    estimate
        Turnbull's; children with kidney failure or death count as not in remission until their
        last visit.
    """

    earliest: Curve
    latest: Curve
    estimate: Turnbull
    widest_months: float | None


@dataclass(frozen=True)
class Times:
    """All that is known of the times of a cohort."""

    question: TimeQuestion
    waited: TimeAtRisk
    waiting: Curves
    visits: BetweenVisits
    lasted: Durations
    lasting: Curves

    def __repr__(self) -> str:
        asked, events = self.question, sum(curve.events for curve in self.waiting.curves)
        return (
            f"<Times from {asked.origin} to {asked.response}: "
            f"{events} of {len(self.waited.table)} children>"
        )


def times(cohort: Cohort, classification: Classification, asked: TimeQuestion) -> Times:
    """Answer how long remission took and how long it lasted.

    1. Each child waits from the origin to remission, to kidney failure or death, or to the last
       Up/c; who has no place on the curve is named, and why.
    2. Each group gets its curve, with the children behind it.
    3. The same wait is drawn with each remission anywhere between two visits.
    4. Each remission is followed to relapse, kidney failure or death, or the last Up/c; grouped,
       only first remissions are, and not grouped, those after a relapse have their own curve.
    """
    waited = time_at_risk(cohort, classification, asked.response, asked.origin)
    if asked.landmark:
        waited = from_landmark(waited, asked.landmark)
    lasted = durations(cohort, classification, asked.response)
    groups = _groups(cohort, asked)
    cautions = [CAUTIONS[asked.origin], _small(waited), *_guarantee(asked)]
    waiting = _curves(
        asked.response,
        f"the {asked.origin}",
        waited.table,
        _labels(waited.table["patient"], groups),
        list(groups.cat.categories) if groups is not None else [EVERYONE],
        asked,
        cautions,
    )
    return Times(
        asked, waited, waiting, between_visits(waited), lasted, _lasting(lasted, groups, asked)
    )


def between_visits(waited: TimeAtRisk) -> BetweenVisits:
    """Draw the wait with each remission anywhere between two visits."""
    table = waited.table
    cause = table["cause"].to_numpy(dtype=int)
    month, after = table["month"].to_numpy(dtype=float), table["after"].to_numpy(dtype=float)
    until = table["until"].to_numpy(dtype=float)
    if waited.landmark is not None:
        # Whoever still waited at the landmark was not in remission before it.
        after = np.maximum(after, np.minimum(waited.landmark, month))
    has_event = cause == 1
    widths = (until - after)[has_event]
    return BetweenVisits(
        curve_of("earliest", np.where(has_event, after, month), cause),
        curve_of("latest", month, cause),
        turnbull(after, np.where(has_event, until, np.inf)),
        float(widths.max()) if len(widths) else None,
    )


def _lasting(lasted: Durations, groups: pd.Series | None, asked: TimeQuestion) -> Curves:
    table = lasted.table
    cautions = _guarantee(asked)
    if groups is None:
        labels = table["remission"].to_numpy(dtype=object)
        order = [FIRST, LATER] if (labels == LATER).any() else [FIRST]
        if len(order) > 1:
            cautions.append(
                "Remissions after a relapse are those of the same children, so the two curves are "
                "not of independent groups, and no test compares them."
            )
        # The two curves are of the same children: never tested.
        asked = replace(asked, test=False)
    else:
        table = table[table["number"] == 1]
        labels = _labels(table["patient"], groups)
        order = list(groups.cat.categories)
    return _curves(
        "relapse", f"the onset of {asked.response}", table, labels, order, asked, cautions
    )


def _curves(
    event: str,
    since: str,
    table: pd.DataFrame,
    labels: np.ndarray,
    order: Sequence[str],
    asked: TimeQuestion,
    cautions: Sequence[str],
) -> Curves:
    month, cause = table["month"].to_numpy(dtype=float), table["cause"].to_numpy(dtype=int)
    drawn = curves_of_groups(month, cause, labels, order)
    at = tidy_months(float(month.max()) if len(month) else 1.0)
    tests: tuple[CurveTest, ...] = ()
    if asked.test and len(order) > 1:
        tests = (log_rank(month, cause, labels),)
        if (cause > 1).any():
            tests = (gray(month, cause, labels), *tests)
    return Curves(
        event,
        since,
        tuple(drawn),
        pd.concat([numbers_behind(curve, at) for curve in drawn], ignore_index=True),
        tests,
        tuple(each for each in cautions if each),
    )


def _groups(cohort: Cohort, asked: TimeQuestion) -> pd.Series | None:
    """Give the group of each child, under the child's name; None where nobody asked for groups."""
    if not asked.by or cohort.patients.empty:
        return None
    if asked.by == "maintenance" and asked.landmark:
        cohort = _as_known_at(cohort, asked)
    groups = grouping(cohort, asked.by)
    return groups.set_axis(pd.Index(cohort.patients["patient"]))


def _as_known_at(cohort: Cohort, asked: TimeQuestion) -> Cohort:
    """Keep only the courses that had begun by each child's landmark.

    Where a start that is known only in part may lie before it or after, the child keeps none: its
    group is not recorded.
    """
    days = origin_days(cohort, asked.origin) + (asked.landmark or 0.0) * DAYS_PER_MONTH
    by_child = pd.Series(days, index=pd.Index(cohort.patients["patient"]))
    treatments = cohort.treatments
    landmark = treatments["patient"].map(by_child).astype(float)
    begun = latest(treatments, "start_day") <= landmark
    perhaps = (earliest(treatments, "start_day") <= landmark) & ~begun
    begun &= ~treatments["patient"].isin(treatments.loc[perhaps, "patient"])
    return replace(cohort, treatments=treatments[begun].reset_index(drop=True))


def _labels(patients: pd.Series, groups: pd.Series | None) -> np.ndarray:
    if groups is None:
        return np.full(len(patients), EVERYONE, dtype=object)
    return groups.reindex(pd.Index(patients)).astype(object).to_numpy()


def _guarantee(asked: TimeQuestion) -> list[str]:
    """Warn where the groups were formed by what came after the wait began."""
    if asked.by not in KNOWN_LATER:
        return []
    if asked.by == "maintenance" and asked.landmark:
        return [
            f"Grouped by the courses that had begun by month {asked.landmark:g} from the "
            f"{asked.origin}; a course without a start day is not among them, and a child with one "
            "that is known only in part around then is not recorded."
        ]
    return [
        f"The groups ({asked.by.replace('_', ' ')}) were formed by what came after the origin: a "
        "child had to reach a group to be counted in it, and could not fail before (guarantee-time "
        "bias). A difference between these curves is no effect of the groups. Choose a landmark "
        "to compare only what was known by then."
    ]


def _small(waited: TimeAtRisk) -> str:
    if waited.landmark is None:
        return ""
    n = len(waited.table)
    return (
        f"From the landmark at month {waited.landmark:g} on: {n} "
        f"{'child was' if n == 1 else 'children were'} still waiting then, and only these are "
        "followed."
    )


def say_curve(curve: Curve, event: str, since: str) -> str:
    """Say what a curve shows, in one or two sentences; never a number that does not exist.

    >>> say_curve(curve_of("all", [1, 2, 3, 4], [1, 0, 1, 1]), "relapse", "remission")
    'All: relapse in 3 of 4 by month 4.0 from remission; median 3.0 months (95 % interval 1.0 to \
not reached; Kaplan–Meier).'
    """
    who = curve.group[:1].upper() + curve.group[1:]
    if curve.n == 0:
        return f"{who}: no child can be followed from {since}."
    last = float(curve.table["month"].iloc[-1])
    whole = f"{curve.n} {'child' if curve.n == 1 else 'children'}"
    if curve.events == 0:
        return f"{who}: no {event} in {whole} followed up to month {last:.1f} from {since}."
    words = f"{who}: {event} in {curve.events} of {curve.n} by month {last:.1f} from {since}"
    if curve.competing:
        words += f", kidney failure or death first in {curve.competing}"
    if curve.median is None:
        return f"{words}; median not reached ({curve.method})."
    low, high = curve.median_limits
    if low is None and high is None:
        limits = "no interval: too few children"
    else:
        limits = f"95 % interval {_month(low)} to {_month(high)}"
    return f"{words}; median {curve.median:.1f} months ({limits}; {curve.method})."


def _month(value: float | None) -> str:
    return "not reached" if value is None else f"{value:.1f}"


def say_visits(visits: BetweenVisits) -> str:
    """Say between which months half of the children reached remission."""
    if visits.latest.events == 0:
        return "No remission was seen, so there is none to place between two visits."
    widest = f"up to {visits.widest_months:.1f} months apart" if visits.widest_months else "close"
    words = f"Each remission lies between two visits, {widest}: "
    if visits.earliest.median is None:
        words += (
            "whichever day is taken, fewer than half of the children are known to have reached it"
        )
    else:
        words += (
            "half of the children had reached it by month "
            f"{visits.earliest.median:.1f} at the earliest and "
            f"{_month(visits.latest.median)} at the latest"
        )
    stretch = visits.estimate.median()
    if stretch is None:
        words += "; by Turnbull's estimate the median was not reached"
    elif stretch[0] == stretch[1]:
        words += f"; by Turnbull's estimate at month {stretch[1]:.1f}"
    else:
        words += f"; by Turnbull's estimate between {stretch[0]:.1f} and {stretch[1]:.1f}"
    if visits.latest.competing:
        words += (
            ", which takes children with kidney failure or death for still waiting at their last "
            "visit and so lies higher"
        )
    return f"{words}."


def say_test(test: CurveTest) -> str:
    """Say a test with its p-value and its warning, or why there is none.

    >>> say_test(CurveTest("log-rank test", 4.5, 1, 0.0339, 42, ""))
    'log-rank test: p = 0.034 (chi-squared 4.50, 1 degree of freedom, 42 children).'
    """
    if test.p is None or test.statistic is None:
        return f"{test.name}: {test.words}"
    p = "p < 0.001" if test.p < 0.001 else f"p = {test.p:.2g}"
    freedom = f"{test.degrees_of_freedom} degree{'s' if test.degrees_of_freedom > 1 else ''}"
    words = f"{test.name}: {p} (chi-squared {test.statistic:.2f}, {freedom} of freedom, "
    return f"{words}{test.n} children). {test.words}".strip()


def say_left_out(waited: TimeAtRisk) -> list[str]:
    """Name the children who have no place on the curve, and why."""
    reasons: dict[str, list[str]] = {}
    for patient, why in waited.left_out.items():
        month = waited.before_origin.get(patient)
        name = patient if month is None else f"{patient} (month {month:.1f})"
        reasons.setdefault(why, []).append(name)
    return [f"{len(names)} left out, {why}: {_named(names)}." for why, names in reasons.items()]


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(names[:20])
    return f"{shown} and {len(names) - 20} more" if len(names) > 20 else shown
