"""Sentences on curves, tests and children left out, for screens, reports and the shell."""

from srns.analysis.proportions.exact_tests import show_p
from srns.analysis.time_to_event.curves import Curve
from srns.analysis.time_to_event.log_rank_and_gray import CurveTest
from srns.analysis.time_to_event.milestones import MeanDifference, Milestone
from srns.analysis.time_to_event.time_analysis import BetweenVisits, Curves
from srns.analysis.time_to_event.time_at_risk import TimeAtRisk
from srns.cohort.paper_numbers import show_months, show_percent, with_decimals
from srns.cohort.wording import and_more, plural
from srns.languages.sentences import nsentence, sentence, term, with_capital


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
    start = (
        f"Mean months free of {event} up to month {found.horizon:g}, {found.group} less "
        f"{found.reference}"
    )
    if found.difference is None:
        return f"{start}: not known, because a group was not followed to that month."
    if found.low is None or found.high is None or found.p is None:
        return f"{start}: {show_months(found.difference)}, without an interval."
    return (
        f"{start}: {show_months(found.difference)} (95 % interval {show_months(found.low)} to "
        f"{show_months(found.high)}, {show_p(found.p)}; a large-sample interval)."
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
            f"Mean times free of {curves.event} are not compared: kidney failure or death came "
            "first in some children, and the time after it is no time waited."
        ]
    return [mean_difference_sentence(each, curves.event) for each in curves.mean_differences]


def visits_sentence(visits: BetweenVisits) -> str:
    """Return the sentence on the interval-censored median time to remission."""
    if visits.latest.events == 0:
        return "No remission was observed, so there is no interval between two visits."
    widest = (
        f"up to {show_months(visits.widest_months)} months apart"
        if visits.widest_months
        else "close together"
    )
    words = f"Each remission began between two visits, {widest}: "
    if visits.earliest.half_by is None:
        words += (
            "whichever date is used, fewer than half of the children are known to have reached it"
        )
    else:
        words += (
            "half of the children had reached it by month "
            f"{_month(visits.earliest.half_by)} at the earliest and "
            f"{_month(visits.latest.half_by)} at the latest"
        )
    interval = visits.estimate.median()
    if interval is None:
        words += "; Turnbull's estimate: median not reached"
    elif interval[0] == interval[1]:
        words += f"; Turnbull's estimate: month {show_months(interval[1])}"
    else:
        words += (
            f"; Turnbull's estimate: month {show_months(interval[0])} to {show_months(interval[1])}"
        )
    if visits.latest.competing:
        words += (
            " (children with kidney failure or death are censored at their last visit, which "
            "raises the estimate)"
        )
    return f"{words}."


def curve_test_sentence(test: CurveTest) -> str:
    """Return the sentence on a test with its p-value and caution, or why there is no test.

    >>> curve_test_sentence(CurveTest("log-rank test", 4.5, 1, 0.0339, 42, ""))
    'log-rank test: p = 0.034 (chi-squared 4.50, 1 degree of freedom, 42 children).'
    """
    if test.p is None or test.statistic is None:
        return f"{test.name}: {test.words}"
    freedom = f"{test.degrees_of_freedom} degree{'s' if test.degrees_of_freedom > 1 else ''}"
    words = f"{test.name}: {show_p(test.p)} (chi-squared {with_decimals(test.statistic, 2)}, "
    return (
        f"{words}{freedom} of freedom, {plural(test.n, 'child', 'children')}). {test.words}".strip()
    )


def left_out_sentences(at_risk: TimeAtRisk) -> list[str]:
    """List the children left off the curve, by reason."""
    reasons: dict[str, list[str]] = {}
    for patient, why in at_risk.left_out.items():
        month = at_risk.before_origin.get(patient)
        name = patient if month is None else f"{patient} (month {show_months(month)})"
        reasons.setdefault(why, []).append(name)
    return [
        f"{len(names)} left out ({why}): {and_more(names, 20)}." for why, names in reasons.items()
    ]
