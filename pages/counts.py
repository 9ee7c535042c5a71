"""Shared summary: counts only."""

from srns.dashboard.parts.page_frame import begin
from srns.dashboard.screens import counts
from srns.dashboard.state import saved_view
from srns.languages.messages import _

begin(_("Shared summary (counts only)"))
counts.show(saved_view.counts())
