"""Comparisons as rows: differences and ratios of two groups, and tests of all groups."""

from collections.abc import Mapping
from typing import Any

from srns.analysis.results_data.proportions import fraction
from srns.analysis.results_data.rows import (
    AS_TEXT,
    P_VALUE,
    PERCENT,
    TWO_DECIMALS,
    WHOLE,
    Row,
    Stat,
    Subject,
    rows_about,
)
from srns.cohort.terms import NOT_RECORDED


def contrast_rows(
    comparison: Mapping[str, Any],
    members: Mapping[str, list[str]],
    by: str,
    *,
    confidence: float = 0.95,
) -> list[Row]:
    """Return the result of `group_contrasts.compare_groups` as rows.

    Parameters
    ----------
    members
        By group: its children at risk.
    by
        The grouping variable.
    """
    rows, context = [], "two_sample_test"
    for pair in comparison["pairs"]:
        of = members[pair["group"]] + members[pair["reference"]]
        group = (by, f"{pair['group']} versus {pair['reference']}")
        for kind, form in (("difference", PERCENT), ("ratio", TWO_DECIMALS)):
            found, names = pair[kind], {"estimate": "estimate", "low": "conf.low",
                                        "high": "conf.high"}  # fmt: skip
            stats = [
                Stat(name, fraction(found[key]) if kind == "difference" else found[key], form)
                for key, name in names.items()
            ]
            stats += [
                Stat("conf.level", confidence, "xx%"),
                Stat("p.value", pair["p"], P_VALUE),
                Stat("method", pair["test"], AS_TEXT),
            ]
            about = Subject(f"response: {kind}", pair["response"], group, context)
            rows += rows_about(about, stats, of)
        for kind in ("", "reference_"):
            name = pair[kind.removesuffix("_") or "group"]
            about = Subject("response: compared", f"{pair['response']}, {name}", group)
            counted = pair[f"{kind}patients"]
            rows += rows_about(about, [Stat("n", pair[f"{kind}n"], WHOLE)], counted)
            rows += rows_about(about, [Stat("N", pair[f"{kind}of"], WHOLE)], members[name])
    compared = [name for name in members if name not in ("all", NOT_RECORDED)]
    everyone = [patient for name in compared for patient in members[name]]
    for test in comparison["tests"]:
        stats = [
            Stat("p.value", test["p"], P_VALUE),
            Stat("mid.p.value", test["mid_p"], P_VALUE),
            Stat("N", test["n"], WHOLE),
            Stat("method", test["test"], AS_TEXT),
        ]
        about = Subject("response: all groups", test["response"], (by, "all"), context)
        rows += rows_about(about, stats, everyone)
    return rows
