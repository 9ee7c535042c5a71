"""Specification curve as rows: each set of choices with its children, and the range of all sets."""

import pandas as pd

from srns.analysis.definitions.specification_curve import CHOICES
from srns.analysis.results_data.proportions import fraction, proportion_rows
from srns.analysis.results_data.rows import (
    EVERYONE,
    NOT_ESTIMABLE,
    ONE_DECIMAL,
    PERCENT,
    WHOLE,
    Row,
    Stat,
    Subject,
    as_table,
    rows_about,
    statistics_of,
)
from srns.analysis.results_data.source_cells import deciding_cells
from srns.cohort.terms import COMPLETE
from srns.languages.sentences import sentence, term
from srns.rules.classification import Classification

RANGE = "range over all sets of choices"


def specification_results(curve: pd.DataFrame, outcome: str, found: Classification) -> pd.DataFrame:
    """Return the counts of every set of choices, and their range, as analysis results data.

    Parameters
    ----------
    curve
        Result of `specification_curve.specification_curve` with the children named.
    outcome
        The outcome that it counts.
    found
        The classification in force, whose cells are listed: those that decide under another
        definition are the cells of its own visits.
    """
    rows = range_rows(curve, outcome)
    for each in curve.to_dict("records"):
        level = ", ".join(f"{name.replace('_', ' ')} {each[name]}" for name in CHOICES[1:])
        about = Subject(
            f"{outcome} under a set of choices", level, ("definition", each["definition"])
        )
        rows += proportion_rows(about, each, each["patients"], each["followed"])
        median = Stat("median", each["median_months"], ONE_DECIMAL)
        rows += rows_about(about, [median], each["patients"])
    return as_table(rows, deciding_cells(found))


def range_rows(curve: pd.DataFrame, outcome: str) -> list[Row]:
    """Return how many sets of choices there are, and the lowest and highest of their numbers."""
    counted = curve[curve["of"] > 0]
    known = None if len(counted) else NOT_ESTIMABLE
    published = curve.loc[curve["published"], "n"]
    about = Subject(RANGE, outcome, None, "sensitivity")
    ends = (("min", "n", curve["n"]), ("max", "n", curve["n"]),
            ("min", "N", curve["of"]), ("max", "N", curve["of"]))  # fmt: skip
    stats = [
        Stat("count", len(curve), WHOLE),
        *(Stat(f"{name}.{end}", getattr(of, end)(), WHOLE) for end, name, of in ends),
        Stat("conf.low", fraction(counted["low"].astype(float).min()), PERCENT, known),
        Stat("conf.high", fraction(counted["high"].astype(float).max()), PERCENT, known),
        Stat("published.min", published.min(), WHOLE),
        Stat("published.max", published.max(), WHOLE),
    ]
    return rows_about(about, stats)


def describe_curve(curve: pd.DataFrame, outcome: str = COMPLETE) -> str:
    """Return the sentence on the range of the outcome across specifications."""
    if curve.empty or not curve["of"].max():
        return sentence("There are no children to count.")
    stats = statistics_of(as_table(range_rows(curve, outcome)), RANGE)[EVERYONE, outcome]
    said = {name: each.text for name, each in stats.items()}
    of = said["N.min"]
    if said["N.max"] != of:  # the children at risk may differ between definitions
        of = f"{of}–{said['N.max']}"
    words: dict[str, object] = {
        "sets": said["count"],
        "outcome": term(outcome),
        "low": said["n.min"],
        "of": of,
        "published": sentence(
            "with the definitions as published, by {low} to {high}",
            low=said["published.min"],
            high=said["published.max"],
        ),
        "interval": sentence(
            "{low} to {high}", low=said["conf.low"], high=stats["conf.high"].words
        ),
    }
    if said["n.min"] == said["n.max"]:
        return sentence(
            "Across {sets} sets of choices, {outcome} is reached by {low} of {of} children in all "
            "of them; {published}. Every exact 95 % interval lies within {interval}.",
            **words,
        )
    return sentence(
        "Across {sets} sets of choices, {outcome} is reached by {low} to {high} of {of} children; "
        "{published}. Every exact 95 % interval lies within {interval}.",
        high=said["n.max"],
        **words,
    )
