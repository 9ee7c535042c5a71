"""Responses of the cohort: counts, verdicts, courses, time to remission."""

from srns.dashboard.parts.tabs import choose_part
from srns.dashboard.screens.cohort import courses, remission_time, summary, verdicts
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_start import begin
from srns.languages.messages import _

PARTS = {
    "verdicts": verdicts.show_verdicts,
    "swimmer plot": courses.show_swimmer,
    "courses": courses.show_panels,
    "time to remission": remission_time.show_remission_time,
    "states over time": remission_time.show_states,
}

begin(_("How many children responded?"))
view = require_view()
summary.show_summary(view)
PARTS[choose_part("cohort")](view)
