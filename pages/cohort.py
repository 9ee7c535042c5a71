"""Responses of the cohort: counts, verdicts, courses, time to remission."""

from srns.dashboard.parts.page_frame import show
from srns.dashboard.parts.tabs import choose_part
from srns.dashboard.screens.cohort import courses, remission_time, summary, verdicts
from srns.dashboard.state.filters import require_view
from srns.languages.messages import _

PARTS = {
    "verdicts": verdicts.show_verdicts,
    "swimmer plot": courses.show_swimmer,
    "courses": courses.show_panels,
    "time to remission": remission_time.show_remission_time,
    "states over time": remission_time.show_states,
}


def draw() -> None:
    """Draw the children that the filters leave."""
    view = require_view()
    summary.show_summary(view)
    PARTS[choose_part("cohort")](view)


show(_("How many children responded?"), draw)
