"""Rows of analysis results data: how one is made, found again and printed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from srns.cohort.paper_numbers import MISSING, with_decimals

COLUMNS = (
    "group1",
    "group1_level",
    "variable",
    "variable_level",
    "context",
    "stat_name",
    "stat_label",
    "stat",
    "fmt_fun",
    "warning",
    "error",
    "patients",
    "cells",
)
EVERYONE = ""
"""The whole cohort where rows are looked up, as no group can be called; the rows have None."""
WHOLE, ONE_DECIMAL, TWO_DECIMALS, PERCENT, P_VALUE = "xx", "xx.x", "xx.xx", "xx.x%", "x.xxx"
"""Formats as cards reads them: one x for each digit after the point; % multiplies by 100."""
AS_TEXT = ""
"""The format of text, which is printed as it is."""
KEY = ("group1", "group1_level", "variable", "variable_level", "context", "stat_name")
"""What a row is of: no two rows of a table have the same."""
NOT_ESTIMABLE, NOT_REACHED = "not estimable", "not reached"
WITHIN_LIMITS = "known within limits only"

_LABELS: Mapping[str, str] = {
    "n": "n",
    "N": "N",
    "N_obs": "Vector Length",
    "N_miss": "N Missing",
    "p": "%",
    "conf.low": "CI Lower Bound",
    "conf.high": "CI Upper Bound",
    "conf.level": "CI Confidence Level",
    "estimate": "Estimate",
    "std.error": "Standard Error",
    "statistic": "Statistic",
    "parameter": "Degrees of Freedom",
    "median": "Median",
    "p25": "Q1",
    "p75": "Q3",
    "min": "Min",
    "max": "Max",
    "n.risk": "Number of Subjects at Risk",
    "n.event": "Number of Events",
    "count": "Count",
    "p.value": "p-value",
}


class Stat(NamedTuple):
    """A statistic by name, unrounded, with the format that it is printed in.

    None is not estimable; `warning` says why, or what a reader must know of the number.
    """

    name: str
    value: object
    form: str = AS_TEXT
    warning: str | None = None


def within_limits(name: str, text: str) -> Stat:
    """Return a statistic that is known within limits only, as text such as ``<1.15``."""
    return Stat(name, text, AS_TEXT, WITHIN_LIMITS)


@dataclass(frozen=True)
class Subject:
    """What statistics are about: a variable (and its level), of a group, in a kind of analysis.

    Attributes
    ----------
    group
        The grouping variable and the group; None: the whole cohort.
    context
        ``categorical``, ``continuous``, ``proportion_ci``, ``survival_survfit`` and so on.
    """

    variable: str
    level: object = None
    group: tuple[str, str] | None = None
    context: str = "categorical"


class Statistic(NamedTuple):
    """A row of the analysis results data, looked up: its number with what stands behind it.

    Attributes
    ----------
    place
        Position of the row in its table.
    """

    stat: Any
    patients: list[str]
    cells: list[str]
    form: str
    warning: str | None
    place: int

    @property
    def text(self) -> str:
        """The statistic as tables print it, a percentage below the sign of its column."""
        return show(self.stat, self.form)

    @property
    def words(self) -> str:
        """The statistic as sentences print it, a percentage with its sign."""
        return show_statistic(self.stat, self.form)


Row = dict[str, Any]
Cells = Mapping[str, Sequence[str]]
"""By child: the cells behind a number."""
Found = dict[tuple[str, str], dict[str, Statistic]]
"""Statistics by name, by group (`EVERYONE`: the whole cohort) and level (``""``: none)."""


def rows_about(
    subject: Subject,
    stats: Iterable[Stat],
    patients: Iterable[str] = (),
    cells: Cells | None = None,
) -> list[Row]:
    """Return one row per statistic.

    Parameters
    ----------
    patients
        The children behind the numbers.
    cells
        Their cells, by child; None: those of `as_table`.
    """
    who = patients if isinstance(patients, list) else [str(patient) for patient in patients]
    behind = None if cells is None else _cells_of(who, cells)
    group = subject.group or (None, None)
    return [
        {
            "group1": group[0],
            "group1_level": group[1],
            "variable": subject.variable,
            "variable_level": subject.level,
            "context": subject.context,
            "stat_name": stat.name,
            "stat_label": _LABELS.get(stat.name, stat.name),
            "stat": (value := _plain(stat.value)),
            "fmt_fun": stat.form,
            "warning": NOT_ESTIMABLE if value is None and stat.warning is None else stat.warning,
            "error": None,
            "patients": who,
            "cells": behind,
        }
        for stat in stats
    ]


def as_table(rows: Iterable[Row], cells: Cells | None = None) -> pd.DataFrame:
    """Return rows as analysis results data.

    Parameters
    ----------
    cells
        By child: the cells behind the rows that name none of their own.

    Returns
    -------
    DataFrame
        One row per statistic; columns `COLUMNS`. `group1` is the grouping variable and
        `group1_level` the group, both None for the whole cohort. `context` is the kind of
        analysis, `stat` the number (shares as fractions; text where it is known within limits
        only; None where it is not estimable, with the reason in `warning`), `fmt_fun` how it is
        printed. `patients` lists the children behind the number and `cells` their cells.
    """
    listed, known, shared = list(rows), cells or {}, {}
    for row in listed:  # all estimates of a curve have the same children: one list for all
        if row["cells"] is None:
            place = id(row["patients"])
            if place not in shared:
                shared[place] = _cells_of(row["patients"], known)
            row["cells"] = shared[place]
    return pd.DataFrame(listed, columns=list(COLUMNS), dtype=object)


def bind(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of several analyses together, as cards' ``bind_ard`` does."""
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else as_table([])


