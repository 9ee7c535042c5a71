"""Milestones as a table: the share with the event by months 6, 12 and 24, and the mean times."""

import pandas as pd

from srns.analysis.tables.printed_table import PrintedTable
from srns.analysis.time_to_event.curve_sentences import mean_sentences, milestone_sentence
from srns.analysis.time_to_event.milestones import Milestone
from srns.analysis.time_to_event.time_analysis import Curves, Times
from srns.cohort.paper_numbers import show_share
from srns.languages.sentences import sentence, term, with_capital


def milestone_table(found: Times) -> PrintedTable:
    """Tabulate response and relapse by each month, one row a curve.

    Its notes say what a cell is, compare mean times where a horizon is asked for, and repeat each
    cell as a sentence.
    """
    asked = found.question
    both = (found.response_curves, found.duration_curves)
    rows = [row for curves in both for row in _rows(curves)]
    sentences = [milestone_sentence(each, curves.event) for curves in both
                 for each in curves.milestones]  # fmt: skip
    means = [said for curves in both for said in mean_sentences(curves, asked.horizon)]
    what = sentence(
        "Percent with the event by that month (95 % interval, exact below 50 children), and how "
        "many are still at risk. Months count from {origin}; those of relapse from the onset "
        "of remission.",
        origin=term(found.response_curves.since),
    )
    return PrintedTable(
        "milestones",
        sentence("{response} and relapse by month", response=with_capital(term(asked.response))),
        pd.DataFrame(rows),
        (what, *means, *sentences),
    )


def _rows(curves: Curves) -> list[dict[str, str]]:
    rows: dict[str, dict[str, str]] = {}
    for each in curves.milestones:
        row = rows.setdefault(
            each.group, {"event": curves.event, "group": each.group, "children": str(each.n)}
        )
        row[sentence("month {month}", month=format(each.month, "g"))] = _cell(each)
    return list(rows.values())


def _cell(found: Milestone) -> str:
    if found.estimate is None or found.low is None or found.high is None:
        return sentence("not known: nobody followed so far")
    share = show_share(100 * found.estimate, 100 * found.low, 100 * found.high)
    return sentence("{share}; {n} at risk", share=share, n=found.at_risk)
