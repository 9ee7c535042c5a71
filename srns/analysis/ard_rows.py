"""Rows of analysis results data: columns, formats and labels, those of the R package cards."""

from collections.abc import Iterable, Mapping
from typing import Any

COLUMNS = (
    "group1",
    "group1_level",
    "variable",
    "variable_level",
    "context",
    "stat_name",
    "stat_label",
    "stat",
    "fmt_fn",
    "warning",
    "error",
    "patients",
    "cells",
)
WHOLE, ONE_DECIMAL, PERCENT, P_VALUE, AS_TEXT = "0", "1", "xx.x%", "label_pvalue", ""
"""Formats as cards writes them: digits after the point, or a pattern; text has none."""

LABELS: Mapping[str, str] = {
    "n": "n",
    "N": "N",
    "p": "%",
    "conf.low": "CI Lower Bound",
    "conf.high": "CI Upper Bound",
    "conf.level": "CI Confidence Level",
    "estimate": "Estimate",
    "method": "method",
    "median": "Median",
    "min": "Min",
    "max": "Max",
    "n.risk": "Number of Subjects at Risk",
    "n.event": "Number of Subjects with Event",
    "n.competing": "Number of Subjects with Competing Event",
    "n.start": "Number of Subjects at Time Zero",
    "N_obs": "Vector Length",
    "N_miss": "N Missing",
    "p.value": "p-value",
}


def ard_row(
    group: tuple[str, str] | None,
    variable: tuple[str, object],
    context: str,
    stat: tuple[str, object, str],
    patients: Iterable[str] = (),
    warning: str | None = None,
) -> dict[str, Any]:
    """Return one statistic as a row, without its cells.

    Parameters
    ----------
    group
        Grouping variable and group; None for the whole cohort.
    variable
        The variable and its level.
    stat
        Name, value and format of the statistic; a value of None is not estimable.
    warning
        Why there is no value, where the reason is another.
    """
    name, value, form = stat
    if value is None and warning is None:
        warning = "not estimable"
    return {
        "group1": group[0] if group else None,
        "group1_level": group[1] if group else None,
        "variable": variable[0],
        "variable_level": variable[1],
        "context": context,
        "stat_name": name,
        "stat_label": LABELS.get(name, name),
        "stat": value,
        "fmt_fn": form,
        "warning": warning,
        "error": None,
        "patients": [str(patient) for patient in patients],
    }


def fraction(percent: float | None) -> float | None:
    """Return a percentage as a share; None stays None."""
    return None if percent is None else percent / 100
