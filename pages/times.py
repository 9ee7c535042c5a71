"""Time to remission and duration of remission."""

from srns.dashboard.screens import times
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_start import begin

begin("Time to and duration of remission")
view = require_view()
found = times.compute(view, times.choose_question(view))
times.show_waiting(view, found)
times.show_visits(view, found)
times.show_duration(view, found)
