"""The summary as rows: responses, times, the curves and the comparison of the groups."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from srns.analysis.results_data.comparisons import contrast_rows
from srns.analysis.results_data.responses import (
    at_risk_rows,
    left_open_rows,
    members_of,
    response_rows,
)
from srns.analysis.results_data.rows import (
    AS_TEXT,
    NOT_REACHED,
    ONE_DECIMAL,
    PERCENT,
    WHOLE,
    Row,
    Stat,
    Subject,
    as_table,
    rows_about,
)
from srns.analysis.results_data.source_cells import deciding_cells
from srns.analysis.results_data.unknown_facts import unknown_rows
from srns.rules.classification import Classification


def results_data(
    summary: Mapping[str, Any], classification: Classification, *, confidence: float = 0.95
) -> pd.DataFrame:
    """Return the numbers of a summary as analysis results data; see `rows.as_table`.

    Parameters
    ----------
    summary
        Result of `srns.analysis.summary.summarize` of this classification.
    confidence
        Confidence level of its intervals.
    """
    rows = [
        *at_risk_rows(summary),
        *left_open_rows(classification),
        *response_rows(summary, confidence),
        *_time_rows(summary),
        *_curve_rows(summary, confidence),
        *_comparison_rows(summary),
        *unknown_rows(classification),
    ]
    return as_table(rows, deciding_cells(classification))


def _time_rows(summary: Mapping[str, Any]) -> list[Row]:
    rows = []
    for found in summary["time_to_remission"]:
        about = Subject(
            f"months to {found['response']}", None, ("origin", found["origin"]), "continuous"
        )
        stats = [Stat("N", found["n"], WHOLE), *_spread(found, "median", "min", "max")]
        rows += rows_about(about, stats, found["patients"])
        early = found["during_treatment"]
        rows += rows_about(
            Subject(about.variable, "during treatment", about.group),
            [Stat("n", len(early), WHOLE)],
            early,
        )
    follow = summary["follow_up"]
    about = Subject(
        "years of follow-up in remission", None, ("origin", follow["origin"]), "continuous"
    )
    stats = [
        Stat("N", follow["n"], WHOLE),
        *(Stat(name, follow[f"{name}_years"], ONE_DECIMAL) for name in ("median", "min", "max")),
    ]
    unknown = set(follow["without_a_day"])
    of = [patient for patient in follow["patients"] if patient not in unknown]
    return [*rows, *rows_about(about, stats, of)]


def _spread(found: Mapping[str, Any], *names: str) -> Iterable[Stat]:
    return (Stat(name, found[name], ONE_DECIMAL) for name in names)


def _curve_rows(summary: Mapping[str, Any], confidence: float) -> list[Row]:
    """Return the rows of the curves: one time after another, then the median."""
    curve, lasting = summary["cumulative_incidence"], summary["duration_of_remission"]
    rows = _one_curve(curve, ("origin", curve["origin"]), confidence)
    for each in lasting["curves"]:
        rows += _one_curve(each, ("remission", each["remission"]), confidence)
    return rows


def _one_curve(curve: Mapping[str, Any], group: tuple[str, str], confidence: float) -> list[Row]:
    """Return the rows of a curve; all its children stand behind its estimates and its median."""
    context, rows, patients = "survival_survfit", [], curve["patients"]
    for month, at_risk, *limits in zip(
        *(curve[name] for name in ("months", "at_risk", "estimate", "low", "high")), strict=True
    ):
        about = Subject("time", month, group, context)
        there = patients[len(patients) - at_risk :]  # they are listed by length of follow-up
        rows += rows_about(about, [Stat("n.risk", at_risk, WHOLE)], there)
        names = ("estimate", "conf.low", "conf.high")
        stats = [Stat(name, each, PERCENT) for name, each in zip(names, limits, strict=True)]
        rows += rows_about(about, stats, patients)
    counted = [
        Stat(name, curve[key], WHOLE)
        for name, key in {"N": "n", "n.event": "events", "n.competing": "competing",
                          "n.censor": "censored"}.items()
    ]  # fmt: skip
    names = {"estimate": "median", "conf.low": "median_low", "conf.high": "median_high"}
    medians = [
        Stat(name, curve[key], ONE_DECIMAL, NOT_REACHED if curve[key] is None else None)
        for name, key in names.items()
    ]
    method = f"{curve['method']}, {curve['limits']}"
    said = [Stat("method", method, AS_TEXT), Stat("conf.level", confidence, "xx%")]
    return [
        *rows,
        *rows_about(Subject("follow-up", None, group, context), counted, patients),
        *rows_about(Subject("prob", 0.5, group, context), [*medians, *said], patients),
    ]


def _comparison_rows(summary: Mapping[str, Any]) -> list[Row]:
    if "comparison" not in summary:
        return []
    return contrast_rows(summary["comparison"], members_of(summary), str(summary["by"]))
