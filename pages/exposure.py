"""Cumulative cyclophosphamide dose."""

from srns.dashboard.screens import exposure
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_start import begin

begin("Cumulative cyclophosphamide dose")
view = require_view()
exposure.show_doses(view)
exposure.show_table(view)
