"""Table 1: characteristics of the children, overall and by any grouping."""

from collections.abc import Sequence

import pandas as pd

from srns.analysis.results_data.rows import EVERYONE, Found, Statistic, by_variable
from srns.analysis.tables.characteristics import MEASURES, Measure, characteristics
from srns.analysis.tables.printed_table import PrintedTable
from srns.analysis.time_to_event.cumulative_incidence import QUARTILES_FROM
from srns.cohort.tables import Cohort
from srns.languages.messages import mark
from srns.languages.sentences import joined, sentence, term
from srns.rules.classification import Classification

ALL = "all"
MISSING = "missing"
NOTHING = "–"


def table_one(
    cohort: Cohort,
    classification: Classification,
    by: str | None = None,
    measures: Sequence[Measure] = MEASURES,
) -> PrintedTable:
    """Tabulate the characteristics of the children, overall and by group.

    Parameters
    ----------
    by
        Grouping variable; see `srns.analysis.groups.grouping`. None: no groups.
    measures
        Characteristics to include, in order; those without any value are kept as all missing.

    Returns
    -------
    PrintedTable
        Columns `characteristic`, `value` (the category; empty for numbers), `all`, one per
        group, and `missing` (number of all children without a value). Percentages are of the
        children with a known value. Every number is one of its `results`.
    """
    found = characteristics(cohort, classification, by, measures)
    stats = by_variable(found.results)
    groups = {_column(group): group for group in found.groups}
    head: dict[str, object] = {"characteristic": sentence("Children"), "value": "", MISSING: None}
    children = stats["children"]
    rows = [head | {each: children[place, ""]["n"].text for each, place in groups.items()}]
    for measure in found.measures:
        rows += _print(measure, stats[measure.column], groups)
    shown = pd.DataFrame(rows, columns=["characteristic", "value", *groups, MISSING], dtype=object)
    title = sentence("Characteristics of the children")
    if by:
        title = sentence("Characteristics of the children by {group}", group=term(by))
    return PrintedTable("table1", title, shown, _notes(found.children), found.results)


def _column(group: str) -> str:
    """Return a column name for a group that does not clash with another column."""
    if group == EVERYONE:
        return ALL
    clashes = group in ("characteristic", "value", ALL, MISSING)
    return f"{group} (group)" if clashes else group


def _print(measure: Measure, stats: Found, groups: dict[str, str]) -> list[dict[str, object]]:
    """Return the printed rows of one measure."""
    whole = stats[EVERYONE, ""]
    missing = whole["N_miss"].stat
    head: dict[str, object] = {"characteristic": measure.heading, "value": "", MISSING: missing}
    if not whole["N"].stat:
        return [{**head, **dict.fromkeys(groups, NOTHING)}]
    if measure.decimals is not None:
        return [head | {each: _number(stats, place) for each, place in groups.items()}]
    rows = [head | {each: _of_known(stats[place, ""], place) for each, place in groups.items()}]
    for word in (level for place, level in stats if place == EVERYONE and level):
        row: dict[str, object] = {"characteristic": "", "value": word, MISSING: None}
        rows.append(row | {each: _share(stats[place, word]) for each, place in groups.items()})
    return rows


def _number(stats: Found, place: str) -> str:
    """Return median, quartiles on request, range, and the counts of results with a bound."""
    own = stats[place, ""]
    if "median" not in own:
        return NOTHING
    middle = own["median"].text
    if "p25" in own:
        middle += f" [{own['p25'].text}–{own['p75'].text}]"
    parts: list[str] = [f"{middle} ({own['min'].text}–{own['max'].text})"]
    parts += [
        sentence("{n} of {of} {limit}", n=each["n"].text, of=own["N"].text, limit=_limit(level))
        for (group, level), each in stats.items()
        if group == place and level
    ]
    return joined([*parts, *filter(None, [_of_known(own, place)])], "; ")


def _limit(level: str) -> str:
    """Return a limit in words from the level that the results name it by: "below 1.0"."""
    words, _, number = level.rpartition(" ")
    return joined([term(words), number], " ")


LIMITS = (mark("below"), mark("at or below"), mark("above"), mark("at or above"))
"""Where results lie that are only known to be on one side of a number."""


def _share(stats: dict[str, Statistic]) -> str:
    if not stats["N"].stat:
        return NOTHING
    return f"{stats['n'].text} ({stats['p'].text} %)"


def _of_known(stats: dict[str, Statistic], place: str) -> str:
    """Return the number of known values in words if some are missing in a group."""
    n, of = stats["N"], stats["N_obs"]
    if place == EVERYONE or not 0 < n.stat < of.stat:
        return ""
    return sentence("known in {n} of {of}", n=n.text, of=of.text)


def _notes(n: int) -> tuple[str, ...]:
    spread = sentence(
        "Numbers are median (range); quartiles are given in groups of {n} or more children. "
        "Categories are n (%) of children with a known value.",
        n=QUARTILES_FROM,
    )
    if n >= QUARTILES_FROM:
        spread = sentence(
            "Numbers are median [quartiles] (range); quartiles are given in groups of {n} or more "
            "children. Categories are n (%) of children with a known value.",
            n=QUARTILES_FROM,
        )
    return (
        spread,
        sentence(
            "Results reported as < or > are never replaced by a number: a median that depends on "
            "one is given as a bound, and the number of such results is stated."
        ),
        sentence(
            "Baseline: the last day of -90 to 0 with a result; of several results on that day the "
            "highest Up/c and creatinine and the lowest albumin. Cumulative cyclophosphamide "
            "counts all routes and earlier courses; ≥ where a dose is missing. Differences between "
            "groups are not tested."
        ),
    )