def once(ard: pd.DataFrame) -> pd.DataFrame:
    """Return the rows without those that are there already: what two analyses have in common."""
    return ard[~ard.duplicated(list(KEY))].reset_index(drop=True)


def statistics_of(ard: pd.DataFrame, variable: str) -> Found:
    """Return the statistics of a variable by group and level."""
    return by_variable(ard).get(variable, {})


def by_variable(ard: pd.DataFrame) -> dict[str, Found]:
    """Return all statistics by variable, then by group and level, then by name."""
    found: dict[str, Found] = {}
    for place, row in enumerate(ard.to_dict("records")):
        level = "" if row["variable_level"] is None else str(row["variable_level"])
        whose = row["group1_level"] or EVERYONE, level
        of_variable = found.setdefault(row["variable"], {})
        of_variable.setdefault(whose, {})[row["stat_name"]] = Statistic(
            row["stat"], row["patients"], row["cells"], row["fmt_fun"], row["warning"], place
        )
    return found


def readable(ard: pd.DataFrame) -> pd.DataFrame:
    """Return the rows as a person reads them: each number as it is printed, lists as words.

    Returns
    -------
    DataFrame
        One row per statistic: `of` (variable and level), `group`, `statistic`, `number`, `note`,
        `children`, `cells`.
    """
    rows = ard.to_dict("records")
    return pd.DataFrame(
        {
            "of": [_joined(row["variable"], row["variable_level"], ": ") for row in rows],
            "group": [_joined(row["group1"], row["group1_level"], " ") for row in rows],
            "statistic": [row["stat_label"] for row in rows],
            "number": [show_statistic(row["stat"], row["fmt_fun"]) for row in rows],
            "note": [row["warning"] or "" for row in rows],
            "children": [", ".join(row["patients"]) for row in rows],
            "cells": [", ".join(row["cells"]) for row in rows],
        },
        dtype=str,
    )


def _joined(name: object, level: object, between: str) -> str:
    if name is None:
        return "all children"
    if isinstance(level, float):
        level = f"{level:.6g}"
    return str(name) if level is None else f"{name}{between}{level}"


def show(stat: Any, form: str) -> str:
    """Return a statistic as it is printed.

    >>> show(0.5, PERCENT), show(11.49, ONE_DECIMAL), show(4, WHOLE), show(0.0339, P_VALUE)
    ('50.0', '11.5', '4', '= 0.034')
    >>> show(0.0001, P_VALUE), show("<1.15", AS_TEXT), show(None, PERCENT)
    ('< 0.001', '<1.15', '–')
    """
    if stat is None:
        return MISSING
    if form == AS_TEXT or isinstance(stat, str):
        return str(stat)
    if form == P_VALUE:
        return "< 0.001" if stat < 0.0005 else f"= {with_decimals(stat, 3)}"
    decimals = len(form.removesuffix("%").partition(".")[2])
    return with_decimals(100 * stat if form.endswith("%") else stat, decimals)


def show_statistic(stat: Any, form: str) -> str:
    """Return a statistic as it is printed, a percentage with its sign.

    >>> show_statistic(4, WHOLE), show_statistic(0.157013, PERCENT), show_statistic(None, PERCENT)
    ('4', '15.7 %', '–')
    """
    shown = show(stat, form)
    return f"{shown} %" if form.endswith("%") and shown != MISSING else shown


def form_of(text: str, *, percent: bool = False) -> str:
    """Return the format of a number, or a percentage, that is printed as `text`.

    >>> form_of("8.25"), form_of("6"), form_of("33.3", percent=True)
    ('xx.xx', 'xx', 'xx.x%')
    """
    decimals = len(text.partition(".")[2])
    return f"xx{'.' * (decimals > 0)}{'x' * decimals}{'%' * percent}"


def _cells_of(patients: Iterable[str], cells: Cells) -> list[str]:
    return [cell for patient in patients for cell in cells.get(patient, ())]


def _plain(value: object) -> object:
    """Return a number of NumPy as Python's own; None where it is missing."""
    if isinstance(value, str | int | None):
        return value
    plain = value.item() if hasattr(value, "item") else value  # pyright: ignore[reportAttributeAccessIssue]
    return None if plain is pd.NA or plain != plain else plain
