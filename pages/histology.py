"""Response by histology."""

from srns.dashboard.screens import histology
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_options import INTERVAL, choose
from srns.dashboard.state.page_start import begin

begin("Did response differ by histology?")
view = require_view()
interval = choose(INTERVAL)
histology.show_remissions(view, interval)
histology.show_comparison(view)
histology.show_table(view, interval)
