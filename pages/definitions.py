"""Definitions of remission: wording, gaps, a trial patient, an own file, the comparison."""

from srns.dashboard.parts.tabs import choose_part
from srns.dashboard.screens.definitions import parts
from srns.dashboard.state.page_start import begin
from srns.languages.messages import _

begin(_("What counts as remission?"))
parts.PARTS[choose_part("definitions")]()
