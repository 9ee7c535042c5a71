"""Table of kidney function: each child's baseline, lowest and last estimated GFR."""

from collections.abc import Mapping

import pandas as pd

from srns.analysis.results_data.rows import (
    AS_TEXT,
    ONE_DECIMAL,
    WHOLE,
    Found,
    Row,
    Stat,
    Statistic,
    Subject,
    as_table,
    form_of,
    rows_about,
    statistics_of,
    within_limits,
)
from srns.analysis.tables.kidney_function import (
    EQUATIONS,
    HEIGHT_WITHIN_DAYS,
    UNIT,
    kidney_function,
)
from srns.analysis.tables.printed_table import PrintedTable, show_rounded
from srns.cohort.tables import Cohort
from srns.languages.messages import Sentence
from srns.languages.sentences import joined, sentence, term
from srns.rules.occasions import BASELINE_DAYS

VARIABLE = "estimated GFR"
NOT_ESTIMATED = "not estimated: "
_SIGNS = {"": "", "<": "<", ">": ">", "<=": "≤", ">=": "≥"}


def kidney_results(cohort: Cohort, found: pd.DataFrame) -> pd.DataFrame:
    """Return the estimates of `kidney_function` as analysis results data, child by child.

    A level is ``baseline`` (the last on day -90 to 0), ``lowest`` or ``last``, each with its day
    and category; the cells are those of creatinine and height.
    """
    rows: list[Row] = []
    for patient in cohort.patients["patient"].astype(str):
        own = found[found["patient"] == patient].sort_values("day", kind="stable")
        known = own[own["egfr"].notna()]
        start = known[known["day"].between(-BASELINE_DAYS, 0)]
        group = ("patient", patient)
        counted = Subject(VARIABLE, "estimates", group)
        rows += _about(counted, [Stat("count", len(known), WHOLE)], known)
        named = {"baseline": start.tail(1), "lowest": known[:0], "last": known.tail(1)}
        if len(known):
            named["lowest"] = known.loc[[known["egfr"].idxmin()]]
        for level, chosen in named.items():
            rows += _estimate(Subject(VARIABLE, level, group, "identity"), chosen)
        missing = own[own["egfr"].isna()]
        for reason in missing["why_not"].value_counts().index:
            lacking = missing[missing["why_not"] == reason]
            about = Subject(VARIABLE, f"{NOT_ESTIMATED}{reason}", group)
            rows += _about(about, [Stat("count", len(lacking), WHOLE)], lacking)
    return as_table([*rows, *_whole_cohort(found)])


def _estimate(about: Subject, chosen: pd.DataFrame) -> list[Row]:
    """Return the rows of one estimate; none where there is no estimate."""
    if chosen.empty:
        return []
    one = chosen.iloc[0]
    text, sign = show_rounded(float(one["egfr"]), 0), _SIGNS[str(one["bound"])]
    stats = [
        within_limits("estimate", f"{sign}{text}")
        if sign
        else Stat("estimate", one["egfr"], form_of(text)),
        Stat("day", one["day"], WHOLE),
        Stat("category", one["stage"], AS_TEXT),
    ]
    return _about(about, stats, chosen)


def _whole_cohort(found: pd.DataFrame) -> list[Row]:
    """Return how many estimates of how many children there are, and the lowest of all."""
    known = found[found["egfr"].notna()].sort_values(["patient", "day"], kind="stable")
    about = Subject(VARIABLE, "estimates", None, "continuous")
    children = known["patient"].drop_duplicates()
    rows = [
        *_about(about, [Stat("count", len(known), WHOLE)], known),
        *rows_about(about, [Stat("N", len(children), WHOLE)], children),
    ]
    if len(known):
        lowest = known.sort_values("egfr", kind="stable").head(1)
        stats = [
            Stat("min", lowest["egfr"].iloc[0], WHOLE),
            Stat("month", lowest["month"].iloc[0], ONE_DECIMAL),
        ]
        rows += _about(Subject(VARIABLE, "lowest", None, "continuous"), stats, lowest)
    return rows


def _about(about: Subject, stats: list[Stat], results: pd.DataFrame) -> list[Row]:
    """Return rows with the children and the cells of these creatinine results."""
    cells: dict[str, list[str]] = {}
    for row in results.to_dict("records"):
        behind = [cell for cell in (row["cell"], row["height_cell"]) if cell]
        cells.setdefault(str(row["patient"]), []).extend(behind)
    return rows_about(about, stats, results["patient"].drop_duplicates(), cells)


def kidney_table(
    cohort: Cohort, equation: str = "ckid_u25", *, height_within_days: int = HEIGHT_WITHIN_DAYS
) -> PrintedTable:
    """Tabulate each child's baseline, lowest and last estimated GFR.

    Returns
    -------
    PrintedTable
        One row per child, including those without creatinine: `child`, `estimates`, `baseline`
        (the last on day -90 to 0), `lowest`, `last`, each with its day, and `not estimated`, the
        number of creatinine results without an estimate, by reason.
    """
    used = EQUATIONS[equation]
    found = kidney_function(cohort, equation, height_within_days=height_within_days)
    results = kidney_results(cohort, found)
    stats = statistics_of(results, VARIABLE)
    reasons = {str(why): term(why) for why in found["why_not"]}
    rows = []
    for patient in cohort.patients["patient"].astype(str):
        shown = {level: _show_rate(stats.get((patient, level))) for level in _LEVELS}
        rows.append(
            {
                "child": patient,
                "estimates": stats[patient, "estimates"]["count"].stat,
                **shown,
                "not estimated": _reasons(stats, patient, reasons),
            }
        )
    notes = (
        sentence(
            "Estimated glomerular filtration rate in {unit} by {equation} ({source}), one equation "
            "for all children and ages. KDIGO categories from 2 years of age.",
            unit=UNIT,
            equation=term(used.name),
            source=term(used.source),
        ),
        sentence(
            "Height on the same day or the last one before, at most {days} days old (a convention "
            "of this software, not of the source). Age is the age at first infusion plus the days "
            "since.",
            days=height_within_days,
        ),
        sentence(
            "Estimates end with the child's own kidneys (kidney failure, dialysis, transplant), "
            "death or last follow-up."
        ),
    )
    title = sentence("Kidney function")
    return PrintedTable("kidney_function", title, pd.DataFrame(rows), notes, results)


_LEVELS = ("baseline", "lowest", "last")


def _reasons(stats: Found, patient: str, words: Mapping[str, Sentence]) -> str:
    """Return how many results have no estimate, by reason."""
    reasons = {
        level.removeprefix(NOT_ESTIMATED): each["count"]
        for (child, level), each in stats.items()
        if child == patient and level.startswith(NOT_ESTIMATED)
    }
    if not reasons and not stats[patient, "estimates"]["count"].stat:
        return sentence("no creatinine in the workbook")
    return joined(
        (
            sentence("{n} × {reason}", n=n.text, reason=words[reason])
            for reason, n in reasons.items()
        ),
        "; ",
    )


def _show_rate(stats: dict[str, Statistic] | None) -> str:
    if not stats:
        return "–"
    rate, category = stats["estimate"], stats["category"].stat
    said = {"rate": rate.text, "day": stats["day"].text}
    if category:
        return sentence("{rate} (day {day}, {category})", category=category, **said)
    return sentence("{rate} (day {day})", **said)
