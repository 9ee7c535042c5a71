"""States over time: how many children are in remission, relapsed and so on at each month."""

import pandas as pd

from srns.analysis.results_data.states import occupancy_results
from srns.analysis.tables.state_table import state_table
from srns.analysis.time_to_event.occupancy import Occupancy, occupancy, occupancy_sentences
from srns.charts.months import origin_words
from srns.charts.occupancy import area_table, occupancy_chart
from srns.languages.messages import _, translated
from srns.panels.panel import Panel, panel_of
from srns.panels.view import View


def states_over_time(view: View) -> Panel:
    """Draw the share of children in each state over time as stacked areas."""
    found = followed(view)
    return Panel(
        "states_over_time",
        "States over time",
        area_table(found),
        " ".join(map(translated, occupancy_sentences(found, found.last_month))),
        draw=lambda: occupancy_chart(
            found,
            _("Children in each state over time"),
            view.definition,
            view.notes,
            since=origin_words(view.cohort),
        ),
        results=lambda: _rows(view),
    )


def states_by_month(view: View) -> Panel:
    """Tabulate the shares at fixed months."""
    return panel_of(state_table(followed(view)), "states_by_month", lambda: _rows(view))


def followed(view: View) -> Occupancy:
    """Return each child's way through the states, computed once."""
    return view.once(
        ("occupancy", tuple(view.patients)),
        lambda: occupancy(view.cohort, view.classification),
    )


def _rows(view: View) -> pd.DataFrame:
    return occupancy_results(followed(view), view.classification)
