"""Figure of responses with their intervals and their children, as several pages show it."""

from collections.abc import Hashable

import pandas as pd

from srns.analysis.proportions.intervals import METHOD_WORDS
from srns.charts.proportions import describe, proportions
from srns.dashboard.parts import figures_and_tables, table_views
from srns.dashboard.parts.numbers import Results
from srns.dashboard.parts.picked import select_group_or_open
from srns.dashboard.state.filters import View


def response_figure(
    name: str,
    counts: pd.DataFrame,
    what: str,
    view: View,
    interval: str,
    *,
    depends_on: Hashable = None,
    results: Results | None = None,
) -> None:
    """Draw counts with their intervals; a click selects a group or opens a child.

    Parameters
    ----------
    counts
        As `srns.charts.proportions.proportions` draws them, with `patients`.
    what
        What is counted, for the title.
    depends_on
        What the figure depends on besides the filtered children and the interval.
    results
        Makes the numbers as analysis results data.
    """
    title = f"{what}, with {METHOD_WORDS[interval]} 95 % intervals"
    figures_and_tables.figure(
        name,
        lambda: proportions(
            counts, title, view.definition, view.notes, interval=interval, selected=view.selected
        ),
        describe(counts, interval=interval),
        table_views.without_lists(counts),
        view,
        depends_on=(depends_on, interval),
        on_select=select_group_or_open(table_views.children_of(counts)),
        results=results,
    )
