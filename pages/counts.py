"""Shared summary: counts only."""

from srns.dashboard.screens import counts
from srns.dashboard.state import saved_view
from srns.dashboard.state.page_start import begin
from srns.languages.messages import _

begin(_("Shared summary (counts only)"))
counts.show(saved_view.counts())
