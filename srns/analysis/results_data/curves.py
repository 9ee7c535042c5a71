"""A curve as rows: its steps, its numbers at risk, its median, with the children behind each."""

from collections.abc import Callable, Iterable

import pandas as pd

from srns.analysis.results_data.rows import (
    AS_TEXT,
    NOT_REACHED,
    ONE_DECIMAL,
    PERCENT,
    WHOLE,
    Row,
    Stat,
    Subject,
    rows_about,
)
from srns.analysis.time_to_event.curves import Curve
from srns.analysis.time_to_event.milestones import Milestone

SURVIVAL = "survival_survfit"
_EVENT, _CENSORED = 1, 0
_LEFT = {"n.event": "events", "n.competing": "competing", "n.censor": "censored"}


def curve_rows(
    curve: Curve, variable: str, group: tuple[str, str] | None, followed: pd.DataFrame
) -> list[Row]:
    """Return the rows of a curve.

    Parameters
    ----------
    variable
        What the curve is of; the level is the month.
    group
        The grouping variable and the group; None: all children.
    followed
        One row per follow-up of this curve: `patient`, `month`, `cause`, and with late entry
        `entry`. A child with two follow-ups stands twice behind a number that counts both.
    """
    whole = _names(followed)
    counted = Subject(variable, "follow-up", group, SURVIVAL)
    rows = [
        *rows_about(counted, [Stat("N", curve.n, WHOLE)], whole),
        *_ended(counted, followed, {name: getattr(curve, key) for name, key in _LEFT.items()}),
    ]
    for step in curve.table.to_dict("records"):
        about = Subject(variable, step["month"], group, SURVIVAL)
        limits = [
            Stat(name, step[key], PERCENT)
            for name, key in {
                "estimate": "estimate",
                "conf.low": "low",
                "conf.high": "high",
            }.items()
        ]
        here = followed[_same(followed["month"], step["month"])]
        there = _names(followed[_still(followed, step["month"])])
        rows += rows_about(about, [Stat("n.risk", step["at_risk"], WHOLE)], there)
        rows += _ended(about, here, {name: step[key] for name, key in _LEFT.items()})
        rows += rows_about(about, limits, whole)
    return [*rows, *_summary_rows(curve, variable, group, whole, followed)]


def _summary_rows(
    curve: Curve,
    variable: str,
    group: tuple[str, str] | None,
    whole: list[str],
    followed: pd.DataFrame,
) -> list[Row]:
    """Return the rows of the end of a curve, of its start, and of its median."""
    last = float(followed["month"].max()) if len(followed) else None
    low, high = curve.median_limits
    medians = {"estimate": curve.median, "conf.low": low, "conf.high": high}
    stats = [
        Stat(name, month, ONE_DECIMAL, NOT_REACHED if month is None else None)
        for name, month in medians.items()
    ]
    method = Stat("method", f"{curve.method}, {curve.limits.method}", AS_TEXT)
    return [
        *rows_about(
            Subject(variable, "last follow-up", group, SURVIVAL),
            [Stat("max", last, ONE_DECIMAL)],
            whole,
        ),
        *rows_about(
            Subject(variable, "before the first event", group, SURVIVAL),
            [Stat("conf.high", curve.limits.at_start, PERCENT)],
            whole,
        ),
        *rows_about(
            Subject(variable, "median", group, SURVIVAL),
            [*stats, method, Stat("conf.level", 0.95, "xx%")],
            whole,
        ),
    ]


def risk_rows(
    table: pd.DataFrame,
    variable: str,
    group_of: Callable[[str], tuple[str, str] | None],
    followed: pd.DataFrame,
) -> list[Row]:
    """Return the rows of the numbers at risk below a figure; see `curves.risk_table`."""
    rows = []
    for step in table.to_dict("records"):
        own = followed[followed["group"] == step["group"]]
        about = Subject(variable, f"after month {step['month']:g}", group_of(step["group"]))
        gone = own["month"] <= step["month"] + 1e-9
        waits = own["entry"] > step["month"] + 1e-9 if "entry" in own else ~own["month"].notna()
        here = _names(own[~gone & ~waits])
        rows += rows_about(about, [Stat("n.risk", step["at_risk"], WHOLE)], here)
        rows += _ended(about, own[gone], {name: step[key] for name, key in _LEFT.items()})
        rows += rows_about(about, [Stat("n.enter", step["to_enter"], WHOLE)], _names(own[waits]))
    return rows


def milestone_rows(
    found: Iterable[Milestone],
    variable: str,
    group_of: Callable[[str], tuple[str, str] | None],
    followed: pd.DataFrame,
) -> list[Row]:
    """Return the rows of the shares with the event by a month."""
    rows = []
    for each in found:
        about = Subject(variable, f"by month {each.month:g}", group_of(each.group), SURVIVAL)
        own = followed[followed["group"] == each.group]
        known = None if each.estimate is not None else "no child was followed so far"
        limits = {"estimate": each.estimate, "conf.low": each.low, "conf.high": each.high}
        stats = [Stat(name, value, PERCENT, known) for name, value in limits.items()]
        here = own[_followed_past(own, each.month)]
        rows += rows_about(about, [Stat("n.risk", each.at_risk, WHOLE)], _names(here))
        rows += rows_about(about, [*stats, Stat("method", each.method, AS_TEXT)], _names(own))
    return rows


def _followed_past(followed: pd.DataFrame, month: float) -> pd.Series:
    past = followed["month"] > month + 1e-9
    return past & (followed["entry"] <= month + 1e-9) if "entry" in followed else past


def _ended(about: Subject, followed: pd.DataFrame, counts: dict[str, int]) -> list[Row]:
    """Return the rows of how follow-up ended: the event, a competing one, or the record."""
    cause = followed["cause"]
    who = {
        "n.event": cause == _EVENT,
        "n.competing": cause > _EVENT,
        "n.censor": cause == _CENSORED,
    }
    return [
        row
        for name, n in counts.items()
        for row in rows_about(about, [Stat(name, n, WHOLE)], _names(followed[who[name]]))
    ]


def _still(followed: pd.DataFrame, month: float) -> pd.Series:
    """Return who was at risk just before a month."""
    there = followed["month"] >= month - 1e-9
    if "entry" not in followed:
        return there
    return there & ((followed["entry"] == 0) | (followed["entry"] < month - 1e-9))


def _same(months: pd.Series, month: float) -> pd.Series:
    return (months - month).abs() < 1e-9


def _names(followed: pd.DataFrame) -> list[str]:
    return [str(patient) for patient in followed["patient"]]
