"""Analysis results data (ARD): every number of a summary as a row, with its children and cells.

The columns are those of the R package cards, which gtsummary reads, and two more that lead from a
number to the children that it counts and to the cells of the workbook that decided them.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from srns.analysis.ard_rows import (
    AS_TEXT,
    COLUMNS,
    ONE_DECIMAL,
    P_VALUE,
    PERCENT,
    WHOLE,
    ard_row,
    fraction,
)
from srns.analysis.unknowns import unknowns
from srns.cohort.terms import AT_START, NOT_RECORDED
from srns.rules.classification import Classification


def results_data(
    summary: Mapping[str, Any], classification: Classification, *, confidence: float = 0.95
) -> pd.DataFrame:
    """Return the numbers of a summary as analysis results data.

    Parameters
    ----------
    summary
        Result of `srns.analysis.summary.summarize` of this classification.
    confidence
        Confidence level of its intervals.

    Returns
    -------
    DataFrame
        One row per statistic; columns `COLUMNS`. `group1` is the grouping variable and
        `group1_level` the group, both None for the whole cohort. `context` is the kind of analysis
        (``categorical``, ``proportion_ci``, ``continuous``, ``survival_survfit``,
        ``two_sample_test``), `stat` the number (shares as fractions; None where it is not
        estimable, with the reason in `warning`), `fmt_fn` how it is printed. `patients` lists the
        children behind the number and `cells` the cells of the results that decided them.
    """
    cells = deciding_cells(classification)
    rows = [
        *_response_rows(summary, confidence),
        *_time_rows(summary),
        *_curve_rows(summary, confidence),
        *_comparison_rows(summary),
        *_unknown_rows(classification),
    ]
    table = pd.DataFrame(rows, columns=[name for name in COLUMNS if name != "cells"], dtype=object)
    table["cells"] = [
        [cell for patient in patients for cell in cells.get(patient, [])]
        for patients in table["patients"]
    ]
    return table


class Statistic(NamedTuple):
    """A number of the analysis results data, with the children and cells behind it."""

    stat: Any
    patients: list[str]
    cells: list[str]


def statistics_of(ard: pd.DataFrame, variable: str) -> dict[tuple[str, str], dict[str, Statistic]]:
    """Return the statistics of a variable by group ("all": the whole cohort) and level."""
    found: dict[tuple[str, str], dict[str, Statistic]] = {}
    for row in ard[ard["variable"] == variable].to_dict("records"):
        place = row["group1_level"] or "all", row["variable_level"]
        found.setdefault(place, {})[row["stat_name"]] = Statistic(
            row["stat"], row["patients"], row["cells"]
        )
    return found


def deciding_cells(classification: Classification) -> dict[str, list[str]]:
    """Return the cells of the results that decided the verdict on each child."""
    occasions = classification.occasions
    names = [name for name in occasions if str(name).endswith("_cell")]
    found: dict[str, list[str]] = {}
    for row in occasions[occasions["evidence"]].to_dict("records"):
        found.setdefault(str(row["patient"]), []).extend(row[name] for name in names if row[name])
    return found


def _response_rows(summary: Mapping[str, Any], confidence: float) -> list[dict[str, Any]]:
    rows, members = [], _at_risk(summary)
    for found in summary["responses"]:
        group = None if found["group"] == "all" else (str(summary["by"]), found["group"])
        about = (group, ("response", found["response"]))
        of = found["patients"]
        denominator = members[found["group"]] + (of if found["response"] == AT_START else [])
        counted = (("n", found["n"], WHOLE), ("p", fraction(found["percent"]), PERCENT))
        rows.append(ard_row(*about, "categorical", ("N", found["of"], WHOLE), denominator))
        interval = (
            ("estimate", fraction(found["percent"]), PERCENT),
            ("conf.low", fraction(found["low"]), PERCENT),
            ("conf.high", fraction(found["high"]), PERCENT),
            ("conf.level", confidence, AS_TEXT),
            ("method", summary["interval"], AS_TEXT),
        )
        rows += [ard_row(*about, "categorical", stat, of) for stat in counted]
        rows += [ard_row(*about, "proportion_ci", stat, of) for stat in interval]
    return rows


def _at_risk(summary: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the children of each group who were not in remission at start."""
    members: dict[str, list[str]] = {}
    for found in summary["responses"]:
        members.setdefault(found["group"], []).extend(
            [] if found["response"] == AT_START else found["patients"]
        )
    return members


