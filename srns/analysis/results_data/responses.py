"""Responses as rows: who is at risk, and each response of each group with its shares."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from srns.analysis.proportions.intervals import METHOD_NAMES
from srns.analysis.results_data.proportions import proportion_rows
from srns.analysis.results_data.rows import (
    WHOLE,
    Row,
    Stat,
    Subject,
    as_table,
    rows_about,
)
from srns.analysis.results_data.source_cells import deciding_cells
from srns.cohort.terms import AT_START
from srns.rules.classification import Classification


def at_risk_rows(summary: Mapping[str, Any]) -> list[Row]:
    """Return how many children are at risk, and were or may have been in remission at start."""
    everyone = members_of(summary)["all"]
    apart, maybe = summary["in_remission_at_start"], summary["maybe_in_remission_at_start"]
    counted = {
        "children": (summary["n"], [*everyone, *apart]),
        "at risk": (summary["at_risk"], everyone),
        "in remission at start": (len(apart), apart),
        "may have been in remission at start": (len(maybe), maybe),
    }
    return [
        row
        for level, (n, patients) in counted.items()
        for row in rows_about(Subject("children", level), [Stat("n", n, WHOLE)], patients)
    ]


def left_open_rows(classification: Classification) -> list[Row]:
    """Return how many children count as not in a response that their results leave possible."""
    outcomes = classification.outcomes.dropna(subset=["left_open"])
    return [
        row
        for response, own in outcomes.groupby("left_open", sort=False)
        for row in rows_about(
            Subject("response left open", response), [Stat("n", len(own), WHOLE)], own["patient"]
        )
    ]


def response_rows(summary: Mapping[str, Any], confidence: float = 0.95) -> list[Row]:
    """Return the counts of the responses, overall and by group, with their intervals."""
    rows, members = [], members_of(summary)
    for found in summary["responses"]:
        group = None if found["group"] == "all" else (str(summary["by"]), found["group"])
        apart = found["patients"] if found["response"] == AT_START else []
        rows += proportion_rows(
            Subject("response", found["response"], group),
            found,
            found["patients"],
            members[found["group"]] + apart,
            confidence=confidence,
            method=summary["interval"],
        )
    return rows


def members_of(summary: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the children of each group who were not in remission at start."""
    members: dict[str, list[str]] = {}
    for found in summary["responses"]:
        members.setdefault(found["group"], []).extend(
            [] if found["response"] == AT_START else found["patients"]
        )
    return members


def counted_results(
    counted: pd.DataFrame, by: str, interval: str, classification: Classification
) -> pd.DataFrame:
    """Return counts of responses as analysis results data.

    Parameters
    ----------
    counted
        Result of `response_table`, with every response.
    by
        What the groups are of.
    interval
        A key of `srns.analysis.proportions.intervals.METHODS`.
    """
    rows = response_rows(
        {"responses": counted.to_dict("records"), "by": by, "interval": METHOD_NAMES[interval]}
    )
    return as_table(rows, deciding_cells(classification))


def cross_results(
    table: pd.DataFrame, by: str, interval: str, classification: Classification
) -> pd.DataFrame:
    """Return a table of groups by responses as analysis results data.

    Besides the share of each group, the share of each response that a group makes up.

    Parameters
    ----------
    table
        Result of `response_tables.cross_table`.
    """
    method, rows, reached = METHOD_NAMES[interval], [], {}
    for found in table.to_dict("records"):
        reached.setdefault(found["response"], []).extend(found["patients"])
    own = table.rename(columns={"of_group": "of"})
    rows += response_rows({"responses": own.to_dict("records"), "by": by, "interval": method})
    for found in table.to_dict("records"):
        share = {
            "n": found["n"],
            "of": found["of_response"],
            **{key: found[f"{key}_of_response"] for key in ("percent", "low", "high")},
        }
        about = Subject("share of the response", found["response"], (by, str(found["group"])))
        rows += proportion_rows(
            about, share, found["patients"], reached[found["response"]], method=method
        )
    return as_table(rows, deciding_cells(classification))
