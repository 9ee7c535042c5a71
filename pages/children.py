"""Characteristics of the children."""

from srns.dashboard.screens import children
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_start import begin

begin("Who are the children?")
view = require_view()
children.show_characteristics(view)
children.show_eligibility(view)
children.show_flow(view)
children.show_completeness(view)
