"""Times as rows: curves, numbers at risk, tests, milestones, means, and who is left out."""

from collections.abc import Callable

import pandas as pd

from srns.analysis.results_data.curves import (
    SURVIVAL,
    curve_rows,
    milestone_rows,
    risk_rows,
)
from srns.analysis.results_data.rows import (
    AS_TEXT,
    NOT_REACHED,
    ONE_DECIMAL,
    P_VALUE,
    PERCENT,
    TWO_DECIMALS,
    WHOLE,
    Row,
    Stat,
    Subject,
    as_table,
    bind,
    rows_about,
)
from srns.analysis.results_data.source_cells import deciding_cells
from srns.analysis.time_to_event.time_analysis import EVERYONE, Curves, Times
from srns.rules.classification import Classification


def times_results(found: Times, classification: Classification) -> pd.DataFrame:
    """Return a time-to-event analysis as analysis results data; see `rows.as_table`."""
    return bind(
        [
            waiting_results(found, classification),
            visits_results(found, classification),
            lasting_results(found, classification),
        ]
    )


def waiting_results(found: Times, classification: Classification) -> pd.DataFrame:
    """Return the rows of time to remission: its curves, and the children left off them."""
    variable = f"months from {found.question.origin} to {found.question.response}"
    rows = [
        *_of_curves(found.response_curves, variable),
        *_follow_ups(found.response_curves, variable),
        *_left_out(found, variable),
    ]
    return as_table(rows, deciding_cells(classification))


def lasting_results(found: Times, classification: Classification) -> pd.DataFrame:
    """Return the rows of the time from remission to relapse."""
    variable = f"months from {found.question.response} to relapse"
    curves = found.duration_curves
    rows = [*_of_curves(curves, variable), *_follow_ups(curves, variable)]
    return as_table(rows, deciding_cells(classification))


def visits_results(found: Times, classification: Classification) -> pd.DataFrame:
    """Return the rows of the time to remission given the interval between two visits."""
    visits, table = found.visits, found.at_risk.table
    variable = f"months to {found.question.response}, between visits"
    followed = table[["patient", "month", "cause"]]
    early = followed.assign(month=table["month"].where(table["cause"] != 1, _latest_without(found)))
    whole = table["patient"].tolist()
    rows = [
        *curve_rows(visits.earliest, variable, ("remission", "at the earliest"), early),
        *curve_rows(visits.latest, variable, ("remission", "at the latest"), followed),
    ]
    for name, curve in (("earliest", visits.earliest), ("latest", visits.latest)):
        half = curve.half_by
        stat = Stat("estimate", half, ONE_DECIMAL, NOT_REACHED if half is None else None)
        rows += rows_about(Subject(variable, f"half by, at the {name}"), [stat], whole)
    widest = Stat("max", visits.widest_months, ONE_DECIMAL)
    rows += rows_about(Subject(variable, "between two visits", None, "continuous"), [widest], whole)
    median = visits.estimate.median() or (None, None)
    limits = [
        Stat(name, each, ONE_DECIMAL, NOT_REACHED if each is None else None)
        for name, each in zip(("after", "until"), median, strict=True)
    ]
    rows += rows_about(Subject(variable, "Turnbull, median", None, SURVIVAL), limits, whole)
    for step in visits.estimate.table.to_dict("records"):
        about = Subject(variable, f"Turnbull, by month {step['until']:.6g}", None, SURVIVAL)
        stats = [
            Stat("after", step["after"], ONE_DECIMAL),
            Stat("until", step["until"], ONE_DECIMAL),
            Stat("mass", step["mass"], PERCENT),
            Stat("estimate", step["estimate"], PERCENT),
        ]
        rows += rows_about(about, stats, whole)
    return as_table(rows, deciding_cells(classification))


def _latest_without(found: Times) -> pd.Series:
    """Return the month of the last visit without the response, at the landmark or after it."""
    after, landmark = found.at_risk.table["after"], found.at_risk.landmark
    return after if landmark is None else after.clip(lower=landmark)


