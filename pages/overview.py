"""Responses of the cohort."""

from srns.dashboard.screens import overview
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_start import begin

begin("How many children responded?")
view = require_view()
overview.show_responses(view)
overview.show_agreement(view)
overview.show_verdicts(view)
overview.show_overrides(view)
