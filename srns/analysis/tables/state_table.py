"""States over time as a table: the share of children in each at months 6, 12 and 24."""

from collections.abc import Sequence

import pandas as pd

from srns.analysis.tables.printed_table import PrintedTable
from srns.analysis.time_to_event.milestones import MILESTONES
from srns.analysis.time_to_event.occupancy import STATES, Occupancy, occupancy_sentences
from srns.cohort.paper_numbers import show_share
from srns.languages.sentences import sentence


def state_table(found: Occupancy, months: Sequence[float] = MILESTONES) -> PrintedTable:
    """Tabulate the share in each state, one row a state that any child was in.

    The columns are the months that anybody was followed to, and the last month.
    """
    reached = [*(month for month in months if month < found.last_month), found.last_month]
    rows = [
        {"state": state, **{_column(month): _cell(found, state, month) for month in reached}}
        for state in STATES
        if (found.stays["state"] == state).any()
    ]
    sentences = occupancy_sentences(found, found.last_month)
    what = sentence(
        "Percent of the children (95 % interval); those not followed so far count as the others "
        "went on (Aalen–Johansen)."
    )
    shares = [occupancy_sentences(found, month)[0] for month in reached]
    columns = ["state", *map(_column, reached)]
    return PrintedTable(
        "states_over_time",
        sentence("Children in each state over time"),
        pd.DataFrame(rows, columns=columns),
        (what, *sentences[1:], *shares),
    )


def _column(month: float) -> str:
    return sentence("month {month}", month=format(month, ".3g"))


def _cell(found: Occupancy, state: str, month: float) -> str:
    rows = found.table[(found.table["state"] == state) & (found.table["month"] <= month + 1e-9)]
    last = rows.iloc[-1]
    return show_share(100 * last["estimate"], 100 * last["low"], 100 * last["high"])