def _of_curves(curves: Curves, variable: str) -> list[Row]:
    followed = curves.followed
    group_of = _grouped(curves)
    rows: list[Row] = []
    for curve in curves.curves:
        own = followed[followed["group"] == curve.group]
        rows += curve_rows(curve, variable, group_of(curve.group), own)
    rows += risk_rows(curves.risk_table, variable, group_of, followed)
    rows += milestone_rows(curves.milestones, variable, group_of, followed)
    return [*rows, *_mean_rows(curves, variable), *_test_rows(curves, variable)]


def _grouped(curves: Curves) -> Callable[[str], tuple[str, str] | None]:
    def group_of(name: str) -> tuple[str, str] | None:
        return None if name == EVERYONE and not curves.by else (curves.by, name)

    return group_of


_ENDED = {0: "censored", 1: "event", 2: "competing event"}


def _follow_ups(curves: Curves, variable: str) -> list[Row]:
    """Return the months that each child was followed, and how that ended."""
    rows, seen = [], {}
    for own in curves.followed.to_dict("records"):
        patient = str(own["patient"])
        seen[patient] = seen.get(patient, 0) + 1
        level = "follow-up" if seen[patient] == 1 else f"follow-up {seen[patient]}"
        stats = [
            Stat("time", own["month"], ONE_DECIMAL),
            Stat("ended", _ENDED.get(int(own["cause"]), _ENDED[2]), AS_TEXT),
        ]
        rows += rows_about(Subject(variable, level, ("patient", patient), "identity"), stats,
                           [patient])  # fmt: skip
    return rows


def _mean_rows(curves: Curves, variable: str) -> list[Row]:
    """Return the rows of the restricted means, and of their differences."""
    followed, rows = curves.followed, []
    by_group = {
        str(group): own["patient"].tolist() for group, own in followed.groupby("group", sort=False)
    }
    for mean in curves.means:
        about = Subject(variable, f"mean to month {mean.horizon:g}", (curves.by, mean.group))
        stats = [
            Stat("estimate", mean.mean, ONE_DECIMAL),
            Stat("std.error", mean.standard_error, TWO_DECIMALS),
        ]
        rows += rows_about(about, stats, by_group.get(mean.group, []))
    for each in curves.mean_differences:
        pair = (curves.by, f"{each.group} versus {each.reference}")
        about = Subject(variable, f"mean to month {each.horizon:g}", pair, "two_sample_test")
        stats = [
            Stat("estimate", each.difference, ONE_DECIMAL),
            Stat("conf.low", each.low, ONE_DECIMAL),
            Stat("conf.high", each.high, ONE_DECIMAL),
            Stat("p.value", each.p, P_VALUE),
        ]
        both = [*by_group.get(each.group, []), *by_group.get(each.reference, [])]
        rows += rows_about(about, stats, both)
    return rows


def _test_rows(curves: Curves, variable: str) -> list[Row]:
    everyone = curves.followed["patient"].tolist() if curves.tests else []
    rows = []
    for test in curves.tests:
        about = Subject(variable, test.name, (curves.by, EVERYONE), "survival_survdiff")
        why = test.words if test.p is None else None
        stats = [
            Stat("statistic", test.statistic, TWO_DECIMALS, why),
            Stat("parameter", test.degrees_of_freedom, WHOLE),
            Stat("p.value", test.p, P_VALUE, why),
            Stat("n.compared", test.n, WHOLE),
            Stat("method", test.name, AS_TEXT),
        ]
        rows += rows_about(about, stats, everyone)
    return rows


def _left_out(found: Times, variable: str) -> list[Row]:
    """Return how many children are left off the curve, by reason, and the months before it."""
    reasons: dict[str, list[str]] = {}
    for patient, why in found.at_risk.left_out.items():
        reasons.setdefault(why, []).append(str(patient))
    rows = [
        row
        for why, who in reasons.items()
        for row in rows_about(
            Subject(variable, f"left out: {why}"), [Stat("n", len(who), WHOLE)], who
        )
    ]
    for patient, month in found.at_risk.before_origin.items():
        about = Subject(variable, "before time zero", ("patient", str(patient)), "identity")
        rows += rows_about(about, [Stat("estimate", month, ONE_DECIMAL)], [patient])
    return rows