def _time_rows(summary: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for found in summary["time_to_remission"]:
        group = ("origin", found["origin"])
        variable = (f"months to {found['response']}", None)
        stats = (("N", found["n"], WHOLE), *_spread(found, "median", "min", "max"))
        of = found["patients"]
        rows += [ard_row(group, variable, "continuous", stat, of) for stat in stats]
    follow = summary["follow_up"]
    group, variable = ("origin", follow["origin"]), ("years of follow-up in remission", None)
    stats = (
        ("N", follow["n"], WHOLE),
        *((name, follow[f"{name}_years"], ONE_DECIMAL) for name in ("median", "min", "max")),
    )
    unknown = set(follow["without_a_day"])
    of = [patient for patient in follow["patients"] if patient not in unknown]
    return [*rows, *(ard_row(group, variable, "continuous", stat, of) for stat in stats)]


def _spread(found: Mapping[str, Any], *names: str) -> list[tuple[str, object, str]]:
    return [(name, found[name], ONE_DECIMAL) for name in names]


def _curve_rows(summary: Mapping[str, Any], confidence: float) -> list[dict[str, Any]]:
    """Return the rows of the curves: one time after another, then the median."""
    curve, lasting = summary["cumulative_incidence"], summary["duration_of_remission"]
    rows = _one_curve(curve, ("origin", curve["origin"]), confidence)
    for each in lasting["curves"]:
        rows += _one_curve(each, ("remission", each["remission"]), confidence)
    return rows


def _one_curve(
    curve: Mapping[str, Any], group: tuple[str, str], confidence: float
) -> list[dict[str, Any]]:
    """Return the rows of a curve; all its children stand behind its estimates and its median."""
    context, rows, patients = "survival_survfit", [], curve["patients"]
    for month, at_risk, *limits in zip(
        *(curve[name] for name in ("months", "at_risk", "estimate", "low", "high")), strict=True
    ):
        time = ("time", month)
        there = patients[len(patients) - at_risk :]  # they are listed by length of follow-up
        rows.append(ard_row(group, time, context, ("n.risk", at_risk, WHOLE), there))
        rows += [
            ard_row(group, time, context, (name, value, PERCENT), patients)
            for name, value in zip(("estimate", "conf.low", "conf.high"), limits, strict=True)
        ]
    names = {"estimate": "median", "conf.low": "median_low", "conf.high": "median_high"}
    rows += [
        ard_row(
            group,
            ("prob", 0.5),
            context,
            (name, curve[key], ONE_DECIMAL),
            patients,
            "not reached" if curve[key] is None else None,
        )
        for name, key in names.items()
    ]
    method = f"{curve['method']}, {curve['limits']}"
    ends = (
        ("n.event", curve["events"]),
        ("n.competing", curve["competing"]),
        ("n.start", curve["n"]),
    )
    rows += [
        ard_row(group, ("time", "all"), context, (name, value, WHOLE), patients)
        for name, value in ends
    ]
    rows.append(ard_row(group, ("prob", 0.5), context, ("method", method, AS_TEXT), patients))
    rows.append(
        ard_row(group, ("prob", 0.5), context, ("conf.level", confidence, AS_TEXT), patients)
    )
    return rows


def _comparison_rows(summary: Mapping[str, Any]) -> list[dict[str, Any]]:
    if "comparison" not in summary:
        return []
    rows, context, members = [], "two_sample_test", _at_risk(summary)
    for pair in summary["comparison"]["pairs"]:
        group = (str(summary["by"]), f"{pair['group']} versus {pair['reference']}")
        for kind, scale in (("difference", 100), ("ratio", 1)):
            variable = (f"response: {kind}", pair["response"])
            form = PERCENT if kind == "difference" else "2"
            found = pair[kind]
            stats = [
                (name, None if found[key] is None else found[key] / scale, form)
                for name, key in (
                    ("estimate", "estimate"), ("conf.low", "low"), ("conf.high", "high"),
                )
            ]  # fmt: skip
            stats += [("p.value", pair["p"], P_VALUE), ("method", pair["test"], AS_TEXT)]
            of = members[pair["group"]] + members[pair["reference"]]
            rows += [ard_row(group, variable, context, stat, of) for stat in stats]
    compared = [name for name in members if name not in ("all", NOT_RECORDED)]
    everyone = [patient for name in compared for patient in members[name]]
    for test in summary["comparison"]["tests"]:
        variable = ("response: all groups", test["response"])
        stats = [("p.value", test["p"], P_VALUE), ("method", test["test"], AS_TEXT)]
        group = (str(summary["by"]), "all")
        rows += [ard_row(group, variable, context, stat, everyone) for stat in stats]
    return rows


def _unknown_rows(classification: Classification) -> list[dict[str, Any]]:
    """Return what stayed unknown: how many children, visits or results of how many."""
    return [
        ard_row(None, ("unknown", each.what), "missing", stat, each.children)
        for each in unknowns(classification)
        for stat in (("N_miss", each.n, WHOLE), ("N_obs", each.of, WHOLE))
    ]
