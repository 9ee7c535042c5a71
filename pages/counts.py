"""What may be told of this cohort."""

from srns.dashboard.screens import counts
from srns.dashboard.state import saved_view
from srns.dashboard.state.page_start import begin

begin("What may be told of this cohort?")
counts.show(saved_view.counts())
