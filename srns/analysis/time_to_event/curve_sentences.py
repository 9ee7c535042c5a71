"""Sentences on curves, tests and children left out, for screens, reports and the shell."""

from srns.analysis.proportions.exact_tests import show_p
from srns.analysis.time_to_event.curves import Curve
from srns.analysis.time_to_event.log_rank_and_gray import CurveTest
from srns.analysis.time_to_event.milestones import MeanDifference, Milestone
from srns.analysis.time_to_event.time_analysis import BetweenVisits, Curves
from srns.analysis.time_to_event.time_at_risk import TimeAtRisk
from srns.cohort.paper_numbers import show_months, show_percent, with_decimals
from srns.languages.sentences import (
    children_of,
    first_of,
    nsentence,
    run_on,
    sentence,
    term,
    with_capital,
)


def curve_sentence(curve: Curve, event: str, since: str) -> str:
    """Return the sentence on a curve: events, competing events, median with its interval.

    >>> from srns.analysis.time_to_event.curves import curve_of
    >>> curve_sentence(curve_of("all", [1, 2, 3, 4], [1, 0, 1, 1]), "relapse", "remission")
    'All: relapse in 3 of 4 by month 4.0 from remission; median 3.0 months (no 95 % interval \
from so few children; Kaplan–Meier).'
    """
    said: dict[str, object] = {
        "group": with_capital(term(curve.group)),
        "event": term(event),
        "since": term(since),
    }
    if curve.n == 0:
        return sentence("{group}: no child with follow-up from {since}.", **said)
    said["month"] = show_months(float(curve.table["month"].iloc[-1]))
    until = sentence("month {month} from {since}", **said)
    if curve.competing:
        until = sentence(
            "{until}, kidney failure or death first in {n}", until=until, n=curve.competing
        )
    if curve.events == 0:
        return nsentence(
            "{group}: no {event} in {n} child followed up to {until}.",
            "{group}: no {event} in {n} children followed up to {until}.",
            curve.n,
            until=until,
            **said,
        )
    counted = {**said, "n": curve.events, "of": curve.n, "until": until, "method": curve.method}
    if curve.median is None:
        return sentence(
            "{group}: {event} in {n} of {of} by {until}; median not reached ({method}).", **counted
        )
    return sentence(
        "{group}: {event} in {n} of {of} by {until}; median {median} months ({interval}; "
        "{method}).",
        median=show_months(curve.median),
        interval=median_interval(*curve.median_limits),
        **counted,
    )


def median_interval(low: float | None, high: float | None) -> str:
    """Return the interval of a median in words, or that there is none.

    >>> median_interval(3.5, None), median_interval(0.0, None)
    ('95 % interval 3.5 to not reached', 'no 95 % interval from so few children')
    """
    if not low and high is None:
        return sentence("no 95 % interval from so few children")
    return sentence("95 % interval {low} to {high}", low=_month(low), high=_month(high))


def _month(value: float | None) -> str:
    return sentence("not reached") if value is None else show_months(value)


def milestone_sentence(milestone: Milestone, event: str) -> str:
    """Return the sentence on the share with the event by a month.

    >>> from srns.analysis.time_to_event.milestones import milestones
    >>> from srns.analysis.time_to_event.curves import curve_of
    >>> found = milestones([curve_of("all", [2, 5, 8, 30], [1, 1, 0, 0])], [6])
    >>> milestone_sentence(found[0], "relapse")
    'All: relapse by month 6 in 50.0 % (95 % interval 6.8 to 93.2); 2 still at risk.'
    """
    said = {
        "group": with_capital(term(milestone.group)),
        "event": term(event),
        "month": f"{milestone.month:g}",
    }
    if milestone.estimate is None or milestone.low is None or milestone.high is None:
        return sentence(
            "{group}: {event} by month {month} is not known, because no child was followed so far.",
            **said,
        )
    return sentence(
        "{group}: {event} by month {month} in {percent} (95 % interval {low} to {high}); {n} still "
        "at risk.",
        percent=show_percent(100 * milestone.estimate),
        low=with_decimals(100 * milestone.low, 1),
        high=with_decimals(100 * milestone.high, 1),
        n=milestone.at_risk,
        **said,
    )


