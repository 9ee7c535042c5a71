"""Time-to-event analysis: time to remission and duration of remission, with their curves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from srns.analysis.groups import grouping
from srns.analysis.time_to_event.curve_limits import AUTOMATIC
from srns.analysis.time_to_event.curves import (
    KAPLAN_MEIER,
    Curve,
    curve_of,
    curves_of_groups,
    risk_table,
    tidy_months,
)
from srns.analysis.time_to_event.guarantee_time import (
    courses_started_by_landmark,
    guarantee_time_cautions,
)
from srns.analysis.time_to_event.interval_censored import Turnbull, turnbull
from srns.analysis.time_to_event.log_rank_and_gray import CurveTest, gray, log_rank
from srns.analysis.time_to_event.milestones import (
    MeanDifference,
    Milestone,
    RestrictedMean,
    mean_differences,
    milestones,
    restricted_mean,
)
from srns.analysis.time_to_event.remission_duration import FIRST, LATER, Durations, durations
from srns.analysis.time_to_event.time_at_risk import (
    ANY_REMISSION,
    TimeAtRisk,
    follow_from_entry,
    restrict_to_landmark,
    time_at_risk,
)
from srns.analysis.time_to_event.time_origins import (
    CAUTIONS,
    default_origin,
    every_origin,
    with_article,
)
from srns.cohort.paper_numbers import show_months
from srns.cohort.tables import Cohort
from srns.cohort.terms import COMPLETE, PARTIAL
from srns.languages.messages import mark
from srns.languages.sentences import (
    children_of,
    first_of,
    nsentence,
    sentence,
    term,
    with_capital,
)
from srns.rules.classification import Classification
from srns.rules.rescue import NO_RESPONSE, UNTIL_RESCUE

EVERYONE = "all"
RESPONSES_TIMED = (COMPLETE, ANY_REMISSION)
ONSETS: Mapping[str, str] = MappingProxyType(
    {
        COMPLETE: mark("the onset of complete remission"),
        PARTIAL: mark("the onset of partial remission"),
        ANY_REMISSION: mark("the onset of complete or partial remission"),
    }
)
"""The onset of a response, as a language says it."""


@dataclass(frozen=True)
class TimeQuestion:
    """Specification of a time-to-event analysis.

    Attributes
    ----------
    response
        ``complete remission``, or ``complete or partial remission`` (whichever comes first).
    origin
        Time zero: one of `srns.analysis.time_to_event.time_origins.ORIGINS`; empty: what the
        classification counts from (`time_origins.default_origin`).
    by
        Grouping variable; see `srns.analysis.groups.grouping`. Empty: no groups.
    landmark
        Landmark in months from the origin: only children still at risk then are included.
        None: no landmark.
    test
        Whether to test for differences between the groups. Off by default.
    limits
        Method of the confidence limits: one of `curve_limits.CHOICES`.
    horizon
        Months up to which mean times are compared; None: no mean times.
    late_entry
        Whether a child counts only from the day on which it entered the cohort (day 0), where time
        starts before: left truncation. Off by default.
    """

    response: str = COMPLETE
    origin: str = ""
    by: str = ""
    landmark: float | None = None
    test: bool = False
    limits: str = AUTOMATIC
    horizon: float | None = None
    late_entry: bool = False


@dataclass(frozen=True)
class Curves:
    """The curves of one analysis, with what must be reported with them.

    Attributes
    ----------
    event
        The event that the curves count.
    since
        Time zero, in words.
    risk_table
        Numbers at risk, with events, competing events and censoring; see
        `srns.analysis.time_to_event.curves.risk_table`.
    tests
        Only on request; the test that matches the estimator comes first.
    cautions
        Sentences to print with the curves.
    milestones
        The share with the event by months 6, 12 and 24, of every group.
    means, mean_differences
        Restricted means and their differences from the first group; empty without a horizon, and
        where an event competes.
    by
        What the groups are of; empty: nothing, there is one curve of all.
    followed
        One row per follow-up: `patient`, `days`, `month`, `cause` and `group`; with late entry also
        `entry`, the month of it.
    """

    event: str
    since: str
    curves: tuple[Curve, ...]
    risk_table: pd.DataFrame
    tests: tuple[CurveTest, ...]
    cautions: tuple[str, ...]
    milestones: tuple[Milestone, ...] = ()
    means: tuple[RestrictedMean, ...] = ()
    mean_differences: tuple[MeanDifference, ...] = ()
    by: str = ""
    followed: pd.DataFrame = field(default_factory=pd.DataFrame)


@dataclass(frozen=True)
class BetweenVisits:
    """Interval-censored time to remission: between the last visit without it and the first with it.

    Attributes
    ----------
    earliest, latest
        The curves if every remission had occurred immediately after the last visit without it
        (earliest possible date), and on the day of the first visit with it (latest). The true
        curve lies between them.
    estimate
        Turnbull's estimate; children with kidney failure or death are censored at their last
        visit.
    widest_months
        The longest interval between the two visits, in months; None without a remission.
    """

    earliest: Curve
    latest: Curve
    estimate: Turnbull
    widest_months: float | None


@dataclass(frozen=True)
class Times:
    """Result of a time-to-event analysis.

    Attributes
    ----------
    at_risk, response_curves
        Follow-up of each child from the origin to the response, and its cumulative incidence.
    visits
        The same with the response interval-censored between two visits.
    durations, duration_curves
        Follow-up of each remission, and the cumulative incidence of relapse.
    """

    question: TimeQuestion
    at_risk: TimeAtRisk
    response_curves: Curves
    visits: BetweenVisits
    durations: Durations
    duration_curves: Curves

    def __repr__(self) -> str:
        question, events = self.question, sum(each.events for each in self.response_curves.curves)
        return (
            f"<Times from {question.origin} to {question.response}: "
            f"{events} of {len(self.at_risk.table)} children>"
        )


def onset_of(response: str) -> str:
    """Return the origin of times to relapse in words."""
    return ONSETS.get(response) or sentence("the onset of {response}", response=term(response))


def times(cohort: Cohort, classification: Classification, question: TimeQuestion) -> Times:
    """Estimate the time to remission and the duration of remission.

    1. Each child at risk is followed from the origin to remission, kidney failure or death, or the
       last visit in the window. Children in remission at start, and those who
       cannot be placed on the curve, are listed with the reason.
    2. Each group gets a curve and its numbers at risk.
    3. The time to remission is also estimated as interval-censored between two visits.
    4. Each remission is followed to relapse, kidney failure or death, or the last visit in the
       window. With groups only first remissions count; without, remissions after a relapse get
       their own curve.
    """
    origins = every_origin(cohort)
    question = replace(question, origin=question.origin or default_origin(origins))
    at_risk = time_at_risk(cohort, classification, question.response, question.origin, origins)
    if question.landmark:
        at_risk = restrict_to_landmark(at_risk, question.landmark)
    if question.late_entry:
        at_risk = follow_from_entry(at_risk)
    remissions = durations(cohort, classification, question.response)
    groups = _groups(cohort, question)
    cautions = [
        *_origin_cautions(at_risk, question),
        _strategy_caution(classification),
        _landmark_caution(at_risk),
        *guarantee_time_cautions(question.by, question.origin, question.landmark),
    ]
    response_curves = estimate_curves(
        question.response,
        with_article(question.origin),
        at_risk.table,
        _labels(at_risk.table["patient"], groups),
        list(groups.cat.categories) if groups is not None else [EVERYONE],
        question,
        cautions,
        at_risk.table["entry"].to_numpy(dtype=float) if question.late_entry else None,
    )
    return Times(
        question,
        at_risk,
        response_curves,
        between_visits(at_risk),
        remissions,
        _duration_curves(remissions, groups, question),
    )


def between_visits(at_risk: TimeAtRisk) -> BetweenVisits:
    """Estimate the time to remission as interval-censored between two visits."""
    table = at_risk.table
    cause = table["cause"].to_numpy(dtype=int)
    month, after = table["month"].to_numpy(dtype=float), table["after"].to_numpy(dtype=float)
    until = table["until"].to_numpy(dtype=float)
    if at_risk.landmark is not None:
        # Children still at risk at the landmark were not in remission before it.
        after = np.maximum(after, np.minimum(at_risk.landmark, month))
    has_event = cause == 1
    widths = (until - after)[has_event]
    return BetweenVisits(
        curve_of(mark("earliest"), np.where(has_event, after, month), cause),
        curve_of(mark("latest"), month, cause),
        turnbull(after, np.where(has_event, until, np.inf)),
        float(widths.max()) if len(widths) else None,
    )


def _duration_curves(
    remissions: Durations, groups: pd.Series | None, question: TimeQuestion
) -> Curves:
    table = remissions.table
    cautions = guarantee_time_cautions(question.by, question.origin, question.landmark)
    if remissions.at_start:
        cautions.append(
            sentence(
                "Children in remission at start are left out, because the onset of that remission "
                "is unknown: {children}.",
                children=first_of(remissions.at_start),
            )
        )
    if groups is None:
        labels = table["remission"].to_numpy(dtype=object)
        order = [FIRST, LATER] if (labels == LATER).any() else [FIRST]
        if len(order) > 1:
            cautions.append(
                sentence(
                    "Remissions after a relapse occur in the same children, so the two curves are "
                    "not independent and are not tested against each other."
                )
            )
        # The two curves share children: never compared.
        question = replace(question, test=False, horizon=None)
    else:
        table = table[table["number"] == 1]
        labels = _labels(table["patient"], groups)
        order = list(groups.cat.categories)
    return estimate_curves(
        "relapse", onset_of(question.response), table, labels, order, question, cautions
    )


def estimate_curves(
    event: str,
    since: str,
    table: pd.DataFrame,
    labels: np.ndarray,
    order: Sequence[str],
    question: TimeQuestion,
    cautions: Sequence[str],
    entry: NDArray[np.float64] | None = None,
) -> Curves:
    """Estimate the curves of follow-ups, with what is reported beside them.

    Parameters
    ----------
    table
        One row per follow-up: `patient`, `days`, `month` and `cause`.
    labels, order
        The group of each follow-up, and the groups in their order.
    """
    month, cause = table["month"].to_numpy(dtype=float), table["cause"].to_numpy(dtype=int)
    if entry is not None and not entry.any():
        entry = None
    curves = curves_of_groups(month, cause, labels, order, entry=entry, limits=question.limits)
    at = tidy_months(float(month.max()) if len(month) else 1.0)
    tests: tuple[CurveTest, ...] = ()
    if question.test and len(order) > 1:
        tests = (log_rank(month, cause, labels, entry=entry),)
        if (cause > 1).any() and entry is None:
            tests = (gray(month, cause, labels), *tests)
    horizon = question.horizon if all(each.method == KAPLAN_MEIER for each in curves) else None
    means = tuple(restricted_mean(each, horizon) for each in curves) if horizon else ()
    return Curves(
        event,
        since,
        tuple(curves),
        pd.concat([risk_table(curve, at) for curve in curves], ignore_index=True),
        tests,
        tuple(filter(None, [*cautions, *map(_exhausted_caution, curves)])),
        tuple(milestones(curves)),
        means,
        tuple(mean_differences(means)),
        question.by or ("" if order == [EVERYONE] else "remission"),
        _followed(table, labels, entry),
    )


def _followed(
    table: pd.DataFrame, labels: np.ndarray, entry: NDArray[np.float64] | None
) -> pd.DataFrame:
    shown = table[["patient", "days", "month", "cause"]].assign(group=labels)
    return shown if entry is None else shown.assign(entry=entry)


def _groups(cohort: Cohort, question: TimeQuestion) -> pd.Series | None:
    """Return the group of each child, indexed by child; None without a grouping variable."""
    if not question.by or cohort.patients.empty:
        return None
    if question.by == "maintenance" and question.landmark:
        cohort = courses_started_by_landmark(cohort, question.origin, question.landmark)
    groups = grouping(cohort, question.by)
    return groups.set_axis(pd.Index(cohort.patients["patient"]))


def _labels(patients: pd.Series, groups: pd.Series | None) -> np.ndarray:
    if groups is None:
        return np.full(len(patients), EVERYONE, dtype=object)
    return groups.reindex(pd.Index(patients)).astype(object).to_numpy()


def _origin_cautions(at_risk: TimeAtRisk, question: TimeQuestion) -> list[str]:
    late = at_risk.table["entry"] > 0
    if not (question.late_entry and late.any()):
        return [term(CAUTIONS[question.origin])]
    cautions: list[str] = [
        sentence(
            "Time is counted from {origin}, and each child is at risk from the day on which it "
            "entered the cohort (day 0; late entry). The curve describes children who come to this "
            "treatment, of whom few are at risk early. When a remission began between two visits "
            "is estimated without late entry.",
            origin=term(with_article(question.origin)),
        )
    ]
    if question.test and (at_risk.table["cause"] > 1).any():
        cautions.append(sentence("Gray's test has no form for late entry here and is left out."))
    return cautions


def _exhausted_caution(curve: Curve) -> str:
    """Return the caution that nobody was left at risk before others entered; else nothing."""
    table = curve.table
    exhausted = table.loc[table["events"] + table["competing"] == table["at_risk"], "month"]
    waiting = int((curve.entry >= exhausted.iloc[0]).sum()) if len(exhausted) else 0
    if not waiting:
        return ""
    month = show_months(exhausted.iloc[0])
    return sentence(
        "{group}: by month {month} all children then at risk had had an event, before {children} "
        "entered. The curve stays there and says nothing of those who entered later; use another "
        "origin or a landmark.",
        group=with_capital(term(curve.group)),
        month=month,
        children=children_of(waiting),
    )


def _strategy_caution(classification: Classification) -> str:
    """Return what a rescue drug does to the curves; empty where it changes nothing."""
    return {
        NO_RESPONSE: sentence(
            "A rescue drug before the response counts as a competing event, like kidney failure "
            "and death."
        ),
        UNTIL_RESCUE: sentence(
            "Follow-up is censored at the last visit before or on the start of a rescue drug, "
            "which may have been given because of how the child was doing."
        ),
    }.get(classification.strategy, "")


def _landmark_caution(at_risk: TimeAtRisk) -> str:
    if at_risk.landmark is None:
        return ""
    return nsentence(
        "Landmark at month {month}: only the {n} child still at risk then is included.",
        "Landmark at month {month}: only the {n} children still at risk then are included.",
        len(at_risk.table),
        month=format(at_risk.landmark, "g"),
    )
