"""Lines of treatment."""

from srns.dashboard.screens import lines
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_start import begin

begin("Lines of treatment")
view = require_view()
judged = lines.lines_of(view)
lines.show_lines(view, judged)
lines.show_responses(view, judged)
lines.show_strategies(view)