def mean_difference_sentence(found: MeanDifference, event: str) -> str:
    """Return the sentence on the difference of two restricted mean times.

    >>> mean_difference_sentence(MeanDifference("b", "a", 12, -2.0, -3.5, -0.5, 0.009), "relapse")
    'Mean months free of relapse up to month 12, b less a: -2.0 (95 % interval -3.5 to -0.5, \
p = 0.009; a large-sample interval).'
    """
    said: dict[str, object] = {
        "event": term(event),
        "month": f"{found.horizon:g}",
        "group": term(found.group),
        "reference": term(found.reference),
    }
    if found.difference is None:
        return sentence(
            "Mean months free of {event} up to month {month}, {group} less {reference}: not known, "
            "because a group was not followed to that month.",
            **said,
        )
    said["difference"] = show_months(found.difference)
    if found.low is None or found.high is None or found.p is None:
        return sentence(
            "Mean months free of {event} up to month {month}, {group} less {reference}: "
            "{difference}, without an interval.",
            **said,
        )
    return sentence(
        "Mean months free of {event} up to month {month}, {group} less {reference}: {difference} "
        "(95 % interval {low} to {high}, {p}; a large-sample interval).",
        low=show_months(found.low),
        high=show_months(found.high),
        p=show_p(found.p),
        **said,
    )


def mean_sentences(curves: Curves, horizon: float | None) -> list[str]:
    """Return the sentences that compare the groups' mean times, or why there are none.

    Parameters
    ----------
    horizon
        As asked for; None: no sentence.
    """
    if horizon is None or len(curves.curves) < 2:
        return []
    if not curves.means:
        return [
            sentence(
                "Mean times free of {event} are not compared: kidney failure or death came first "
                "in some children, and the time after it is no time waited.",
                event=term(curves.event),
            )
        ]
    return [mean_difference_sentence(each, curves.event) for each in curves.mean_differences]


def visits_sentence(visits: BetweenVisits) -> str:
    """Return the sentence on the interval-censored median time to remission."""
    if visits.latest.events == 0:
        return sentence("No remission was observed, so there is no interval between two visits.")
    apart = sentence("close together")
    if visits.widest_months:
        apart = sentence("up to {months} months apart", months=show_months(visits.widest_months))
    reached = sentence(
        "whichever date is used, fewer than half of the children are known to have reached it"
    )
    if visits.earliest.half_by is not None:
        reached = sentence(
            "half of the children had reached it by month {earliest} at the earliest and {latest} "
            "at the latest",
            earliest=_month(visits.earliest.half_by),
            latest=_month(visits.latest.half_by),
        )
    said = {"apart": apart, "reached": reached, "median": _between(visits.estimate.median())}
    if visits.latest.competing:
        return sentence(
            "Each remission began between two visits, {apart}: {reached}; Turnbull's estimate: "
            "{median} (children with kidney failure or death are censored at their last visit, "
            "which raises the estimate).",
            **said,
        )
    return sentence(
        "Each remission began between two visits, {apart}: {reached}; Turnbull's estimate: "
        "{median}.",
        **said,
    )


def _between(months: tuple[float, float] | None) -> str:
    """Return the months between which a median lies."""
    if months is None:
        return sentence("median not reached")
    low, high = map(show_months, months)
    if low == high:
        return sentence("month {month}", month=low)
    return sentence("month {low} to {high}", low=low, high=high)


def curve_test_sentence(test: CurveTest) -> str:
    """Return the sentence on a test with its p-value and caution, or why there is no test.

    >>> curve_test_sentence(CurveTest("log-rank test", 4.5, 1, 0.0339, 42, ""))
    'log-rank test: p = 0.034 (chi-squared 4.50, 1 degree of freedom, 42 children).'
    """
    if test.p is None or test.statistic is None:
        return sentence("{test}: {words}", test=term(test.name), words=test.words)
    said = nsentence(
        "{test}: {p} (chi-squared {statistic}, {n} degree of freedom, {children}).",
        "{test}: {p} (chi-squared {statistic}, {n} degrees of freedom, {children}).",
        test.degrees_of_freedom,
        test=term(test.name),
        p=show_p(test.p),
        statistic=with_decimals(test.statistic, 2),
        children=children_of(test.n),
    )
    return run_on([said, test.words])


def left_out_sentences(at_risk: TimeAtRisk) -> list[str]:
    """List the children left off the curve, by reason."""
    reasons: dict[str, list[str]] = {}
    for patient, why in at_risk.left_out.items():
        month = at_risk.before_origin.get(patient)
        name = (
            patient
            if month is None
            else sentence("{child} (month {month})", child=patient, month=show_months(month))
        )
        reasons.setdefault(why, []).append(name)
    return [
        sentence(
            "{n} left out ({why}): {children}.",
            n=len(names),
            why=term(why),
            children=first_of(names, 20),
        )
        for why, names in reasons.items()
    ]
